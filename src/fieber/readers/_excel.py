"""The one door to .xlsx files and to what reads them, of the optional extra `excel`."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fieber.readers._limits import (
    DAMAGED,
    ENOUGH_CELLS,
    MAX_ENTRY_BYTES,
    MAX_RATIO,
    MOST_HOLES,
    RATIO_COUNTS_FROM,
    bomb,
    damaged,
    extra_needed,
    repeated,
    scattered,
    too_large,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
TEXTS = re.compile(rb"<(?:\w+:)?sst\b")  # the texts that cells share
TEXT = re.compile(rb"<(?:\w+:)?si\b")
SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")  # a cell that shares one, and its number
NUMBER = re.compile(SHARED.pattern + rb"[^>]*>[^<]*<(?:\w+:)?v[^>]*>\s*(\d{1,9})")
MOST_LETTERS = 128 * 2**20  # of all those cells; half a million posts with captions have less


def read_sheet(content: bytes, *, where: str, rows: int | None = None) -> pl.DataFrame:
    """Give the first sheet that has a table in it, typed as Excel has it; without rows if no sheet has one.

    Args:
        content: the .xlsx file.
        where: its name, for messages.
        rows: how many rows at most; None for all.

    Raises:
        UnreadableError: not an Excel file, damaged, a bomb, or the extra is not installed.
    """
    fastexcel = _door(where)
    _refuse_traps(content, where)
    try:
        book = fastexcel.read_excel(content)
        for name in book.sheet_names:
            # all rows decide a column's type: a "--" far down must not turn into nothing
            sheet: pl.DataFrame = book.load_sheet(name, n_rows=rows, schema_sample_rows=None).to_polars()
            if sheet.width > 1:
                return sheet
    except fastexcel.FastExcelError as error:
        raise damaged(where) from error
    return pl.DataFrame()


def read_book(content: bytes, *, where: str) -> dict[str, list[tuple[str | None, ...]]]:
    """Give name → rows of every sheet as text, first row included; moments as "2026-06-29 18:00:00".

    Args:
        content: an .xlsx file.
        where: its name, for messages.

    Raises:
        UnreadableError: damaged, protected, a bomb, or the extra is not installed.
    """
    fastexcel = _door(where)
    _refuse_traps(content, where)
    try:
        book = fastexcel.read_excel(content)
        return {name: _rows(book.load_sheet(name, header_row=None, dtypes="string")) for name in book.sheet_names}
    except fastexcel.FastExcelError as error:
        raise damaged(where) from error


def _rows(sheet: Any) -> list[tuple[str | None, ...]]:
    frame = sheet.to_polars()
    return frame.rows() if frame.width else []


def _door(where: str) -> Any:
    try:
        import fastexcel  # noqa: PLC0415  optional extra, this is its one door
    except ModuleNotFoundError as error:
        raise extra_needed(where) from error
    # it warns about every empty column; such a column is nothing that a person has to know of
    logging.getLogger("fastexcel").setLevel(logging.ERROR)
    return fastexcel


def is_workbook(content: bytes) -> bool:
    """Say whether these are the bytes of an .xlsx file (not of another office document)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except DAMAGED:
        return False


def _refuse_traps(content: bytes, where: str) -> None:
    """Refuse bombs, sheets of which most is empty, and a long text in many cells: opened, each place takes memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts, cells = np.zeros(0, dtype=np.int64), 0
            for info in archive.infolist():
                if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                    raise bomb(where)
                if info.file_size > MAX_ENTRY_BYTES:
                    raise too_large(where)
                part = archive.read(info)  # any of them may be a sheet, whatever it is called
                if _is_scattered(part):
                    raise scattered(where)
                texts = _lengths(part) if TEXTS.search(part) else texts
                cells += len(SHARED.findall(part))
            if cells * int(texts.max(initial=0)) > MOST_LETTERS:
                told = sum(_letters(archive.read(info), texts) for info in archive.infolist())
                if told > MOST_LETTERS:
                    raise repeated(where)
    except DAMAGED as error:
        raise damaged(where) from error


def _lengths(texts: bytes) -> NDArray[np.int64]:
    """Give the size in bytes of each text that cells share, marks and all."""
    starts = [found.start() for found in TEXT.finditer(texts)]
    ends = np.array([*starts, len(texts)], dtype=np.int64)
    return ends[1:] - ends[:-1]


def _letters(sheet: bytes, texts: NDArray[np.int64]) -> int:
    """Give the bytes of all cells of a sheet that share texts; one that does not say which has the longest."""
    told = [int(number) for number in NUMBER.findall(sheet)]
    known = [number for number in told if number < len(texts)]
    rest = len(SHARED.findall(sheet)) - len(told)
    return int(texts[known].sum()) + max(0, rest) * int(texts.max(initial=0))


def _is_scattered(sheet: bytes) -> bool:
    n_cells = n_rows = 0
    columns: set[bytes] = set()
    for place in PLACE.finditer(sheet):
        n_cells += 1
        n_rows = max(n_rows, int(place[2]))
        columns.add(place[1].upper())
    furthest = max(columns, key=lambda letters: (len(letters), letters), default=b"")
    n_columns = 0
    for letter in furthest:
        n_columns = 26 * n_columns + letter - ord("@")
    return n_rows * n_columns > ENOUGH_CELLS + MOST_HOLES * n_cells
