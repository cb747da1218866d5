"""CSV files with a quote where none belongs, or with letters of an old code page: a copy that any program reads.

One stray quote is enough for a fast reader to take the rest of a file for one cell, or to give up. So files are looked
at first, and one that has such rows is copied with those rows written anew; all others are read as they are.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import numpy as np

from fieber.files import write_whole
from fieber.model.reading import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from fieber.engines._protocol import Posts

PIECE = 2**22  # bytes that are looked at together
LONGEST = 2**20  # bytes of one row with line ends in it; beyond, its first quote was never closed
MOST_TOLD = 20  # rows of a file whose line is told; of the rest only how many they are
LINE = re.compile(rb"[^\n]*\n|[^\n]+")
QUOTE, COMMA, FEED, RETURN = b'",\n\r'


@dataclass(slots=True)
class Mending:
    """What becomes of the rows of one file: lines of those that were kept, with their quotes, and of those dropped."""

    width: int
    kept: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)

    def faults(self, name: str) -> Iterator[Fault]:
        """Tell them, "posts.csv:5" for the first ones."""
        for kind, lines in (("stray_quote", self.kept), ("unreadable_row_dropped", self.dropped)):
            yield from (Fault(f"{name}:{line}", None, kind, 1) for line in lines[:MOST_TOLD])
            if len(lines) > MOST_TOLD:
                yield Fault(name, None, kind, len(lines) - MOST_TOLD)


def mended(posts: Posts, folder: Path) -> tuple[Posts, tuple[Fault, ...]]:
    """Give the posts with copies of those CSV files that need one, and what was wrong with them.

    Args:
        posts: of any form. folder: for the copies; those that are there already are written again.
    """
    if posts.form != "csv" or posts.are_elsewhere:
        return posts, ()
    copies: list[tuple[str, str]] = []
    faults: list[Fault] = []
    for file in map(Path, posts.files):
        mending = Mending(_width(file))
        if not all(_is_even(piece, mending.width) for piece in _pieces(file)):
            # folders such as platform=instagram are columns, so they stay in the path
            keys = [part for part in file.parent.parts if "=" in part]
            copy = folder.joinpath(blake2b(bytes(file), digest_size=8).hexdigest(), *keys, file.name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            write_whole(copy, lambda out, file=file, mending=mending: _copy(file, out, mending))  # type: ignore[misc]
            copies.append((str(file), str(copy)))
            faults += mending.faults(file.name)
    return replace(posts, copies=tuple(copies)), tuple(faults)


def _width(file: Path) -> int:
    with file.open("rb") as lines:
        return len(_cells(_text(lines.readline().removeprefix(BOM_UTF8))) or ())


def _pieces(file: Path) -> Iterator[bytes]:
    """Give the file in pieces of whole rows, as far as its quotes tell where one ends."""
    with file.open("rb") as lines:
        lines.seek(len(BOM_UTF8) if lines.read(len(BOM_UTF8)) == BOM_UTF8 else 0)
        while piece := lines.read(PIECE) + lines.readline():
            more: list[bytes] = []
            is_open = piece.count(b'"') % 2 == 1
            while is_open and sum(map(len, more)) < LONGEST and (line := lines.readline()):
                more.append(line)
                is_open = line.count(b'"') % 2 == 0
            yield b"".join((piece, *more))


def _is_even(piece: bytes, width: int) -> bool:
    """Say whether all of a piece is UTF-8, every quote is where one belongs, and no row has swallowed others."""
    if not piece.isascii():
        try:
            piece.decode()
        except UnicodeDecodeError:
            return False
    if b'"' not in piece:
        return True
    letters = np.frombuffer(piece, dtype=np.uint8)
    quotes = np.flatnonzero(letters == QUOTE)
    if len(quotes) % 2:
        return False
    # a quote that stands twice within a cell closes it and opens it again
    opening, closing = quotes[::2], quotes[1::2]
    before = letters[opening[opening > 0] - 1]
    after = letters[closing[closing < len(piece) - 1] + 1]
    if not (np.isin(before, (COMMA, FEED, QUOTE)).all() and np.isin(after, (COMMA, FEED, RETURN, QUOTE)).all()):
        return False
    return _are_rows(letters, quotes, width)


def _are_rows(letters: NDArray[np.uint8], quotes: NDArray[np.intp], width: int) -> bool:
    """Say whether those rows that have line ends in them have as many cells as the header."""
    feeds, commas = np.flatnonzero(letters == FEED), np.flatnonzero(letters == COMMA)
    is_within, is_text = (np.searchsorted(quotes, places) % 2 == 1 for places in (feeds, commas))
    ends = np.append(feeds[~is_within], len(letters))
    n_cells = 1 + np.diff(np.searchsorted(commas[~is_text], ends), prepend=0)
    return bool((n_cells[np.searchsorted(ends, feeds[is_within])] == width).all())


def _copy(file: Path, out: IO[bytes], mending: Mending) -> None:
    rest, number = b"", 1  # what was not written yet, and the line it begins at
    for piece in _pieces(file):
        whole = rest + piece
        rows, rest = ([whole], b"") if _is_even(whole, mending.width) else _rows(whole, number, mending)
        out.writelines(rows)
        number += whole.count(b"\n") - rest.count(b"\n")
    while rest:  # its first row was never closed
        line, feed, others = rest.partition(b"\n")
        out.write(_anew(line + feed, number, mending))
        rows, rest = _rows(others, number + 1, mending)
        out.writelines(rows)
        number += 1 + others.count(b"\n") - rest.count(b"\n")


def _rows(piece: bytes, first: int, mending: Mending) -> tuple[list[bytes], bytes]:
    """Give rows, as they are or written anew, and the rest: a last row that is not closed yet.

    Of a row that makes no sense only the first line is that row, so that it takes no other along.
    """
    lines = [line if line.isascii() else _text(line).encode() for line in LINE.findall(piece)]
    rows: list[bytes] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        if end is None and sum(map(len, lines[at:])) < LONGEST:
            break
        row = b"".join(lines[at:end])
        if end is None or not _is_even(row, mending.width):
            end, row = at + 1, _anew(lines[at], first + at, mending)
        rows.append(row)
        at = end
    return rows, b"".join(lines[at:])


def _end(lines: Sequence[bytes], at: int) -> int | None:
    """Give the line after the last one of the row that begins at a line: there its quotes come in pairs."""
    is_open = False
    for number in range(at, len(lines)):
        is_open ^= lines[number].count(b'"') % 2 == 1
        if not is_open:
            return number + 1
    return None


def _anew(line: bytes, number: int, mending: Mending) -> bytes:
    """Write a line anew whose quotes are none; nothing where it makes no sense even so."""
    readings = (_cells(_text(line)), _cells(_text(line), quoting=csv.QUOTE_NONE))
    cells = next((cells for cells in readings if cells is not None and len(cells) == mending.width), None)
    if cells is None:
        mending.dropped.append(number)
        return b""
    mending.kept.append(number)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode()


def _cells(text: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> list[str] | None:
    try:
        return next(csv.reader([text.rstrip("\r\n")], quoting=quoting), None)
    except csv.Error:
        return None


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
