"""Results: empty, not judged, judged, by recipe, hostile, full."""

import pytest

from curation.actions.actor import local_actor
from curation.actions.previews import import_as, read_upload, suggest
from curation.actions.projects import find_project
from curation.models.base import utc_now
from tests.ui.pages_room import (
    HOSTILE,
    html,
    judge_at_random,
    judge_in_order,
    open_page,
    paste,
    shown,
    unescaped,
    workspace,
)


def charts(page):
    return [element.proto for element in page.get("vega_lite_chart")]


def test_an_empty_workspace_leads_to_adding_outputs(folder):
    page = open_page("results")
    assert "Nothing to compare yet" in shown(page)
    assert page.button(key="results.add")


def test_a_project_nobody_judged_leads_to_judging(folder):
    project = paste(folder, "Slogans", "A slogan", ["one", "two"])
    page = open_page("results", project=project)
    assert "Nothing has been judged yet." in shown(page)
    assert page.button(key="results.judge").label == "Judge"
    assert not page.dataframe
    assert not charts(page)


def test_one_sentence_answers_first(folder):
    project = paste(folder, "Slogans", "A slogan", ["best", "middle", "last"])
    judge_in_order(folder, project, times=40)
    page = open_page("results", project=project)
    assert "One is clearly the best." in html(page)
    assert "Slogans, A slogan. 3 candidates, 120 judgments" in html(page)
    assert len(charts(page)) == 1


def test_the_table_has_every_line_with_its_numbers(folder):
    project = paste(folder, "Slogans", "A slogan", ["best", "middle", "last"])
    judge_in_order(folder, project)
    table = open_page("results", project=project).dataframe[0].value
    assert list(table["words"]) == ["best", "middle", "last"]
    assert list(table["judged"]) == [16, 16, 16]
    assert table["wins"].is_monotonic_decreasing
    assert table["elo"].is_monotonic_decreasing
    assert set(table["recipe"]) == {"pasted"}


def test_the_method_can_be_copied(folder):
    project = paste(folder, "Slogans", "A slogan", ["best", "last"])
    judge_in_order(folder, project)
    page = open_page("results", project=project)
    assert page.code[0].value.startswith("Bradley–Terry, ties half a win each way")
    assert page.code[0].value.endswith("8 judgments by 1 judges")


def test_what_the_intervals_do_not_decide_is_shown_to_the_eye(folder):
    project = paste(folder, "Slogans", "A slogan", ["first", "second", "third"])
    judge_in_order(folder, project, times=1)
    page = open_page("results", project=project)
    assert "Ranks\u00a01\u2060–\u20603 are too close: choose by eye." in html(page)
    assert "Too close to call" in shown(page)
    assert "“second”" in html(page)


@pytest.fixture
def two_recipes(folder):
    """A project whose candidates come from two recipes, one of which always wins."""
    here = workspace(folder)
    rows = "prompt,response,model\n" + "".join(
        f"brief {n},by a {n},first\nbrief {n},by b {n},second\n" for n in range(6)
    )
    table = read_upload("outputs.csv", rows.encode())
    how = {"now": utc_now(), "make_candidates": False, "dry_run": False}
    import_as(here.store, local_actor(here.store), table, "Recipes", suggest(table), **how)
    project = find_project(here.store, local_actor(here.store), "Recipes").id
    here.close()
    judge_in_order(folder, project)
    return project


def test_recipes_are_ranked_over_all_briefs(two_recipes):
    page = open_page("results", project=two_recipes)
    page.segmented_control(key="results.by").set_value("recipe").run()
    assert "first makes the best: it wins" in html(page)
    assert "2 recipes, 48 judgments by 1 person" in html(page)
    assert list(page.dataframe[0].value["recipe"]) == ["first", "second"]


def test_a_brief_can_be_picked_and_stands_in_the_address(two_recipes):
    page = open_page("results", project=two_recipes)
    assert page.selectbox(key="results.brief").options == [f"brief {n}" for n in range(6)]
    page.selectbox(key="results.brief").select_index(3).run()
    assert "Recipes, brief 3." in html(page)
    assert page.query_params["brief"]


def test_an_unknown_project_is_one_sentence(folder):
    paste(folder, "Slogans", "A slogan", ["one", "two"])
    page = open_page("results", project=12)
    assert not page.exception
    assert "Choose one under Projects" in unescaped(page.error[0].value)


def test_hostile_words_are_shown_and_do_nothing(folder):
    project = paste(folder, HOSTILE, HOSTILE, [HOSTILE, "two"])
    judge_in_order(folder, project, times=1)
    page = open_page("results", project=project)
    assert "<script>" not in html(page)
    assert not any("evil.example" in element.value for element in page.markdown)


def test_two_thousand_candidates_stay_usable(folder):
    project = paste(folder, "Large", "A brief", [f"text {number}" for number in range(2_000)])
    judge_at_random(folder, project, 3_000)
    page = open_page("results", project=project)
    assert "The first 40 of 2\u202f000." in shown(page)
    assert len(page.dataframe[0].value) == 2_000
    assert sum(len(proto.SerializeToString()) for proto in charts(page)) < 200_000
