"""Takes pictures of HTML pages in Chromium, to be looked at: `scripts/screenshots.py OUT PAGE…`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
VIEWS = {
    "narrow": (360, "light"),
    "narrow-dark": (360, "dark"),
    "middle": (768, "light"),
    "wide": (1440, "light"),
    "dark": (1440, "dark"),
}


def main(out: Path, pages: list[Path]) -> None:
    """Take one full-length picture of each page in each view."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for name, (width, scheme) in VIEWS.items():
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            for path in pages:
                page = context.new_page()
                page.goto(path.resolve().as_uri(), wait_until="load")
                page.wait_for_timeout(200)  # what lies below the first screen is laid out after the first paint
                page.screenshot(path=out / f"{path.stem}-{name}.png", full_page=True)
                page.close()
            context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(argument) for argument in sys.argv[2:]])
