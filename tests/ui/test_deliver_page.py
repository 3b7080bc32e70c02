"""Deliver: nothing yet, not judged, the best of each brief, full."""

import pytest

from tests.ui.pages_room import HOSTILE, html, judge_at_random, judge_in_order, open_page, paste, shown, unescaped


def download(page):
    return page.get("download_button")[0].proto


def test_an_empty_workspace_leads_to_adding_outputs(folder):
    page = open_page("deliver")
    assert "Nothing to compare yet" in shown(page)
    assert page.button(key="deliver.add")


def test_a_project_nobody_judged_leads_to_judging(folder):
    page = open_page("deliver", project=paste(folder, "Slogans", "A slogan", ["one", "two"]))
    assert "Nothing has been judged yet" in shown(page)
    assert page.button(key="deliver.judge")
    assert not page.get("download_button")


def test_the_best_of_each_brief_are_shown_and_downloaded(folder):
    project = paste(folder, "Slogans & more", "A slogan", ["best", "middle", "worse", "last"])
    judge_in_order(folder, project)
    page = open_page("deliver", project=project)
    page.number_input(key="deliver.top").set_value(2).run()
    assert "2 outputs of 1 brief." in unescaped(shown(page))
    assert list(page.dataframe[0].value["text"]) == ["best", "middle"]
    assert download(page).label == "Download"


def test_the_format_can_be_chosen(folder):
    project = paste(folder, "Slogans", "A slogan", ["best", "last"])
    judge_in_order(folder, project)
    page = open_page("deliver", project=project)
    as_csv = download(page).url
    page.selectbox(key="deliver.format").set_value("jsonl").run()
    assert download(page).url != as_csv


def test_hostile_words_are_shown_and_do_nothing(folder):
    project = paste(folder, HOSTILE, HOSTILE, [HOSTILE, "two"])
    judge_in_order(folder, project, times=1)
    page = open_page("deliver", project=project)
    assert not page.exception
    assert "<script>" not in html(page)
    assert HOSTILE in list(page.dataframe[0].value["text"])


@pytest.mark.slow
def test_the_best_thousand_of_two_thousand_are_delivered(folder):
    project = paste(folder, "Large", "A brief", [f"text {number}" for number in range(2_000)])
    judge_at_random(folder, project, 3_000)
    page = open_page("deliver", project=project)
    page.number_input(key="deliver.top").set_value(1_000).run()
    assert "1\u202f000 outputs of 1 brief." in shown(page)
    assert len(page.dataframe[0].value) == 1_000
