"""The page in a real browser: no error, no request, no sideways scroll, hover, dark, print."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.report import samples

from fieber.report.html import page_for_many, to_html

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
PAGES = {
    "fever_de": lambda: to_html(samples.sample_c(), "de"),
    "healthy_en": lambda: to_html(samples.sample_a(), "en"),
    "unknown_de": lambda: to_html(samples.sample_e(), "de"),
    "one_post_en": lambda: to_html(samples.one_post(), "en"),
    "undated_de": lambda: to_html(samples.undated(), "de"),
    "hostile_de": lambda: to_html(samples.hostile(), "de"),
    "ten_thousand_de": lambda: to_html(samples.account_of(10_000), "de"),
    "many_en": lambda: page_for_many(list(samples.every().values()), "en"),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in PAGES}
    for name, path in written.items():
        path.write_text(PAGES[name](), encoding="utf-8")
    return written


def opened(browser: Browser, path: Path, width: int, **settings: Any) -> tuple[Page, list[str]]:
    """Open a page; what it complains about or asks for is noted in the list."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
    page = context.new_page()
    noted: list[str] = []
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("request", lambda request: noted.append(request.url) if request.url != path.as_uri() else None)
    page.on("dialog", lambda dialog: noted.append(dialog.message))
    page.goto(path.as_uri())
    return page, noted


@pytest.mark.parametrize(
    ("name", "width"), [*itertools.product(PAGES, (360,)), *itertools.product(("fever_de", "hostile_de"), (768, 1440))]
)
def test_it_is_quiet_and_fits(browser: Browser, files: dict[str, Path], name: str, width: int) -> None:
    """At each width, with all that is folded opened, nothing scrolls sideways, complains or asks for anything."""
    page, noted = opened(browser, files[name], width)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")

    widest = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert widest <= width
    assert noted == []


@pytest.mark.parametrize("width", [360, 1440])
def test_the_answer_is_on_the_first_screen(browser: Browser, files: dict[str, Path], width: int) -> None:
    """The answer, the temperature and one thermometer are seen without scrolling, on a phone too."""
    page, _ = opened(browser, files["fever_de"], width)

    bottoms = [page.locator(part).bounding_box() for part in ("h1", ".reading")]
    thermometers = [part.bounding_box() for part in page.locator(".upright, .lying").all() if part.is_visible()]
    page.context.close()

    assert len(thermometers) == 1
    for box in [*bottoms, *thermometers]:
        assert box is not None
        assert box["y"] + box["height"] <= 800


def test_hover_tells_the_post(browser: Browser, files: dict[str, Path]) -> None:
    """The nearest post says when, what and how much; away from all posts nothing is said."""
    page, noted = opened(browser, files["fever_de"], 1280)
    point = page.locator("svg.posts .point").nth(60)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    tip = page.locator(".chart .tip").first

    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    told = tip.inner_text()
    page.mouse.move(2, 2)
    hidden = tip.is_hidden()
    page.context.close()

    assert "Likes" in told
    assert "üblich" in told
    assert hidden
    assert noted == []


def test_without_script_everything_is_there(browser: Browser, files: dict[str, Path]) -> None:
    """With script switched off, points keep their titles and tables can be opened."""
    page, _ = opened(browser, files["fever_de"], 1280, java_script_enabled=False)

    titles = page.locator("svg.posts .point title").count()
    page.locator("summary", has_text="Als Tabelle").first.click()
    row = page.locator("details[open] tbody tr").first.is_visible()
    page.context.close()

    assert titles >= 104
    assert row


def test_dark_is_dark(browser: Browser, files: dict[str, Path]) -> None:
    """Who prefers dark gets a dark page, others a light one."""
    grounds = {}
    for scheme in ("light", "dark"):
        page, _ = opened(browser, files["healthy_en"], 768, color_scheme=scheme)
        grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.context.close()

    assert grounds == {"light": "rgb(251, 250, 246)", "dark": "rgb(18, 25, 27)"}


def test_the_mercury_stands_still_for_who_asks(browser: Browser, files: dict[str, Path]) -> None:
    """With reduced motion there is no animation, else there is one."""
    running = {}
    for wish in ("reduce", "no-preference"):
        page, _ = opened(browser, files["fever_de"], 1280, reduced_motion=wish)
        running[wish] = page.evaluate("getComputedStyle(document.querySelector('.upright .rise')).animationName")
        page.context.close()

    assert running == {"reduce": "none", "no-preference": "rise"}


@pytest.mark.parametrize("name", ["fever_de", "unknown_de"])
def test_it_prints(browser: Browser, files: dict[str, Path], name: str) -> None:
    """The page becomes a PDF, in light colours, even for who prefers dark."""
    page, noted = opened(browser, files[name], 1280, color_scheme="dark")

    pdf = page.pdf(format="A4")
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.context.close()

    assert pdf.startswith(b"%PDF-")
    assert ground == "rgb(255, 255, 255)"
    assert noted == []


def test_marks_stand_where_the_axis_says(browser: Browser, files: dict[str, Path]) -> None:
    """In a dense picture too, the last posts stand at the right end of their chart, not where a scaling moved them."""
    page, _ = opened(browser, files["ten_thousand_de"], 1440)
    ends = page.evaluate(
        """() => {
            const chart = document.querySelector("svg.posts").getBoundingClientRect();
            const marks = [...document.querySelectorAll("svg.posts use.point")].map(m => m.getBoundingClientRect());
            const middles = marks.map(m => (m.left + m.width / 2 - chart.left) / chart.width);
            return [Math.min(...middles), Math.max(...middles)];
        }"""
    )
    page.context.close()

    assert ends[0] < 0.05
    assert ends[1] > 0.95
