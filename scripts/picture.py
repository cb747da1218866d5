"""Takes the README's picture: the page of a simulated creator, as Chromium shows it, labelled as simulated.

`.venv/bin/python scripts/picture.py` writes docs/pictures/simulated.de.png and simulated.en.png.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from playwright.sync_api import sync_playwright

import fieber
from fieber.simulate.creator import simulated_creator

if TYPE_CHECKING:
    import polars as pl
    from playwright.sync_api import Page

PICTURES = Path("docs/pictures")
AS_OF = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WIDTH = 1000
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
        browser.close()


def _picture(page: Page, posts: pl.DataFrame, lang: Literal["de", "en"]) -> None:
    checkup = cast("fieber.Checkup", fieber.check(posts, lang=lang))
    page.set_content(checkup.to_html())
    # the picture travels without its README: what it shows is said in it
    page.evaluate(
        """label => {
            const sign = document.createElement('div');
            sign.textContent = label;
            sign.style.cssText = 'position:fixed; top:0; right:0; padding:.3rem .9rem; font:15px sans-serif;' +
                'background:#333; color:#fff';
            document.body.append(sign);
        }""",
        LABEL[lang],
    )
    first_section = page.locator("article > section").first.bounding_box()
    if first_section is None:
        raise RuntimeError("the page has no section; its first screen cannot be told from the rest")
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": first_section["y"] - 20}
    page.screenshot(path=PICTURES / f"simulated.{lang}.png", clip=clip)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
