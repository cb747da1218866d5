"""Time to first paint of the page of 1,000 posts, opened from disk in headless Chromium; medians of fresh tabs.

Beside the time by the clock stands what the page's own thread worked until then: other work on the machine delays a
paint, but hardly adds to that.

`.venv/bin/python benchmarks/page_paint.py [FILE]` prints a table; without FILE a simulated account is checked first.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Browser, sync_playwright

import fieber
from fieber.simulate.creator import simulated_creator

POSTS = 1000
RUNS = 15
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline", "loading", "blink.user_timing"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDTHS = (360, 1440)
TIMES = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const opened = performance.getEntriesByType('navigation')[0];
    done([paint ? paint.startTime : NaN, opened.domContentLoadedEventEnd]);
}, 50)))"""


def main(given: str | None) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(given).resolve() if given else _page_of_many_posts(Path(folder) / "page.html")
        size = len(gzip.compress(path.read_bytes())) / 1000
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB, {size:.0f} kB gz, {RUNS} fresh tabs each")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
            for width in WIDTHS:
                paints, ready, worked = zip(*(_open(browser, path, width) for _ in range(RUNS)), strict=True)
                told = f"first paint {statistics.median(paints):.0f} ms ({min(paints):.0f} to {max(paints):.0f})"
                work = f"{statistics.median(worked):.0f} ms of work until then"
                print(f"{width} px: {told}, {work}; script done {statistics.median(ready):.0f} ms")
            browser.close()


def _page_of_many_posts(path: Path) -> Path:
    """Check a simulated account of 1,000 posts with all its columns, and write its page."""
    posts = simulated_creator(as_of=datetime(2026, 11, 20, 9, tzinfo=UTC), posts=POSTS)
    path.write_text(cast("fieber.Checkup", fieber.check(posts, lang="de")).to_html(), encoding="utf-8")
    return path


def _open(browser: Browser, path: Path, width: int) -> tuple[float, float, float]:
    """Milliseconds to the first paint and to the end of the script, and what was worked until the first paint."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    browser.start_tracing(page=page, categories=TRACED)
    page.goto(path.as_uri())
    paint, ready = page.evaluate(TIMES)
    worked = _worked(json.loads(browser.stop_tracing())["traceEvents"])
    context.close()
    return float(paint), float(ready), worked


def _worked(events: list[dict[str, Any]]) -> float:
    """Milliseconds of the thread that painted first, from the start of the page on."""
    painted = [event for event in events if event["name"] == "firstContentfulPaint"][-1]
    started = max(event["ts"] for event in events if event["name"] == "navigationStart" and event["ts"] < painted["ts"])
    mine = (event for event in events if (event["pid"], event["tid"]) == (painted["pid"], painted["tid"]))
    tasks = (event for event in mine if event["name"] == "RunTask" and started <= event["ts"] <= painted["ts"])
    return float(sum(event.get("tdur", 0) for event in tasks)) / 1000


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
