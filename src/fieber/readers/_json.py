"""Careful steps through JSON that somebody else wrote: whatever is not what it should be is None, never an error."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from fieber.readers._limits import damaged
from fieber.readers._text import decode

LARGEST = 10**15  # beyond this it is an identity, not a count
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def document_of(content: bytes, where: str) -> Any:
    """Parse one JSON file.

    Raises:
        UnreadableError: it is none.
    """
    try:
        return json.loads(decode(content).lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise damaged(where) from error


def part(value: object, *keys: str | int) -> Any:
    """Give what lies at the end of a path of keys and places, or None where the path does not exist."""
    for key in keys:
        if isinstance(key, str) and isinstance(value, dict):
            value = value.get(key)
        elif isinstance(key, int) and isinstance(value, list) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def items(value: object, *keys: str | int) -> list[Any]:
    """Give the list at the end of a path; empty where there is none."""
    found = part(value, *keys)
    return found if isinstance(found, list) else []


def text(value: object) -> str | None:
    """Give a text that says something, or a whole number as text; else None. Half a letter, as in JSON, becomes "?"."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**25:
        return str(value)
    return storable(value.strip()) or None if isinstance(value, str) else None


def storable(words: str) -> str:
    """Give words that every file can hold: JSON can name half of a pair of surrogates, which no encoding writes."""
    return words if words.isascii() else words.encode("utf-8", "replace").decode("utf-8")


def whole(value: object) -> int | None:
    """Give a count: 12, 12.0 or "12"; None for anything else, and where it is below zero."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        digits = value.strip()
        value = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None
    if isinstance(value, float):
        value = int(value) if value.is_integer() and abs(value) <= LARGEST else None
    return value if isinstance(value, int) and 0 <= value <= LARGEST else None


def moment(value: object) -> datetime | None:
    """Give a moment in UTC: ISO with or without a colon in the offset, e-mail style, "Mon Jun 29 18:00:00 +0000 2026".

    Unix seconds are understood where `value` is a number. Without a zone it is taken as UTC.
    """
    found: datetime | None = None
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            found = datetime.fromtimestamp(value, tz=UTC)
        elif isinstance(value, str):
            found = _written(value.strip())
        if found is None:
            return None
        utc = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return utc if EARLIEST <= utc < LATEST else None


def _written(words: str) -> datetime | None:
    if words[:4].isdigit():
        return datetime.fromisoformat(words)
    for form in ("%a %b %d %H:%M:%S %z %Y", "%m/%d/%Y %H:%M:%S"):
        try:
            return datetime.strptime(words, form)  # noqa: DTZ007 - a moment without a zone is dated by `moment`
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(words)
    except (TypeError, IndexError) as error:
        raise ValueError from error
