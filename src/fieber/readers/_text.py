"""Decodes tables written as text and finds out how they are separated."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATORS = (",", ";", "\t", "|")
SEPARATOR_HINT = re.compile(r"\A\ufeff?\"?sep=(.)\"?\r?\n")  # a line only Excel understands
MOST_LINES_ABOVE = 12  # a report's title, its period, its filters
FEWEST_ROWS_BELOW = 4  # header and three rows: below lines that are none of the table, fewer are no proof of one
# letters with an accent between two without: what one code page calls so is signs in the other
MAC_LETTERS = re.compile(rb"[A-Za-z][\x88\x8a\x8b\x8d-\x90\x9a\x9b\x9d\x9f](?=[A-Za-z])")
WINDOWS_LETTERS = re.compile(rb"[A-Za-z][\xc0-\xff](?=[A-Za-z])")
LOOKED_AT = 65536  # bytes that tell the code page
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
    if len(start) >= 4 and start[1] == start[3] == 0:
        return "utf-16-le"
    if len(start) >= 4 and start[0] == start[2] == 0:
        return "utf-16-be"
    return None


def _code_page_of(start: bytes) -> str:
    """Name the code page of text that is no UTF-8: Windows', or that of older Macs where more letters come out."""
    top = start[:LOOKED_AT]
    return "mac-roman" if len(MAC_LETTERS.findall(top)) > len(WINDOWS_LETTERS.findall(top)) else "cp1252"


def decode(content: bytes) -> str:
    """Decode a whole file: byte order mark, else strict UTF-8, else the code page that Excel writes."""
    encoding = encoding_of(content)
    if encoding is not None:
        return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_code_page_of(content), errors="replace")


def decode_head(start: bytes) -> str:
    """Decode the first bytes of a file, which may end within a letter."""
    encoding = encoding_of(start) or "utf-8"
    try:
        return codecs.getincrementaldecoder(encoding)().decode(start, final=False)
    except UnicodeDecodeError:
        return start.decode(_code_page_of(start), errors="replace")


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
    best = _widest(body, separators, is_whole=is_whole)
    if best is None and (above := _lines_above(body, separators)):
        best = _widest("".join(body.splitlines(keepends=True)[above:]), separators, is_whole=is_whole)
        skip += above
    return None if best is None else Layout(best[0], best[1], skip)


def _lines_above(text: str, separators: Sequence[str]) -> int:
    """Give how many lines stand above a header: the first of four lines with as many separators each; 0 if none do."""
    lines = text.splitlines()[: MOST_LINES_ABOVE + FEWEST_ROWS_BELOW]
    for above in range(1, len(lines) - FEWEST_ROWS_BELOW + 1):
        rows = lines[above : above + FEWEST_ROWS_BELOW]
        if any(rows[0].count(mark) > 0 and len({row.count(mark) for row in rows}) == 1 for mark in separators):
            return above
    return 0


def _widest(text: str, separators: Sequence[str], *, is_whole: bool) -> tuple[str, tuple[tuple[str, ...], ...]] | None:
    """Give the separator that makes most columns, and the top rows; None where none makes a table."""
    found = [rows for rows in (_rows(text, separator, is_whole=is_whole) for separator in separators) if rows]
    return max(found, key=lambda pair: len(pair[1][0]), default=None)


def _rows(text: str, separator: str, *, is_whole: bool) -> tuple[str, tuple[tuple[str, ...], ...]] | None:
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if row and any(cell.strip() for cell in row):
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
