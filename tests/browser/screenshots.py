"""Pictures of every page in light and dark and on a phone, to be looked at: `python -m tests.browser.screenshots FOLDER`.

They show the sample project in a workspace of their own. Nothing is compared: a person looks.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from curation.actions.actor import local_actor
from curation.actions.projects import briefs_of, create_project
from curation.actions.sample import load_sample
from curation.app import build
from curation.models.base import utc_now
from curation.settings import Settings
from tests.browser.screen import FLAGS, KEYS, PHONE, READY, RIPE_MILLISECONDS
from tests.ui.processes import Server

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESKTOP = {"viewport": {"width": 1366, "height": 768}}
SMALL = {"viewport": {"width": 1024, "height": 768}}
SCHEMES = ("light", "dark")
STILL_MILLISECONDS = 800

Steps = tuple[str, ...]


def fill(folder: Path) -> tuple[int, dict[str, int], int]:
    """The sample project with its briefs by title, and an empty project."""
    opened = build(Settings(folder))
    actor = local_actor(opened.store)
    empty = create_project(opened.store, actor, "Nothing yet", now=utc_now())
    sample = load_sample(opened.store, opened.media, actor, now=utc_now())
    briefs = {card.title: card.id for card in briefs_of(opened.store, actor, sample.id)}
    opened.close()
    return sample.id, briefs, empty.id


def shots(sample: int, briefs: dict[str, int], empty: int) -> list[tuple[str, str, Steps, dict[str, object]]]:
    """(name, address, what is pressed first, how the browser is)."""
    posters, *others = briefs.values()
    compare = f"/compare?project={sample}&brief="
    listed: list[tuple[str, str, Steps, dict[str, object]]] = [
        ("compare-pictures", f"{compare}{posters}", (), DESKTOP),
        ("compare-undo", f"{compare}{posters}", ("left", "undo"), DESKTOP),
        ("compare-pictures-1024", f"{compare}{posters}", (), SMALL),
        ("compare-pictures-french", f"{compare}{posters}", (), {**DESKTOP, "locale": "fr-FR"}),
        ("compare-empty", f"/compare?project={empty}", (), DESKTOP),
        ("compare-phone", f"{compare}{posters}", (), PHONE),
    ]
    for number, brief in enumerate(others, start=1):
        listed.append((f"compare-brief-{number}", f"{compare}{brief}", (), DESKTOP))
        listed.append((f"compare-brief-{number}-phone", f"{compare}{brief}", (), PHONE))
    for name, address in (("projects", "/"), ("add", "/add"), ("results", "/leaderboard"), ("deliver", "/deliver")):
        for suffix, device in (("", DESKTOP), ("-phone", PHONE)):
            listed.append((f"{name}{suffix}", f"{address}?project={sample}", (), device))
    listed.append(("compare-reveal", f"{compare}{posters}", ("right",) * 12, DESKTOP))
    return listed


def still(page: Page) -> None:
    """Wait until nothing moves any more."""
    page.wait_for_selector(READY, timeout=60_000)
    page.locator("[data-testid=stMainBlockContainer] [data-testid=stElementContainer]").last.wait_for(state="attached")
    page.wait_for_timeout(STILL_MILLISECONDS)
    page.wait_for_selector(READY)


def take(browser: Browser, url: str, folder: Path, wanted: Callable[[str], bool], plan: list) -> None:
    """Take the wanted pictures."""
    for scheme in SCHEMES:
        for name, address, steps, device in plan:
            if not wanted(f"{name}-{scheme}"):
                continue
            context = browser.new_context(**device, color_scheme=scheme)
            page = context.new_page()
            page.goto(url + address)
            still(page)
            for step in steps:
                page.keyboard.press(KEYS[step])
                page.wait_for_timeout(RIPE_MILLISECONDS)
                page.wait_for_selector(READY)
                page.wait_for_timeout(RIPE_MILLISECONDS)
            still(page)
            page.screenshot(path=folder / f"{name}-{scheme}.png")
            context.close()
            print(folder / f"{name}-{scheme}.png")


def main() -> None:
    """Make a workspace, serve it, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="only pictures whose name starts so")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    browser_path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser_path is None:
        parser.error("there is no Chromium on PATH")
    with tempfile.TemporaryDirectory() as workspace, sync_playwright() as playwright:
        plan = shots(*fill(Path(workspace)))
        server = Server(Path(workspace))
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        try:
            wanted = (lambda name: name.startswith(tuple(asked.names))) if asked.names else (lambda name: True)
            take(browser, server.url, asked.folder, wanted, plan)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
