"""What Meta does to text and numbers, undone: mojibake, labels in several languages, counts with any separator."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

MILLISECONDS_FROM = 100_000_000_000  # as seconds this is the year 5138; some exports write milliseconds
LATEST_SECOND = 4_102_444_800  # 2100-01-01; later "seconds" are no dates

_QUOTES = re.compile("[\"'`\u00b4\u00ab\u00bb\u2018-\u201f\u2039\u203a]")  # straight, typographic, pointed
_SPACES = re.compile(r"\s+")
_NUMBER_SPACES = re.compile(r"[\s\u00a0\u202f]")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3}){1,5}")
_PLAIN = re.compile(r"[+-]?\d{1,18}")  # more digits fit no column
_SHORT = re.compile(r"([+-]?\d{1,6}(?:[.,]\d{1,3})?)(k|tsd\.?|mil|m|mio\.?|mln|b)", re.IGNORECASE)
_PERCENT = re.compile(r"([+-]?\d+(?:[.,]\d+)?)%")
_FACTORS = {"k": 1_000, "tsd": 1_000, "mil": 1_000, "m": 1_000_000, "mio": 1_000_000, "mln": 1_000_000, "b": 10**9}


def fix(text: str) -> str:
    """Undo Meta's mojibake: each UTF-8 byte was written as one Latin-1 character. Text that is right stays."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text
    except UnicodeEncodeError:  # no mojibake; half a surrogate pair, which no file can hold, becomes "?"
        return text.encode("utf-8", "replace").decode("utf-8")


def fixed(text: str) -> str:
    """Apply `fix` once and normalise to NFC: labels are looked up by it."""
    return text if text.isascii() else unicodedata.normalize("NFC", fix(text))


def label_key(label: str) -> str:
    """Give the form in which labels are compared: NFKC, casefolded, without quotes and doubled spaces."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    return _SPACES.sub(" ", _QUOTES.sub("", folded)).strip()


def is_missing(text: str) -> bool:
    """Say whether a value means "the platform did not say" ("", "--"); the text "0" does not."""
    return text.strip() in {"", "--", "-", "\u2013", "\u2014"}


def parse_count(text: str) -> int | None:
    """Give the whole number that `text` writes ("12,345", "12.345", "12 345", "3359140", "63.3K"), else None.

    Percentages are no counts. Short forms (K, M, Tsd., Mio.) are as exact as the platform wrote them; `is_rounded`
    tells them.
    """
    squeezed = _NUMBER_SPACES.sub("", text)
    if _PLAIN.fullmatch(squeezed):
        return int(squeezed)
    if _GROUPED.fullmatch(squeezed):
        return int(squeezed.replace(",", "").replace(".", ""))
    short = _SHORT.fullmatch(squeezed)
    if short is None:
        return None
    return round(float(short[1].replace(",", ".")) * _FACTORS[short[2].casefold().rstrip(".")])


def is_rounded(text: str) -> bool:
    """Say whether a count is written short ("63.3K"): its last digits are not known."""
    return _SHORT.fullmatch(_NUMBER_SPACES.sub("", text)) is not None


def parse_percent(text: str) -> float | None:
    """Give the percentage that `text` writes ("84.5%", "84,5 %"), in percent, else None."""
    found = _PERCENT.fullmatch(_NUMBER_SPACES.sub("", text))
    return float(found[1].replace(",", ".")) if found else None


def parse_seconds(value: Any) -> datetime | None:
    """Give the UTC moment of Unix seconds (or milliseconds); None for 0 (here "no date") and for nonsense."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    seconds = value / 1000 if value >= MILLISECONDS_FROM else value
    return datetime.fromtimestamp(seconds, UTC) if seconds < LATEST_SECOND else None
