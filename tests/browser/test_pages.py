"""Projects, Add, Results and Deliver in a real browser: what AppTest cannot see."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import PHONE, READY
from tests.ui.pages_room import HOSTILE, judge_in_order, paste

SECONDS = 30_000
CSV = "prompt,response,model\nA tea,Steep,small\nA tea,Leaf & Lid,large\n"


@pytest.fixture
def visit(new_page, server):
    """Opens a page of the shared server and waits until it stands."""

    def open_one(path: str, **options) -> Page:
        page = new_page(**options)
        page.goto(server.url + path)
        page.wait_for_selector(READY, timeout=SECONDS)
        return page

    return open_one


@pytest.fixture
def slogans(shared_folder, request):
    """A judged project of texts, one of them hostile."""
    project = paste(shared_folder, f"Slogans of {request.node.name}", "A slogan", ["best", HOSTILE, "last"])
    judge_in_order(shared_folder, project, times=20)
    return project


def computed(page: Page, selector: str, name: str) -> str:
    return page.locator(selector).first.evaluate("(element, name) => getComputedStyle(element)[name]", name)


def test_a_project_is_made_by_pasting_and_judging_begins(visit):
    page = visit("/")
    page.get_by_role("button", name="New project").click()
    page.get_by_role("textbox", name="Name").fill("Teas")
    page.get_by_role("textbox", name="Outputs").fill("Steep\n\nLeaf & Lid\n\nSteep")
    page.get_by_role("textbox", name="Outputs").blur()
    expect(page.get_by_text("This makes 2 outputs:")).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="Make project").click()
    expect(page.locator(".pair section")).to_have_count(2, timeout=SECONDS)
    assert "/compare?project=" in page.url


def test_a_file_dropped_for_a_new_project_is_brought_in(visit, tmp_path: Path):
    (tmp_path / "thés.csv").write_text(CSV, encoding="utf-8")
    page = visit("/add")
    box = page.get_by_role("combobox", name="Project")
    expect(page.get_by_role("button", name="Upload", exact=True)).to_be_visible(timeout=SECONDS)
    box.click()
    box.fill("Infusions")
    expect(page.get_by_role("option", name="Add: Infusions")).to_be_visible(timeout=SECONDS)
    box.press("Enter")
    expect(box).to_have_value("Infusions")
    page.locator("input[type=file]").set_input_files([tmp_path / "thés.csv"])
    expect(page.get_by_text("This brings in 2 candidates, 1 brief, 2 recipes.")).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Brought into “Infusions”: 2 candidates, 1 brief, 2 recipes.")).to_be_visible(
        timeout=SECONDS
    )
    expect(page.get_by_text("thés.csv: 2 rows of outputs")).to_be_visible()
    page.get_by_role("button", name="Start judging").click()
    expect(page.locator(".pair section")).to_have_count(2, timeout=SECONDS)


def test_the_leaderboard_draws_its_list_and_says_it_first(visit, slogans):
    page = visit(f"/leaderboard?project={slogans}")
    expect(page.get_by_role("heading", level=1)).to_have_text("One is clearly the best. ", timeout=SECONDS)
    drawn = page.locator("[data-testid=stVegaLiteChart]").locator("canvas, svg").first
    expect(drawn).to_be_visible(timeout=SECONDS)
    box = drawn.bounding_box()
    assert box is not None
    assert box["height"] >= 3 * 38
    expect(page.locator("[data-testid=stDataFrame]")).to_be_visible()


def test_words_of_candidates_fetch_and_run_nothing(visit, slogans):
    asked, dialogs = [], []
    page = visit("/deliver")
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    for path in (f"/leaderboard?project={slogans}", f"/deliver?project={slogans}", "/", f"/add?project={slogans}"):
        page.goto(page.url.split("/deliver")[0].split("/leaderboard")[0].split("/add")[0].rstrip("/") + path)
        page.wait_for_selector(READY, timeout=SECONDS)
    assert [url for url in asked if "evil.example" in url] == []
    assert dialogs == []


def test_the_best_are_downloaded_as_a_file(visit, slogans):
    page = visit(f"/deliver?project={slogans}")
    page.get_by_role("spinbutton", name="Best of each brief").fill("2")
    page.get_by_role("spinbutton", name="Best of each brief").press("Enter")
    expect(page.get_by_text("2 outputs of 1 brief.")).to_be_visible(timeout=SECONDS)
    with page.expect_download() as started:
        page.locator(".st-key-deliver-download button").click()
    content = Path(started.value.path()).read_text("utf-8-sig")
    assert started.value.suggested_filename.endswith("-top-2.csv")
    assert [line.split(",")[1] for line in content.splitlines() if line.startswith("A slogan")] == ["1", "2"]


@pytest.mark.parametrize("path", ["/", "/add", "/leaderboard", "/deliver"])
def test_no_page_is_wider_than_a_phone(visit, slogans, path):
    page = visit(f"{path}?project={slogans}", **PHONE)
    widths = "() => { const m = document.querySelector('[data-testid=stMain]'); return [m.scrollWidth, m.clientWidth] }"
    wide, seen = page.evaluate(widths)
    assert wide <= seen


def test_the_styles_apply_in_light_and_dark(visit, slogans):
    light = visit("/", color_scheme="light")
    expect(light.locator(".row-name").first).to_be_visible(timeout=SECONDS)
    assert "Newsreader" in computed(light, ".row-name", "fontFamily")
    assert computed(light, ".quiet-line", "color") == "rgb(92, 92, 92)"
    dark = visit("/", color_scheme="dark")
    expect(dark.locator(".row-name").first).to_be_visible(timeout=SECONDS)
    assert computed(dark, ".quiet-line", "color") == "rgb(166, 166, 166)"
