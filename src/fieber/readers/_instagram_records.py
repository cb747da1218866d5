"""Meta's JSON dialects as one plain shape, the `Record`; the HTML flavour is brought into the same shape.

Dialect A: {root: [{string_map_data: {LABEL: {value, timestamp}}, media_map_data, string_list_data}]}
Dialect B: [{timestamp, media, label_values: [{label, value | timestamp_value} | {label, dict | vec: [...]}]}]
Two more shapes were seen once: {title, data: {LABEL: value}} and {entries: [...], entry_count}.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from fieber.readers._instagram_text import fixed, parse_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

MAX_NESTING = 50  # real documents nest about six deep; more would only exhaust the stack


@dataclass(frozen=True, slots=True)
class Label:
    """One label with its value as text; `at` where the number sits in `timestamp` (creation labels)."""

    name: str
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Medium:
    """One picture or film by its path in the export; captions and places are not kept."""

    uri: str
    created: datetime | None = None

    @property
    def stem(self) -> str:
        """Base name without its ending: an Instagram media id."""
        return PurePosixPath(self.uri).stem

    @property
    def suffix(self) -> str:
        """File ending in lower case, with the dot."""
        return PurePosixPath(self.uri).suffix.lower()


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a document: a post, a follower, a card."""

    created: datetime | None = None
    media: tuple[Medium, ...] = ()
    labels: tuple[Label, ...] = ()
    times: tuple[datetime | None, ...] = ()  # one for each entry of string_list_data: when somebody followed


class LayoutError(Exception):
    """The document is no JSON, or has a layout that nobody has seen yet."""


def records_from_json(raw: bytes) -> tuple[Record, ...]:
    """Give all records of one JSON file, mojibake undone where something is kept: most of a file never is.

    Raises:
        LayoutError: not JSON, or no array of records in it.
    """
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise LayoutError from error
    return tuple(_record(entry) for entry in _entries(document))


def _entries(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, dict):
        if any(key in document for key in ("string_map_data", "label_values", "data")):
            return [document]
        arrays = [value for value in document.values() if isinstance(value, list)]
        document = arrays[0] if len(arrays) == 1 else None  # of two arrays nobody knows which one is meant
    if not isinstance(document, list):
        raise LayoutError
    return [entry for entry in document if isinstance(entry, dict)]


def _record(entry: dict[str, Any]) -> Record:
    return Record(
        created=parse_seconds(entry.get("creation_timestamp")) or parse_seconds(entry.get("timestamp")),
        media=tuple(_media(entry)),
        labels=tuple(_labels(entry)),
        times=tuple(
            parse_seconds(listed.get("timestamp"))
            for listed in _list(entry, "string_list_data")
            if isinstance(listed, dict)
        ),
    )


def _media(entry: dict[str, Any]) -> Iterator[Medium]:
    # the key inside media_map_data is localised ("Media Thumbnail", "Medien-Miniaturbild"): only its value counts
    thumbnails = list(_dict(entry, "media_map_data").values())
    for medium in [entry, *_list(entry, "media"), *thumbnails]:
        if isinstance(medium, dict) and isinstance(medium.get("uri"), str) and medium["uri"]:
            yield Medium(fixed(medium["uri"]), parse_seconds(medium.get("creation_timestamp")))


def _labels(entry: dict[str, Any]) -> Iterator[Label]:
    for name, cell in _dict(entry, "string_map_data").items():
        if isinstance(cell, dict):
            yield Label(fixed(name), _text(cell.get("value")), parse_seconds(cell.get("timestamp")))
    for name, value in _dict(entry, "data").items():
        yield Label(fixed(name), _text(value))
    yield from _label_values(_list(entry, "label_values"), MAX_NESTING)


def _label_values(cells: list[Any], depth: int) -> Iterator[Label]:
    for cell in cells:
        if not isinstance(cell, dict) or depth == 0:
            continue
        inner = [*_list(cell, "dict"), *_list(cell, "vec")]
        yield from _label_values(inner, depth - 1)
        if not inner and isinstance(cell.get("label"), str):
            yield Label(fixed(cell["label"]), _text(cell.get("value")), parse_seconds(cell.get("timestamp_value")))


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return fixed(str(value))


def _list(entry: dict[str, Any], key: str) -> list[Any]:
    value = entry.get(key)
    return value if isinstance(value, list) else []


def _dict(entry: dict[str, Any], key: str) -> dict[str, Any]:
    value = entry.get(key)
    return value if isinstance(value, dict) else {}
