"""Projects: empty, with rows, full, and making one."""

import pytest
from streamlit.testing.v1 import AppTest

from curation.actions.actor import local_actor
from curation.actions.pasting import start_project
from curation.actions.sample import load_sample
from curation.models import Project
from curation.models.base import utc_now
from curation.ui.views import new_project
from curation.ui.views.ways import ADD, JUDGE
from tests.ui.pages_room import HOSTILE, html, judge_in_order, open_page, paste, shown, unescaped, workspace


def keys(page):
    return [button.key for button in page.button]


def test_an_empty_workspace_says_what_is_missing_and_the_way_out(folder):
    page = open_page("projects")
    assert "Nothing on the wall yet" in shown(page)
    assert "Two are enough to begin." in shown(page)
    assert keys(page) == ["projects.new", "projects.add", "projects.sample"]


def test_nothing_that_does_not_exist_is_offered(folder):
    assert "model" not in shown(open_page("projects"))


def test_the_sample_can_be_opened_from_an_empty_workspace(folder):
    open_page("projects").button(key="projects.sample").click().run()
    here = workspace(folder)
    with here.store.reading() as rows:
        assert [project.is_sample for project in rows.all(Project)] == [True]
    here.close()


def test_the_sample_is_marked_as_one(folder):
    here = workspace(folder)
    load_sample(here.store, here.media, local_actor(here.store), now=utc_now())
    here.close()
    page = open_page("projects")
    assert "Sample. Pick the best outputs, 6 briefs, 100 candidates" in shown(page)
    assert "416 judgments by 3 people" in shown(page)
    assert html(page).count('<img src="/app/static/blobs/') == 4


def test_a_row_tells_how_far_a_project_is(folder):
    judge_in_order(folder, paste(folder, "Slogans", "A slogan", ["one", "two", "three"]), times=1)
    page = open_page("projects")
    assert "Slogans" in shown(page)
    assert "3 judgments by 1 person" in shown(page)
    assert "“one”" in shown(page)
    assert {"projects.judge.0", "projects.results.0"} <= set(keys(page))


def test_a_project_with_one_output_leads_to_adding_more(folder):
    paste(folder, "Slogans", "A slogan", ["one"])
    page = open_page("projects")
    assert "projects.add.0" in keys(page)
    assert "projects.judge.0" not in keys(page)


def test_a_hostile_name_and_text_are_shown_and_do_nothing(folder):
    paste(folder, HOSTILE, "A slogan", [HOSTILE, "two"])
    page = open_page("projects")
    assert "<script>" not in html(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html(page)
    assert not any("evil.example" in element.value for element in page.markdown)


def test_forty_projects_with_many_outputs_are_all_listed(folder):
    here = workspace(folder)
    actor = local_actor(here.store)
    for number in range(39):
        start_project(here.store, actor, f"Project {number}", "A brief", ["one", "two"], now=utc_now())
    texts = [f"text {number}" for number in range(2_000)]
    start_project(here.store, actor, "Large", "A brief", texts, now=utc_now())
    here.close()
    page = open_page("projects")
    assert "2\u202f000 candidates" in shown(page)
    assert sum((key or "").startswith("projects.judge.") for key in keys(page)) == 40


def test_new_project_opens_its_form(folder):
    page = open_page("projects").button(key="projects.new").click().run()
    assert page.text_input(key="new.name")
    assert page.text_input(key="new.question").value == "Which would you publish?"


@pytest.fixture
def went(monkeypatch):
    """Where the form leads, instead of going there."""
    places = []
    monkeypatch.setattr(new_project, "go", lambda *place: places.append(place))
    return places


@pytest.fixture
def form(folder, went):
    """The form by itself: a test without a browser cannot press buttons inside a dialog."""

    def draw():
        from curation.ui.views.new_project import new_project_form

        new_project_form()

    return AppTest.from_function(draw, default_timeout=60).run()


def make(form, name, outputs=""):
    form.text_input(key="new.name").input(name)
    form.text_area(key="new.outputs").input(outputs)
    return form.button(key="new.make").click().run()


def test_the_form_says_how_many_outputs_it_would_make(form):
    form.text_area(key="new.outputs").input("one\n\ntwo\nwith two lines\n\none").run()
    assert "This makes 2 outputs:" in shown(form)
    form.segmented_control(key="new.separator").set_value("line").run()
    assert "This makes 3 outputs:" in shown(form)


def test_a_project_is_made_from_pasted_outputs_and_judging_begins(folder, form, went):
    form.number_input(key="new.winners").set_value(2)
    form.text_area(key="new.brief_text").input("A slogan")
    make(form, "Slogans", "one\n\ntwo\nwith two lines")
    here = workspace(folder)
    with here.store.reading() as rows:
        project = rows.find(Project, name="Slogans")
        assert [candidate.text for candidate in rows.candidates.visible(project.id)] == ["one", "two\nwith two lines"]
    assert project.winners_per_brief == 2
    assert went == [(JUDGE, project.id)]
    here.close()


def test_a_project_without_outputs_leads_to_adding_them(form, went):
    make(form, "Slogans")
    assert [page for page, _project in went] == [ADD]


def test_a_name_that_is_taken_is_refused_in_one_sentence(folder, form, went):
    paste(folder, "Slogans", "A slogan", ["one"])
    make(form, "Slogans", "one\n\ntwo")
    assert [unescaped(error.value) for error in form.error] == [
        "name: found “Slogans”, expected a name no other project has."
    ]
    assert went == []
    here = workspace(folder)
    with here.store.reading() as rows:
        assert rows.count(Project) == 1
    here.close()


def test_a_project_without_a_name_is_not_made(form, went):
    make(form, "", "one\n\ntwo")
    assert "1 to 200 characters" in form.error[0].value
    assert went == []
