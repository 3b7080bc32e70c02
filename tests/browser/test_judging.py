"""Judging as a person does it: keys, clicks, undo, reload, haste, two tabs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import KEYS, PHONE, Screen
from tests.ui.making import QUESTION, Made

Make = Callable[..., Made]
Open = Callable[..., Screen]

TEXTS = [f"# Text {n}\n\nThe tide goes out,\nand the band plays on. " + "It is a long evening. " * 80 for n in range(6)]
SIZES = [(1366, 768), (1024, 768), (1280, 720), (1920, 1080)]


def test_pictures_are_judged_by_keyboard(project: Make, screen: Open):
    made = project(pictures=6)
    tab = screen(made)
    expect(tab.page.get_by_role("heading", name=QUESTION)).to_be_visible()
    given = ["left", "right", "both_good", "both_bad", "skip"]
    seen = {tab.pair()}
    for number, name in enumerate(given, start=1):
        tab.press(name)
        assert tab.judged == number
        assert tab.pair() not in seen
        seen.add(tab.pair())
    assert [outcome for _, outcome in made.answers()] == given


def test_every_answer_can_be_clicked(project: Make, screen: Open):
    made = project(pictures=6)
    tab = screen(made)
    given = ["left", "both_good", "both_bad", "skip", "right"]
    for name in given:
        tab.press(name, key=False)
    assert [outcome for _, outcome in made.answers()] == given


def test_pictures_are_shown_as_they_are_and_the_next_ones_are_fetched_before(project: Make, screen: Open):
    tab = screen(project(pictures=6))
    sizes = tab.page.locator(".pair img").evaluate_all("all => all.map((one) => [one.naturalWidth, one.naturalHeight])")
    assert sizes == [[60, 80], [60, 80]]
    ahead = (tab.page.locator(".judging-head").get_attribute("data-next") or "").split()
    tab.press("left")
    assert set(tab.pair()) == set(ahead)


def test_undo_outlines_the_earlier_answer_and_goes_back_step_by_step(project: Make, screen: Open):
    made = project(pictures=6)
    tab = screen(made)
    shown = []
    for name in ("left", "right", "left"):
        shown.append(tab.pair())
        tab.press(name)
    for name, earlier in zip(("left", "right", "left"), reversed(shown), strict=True):
        tab.press("undo")
        assert tab.pair() == earlier
        outline = tab.page.locator(f".pair .{name}").evaluate("side => getComputedStyle(side).outlineStyle")
        assert outline == "solid"
    assert made.answers() == []


def test_a_reload_in_the_middle_shows_the_same_pair_and_keeps_what_was_given(project: Make, screen: Open):
    made = project(pictures=6)
    tab = screen(made).press("left")
    before = tab.pair()
    tab.reload()
    assert tab.pair() == before
    assert tab.judged == 1
    tab.press("undo")
    assert made.answers() == []


def test_thirty_presses_30_ms_apart_never_answer_a_pair_that_was_not_looked_at(project: Make, screen: Open):
    made = project(pictures=12)
    tab = screen(made)
    for number in range(30):
        tab.page.keyboard.press("ArrowLeft" if number % 2 else "ArrowRight")
        tab.page.wait_for_timeout(30)
    tab.settle()
    given = made.answers()
    assert len({presentation for presentation, _ in given}) == len(given)
    assert 1 <= len(given) <= 4, "presses less than 300 ms after a pair appeared were taken"
    assert tab.judged == len(given)


def test_a_held_key_answers_once(project: Make, screen: Open):
    made = project(pictures=12)
    tab = screen(made)
    before = tab.serial()
    tab.page.keyboard.down("ArrowLeft")
    for _ in range(20):
        tab.page.keyboard.down("ArrowLeft")
        tab.page.wait_for_timeout(50)
    tab.page.keyboard.up("ArrowLeft")
    tab.wait_for_drawing(before)
    tab.settle()
    assert len(made.answers()) == 1


def test_a_double_click_answers_once(project: Make, screen: Open):
    made = project(pictures=12)
    tab = screen(made)
    for number in range(1, 4):
        before = tab.serial()
        tab.button("left").dblclick()
        tab.wait_for_drawing(before)
        tab.settle()
        assert len(made.answers()) == number


def test_two_tabs_share_the_open_pair_and_answer_it_once(project: Make, screen: Open):
    made = project(pictures=12)
    one, other = screen(made), screen(made)
    assert one.pair() == other.pair()
    one.press("left")
    other.press("right")
    assert [outcome for _, outcome in made.answers()] == ["left"]
    assert other.pair() == one.pair()
    other.press("right")
    assert [outcome for _, outcome in made.answers()] == ["left", "right"]


def test_keys_mean_nothing_while_the_list_of_keys_is_open(project: Make, screen: Open):
    made = project(pictures=6)
    tab = screen(made)
    tab.page.keyboard.press("h")
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_contain_text("both are good")
    tab.page.wait_for_timeout(400)
    tab.page.keyboard.press("ArrowLeft")
    tab.page.keyboard.press("g")
    tab.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    tab.settle()
    assert made.answers() == []
    tab.press("left")
    assert len(made.answers()) == 1


def test_other_keys_answer_nothing(project: Make, screen: Open):
    made = project(pictures=3)
    tab = screen(made)
    for key in ("ArrowUp", "ArrowDown", "PageDown", "Space", "Enter", "1", "Shift+G", "Control+b"):
        tab.page.keyboard.press(key)
    tab.settle()
    assert made.answers() == []


def test_screen_readers_are_told(project: Make, screen: Open):
    tab = screen(project(pictures=4))
    status = tab.page.locator("[role=status][aria-live=polite]").first
    tab.press("left")
    expect(status).to_contain_text("1 judged")
    assert tab.page.locator(".pair img").evaluate_all("all => all.map((one) => one.alt)") == [
        "Candidate on the left",
        "Candidate on the right",
    ]


@pytest.mark.parametrize("content", [{"pictures": 3}, {"texts": TEXTS, "inputs": {"mail": "Where is it? " * 90}}])
def test_the_page_never_scrolls(project: Make, screen: Open, content: dict[str, object]):
    tab = screen(project(**content))
    for width, height in SIZES:
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.page.wait_for_function("width => innerWidth === width", arg=width)
        assert overflow(tab.page) == (0, 0)
        assert_within(tab.page, width, height)


@pytest.mark.parametrize("content", [{"pictures": 3}, {"texts": TEXTS}])
def test_the_page_never_scrolls_on_a_phone(project: Make, screen: Open, content: dict[str, object]):
    tab = screen(project(**content), **PHONE)
    assert overflow(tab.page) == (0, 0)
    assert_within(tab.page, 390, 844)
    expect(tab.button("left")).to_contain_text("Top one")
    expect(tab.button("right")).to_contain_text("Bottom one")
    tab.press("left", key=False)
    assert tab.judged == 1


def overflow(page: Page) -> tuple[int, int]:
    """How far the page could be scrolled, down and across."""
    down, across = page.locator("[data-testid=stMain]").evaluate(
        "main => [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth]"
    )
    return down, across


def assert_within(page: Page, width: int, height: int) -> None:
    """The cards and all five answers stand inside the window; pictures are fitted, not cropped."""
    boxes = {name: page.locator(f".st-key-compare-{name} button").bounding_box() for name in list(KEYS)[:5]}
    boxes["pair"] = page.locator(".pair").bounding_box()
    for name, box in boxes.items():
        assert box is not None, name
        assert box["width"] > 40, name
        assert box["height"] > 30, name
        assert box["x"] >= 0, name
        assert box["y"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        assert box["y"] + box["height"] <= height, name


def test_the_style_sheet_is_applied(project: Make, screen: Open):
    tab = screen(project(texts=TEXTS))
    style = "element => { const s = getComputedStyle(element); return [s.fontFamily, s.fontSize]; }"
    family, size = tab.page.locator(".sheet p").first.evaluate(style)
    assert family.startswith("Newsreader")
    assert size == "18px"
    loaded = tab.page.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)")
    assert {"Newsreader", "Hanken Grotesk"} <= {name.strip('"') for name in loaded}


def test_both_texts_scroll_as_one(project: Make, screen: Open):
    tab = screen(project(texts=TEXTS))
    before = tab.page.locator(".sheet").evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    tab.page.locator(".pair").hover()
    tab.page.mouse.wheel(0, 200)
    tab.page.wait_for_function("document.querySelector('.pair').scrollTop > 100")
    after = tab.page.locator(".sheet").evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    assert before[0] - after[0] == before[1] - after[1] > 100


def test_the_sample_ends_its_first_twelve_with_what_was_chosen_blind(project: Make, screen: Open):
    made = project(pictures=12, is_sample=True)
    tab = screen(made)
    for _ in range(11):
        tab.press("right")
    tab.press("undo")
    tab.press("left")
    tab.page.keyboard.press("ArrowLeft")
    expect(tab.page.get_by_role("heading", name="You were blind: you chose recipe")).to_be_visible(timeout=20_000)
    assert len(made.answers()) == 12
    tab.page.get_by_role("button", name="See results").click()
    tab.page.wait_for_url(f"**/leaderboard?project={made.project}")
    expect(tab.page.get_by_role("link", name="Judge")).to_be_visible()


def test_a_folded_brief_opens_at_a_press_and_stays_open(project: Make, screen: Open):
    tab = screen(project(texts=TEXTS, inputs={"mail": "Where is my kettle?\n\n" * 12}))
    brief = tab.page.locator(".brief")
    folded = brief.bounding_box()
    brief.locator("summary").click()
    tab.page.wait_for_function("document.querySelector('.brief').open")
    opened = brief.bounding_box()
    assert folded is not None
    assert opened is not None
    assert opened["height"] > folded["height"]
    assert overflow(tab.page) == (0, 0)
    tab.press("left")
    assert brief.evaluate("it => it.open")
