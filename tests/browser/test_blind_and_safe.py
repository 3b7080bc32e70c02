"""What reaches the browser: no maker before the answer, nothing from elsewhere, nothing that runs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.screen import Screen
from tests.ui.making import SECRETS, Made
from tests.ui.processes import Server

Make = Callable[..., Made]

EVIL = (
    "![remote](https://pictures.example/pixel.png) <img src='https://pictures.example/tag.png'>"
    "\n\n<script>window.ran = 'script'</script><iframe srcdoc='<script>parent.ran = 1</script>'></iframe>"
    "\n\n<img src=x onerror=\"window.ran = 'handler'\"> [link](javascript:window.ran='link')"
    "\n\n![ref][one]\n\n[one]: https://pictures.example/reference.png"
    "\n\n```mermaid\ngraph TD\n```\n\n$x$ -> :smile: :red[no] &amp; <style>body {display: none}</style>"
)


class Wire:
    """Everything that came through the network of a page."""

    def __init__(self, page: Page) -> None:
        self.texts: list[str] = []
        self.requests: list[Request] = []
        page.on("request", lambda request: self.requests.append(request))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda data: self._frame(data)))

    def _frame(self, data: str | bytes) -> None:
        self.texts.append(data.decode("utf-8", "replace") if isinstance(data, bytes) else data)


@pytest.mark.parametrize("content", [{"pictures": 6}, {"texts": [f"text number {n}" for n in range(6)]}])
def test_nothing_that_differs_by_maker_reaches_the_browser_before_the_answer(
    project: Make, new_page: Callable[..., Page], server: Server, content: dict[str, object]
):
    page = new_page()
    wire = Wire(page)
    tab = Screen(page, server.url).open(project(**content).project)
    for name in ("left", "right", "undo", "skip"):
        tab.press(name)
    addresses = [request.url for request in wire.requests]
    everything = "\n".join([page.content(), *addresses, *wire.texts])
    assert tab.pair()[0] in everything, "the frames can be read"
    assert len(wire.texts) > 20
    assert [secret for secret in SECRETS if secret in everything] == []


def test_addresses_of_pictures_differ_in_nothing_but_their_content(project: Make, screen: Callable[..., Screen]):
    tab = screen(project(pictures=6))
    left, right = (address.rsplit("/", 1)[-1].split("-") for address in tab.pair())
    assert left[:2] == right[:2]
    assert len(left[2]) == len(right[2]) == 64


def test_texts_run_nothing_and_fetch_nothing(project: Make, new_page: Callable[..., Page], server: Server):
    page = new_page()
    wire = Wire(page)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    tab = Screen(page, server.url).open(project(texts=[EVIL, EVIL + " again"], brief=EVIL * 2).project)
    words = page.locator(".words").first
    expect(words).to_contain_text("<script>window.ran = 'script'</script>")
    expect(words).to_contain_text("$x$ -> :smile: :red[no] & <style>")
    tab.button("raw").click()
    expect(page.locator(".sheet pre").first).to_contain_text("&amp; <style>body {display: none}</style>")
    assert page.evaluate("window.ran") is None
    assert page.locator(".pair iframe, .pair script, .pair img, .pair a, .brief img").count() == 0
    assert [
        request.url for request in wire.requests if not request.url.startswith((server.url, "data:", "blob:"))
    ] == []
    assert refused == []


def test_the_policy_refuses_what_gets_into_the_page_all_the_same(project: Make, screen: Callable[..., Screen]):
    tab = screen(project(pictures=3))
    left = tab.page.evaluate(
        """() => new Promise((resolve) => {
          const failed = [];
          document.addEventListener("securitypolicyviolation", (event) => failed.push(event.effectiveDirective));
          const picture = new Image();
          picture.src = "https://pictures.example/pixel.png";
          const frame = document.createElement("iframe");
          frame.src = "https://pictures.example/";
          document.body.append(picture, frame);
          fetch("https://pictures.example/").catch(() => setTimeout(() => resolve(failed), 300));
        })"""
    )
    assert {"img-src", "frame-src", "connect-src"} <= set(left)


def test_the_judge_of_a_wrong_project_reads_one_sentence(new_page: Callable[..., Page], server: Server):
    page = new_page()
    page.goto(f"{server.url}/compare?project=1")
    expect(page.get_by_role("alert")).to_contain_text("There is no project", timeout=30_000)
    page.locator(".st-key-compare-close button").click()
    expect(page.get_by_role("link", name="Results")).to_be_visible()
