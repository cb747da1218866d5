"""Pages to open in a real browser, and how they are opened."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files as files_of
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route
from tests.report import parts, samples

from fieber.model.diagnosis import Diagnosis
from fieber.model.surroundings import Weather
from fieber.report.html import to_html

CHROMIUM = shutil.which("chromium")
AXE = Path(str(files_of("axe_playwright_python") / "axe.min.js"))  # axe-core as that package brings it
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def named(name: str) -> Diagnosis:
    """A fever whose account has this name, on a platform that nobody knows, told by its own name too."""
    base = samples.sample_c()
    return replace(base, account=name, platform=name[:30], claims=(replace(base.claims[0], text=f"{name}?"),))


def in_weather() -> Diagnosis:
    """A fever beside the weather of others."""
    weather = Weather(-6.0, -9.0, -3.0, 212, metric="likes", since=datetime(2025, 3, 9, tzinfo=UTC))
    return replace(samples.sample_c(), weather=weather)


def of_few_posts() -> Diagnosis:
    """The same with 40 posts: axe-core looks at every cell of every table."""
    base = in_weather()
    normal = base.vitals[0].normal
    assert normal is not None
    few = parts.trace(40, normal, last=10, since=datetime(2025, 3, 9, tzinfo=UTC), fall=0.56)
    return replace(base, traces=(few,), looks=base.looks[-10:])


KINDS = {
    "fever": in_weather,
    "healthy": samples.sample_a,
    "unknown": samples.sample_e,
    "one_post": samples.one_post,
    "undated": samples.undated,
    "hostile": samples.hostile,
    "distress": samples.distress,
    "rtl": lambda: named("\u05e2\u05d3\u05d9 \u05d4\u05dc\u05dc \u0639\u0631\u0628\u064a \U0001f469\u200d\U0001f4bb"),
    "long": lambda: named("donaudampfschifffahrtsgesellschaft" * 3),
    "ten_thousand": lambda: samples.account_of(10_000),
    "few_posts": of_few_posts,
}
LANGUAGES = ("de", "en")
PAGES = tuple(f"{kind}_{lang}" for kind in KINDS for lang in LANGUAGES)


def page_named(name: str) -> str:
    """Give the page of a kind of account in a language: "fever_de"."""
    kind, _, lang = name.rpartition("_")
    return to_html(KINDS[kind](), lang)


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
    if settings.get("java_script_enabled", True):
        page.wait_for_selector("html.painted", state="attached")  # below the first screen all is laid out after it
    return page, noted


def noting(route: Route, wanted: list[str]) -> None:
    """Note where a page wants to go, and do not let it."""
    wanted.append(route.request.url)
    route.abort()


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
