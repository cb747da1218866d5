"""Names from outside (handles, file names, sentences) as text that cannot steer a terminal, a page or an eye."""

from __future__ import annotations

import unicodedata

# Cc and Cf steer terminals and the reading direction, Cs and Cn are no text; Zl and Zp are line breaks in disguise
_STEERING = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
_JOINER = "\N{ZERO WIDTH JOINER}"  # holds emoji together


def clean(text: str) -> str:
    """Give `text` on one line without control, direction and unassigned characters; emoji stay whole."""
    kept = (character if character == _JOINER or _is_harmless(character) else " " for character in text)
    return " ".join("".join(kept).split())


def shorten(text: str, length: int) -> str:
    """Give at most `length` characters, with an ellipsis where something is left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def safe_link(url: str | None) -> str | None:
    """Give a web address as it is, anything else (javascript:, data:, relative) as None."""
    if url is None or not url.lower().startswith(("https://", "http://")):
        return None
    return url if url.isprintable() and " " not in url else None


def _is_harmless(character: str) -> bool:
    return unicodedata.category(character) not in _STEERING
