"""Write docs/causes from the texts of the causes: a page for each in both languages, and an index.

    python scripts/cause_pages.py

A test holds the pages against the texts; `--check` says whether they are up to date.
"""

import sys
from pathlib import Path

from fieber.causes import Cause, causes
from fieber.report.explain_text import page

FOLDER = Path(__file__).parent.parent / "docs" / "causes"
OTHER = {"en": ("Auf Deutsch", ".de"), "de": ("In English", "")}
INDEX = {
    "en": """# Causes

[{words}]({other})

What can be behind a drop, and what is none. Each page says what it looks like, why it happens, and what would refute
it; `fieber explain CAUSE` prints the same. Written by `scripts/cause_pages.py` from the texts in `src/fieber/causes`.

""",
    "de": """# Ursachen

[{words}]({other})

Was hinter einem Rückgang stecken kann und was keiner ist. Jede Seite sagt, woran man es sieht, warum es passiert und
was dagegen spräche; `fieber explain URSACHE` zeigt dasselbe. Geschrieben von `scripts/cause_pages.py` aus den Texten
in `src/fieber/causes`.

""",
}


def ending(lang: str) -> str:
    """Give what the pages of a language end in."""
    return ".md" if lang == "en" else f".{lang}.md"


def page_of(cause: Cause, lang: str) -> str:
    """Give the page of one cause, with a link to its twin."""
    words, other = OTHER[lang]
    return page(cause.title[lang], cause.text(lang), (words, f"{cause.name}{other}.md"))


def index(lang: str) -> str:
    """Give the list of all causes."""
    words, other = OTHER[lang]
    listed = "".join(f"- [{cause.title[lang]}]({cause.name}{ending(lang)}): `{cause.name}`\n" for cause in causes())
    return INDEX[lang].format(words=words, other=f"README{other}.md") + listed


def pages() -> dict[str, str]:
    """Give the text of every page by file name."""
    found = {f"README{ending(lang)}": index(lang) for lang in OTHER}
    return found | {f"{cause.name}{ending(lang)}": page_of(cause, lang) for cause in causes() for lang in OTHER}


def main() -> int:
    """Write the pages; with --check only say whether they are up to date."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    if "--check" in sys.argv:
        return int(wanted != there)
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    for name in there.keys() - wanted.keys():
        (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
