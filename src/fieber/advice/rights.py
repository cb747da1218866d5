"""What the law of the European Union gives a person whose posts a platform restricts, and a letter to copy.

Regulation (EU) 2022/2065 of 19 October 2022 (Digital Services Act), OJ L 277, 27.10.2022, page 1:
http://data.europa.eu/eli/reg/2022/2065/oj. No legal advice.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fieber.errors import UsageError

HERE = Path(__file__).parent
LANGUAGES = ("de", "en")


def letter(lang: str) -> str:
    """Give the letter to the platform that asks for reasons and complains, with places in [brackets] to fill in.

    Raises:
        UsageError: another language than "de" or "en".
    """
    return _text("letter", lang)


def rights(lang: str) -> str:
    """Give what Articles 17, 20 and 21 say, to whom they apply, and where they end, in plain words (Markdown).

    Raises:
        UsageError: another language than "de" or "en".
    """
    return _text("rights", lang)


@lru_cache(maxsize=4)
def _text(name: str, lang: str) -> str:
    if lang not in LANGUAGES:
        raise UsageError(
            f"lang: {lang!r} is not spoken; choose de or en",
            de=f"lang: {lang!r} spricht fieber nicht; wähle de oder en",
        )
    return (HERE / f"{name}.{lang}.md").read_text(encoding="utf-8")
