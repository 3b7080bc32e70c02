"""The judging screen as a test sees it: what is shown, what may be pressed, when it is ready."""

import re

from playwright.sync_api import Locator, Page, expect

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "user_agent": IPHONE}
READY = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
RIPE_MILLISECONDS = 350
KEYS = {"left": "ArrowLeft", "right": "ArrowRight", "both_good": "g", "both_bad": "b", "skip": "s", "undo": "u"}


class Screen:
    """One tab that judges."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, project: int) -> "Screen":
        """Go to the judging page and wait until there is a pair."""
        self.page.goto(f"{self.url}/compare?project={project}")
        return self.wait()

    def reload(self) -> "Screen":
        """Reload the tab."""
        self.page.reload()
        return self.wait()

    def wait(self) -> "Screen":
        """Wait until there is a pair and every button that goes with it."""
        # Streamlit loads the code of buttons when it first meets one: the pair may be there before them.
        expect(self.page.locator(".pair section")).to_have_count(2, timeout=30_000)
        expect(self.button("right")).to_be_visible(timeout=30_000)
        expect(self.button("undo")).to_be_visible(timeout=30_000)
        self.page.wait_for_selector(READY)
        return self.ripen()

    def ripen(self) -> "Screen":
        """Look at the pair for as long as a press needs to be taken seriously."""
        self.page.wait_for_timeout(RIPE_MILLISECONDS)
        return self

    def pair(self) -> tuple[str, str]:
        """What is on the left and on the right: addresses of media, or words."""
        left, right = self.page.locator(".pair section").evaluate_all(
            "all => all.map((side) => side.querySelector('img, audio, video')?.getAttribute('src') ?? side.innerText)"
        )
        return left, right

    @property
    def judged(self) -> int:
        """How many judgments the screen counts."""
        found = re.search(r"\d+", self.page.locator(".judging-head .progress").inner_text())
        return int(found.group()) if found else -1

    def press(self, name: str, *, key: bool = True) -> "Screen":
        """Give an answer by its key or its button, and wait for the next drawing."""
        before = self.serial()
        if key:
            self.page.keyboard.press(KEYS[name])
        else:
            self.button(name).click()
        self.wait_for_drawing(before)
        return self

    def button(self, name: str) -> Locator:
        """A button of the page by its key."""
        return self.page.locator(f".st-key-compare-{name} button")

    def serial(self) -> str:
        """Which drawing this is."""
        return self.page.locator(".judging-head").first.get_attribute("data-serial") or ""

    def wait_for_drawing(self, before: str, timeout: int = 60_000) -> None:
        """Wait until the screen was drawn again since."""
        self.page.wait_for_function(
            "before => document.querySelector('.judging-head')?.dataset.serial !== before", arg=before, timeout=timeout
        )
        self.ripen()

    def settle(self) -> "Screen":
        """Wait until nothing is under way."""
        self.page.wait_for_selector(READY)
        self.ripen()
        self.page.wait_for_selector(READY)
        return self
