"""Takes the pictures of the docs: what fieber makes of simulated accounts, labelled as simulated, as Chromium shows it.

`.venv/bin/python scripts/picture.py` writes into docs/pictures, in both languages: the first screen (the README's), the
card for a chat, the whole page on a phone and on a wide screen, in light and in the dark, the page of a roster, what a
notebook shows, and the two PDFs (with pdftoppm of poppler-utils; without it those stay as they are).
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import polars as pl
from playwright.sync_api import sync_playwright

import fieber
from fieber.checkup.roster_summary import summarise
from fieber.report.roster_page import Roster, roster_page
from fieber.report.typeset import to_client_pdf, to_pdf, to_png
from fieber.simulate.creator import simulated_creator
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect

PICTURES = Path("docs/pictures")
AS_OF = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WIDTH = 1000
SETTLED = 400  # ms: what lies below the first screen is laid out after the first paint
TALLEST = 1_900_000  # pixels of a picture
VIEWS: dict[str, tuple[int, Literal["light", "dark"]]] = {
    "phone": (360, "light"),
    "phone-dark": (360, "dark"),
    "wide": (1440, "light"),
    "wide-dark": (1440, "dark"),
}
SAID = {"de": "Ich habe immer 15.000 Likes", "en": "I always have 15,000 likes"}
ROSTER, LOST = 36, 4  # accounts, and those of them that lose reach
SIGN = """label => {
    const sign = document.createElement('div');
    sign.textContent = label;
    sign.style.cssText = 'position:absolute; top:0; right:0; padding:.3rem .9rem; font:15px sans-serif;' +
        'background:#333; color:#fff';
    document.body.append(sign);
}"""
LANGUAGES: tuple[Literal["de", "en"], ...] = ("de", "en")
LABEL = {"de": "simuliert", "en": "simulated"}


def main() -> None:
    """Write all of them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    posts = simulated_creator(as_of=AS_OF).select("account", "platform", "posted_at", "kind", "likes", "measured_at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for lang in LANGUAGES:
            checkup = _one(fieber.check(posts, lang=lang))
            answered = _one(fieber.check(posts, lang=lang, complaint=SAID[lang]))
            (PICTURES / f"card.{lang}.png").write_bytes(to_png(checkup.diagnosis, lang))
            _first_screen(browser, checkup, lang)
            for name, (width, scheme) in VIEWS.items():
                _shot(browser, answered.to_html(), f"page-{name}.{lang}", width, scheme=scheme)
            _shot(browser, _roster(lang), f"roster.{lang}", 1440)
            _shot(browser, f"<body style='margin:2rem'>{checkup._repr_html_()}</body>", f"notebook.{lang}", 1000)
            _sheet(to_client_pdf(answered.diagnosis, lang), f"client.{lang}")
            _sheet(to_pdf(answered.diagnosis, lang), f"report.{lang}")
        browser.close()


def _one(checked: fieber.Checkup | list[fieber.Checkup]) -> fieber.Checkup:
    return cast("fieber.Checkup", checked)


def _roster(lang: Literal["de", "en"]) -> str:
    """Give the page of healthy accounts among which a few lose reach."""
    some = patients(["noise"], accounts=ROSTER - LOST, seed=12, as_of=AS_OF, years=1.0)
    lost = patients(["distribution"], accounts=LOST, seed=12, as_of=AS_OF, years=1.0, strength=0.8)
    checked = fieber.check(pl.concat([some.posts, lost.posts]), lang=lang)
    diagnoses = [checkup.diagnosis for checkup in cast("list[fieber.Checkup]", checked)]
    return roster_page(Roster(diagnoses, summarise(diagnoses)), lang)


def _shot(browser: Browser, html: str, name: str, width: int, *, scheme: Literal["light", "dark"] = "light") -> None:
    """Take a page from its top down, as far as a repository has room."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page.set_content(html)
    page.wait_for_timeout(SETTLED)
    page.evaluate(SIGN, LABEL[name.rpartition(".")[2]])
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST // width)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=_clip(width, height))
    page.close()


def _first_screen(browser: Browser, checkup: fieber.Checkup, lang: Literal["de", "en"]) -> None:
    page = browser.new_page(viewport={"width": WIDTH, "height": 1400}, reduced_motion="reduce")
    page.set_content(checkup.to_html())
    # the picture travels without its README: what it shows is said in it
    page.evaluate(SIGN, LABEL[lang])
    first_section = page.locator("article > section").first.bounding_box()
    if first_section is None:
        raise RuntimeError("the page has no section; its first screen cannot be told from the rest")
    page.screenshot(path=PICTURES / f"simulated.{lang}.png", clip=_clip(WIDTH, first_section["y"] - 20))
    page.close()


def _clip(width: float, height: float) -> FloatRect:
    return {"x": 0, "y": 0, "width": width, "height": height}


def _sheet(pdf: bytes, name: str) -> None:
    """Take the first sheet of a PDF."""
    if shutil.which("pdftoppm") is None:
        print(f"{name}: pdftoppm is not installed (apt-get install poppler-utils)")
        return
    target = PICTURES / name
    subprocess.run(["pdftoppm", "-r", "80", "-png", "-singlefile", "-", target], input=pdf, check=True)


if __name__ == "__main__":
    main()
