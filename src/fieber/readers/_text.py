"""Decodes tables written as text and finds out how they are separated."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass

SEPARATORS = (",", ";", "\t", "|")
SEPARATOR_HINT = re.compile(r"\A\ufeff?\"?sep=(.)\"?\r?\n")  # a line only Excel understands
CONSISTENT = 0.8  # share of rows as wide as the header; exports end some lines early, prose does so nearly always


@dataclass(frozen=True, slots=True)
class Layout:
    """How a separated table is written: separator, and the rows at its top as they are."""

    separator: str
    rows: tuple[tuple[str, ...], ...]  # header first
    skip: int  # lines before the header


def encoding_of(start: bytes) -> str | None:
    """Name the encoding that the first bytes give away; None if they do not."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start[1:2] == b"\0" and start[3:4] == b"\0":
        return "utf-16-le"
    return None


def decode(content: bytes) -> str:
    """Decode a whole file: byte order mark, else strict UTF-8, else the Windows code page that Excel writes."""
    encoding = encoding_of(content)
    if encoding is not None:
        return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def decode_head(start: bytes) -> str:
    """Decode the first bytes of a file, which may end within a letter."""
    encoding = encoding_of(start) or "utf-8"
    try:
        return codecs.getincrementaldecoder(encoding)().decode(start, final=False)
    except UnicodeDecodeError:
        return start.decode("cp1252", errors="replace")


def layout_of(text: str, *, is_whole: bool) -> Layout | None:
    """Find separator and top rows of a table written as text; None if it is none.

    Args:
        text: the beginning of the file.
        is_whole: the text is the whole file; else its last row may be cut and is left out.
    """
    if "\0" in text:
        return None
    hint = SEPARATOR_HINT.match(text)
    after_hint = text[hint.end() :] if hint else text.lstrip("\ufeff")
    body = after_hint.lstrip("\r\n")
    blank = after_hint[: len(after_hint) - len(body)].count("\n")
    skip = blank + (1 if hint else 0)
    separators = (hint.group(1),) if hint else SEPARATORS
    found = [rows for rows in (_rows(body, separator, is_whole=is_whole) for separator in separators) if rows]
    if not found:
        return None
    best = max(found, key=lambda pair: len(pair[1][0]))
    return Layout(best[0], best[1], skip)


def _rows(text: str, separator: str, *, is_whole: bool) -> tuple[str, tuple[tuple[str, ...], ...]] | None:
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                rows.append(tuple(row))
            if len(rows) > 50:
                break
    except csv.Error:
        return None
    if not is_whole and 1 < len(rows) <= 50:
        rows.pop()
    if not rows or len(rows[0]) < 2 or sum(bool(cell.strip()) for cell in rows[0]) < 2:
        return None
    width = len(rows[0])
    fitting = sum(len(row) == width for row in rows)
    return (separator, tuple(rows)) if fitting >= CONSISTENT * len(rows) else None
