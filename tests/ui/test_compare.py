"""The judging page, state by state."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import curation.storage.engine as engine
import curation.ui.compare.showing as showing
from curation.actions.judging import Judging
from tests.ui.making import QUESTION, SECRETS, Made, make

Compare = Callable[..., AppTest]


def words(page: AppTest) -> str:
    """Everything the page shows that is not a button."""
    assert not page.exception
    html = [element.proto.body for element in page.get("html")]
    return "\n".join([*html, *(title.value for title in page.title), *(error.value for error in page.error)])


def pair_on(page: AppTest) -> str:
    return next(element.proto.body for element in page.get("html") if 'class="pair' in element.proto.body)


def press(page: AppTest, name: str) -> AppTest:
    return page.button(key=f"compare.{name}").click().run()


def test_a_pair_is_shown_with_its_brief_its_question_and_five_answers(folder: Path, compare: Compare):
    page = compare(make(folder, pictures=4).project)
    assert "A poster for the fair." in words(page)
    assert QUESTION in words(page)
    assert "0 judged" in words(page)
    assert pair_on(page).count("/app/static/blobs/") == 2
    for name in ("left", "right", "both_good", "both_bad", "skip", "undo"):
        assert page.button(key=f"compare.{name}")


@pytest.mark.parametrize("outcome", ["left", "right", "both_good", "both_bad", "skip"])
def test_an_answer_is_saved_and_the_next_pair_is_shown(folder: Path, compare: Compare, outcome: str):
    made = make(folder, pictures=4)
    page = compare(made.project)
    before = pair_on(page)
    press(page, outcome)
    assert [answer for _, answer in made.answers()] == [outcome]
    assert pair_on(page) != before
    assert "1 judged" in words(page)


def test_undo_shows_the_same_pair_with_the_earlier_answer_outlined(folder: Path, compare: Compare):
    made = make(folder, pictures=4)
    page = compare(made.project)
    before = pair_on(page)
    press(page, "left")
    press(page, "undo")
    assert made.answers() == []
    assert pair_on(page).replace(" was", "") == before
    assert 'class="mat left was"' in pair_on(page)
    press(page, "right")
    assert [answer for _, answer in made.answers()] == ["right"]


def test_undo_works_any_number_of_steps_and_after_a_reload(folder: Path, compare: Compare):
    made = make(folder, pictures=6)
    page = compare(made.project)
    shown = []
    for _ in range(4):
        shown.append(pair_on(page))
        press(page, "left")
    again = compare(made.project)
    for earlier in reversed(shown):
        press(again, "undo")
        assert pair_on(again).replace(" was", "") == earlier
    press(again, "undo")
    assert "There is nothing to undo." in words(again)
    assert made.answers() == []


def test_a_reload_shows_the_same_pair(folder: Path, compare: Compare):
    made = make(folder, pictures=5)
    assert pair_on(compare(made.project)) == pair_on(compare(made.project))


def test_a_press_for_an_earlier_pair_is_ignored(folder: Path, compare: Compare):
    made = make(folder, pictures=5)
    page = compare(made.project)
    tab = page.session_state[showing.KEY]
    stale = tab.view.token
    press(page, "left")
    assert not page.session_state[showing.KEY].is_ripe(stale)


def test_a_press_right_after_a_pair_appeared_is_ignored(
    folder: Path, compare: Compare, monkeypatch: pytest.MonkeyPatch
):
    made = make(folder, pictures=5)
    page = compare(made.project)
    monkeypatch.setattr(showing, "YOUNGEST_SECONDS", 60.0)
    press(page, "left")
    assert made.answers() == []


def test_two_tabs_answer_the_same_pair_once(folder: Path, compare: Compare):
    made = make(folder, pictures=5)
    one, other = compare(made.project), compare(made.project)
    press(one, "left")
    press(other, "right")
    assert [answer for _, answer in made.answers()] == ["left"]
    assert pair_on(one) == pair_on(other)


def test_a_busy_database_keeps_the_choice_on_the_screen(
    folder: Path, compare: Compare, monkeypatch: pytest.MonkeyPatch
):
    made = make(folder, pictures=4)
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MILLISECONDS", 50)
    page = compare(made.project)
    before = pair_on(page)
    with sqlite3.connect(folder / "curation.sqlite") as other:
        other.execute("BEGIN IMMEDIATE")
        press(page, "left")
        assert "Not saved. Your choice is still here: press it again." in words(page)
        assert 'class="mat left was"' in pair_on(page)
        assert pair_on(page).replace(" was", "") == before
        other.rollback()
    press(page, "left")
    assert [answer for _, answer in made.answers()] == ["left"]
    assert "Not saved" not in words(page)


def test_a_project_without_outputs_says_so(folder: Path, compare: Compare):
    page = compare(make(folder).project)
    assert "Nothing to compare yet: add outputs." in words(page)
    assert page.button(key="compare.add")


def test_a_workspace_without_projects_says_the_same(folder: Path, compare: Compare):
    assert "Nothing to compare yet: add outputs." in words(compare())


def test_one_output_is_not_enough(folder: Path, compare: Compare):
    assert "One output is here: add another to compare it with." in words(compare(make(folder, pictures=1).project))


def test_every_pair_seen_ends_with_thanks_and_can_still_be_undone(folder: Path, compare: Compare):
    made = make(folder, pictures=2)
    page = compare(made.project)
    press(page, "left")
    assert "You’ve seen every useful pair. Thank you." in words(page)
    assert page.button(key="compare.results")
    press(page, "undo")
    assert 'class="mat left was"' in pair_on(page)


def test_the_sample_says_after_twelve_answers_what_was_chosen_blind(folder: Path, compare: Compare):
    made = make(folder, pictures=8, is_sample=True)
    page = compare(made.project)
    for _ in range(11):
        press(page, "left")
        assert "You were blind" not in words(page)
    press(page, "left")
    assert "You were blind: you chose recipe" in words(page)
    assert page.button(key="compare.results")
    press(page, "more")
    assert "You were blind" not in words(page)
    press(page, "left")
    assert len(made.answers()) == 13


def test_other_projects_never_say_it(folder: Path, compare: Compare):
    page = compare(make(folder, pictures=8).project)
    for _ in range(13):
        press(page, "left")
        assert "You were blind" not in words(page)


def test_nothing_on_the_page_names_a_maker(folder: Path, compare: Compare):
    page = compare(make(folder, texts=["one text", "another text", "a third text"]).project)
    everything = "".join(str(element.proto) for element in page.main)
    assert "one text" in everything or "another text" in everything
    assert [secret for secret in SECRETS if secret in everything] == []


def test_inputs_of_a_brief_are_pinned_above_the_texts(folder: Path, compare: Compare):
    made = make(folder, texts=["one", "two"], inputs={"mail": "Where is my kettle? ![](https://example.com/x.png)"})
    page = compare(made.project)
    assert "Where is my kettle?" in words(page)
    assert "<img" not in words(page)


def test_texts_can_be_seen_character_for_character(folder: Path, compare: Compare):
    page = compare(make(folder, texts=["*one* -> :smile:", "**two** -> $x$"]).project)
    assert "<em>one</em> -&gt; :smile:" in pair_on(page)
    press(page, "raw")
    assert "<pre>*one* -&gt; :smile:</pre>" in pair_on(page)
    press(page, "raw")
    assert "<em>one</em>" in pair_on(page)


def test_one_brief_can_be_judged_alone(folder: Path, compare: Compare):
    made = make(folder, pictures=4)
    page = compare(made.project, brief=str(made.briefs[0]))
    assert pair_on(page)
    assert "Nothing to compare yet" in words(compare(made.project, brief="1"))


@pytest.mark.parametrize("project", ["1", "0", "-1", "x", "99999999999999999999", "' OR 1=1"])
def test_a_wrong_address_is_one_sentence(folder: Path, compare: Compare, project: str):
    make(folder)
    page = compare(project)
    assert words(page)


def test_an_unexpected_error_shows_one_sentence_and_logs_no_values(
    folder: Path, compare: Compare, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    made: Made = make(folder, pictures=4)
    page = compare(made.project)

    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError(f"the prompt was {SECRETS[4]} and the key sk-1234")

    monkeypatch.setattr(Judging, "answer", fail)
    press(page, "left")
    assert "Something went wrong." in words(page)
    assert "prompt was" not in words(page)
    assert "RuntimeError" in caplog.text
    assert "sk-1234" not in caplog.text
    assert SECRETS[4] not in caplog.text
