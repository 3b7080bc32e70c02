"""The first minute of somebody who has never seen the product: from `curation demo` to the best posters in a file."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.screen import READY, Screen
from tests.ui.processes import Server

SECONDS = 60_000
ANSWERS = 12


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Server]:
    """`curation demo` in a workspace of its own."""
    (tmp_path / "workspace").mkdir()
    running = Server(tmp_path / "workspace", ["-m", "curation", "demo", "--headless", "--port", "{port}"])
    yield running
    running.stop()


def test_the_demo_leads_from_the_first_pair_to_a_delivered_file(demo: Server, new_page):
    (address,) = re.findall(r"http://\S+/compare\?project=\d+&brief=\d+", "".join(demo.output))
    page = new_page(accept_downloads=True)
    page.goto(address)
    tab = Screen(page, demo.url).wait()
    expect(page.get_by_role("heading", name="Which would you publish?")).to_be_visible()
    assert page.locator(".pair img").count() == 2
    assert tab.judged == 0

    for number in range(1, ANSWERS):
        tab.press("left" if number % 3 else "right")
        assert tab.judged == number
    before = tab.pair()
    tab.press("undo")
    assert tab.judged == ANSWERS - 2
    assert tab.pair() != before
    tab.press("right")
    page.keyboard.press("ArrowLeft")

    revealed = page.get_by_role("heading", name=re.compile(r"You were blind: you chose recipe \w+ \d+ of \d+ times\."))
    expect(revealed).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="See results").click()

    expect(page).to_have_url(re.compile("/leaderboard"), timeout=SECONDS)
    expect(page.get_by_text(f"12 candidates, {ANSWERS} judgments")).to_be_visible(timeout=SECONDS)
    expect(page.locator("[data-testid=stVegaLiteChart]").first).to_be_visible(timeout=SECONDS)
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible(timeout=SECONDS)

    page.get_by_role("link", name="Deliver").click()
    expect(page).to_have_url(re.compile("/deliver"), timeout=SECONDS)
    page.wait_for_selector(READY)
    expect(page.locator(".st-key-deliver-download button")).to_be_visible(timeout=SECONDS)
    with page.expect_download(timeout=SECONDS) as started:
        page.locator(".st-key-deliver-download button").click()
    rows = list(csv.DictReader(io.StringIO(Path(started.value.path()).read_text("utf-8-sig"))))
    posters = [row for row in rows if row["brief"].startswith("Low Tide")]
    assert [row["rank"] for row in posters[:1]] == ["1"]
    assert {row["recipe"] for row in posters} <= {"Linocut", "Riso", "Gradient"}
    assert all(re.fullmatch("[0-9a-f]{64}", row["media_hash"]) for row in posters)
    assert {row["media"] for row in rows} == {"image", "text"}
