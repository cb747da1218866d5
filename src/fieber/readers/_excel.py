"""The one door to .xlsx files and to what reads them, of the optional extra `excel`."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from typing import Any

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
    scattered,
    too_large,
)

PLACE = re.compile(rb"""r=["']([A-Z]{1,3})(\d{1,7})["']""")


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
    """Refuse bombs, and sheets of which most is empty: each cell of the rectangle takes memory when it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                    raise bomb(where)
                if info.file_size > MAX_ENTRY_BYTES:
                    raise too_large(where)
                if _is_scattered(archive.read(info)):  # any of them may be a sheet, whatever it is called
                    raise scattered(where)
    except DAMAGED as error:
        raise damaged(where) from error


def _is_scattered(sheet: bytes) -> bool:
    n_cells = n_rows = 0
    columns: set[bytes] = set()
    for place in PLACE.finditer(sheet):
        n_cells += 1
        n_rows = max(n_rows, int(place[2]))
        columns.add(place[1])
    furthest = max(columns, key=lambda letters: (len(letters), letters), default=b"")
    n_columns = 0
    for letter in furthest:
        n_columns = 26 * n_columns + letter - ord("@")
    return n_rows * n_columns > ENOUGH_CELLS + MOST_HOLES * n_cells
