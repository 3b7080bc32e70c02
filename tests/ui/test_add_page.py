"""Add: pasting, files, mapping, the same file twice, taking back, what cannot be used."""

import pytest

from curation.models import Import, ImportState
from tests.ui.making import png
from tests.ui.pages_room import HOSTILE, html, open_page, paste, shown, unescaped, workspace

OUTPUTS = b"question,answer,llm\nName a bakery,Crumb,small\nName a bakery,Rise,large\nName a bar,The Last Drop,large\n"
VOTES = b"model_a,model_b,winner,judge\nCrumb,Rise,model_a,ann\nRise,Oven,tie,bob\n"


def drop(page, *files):
    """Drop (name, bytes, type) on the page."""
    page.file_uploader[0].set_value(list(files))
    return page.run()


def candidates(folder, project_id):
    here = workspace(folder)
    with here.store.reading() as rows:
        found = rows.candidates.visible(project_id)
    here.close()
    return found


@pytest.fixture
def project(folder):
    """A project with two outputs."""
    return paste(folder, "Slogans", "A slogan", ["one", "two"])


def test_an_empty_workspace_asks_for_a_project_first(folder):
    page = open_page("add")
    assert "Add outputs" in shown(page)
    assert page.selectbox(key="add.project").value is None


def test_pasted_outputs_join_the_project_and_the_box_is_empty_again(folder, project):
    page = open_page("add", project=project)
    page.text_area(key="add.brief_text").input("A slogan")
    page.text_area(key="add.outputs").input("two\n\nthree\n\nfour").run()
    assert "This makes 3 outputs:" in shown(page)
    page.button(key="add.paste").click().run()
    assert "Brought into “Slogans”: 2 outputs." in unescaped(shown(page))
    assert [row.text for row in candidates(folder, project)] == ["one", "two", "three", "four"]
    assert page.text_area(key="add.outputs").value == ""


@pytest.mark.parametrize(("outputs", "said"), [("", "expected at least one output."), ("one", "1 to 200 characters")])
def test_what_is_missing_is_said_when_outputs_are_added(folder, outputs, said):
    page = open_page("add")
    page.text_area(key="add.outputs").input(outputs).run()
    page.button(key="add.paste").click().run()
    assert len(page.error) == 1
    assert said in unescaped(page.error[0].value)


def test_a_file_is_shown_and_counted_before_anything_is_made(folder, project):
    page = drop(open_page("add", project=project), ("outputs.csv", OUTPUTS, "text/csv"))
    assert list(page.dataframe[0].value["answer"]) == ["Crumb", "Rise", "The Last Drop"]
    assert page.selectbox(key="add.column.0.candidates.prompt").value == "question"
    assert page.selectbox(key="add.column.0.candidates.model").value == "llm"
    assert "This brings in 3 candidates, 2 briefs, 2 recipes." in unescaped(shown(page))
    assert len(candidates(folder, project)) == 2


def test_a_file_is_brought_in_said_and_listed(folder, project):
    page = drop(open_page("add", project=project), ("outputs.csv", OUTPUTS, "text/csv"))
    page.button(key="add.import.0").click().run()
    assert "Brought into “Slogans”: 3 candidates, 2 briefs, 2 recipes." in unescaped(shown(page))
    assert "outputs.csv: 3 rows of outputs" in html(page)
    assert len(candidates(folder, project)) == 5


def test_the_same_file_twice_changes_nothing_and_says_so(folder, project):
    page = drop(open_page("add", project=project), ("outputs.csv", OUTPUTS, "text/csv"))
    page.button(key="add.import.0").click().run()
    page = drop(open_page("add", project=project), ("outputs.csv", OUTPUTS, "text/csv"))
    assert "“outputs.csv” is in this project since" in unescaped(shown(page))
    assert "Bringing it in again changes nothing." in unescaped(shown(page))
    assert "add.import.0" not in [button.key for button in page.button]


def test_an_import_can_be_taken_back(folder, project):
    page = drop(open_page("add", project=project), ("outputs.csv", OUTPUTS, "text/csv"))
    page.button(key="add.import.0").click().run()
    here = workspace(folder)
    with here.store.reading() as rows:
        brought = rows.all(Import)[0]
    page.button(key=f"add.take_back.{brought.id}").click().run()
    assert "Taken back: nothing of it is visible." in html(page)
    assert len(candidates(folder, project)) == 2
    with here.store.reading() as rows:
        assert rows.get(Import, brought.id).state is ImportState.TAKEN_BACK
    here.close()


def test_columns_nobody_understands_are_asked_for_and_chosen_in_boxes(folder, project):
    page = drop(open_page("add", project=project), ("odd.csv", b"ask,reply\nA slogan,one more\n", "text/csv"))
    assert "odd.csv: choose the columns that hold the brief and the output." in unescaped(shown(page))
    page.selectbox(key="add.column.0.candidates.prompt").set_value("ask")
    page.selectbox(key="add.column.0.candidates.response").set_value("reply").run()
    assert "This brings in 1 candidate, 1 recipe." in unescaped(shown(page))
    page.button(key="add.import.0").click().run()
    assert [row.text for row in candidates(folder, project)] == ["one", "two", "one more"]


def test_a_file_of_judgments_is_recognised_and_makes_what_is_missing(folder):
    page = open_page("add", project=paste(folder, "Bakeries", "", []))
    page = drop(page, ("votes.csv", VOTES, "text/csv"))
    assert "This brings in 2 judgments, 3 candidates, 1 brief, 3 recipes." in unescaped(shown(page))
    page.button(key="add.import.0").click().run()
    assert "Brought into “Bakeries”: 2 judgments, 3 candidates" in unescaped(shown(page))


def test_a_judgment_without_its_brief_is_said_in_the_words_of_the_page(folder, project):
    page = open_page("add", project=project)
    page.text_area(key="add.brief_text").input("Another brief")
    page.text_area(key="add.outputs").input("three").run()
    page.button(key="add.paste").click().run()
    page = drop(page, ("votes.csv", VOTES, "text/csv"))
    assert "This brings in 2 judgments, 3 candidates, 1 brief, 3 recipes." in unescaped(shown(page))
    page.checkbox(key="add.make.0").uncheck().run()
    said = unescaped(page.error[0].value)
    assert said == "votes.csv, line 2: found no prompt, expected a prompt column that says which brief is meant."


def test_a_spreadsheet_is_refused_in_one_sentence_with_its_own_name(folder, project):
    page = drop(open_page("add", project=project), ("März.xlsx", b"PK\x03\x04 xl/workbook.xml", "application/x"))
    assert [unescaped(error.value) for error in page.error] == [
        "März.xlsx: found a spreadsheet (.xlsx or .ods), expected CSV or JSONL text; save the sheet as “CSV UTF-8”."
    ]


def test_a_bad_line_is_named_and_nothing_is_made(folder, project):
    page = drop(open_page("add", project=project), ("outputs.csv", b"prompt,response\na,b\nc,\n", "text/csv"))
    assert "outputs.csv, line 3" in unescaped(page.error[0].value)
    assert len(candidates(folder, project)) == 2


def test_pictures_become_candidates_of_one_brief(folder, project):
    pictures = [(f"{n}.png", png(40 * n, 90, 20), "image/png") for n in range(3)]
    page = drop(open_page("add", project=project), *pictures)
    assert "3 files: 0.png, 1.png, 2.png" in unescaped(shown(page))
    page.text_area(key="add.media_brief").input("A poster").run()
    page.button(key="add.import_media").click().run()
    assert "Brought into “Slogans”: 3 candidates." in unescaped(shown(page))
    assert [row.media.value for row in candidates(folder, project)] == ["text", "text", "image", "image", "image"]


def test_the_names_of_files_and_columns_do_nothing(folder, project):
    name = "![x](http:evil.example)<b>.csv"
    page = drop(open_page("add", project=project), (name, f'prompt,"{HOSTILE[:20]}"\na,b\n'.encode(), "text/csv"))
    assert not page.exception
    assert not any("![x](" in element.value for element in [*page.subheader, *page.markdown, *page.error])
