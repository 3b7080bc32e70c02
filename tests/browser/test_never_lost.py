"""Judgments survive what can happen to a server and its database; each test has a server of its own."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import KEYS, READY, Screen
from tests.ui.making import make
from tests.ui.processes import Server

pytestmark = pytest.mark.slow

Start = Callable[[Path], Server]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers that end with the test."""
    started: list[Server] = []

    def start_one(folder: Path) -> Server:
        started.append(Server(folder))
        return started[-1]

    yield start_one
    for server in started:
        if server.process.poll() is None:
            server.kill()


class Lock:
    """Another process that holds the database for writing; a thread with a connection of its own is as strange to it."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.held = threading.Event()
        self._thread = threading.Thread(target=self._hold, args=(folder, seconds))
        self._thread.start()
        self.held.wait(10)

    def _hold(self, folder: Path, seconds: float) -> None:
        connection = sqlite3.connect(folder / "curation.sqlite", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        self.held.set()
        time.sleep(seconds)
        connection.execute("ROLLBACK")
        connection.close()

    def join(self) -> None:
        """Wait until it has let go."""
        self._thread.join()


def test_an_answer_that_showed_as_taken_survives_kill_9(tmp_path: Path, start: Start, new_page: Callable[..., Page]):
    made = make(tmp_path, pictures=12)
    for round_number in range(1, 4):
        server = start(tmp_path)
        tab = Screen(new_page(), server.url).open(made.project)
        before = tab.pair()
        tab.page.keyboard.press("ArrowLeft")
        tab.page.wait_for_function(
            "before => document.querySelector('.pair img')?.getAttribute('src') !== before", arg=before[0]
        )
        server.kill()
        assert len(made.answers()) == round_number


def test_a_tab_goes_on_after_the_server_was_killed_and_started_again(
    tmp_path: Path, start: Start, new_page: Callable[..., Page]
):
    made = make(tmp_path, pictures=8)
    server = start(tmp_path)
    tab = Screen(new_page(), server.url).open(made.project).press("left")
    before = tab.pair()
    server.kill()
    tab.page.keyboard.press("ArrowRight")
    again = start(tmp_path)
    tab.url = again.url
    tab.open(made.project)
    assert tab.pair() == before
    tab.press("right")
    assert [outcome for _, outcome in made.answers()] == ["left", "right"]


def test_a_database_locked_for_5_s_only_makes_the_answer_wait(
    tmp_path: Path, start: Start, new_page: Callable[..., Page]
):
    made = make(tmp_path, pictures=8)
    tab = Screen(new_page(), start(tmp_path).url).open(made.project)
    lock = Lock(tmp_path, 5)
    tab.press("left")
    lock.join()
    assert [outcome for _, outcome in made.answers()] == ["left"]
    assert tab.judged == 1


def test_a_database_locked_for_13_s_keeps_the_choice_until_it_is_pressed_again(
    tmp_path: Path, start: Start, new_page: Callable[..., Page]
):
    made = make(tmp_path, pictures=8)
    tab = Screen(new_page(), start(tmp_path).url).open(made.project)
    before, pair = tab.serial(), tab.pair()
    lock = Lock(tmp_path, 13)
    tab.page.keyboard.press(KEYS["right"])
    tab.wait_for_drawing(before, timeout=60_000)
    expect(tab.page.locator(".notice")).to_have_text("Not saved. Your choice is still here: press it again.")
    expect(tab.page.locator(".pair .right.was")).to_have_count(1)
    assert tab.pair() == pair
    lock.join()
    tab.page.wait_for_selector(READY)
    tab.press("right")
    assert [outcome for _, outcome in made.answers()] == ["right"]
    assert tab.pair() != pair
    expect(tab.page.locator(".notice")).to_have_count(0)


def test_presses_while_the_database_is_locked_are_one_answer(
    tmp_path: Path, start: Start, new_page: Callable[..., Page]
):
    made = make(tmp_path, pictures=8)
    tab = Screen(new_page(), start(tmp_path).url).open(made.project)
    before = tab.serial()
    lock = Lock(tmp_path, 6)
    for _ in range(20):
        tab.page.keyboard.press("ArrowLeft")
        tab.page.wait_for_timeout(250)
    lock.join()
    tab.wait_for_drawing(before, timeout=60_000)
    tab.settle()
    assert 1 <= len(made.answers()) <= 2
    assert tab.judged == len(made.answers())
