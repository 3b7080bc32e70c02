"""A real browser in front of a real server. Every page fails its test on a script error or a shown exception."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.screen import FLAGS, Screen
from tests.ui.making import Made, make
from tests.ui.processes import Server

names = count(1)


@pytest.fixture(scope="session")
def browser(browser_path: str) -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the shared server."""
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="session")
def server(shared_folder: Path) -> Iterator[Server]:
    """A server that tests share, each with a project of its own."""
    running = Server(shared_folder)
    yield running
    running.stop()


@pytest.fixture
def project(shared_folder: Path) -> Callable[..., Made]:
    """Makes a project in the shared workspace."""
    return lambda **content: make(shared_folder, name=f"The fair {next(names)}", **content)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages that remember what they asked the network for and fail on script errors."""
    contexts, failures = [], []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1366, "height": 768}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        for page in context.pages:
            assert page.locator("[data-testid=stException]").count() == 0
        context.close()
    assert failures == []


@pytest.fixture
def screen(new_page: Callable[..., Page], server: Server) -> Callable[..., Screen]:
    """Opens the judging page of a project of the shared server."""

    def open_screen(made: Made, **options: Any) -> Screen:
        return Screen(new_page(**options), server.url).open(made.project)

    return open_screen
