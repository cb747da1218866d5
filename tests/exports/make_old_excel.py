"""Writes Excel files as they were before 2007: records of BIFF8 in a compound file, after Microsoft's descriptions.

What is written is all that a page of LinkedIn's has; wrong sizes and passwords can be put in on purpose. Run from the
project's root it writes the export of a page: .venv/bin/python tests/exports/make_old_excel.py.
"""

from __future__ import annotations

import struct
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Cell = str | float | datetime | None

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SMALLEST = 4096  # shorter streams would lie in a place of their own
BOF, EOF, CODEPAGE, BOUNDSHEET, DIMENSIONS, NUMBER, LABEL = 0x809, 0x0A, 0x42, 0x85, 0x200, 0x203, 0x204
FILEPASS, SHARED, MANY = 0x2F, 0xFC, 0xBD  # a password, texts of several cells, several numbers in a row
BOOK, SHEET = 5, 16  # what begins
STYLE, AS_DATE = 0xE0, 14
ORIGIN = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
MOST_LETTERS = 200  # of a cell; a record is at most 8,224 bytes long


def old_excel(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    told: tuple[int, int] | None = None,
    far: tuple[int, int] | None = None,
    in_book: bytes = b"",
    in_sheets: bytes = b"",
) -> bytes:
    """Give an .xls file.

    Args:
        sheets: name → rows of cells. told: rows and columns that each sheet says it has; if not given, the truth.
        far: row and column of one more cell of each sheet. in_book, in_sheets: more records, see `record`.
    """
    bodies = [_sheet(rows, told, far, in_sheets) for rows in sheets.values()]
    names = [struct.pack("<H", 0) + bytes([len(name), 1]) + name.encode("utf-16-le") for name in sheets]
    start = _begin(BOOK) + in_book + record(CODEPAGE, struct.pack("<H", 1200))
    start += b"".join(record(STYLE, struct.pack("<HH16x", 0, style)) for style in (0, AS_DATE))
    at = len(start) + sum(8 + len(name) for name in names) + len(record(EOF))
    index = b""
    for name, body in zip(names, bodies, strict=True):
        index += record(BOUNDSHEET, struct.pack("<I", at) + name)
        at += len(body)
    return compound({"Workbook": start + index + record(EOF) + b"".join(bodies)})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Give a compound file with these streams."""
    chains: list[bytes] = [content.ljust(SMALLEST, b"\0") for content in streams.values()]
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    table: list[int] = []
    for order, (name, content) in enumerate(zip(streams, chains, strict=True), start=1):
        first, count = len(table), -(-len(content) // SECTOR)
        entries.append(_entry(name, 2, first, len(content), right=order + 1 if order < len(chains) else FREE))
        table += [*range(first + 1, first + count), END]
    folder = b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0")
    first_of_folder, count = len(table), len(folder) // SECTOR
    table += [*range(first_of_folder + 1, first_of_folder + count), END]
    n_tables = 1
    while n_tables * (SECTOR // 4) < len(table) + n_tables:
        n_tables += 1
    places = range(len(table), len(table) + n_tables)
    table += [TABLE] * n_tables
    table += [FREE] * (n_tables * (SECTOR // 4) - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, n_tables, first_of_folder, 0, SMALLEST, END, 0, END, 0)
    head += struct.pack("<109I", *places, *[FREE] * (109 - n_tables))
    body = b"".join(content.ljust(-(-len(content) // SECTOR) * SECTOR, b"\0") for content in chains)
    return head + body + folder + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, first: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    spelled = (name + "\0").encode("utf-16-le")
    start = spelled.ljust(64, b"\0") + struct.pack("<HBBIII", len(spelled), kind, 1, FREE, right, child)
    return start + bytes(36) + struct.pack("<IQ", first, size)


def _sheet(
    rows: Sequence[Sequence[Cell]], told: tuple[int, int] | None, far: tuple[int, int] | None, more: bytes
) -> bytes:
    height, width = told or (len(rows), max(map(len, rows), default=0))
    cells = [_cell(row, column, cell) for row, line in enumerate(rows) for column, cell in enumerate(line)]
    if far is not None:
        cells.append(_cell(*far, 1.0))
    size = record(DIMENSIONS, struct.pack("<IIHHH", 0, height, 0, width, 0))
    return _begin(SHEET) + size + b"".join(cells) + more + record(EOF)


def _cell(row: int, column: int, cell: Cell) -> bytes:
    if cell is None:
        return b""
    place = struct.pack("<HHH", row, column, int(isinstance(cell, datetime)))
    if isinstance(cell, datetime):
        cell = (cell - ORIGIN).total_seconds() / 86_400
    if isinstance(cell, str):
        letters = cell[:MOST_LETTERS]
        return record(LABEL, place + struct.pack("<HB", len(letters), 1) + letters.encode("utf-16-le"))
    return record(NUMBER, place + struct.pack("<d", cell))


def _begin(what: int) -> bytes:
    return record(BOF, struct.pack("<HHHHII", 0x600, what, 0x0DBB, 0x07CC, 0, 6))


def record(kind: int, content: bytes = b"") -> bytes:
    """Give one record."""
    return struct.pack("<HH", kind, len(content)) + content


if __name__ == "__main__":
    link = "https://www.linkedin.com/feed/update/urn:li:activity:740000000000000000"
    note = ["secretcaption: metrics of your posts from June 2026"]
    heads = "Post title,Post link,Post type,Created date,Impressions,Views,Likes,Comments,Reposts,Follows,Content Type"
    content = old_excel(
        {
            "Metrics": [
                note,
                ["Date", "Impressions (organic)", "Unique impressions (organic)", "Clicks (total)"],
                ["06/29/2026", 120, 95, 3],
                ["06/30/2026", 220, 180, 6],
            ],
            "All posts": [
                note,
                heads.split(","),
                ["secretcaption", f"{link}1", "Organic", "06/29/2026", 1500, None, 30, 4, 2, 1, "Image"],
                ["secretcaption", f"{link}2", "Sponsored", "06/30/2026", 9000, 800, 60, 8, 3, None, "Video"],
            ],
        }
    )
    export = Path(__file__).parent / "linkedin" / "company_old_excel" / "company_content.xls"
    export.parent.mkdir(exist_ok=True)
    export.write_bytes(content)
