"""How fast judging is in a browser, against the bare framework on the same machine in the same run.

    python -m benchmarks.browser [--presses 60] [--judges 20]

Both apps are served by the same code with the same settings; a headless Chromium presses keys in turn in both, so that
whatever else the machine does hits both. Times are taken inside the page: from the key event to the moment the
document holds the answer (both new candidates), and to the first frame in which both pictures are decoded.
"""

import argparse
import json
import platform
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks._browser_judges import judge_together
from benchmarks._browser_world import World, make_world, serving

RESULTS = Path(__file__).parent / "results"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
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
WARM_UP = 5
LOOKING_MILLISECONDS = 450

# Runs before the page's own code, which may keep a key press to itself.
START = """addEventListener("keydown", () => {
  const state = window.stopwatch;
  if (state) Object.assign(state, {start: performance.now(), dom: 0, painted: 0, before: state.look()});
}, true);"""

# Runs in the page: notes when the key goes down, when the document holds something new, when it is painted.
STOPWATCH = """
(shown) => {
  const look = eval(shown);
  const state = window.stopwatch = {start: 0, dom: 0, painted: 0, before: look(), look};
  new MutationObserver(async () => {
    const now = look();
    if (!state.start || state.dom || !now || !state.before) return;
    if (now.join() === state.before.join()) return;
    state.dom = performance.now() - state.start;
    const pictures = [...document.querySelectorAll(".pair img")];
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
    requestAnimationFrame(() => setTimeout(() => { state.painted = performance.now() - state.start; }, 0));
  }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}
"""
COUNTER = """(() => {
  const text = [...document.querySelectorAll("[data-testid=stMarkdownContainer] p")].map((p) => p.textContent);
  return text.filter((t) => t.startsWith("count "));
})"""
PAIR = """(() => {
  const parts = [...document.querySelectorAll(".pair section")].map((s) => s.querySelector("img")?.src ?? s.textContent);
  return parts.length === 2 ? [parts.join("|")] : null;
})"""


@dataclass(frozen=True)
class Times:
    """Milliseconds from the key to the answer."""

    name: str
    median: float
    p95: float
    presses: int


@dataclass(frozen=True)
class Promise:
    """A number that was promised and what was measured."""

    name: str
    measured: float
    at_most: float
    unit: str

    @property
    def kept(self) -> bool:
        """Whether the measurement keeps the promise."""
        return self.measured <= self.at_most


def open_page(browser: Browser, url: str, ready: str, shown: str) -> Page:
    """A page with a stopwatch, once it shows what it is for."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.add_init_script(START)
    page.goto(url)
    page.wait_for_selector(ready)
    page.wait_for_timeout(1000)
    page.evaluate(STOPWATCH, shown)
    return page


def press(page: Page, key: str) -> tuple[float, float]:
    """Press a key; milliseconds until the answer is in the document, and until it is painted."""
    page.evaluate("window.stopwatch.painted = 0")
    page.keyboard.press(key)
    page.wait_for_function("window.stopwatch.painted > 0", polling=20, timeout=15000)
    dom, painted = page.evaluate("[window.stopwatch.dom, window.stopwatch.painted]")
    page.wait_for_timeout(LOOKING_MILLISECONDS)
    return dom, painted


def summary(name: str, values: list[float]) -> Times:
    """Median and 95th percentile, the first presses left out."""
    steady = np.array(values[WARM_UP:])
    return Times(name, float(np.median(steady)), float(np.percentile(steady, 95)), len(steady))


def keys_to_cards(browser_path: str, world: World, presses: int) -> tuple[list[Times], float]:
    """Times of the counter and of judging pictures and texts, pressed in turn; and the server's CPU for a judgment, ms."""
    folder = str(world.settings.workspace)
    with serving("counter", folder) as counter, serving("product", folder) as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        pages = {
            "counter": open_page(browser, counter.url, "[data-testid=stMarkdownContainer] p", COUNTER),
            "pictures": open_page(browser, f"{product.url}compare?project={world.pictures}", ".pair img", PAIR),
            "texts": open_page(browser, f"{product.url}compare?project={world.texts}", ".pair .words", PAIR),
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
        cpu = []
        for turn in range(presses + WARM_UP):
            for name, page in pages.items():
                before = product.cpu_seconds()
                taken[name].append(press(page, "ArrowRight" if turn % 2 or name == "counter" else "ArrowLeft"))
                if name != "counter" and turn >= WARM_UP:
                    cpu.append(product.cpu_seconds() - before)
        browser.close()
    times = [summary(f"{name}, in the document", [dom for dom, _ in values]) for name, values in taken.items()]
    times.append(summary("pictures, painted", [painted for _, painted in taken["pictures"]]))
    return times, 1000 * float(np.mean(cpu))


def together(world: World, judges: int, presses: int) -> tuple[Times, float]:
    """Round trips of several judges at once, and the server's CPU for a judgment, ms."""
    with serving("product", str(world.settings.workspace)) as product:
        before = product.cpu_seconds()
        clients = judge_together(product.url, f"project={world.pictures}", judges, presses)
        spent = product.cpu_seconds() - before
    trips = [1000 * trip for client in clients for trip in client.round_trips]
    unseen = sum(len(set(client.pairs)) for client in clients)
    if unseen < judges * presses:
        raise RuntimeError(f"{judges * presses} presses led to {unseen} new pairs only")
    name = f"{judges} judges thinking 1 s, server round trip"
    return Times(name, float(np.median(trips)), float(np.percentile(trips, 95)), len(trips)), 1000 * spent / len(trips)


def main() -> int:
    """Measure, print and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presses", type=int, default=60)
    parser.add_argument("--judges", type=int, default=20)
    asked = parser.parse_args()
    browser_path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser_path is None:
        parser.error("there is no Chromium on PATH")
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        times, cpu = keys_to_cards(browser_path, world, asked.presses)
        crowd, crowd_cpu = together(world, asked.judges, 20)
    counter, pictures, texts, painted = times
    promises = [
        Promise("pictures in the document / counter", pictures.median / counter.median, 3, "times"),
        Promise("texts in the document / counter", texts.median / counter.median, 3, "times"),
        Promise("pictures painted / counter", painted.median / counter.median, 4, "times"),
        Promise("server CPU for a judgment", cpu, 15, "ms"),
        Promise(f"server CPU for a judgment, {asked.judges} judges", crowd_cpu, 15, "ms"),
        Promise(f"round trip, {asked.judges} judges", crowd.median, 50, "ms"),
    ]
    table = report([*times, crowd], promises)
    print(table)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "browser.md").write_text(table, encoding="utf-8")
    measured = {"times": [asdict(row) for row in [*times, crowd]], "promises": [asdict(row) for row in promises]}
    (RESULTS / "browser.json").write_text(json.dumps({"machine": machine(), **measured}, indent=2) + "\n")
    return 0 if all(promise.kept for promise in promises) else 1


def machine() -> str:
    """What it ran on, without a name."""
    import os

    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def report(times: list[Times], promises: list[Promise]) -> str:
    """The tables as Markdown."""
    lines = [
        "# Judging in a browser",
        "",
        f"`python -m benchmarks.browser`, {datetime.now(UTC):%Y-%m-%d}, {machine()}.",
        "",
        "| milliseconds from the key | median | p95 | presses |",
        "|---|---|---|---|",
        *(f"| {row.name} | {row.median:.1f} | {row.p95:.1f} | {row.presses} |" for row in times),
        "",
        "| promised | measured | at most | kept |",
        "|---|---|---|---|",
        *(
            f"| {row.name} | {row.measured:.2f} {row.unit} | {row.at_most:g} {row.unit} | {'yes' if row.kept else 'no'} |"
            for row in promises
        ),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
