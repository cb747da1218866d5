"""Takes the pictures of the docs: the page of a simulated creator, as Chromium shows it, labelled as simulated.

`.venv/bin/python scripts/picture.py` writes the first screen as docs/pictures/simulated.{de,en}.png (the README's), its
card for a chat as docs/pictures/card.{de,en}.png, and as goldens the whole page on a phone, on paper-wide screens and
in the dark: docs/pictures/page-{phone,wide,dark}.png.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from playwright.sync_api import sync_playwright

import fieber
from fieber.report.typeset import to_png
from fieber.simulate.creator import simulated_creator

if TYPE_CHECKING:
    import polars as pl
    from playwright.sync_api import Browser, Page

PICTURES = Path("docs/pictures")
AS_OF = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WIDTH = 1000
TALLEST = 2_600_000  # pixels of a picture
VIEWS: dict[str, tuple[int, Literal["light", "dark"]]] = {
    "phone": (360, "light"),
    "wide": (1280, "light"),
    "dark": (1280, "dark"),
}
SIGN = """label => {
    const sign = document.createElement('div');
    sign.textContent = label;
    sign.style.cssText = 'position:absolute; top:0; right:0; padding:.3rem .9rem; font:15px sans-serif;' +
        'background:#333; color:#fff';
    document.body.append(sign);
}"""
LABEL = {"de": "simulierter Account", "en": "simulated account"}


def main() -> None:
    """Write one picture a language."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    posts = simulated_creator(as_of=AS_OF).select("account", "platform", "posted_at", "kind", "likes", "measured_at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 1400}, reduced_motion="reduce")
        for lang in ("de", "en"):
            _picture(page, posts, lang)
        _whole_pages(browser, posts)
        browser.close()


def _whole_pages(browser: Browser, posts: pl.DataFrame) -> None:
    """Take the whole page, with a sentence to answer, in each view."""
    said = "Ich habe immer 15.000 Likes"
    checkup = cast("fieber.Checkup", fieber.check(posts, lang="de", complaint=said))
    for name, (width, scheme) in VIEWS.items():
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
        page.set_content(checkup.to_html())
        page.wait_for_selector("html.painted", state="attached")
        page.evaluate(SIGN, LABEL["de"])
        most = page.evaluate("document.documentElement.scrollHeight")
        height = min(most, TALLEST // width)  # a repository is no place for megabytes of pictures
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=PICTURES / f"page-{name}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
        page.close()


def _picture(page: Page, posts: pl.DataFrame, lang: Literal["de", "en"]) -> None:
    checkup = cast("fieber.Checkup", fieber.check(posts, lang=lang))
    (PICTURES / f"card.{lang}.png").write_bytes(to_png(checkup.diagnosis, lang))
    page.set_content(checkup.to_html())
    # the picture travels without its README: what it shows is said in it
    page.evaluate(SIGN, LABEL[lang])
    first_section = page.locator("article > section").first.bounding_box()
    if first_section is None:
        raise RuntimeError("the page has no section; its first screen cannot be told from the rest")
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": first_section["y"] - 20}
    page.screenshot(path=PICTURES / f"simulated.{lang}.png", clip=clip)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
