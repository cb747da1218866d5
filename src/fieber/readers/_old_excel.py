"""Excel files as they were before 2007 (.xls): read in Python, where a file made to break a parser raises an error."""

from __future__ import annotations

import io
import struct
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from fieber.errors import UnreadableError
from fieber.readers._limits import ENOUGH_CELLS, MOST_HOLES, damaged, extra_needed, locked, scattered

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rows = list[tuple[str | None, ...]]

MAGIC = b"\xd0\xcf\x11\xe0"  # of every file of Microsoft's from before 2007, and of new ones behind a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the name of the part in which an .xlsx with a password lies
MOST_BYTES = 8 * 2**20  # a page's export of a year has about one; beyond, reading takes more than 5 seconds
MOST_SHEETS = 64
MOST_LETTERS = 64 * 2**20  # a text stands once in the file and in as many cells as there are
EMPTY, TEXT, NUMBER, MOMENT = range(4)  # kinds of cells
ORIGINS = (datetime(1899, 12, 30), datetime(1904, 1, 1))  # of days: most programs, old ones on a Mac  # noqa: DTZ001 - cells have no zone
FEWEST_BYTES = 6  # of a cell: a file with more cells tells the same ones again and again
# what broken files come to in a parser that looks at nothing twice
BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, TypeError, ValueError, struct.error)


def read_old_book(content: bytes, *, where: str) -> dict[str, Rows] | None:
    """Give name → rows of every sheet as `_excel.read_book` does; None where these are no Excel file's bytes.

    Args:
        content: what begins with MAGIC. where: its name, for messages.

    Raises:
        UnreadableError: damaged, protected, more than a page's export can be, or the extra is not installed.
    """
    try:
        import xlrd  # noqa: PLC0415  optional extra, this is its one door
    except ModuleNotFoundError as error:
        raise extra_needed(where) from error
    if len(content) > MOST_BYTES:
        raise _beyond(where)
    if ENCRYPTED in content:
        raise locked(where)
    try:
        book = xlrd.open_workbook(file_contents=content, ragged_rows=True, on_demand=True, logfile=io.StringIO())
        return _sheets(book, len(content), where)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise locked(where) from error
        if "Can't find workbook" in str(error):
            return None
        raise damaged(where) from error
    except (xlrd.compdoc.CompDocError, *BROKEN) as error:
        raise damaged(where) from error


def _sheets(book: Any, size: int, where: str) -> dict[str, Rows]:
    """Read one sheet after the other, so that of what is too much only a part is ever held."""
    if book.nsheets > MOST_SHEETS:
        raise _beyond(where)
    found: dict[str, Rows] = {}
    n_cells = n_places = n_letters = 0
    for number, name in enumerate(book.sheet_names()):
        sheet = book.sheet_by_index(number)
        n_cells += sum(len(types) - types.count(EMPTY) for types in map(sheet.row_types, range(sheet.nrows)))
        n_places += sheet.nrows * sheet.ncols
        if n_places > ENOUGH_CELLS + MOST_HOLES * n_cells:
            raise scattered(where)
        rows = found[name] = [_texts(sheet.row(row), sheet.ncols, book.datemode) for row in range(sheet.nrows)]
        n_letters += sum(len(text) for row in rows for text in row if text)
        if n_cells * FEWEST_BYTES > size or n_letters > MOST_LETTERS:
            raise _beyond(where)
        book.unload_sheet(number)
    return found


def _texts(row: Sequence[Any], width: int, datemode: int) -> tuple[str | None, ...]:
    return (*(_text(cell, datemode) for cell in row), *[None] * (width - len(row)))


def _text(cell: Any, datemode: int) -> str | None:
    """Give a cell as `_excel.read_book` does: whole numbers without a point, moments as "2026-06-29 18:00:00"."""
    if cell.ctype == TEXT:
        return str(cell.value) or None
    if cell.ctype == MOMENT:
        return str((ORIGINS[datemode] + timedelta(days=cell.value)).replace(microsecond=0))
    if cell.ctype == NUMBER:
        return str(int(cell.value)) if cell.value.is_integer() else repr(cell.value)
    return None  # nothing, an error, yes or no: no column of ours


def _beyond(where: str) -> UnreadableError:
    return UnreadableError(
        f"{where} holds more than fieber reads of an old Excel file; save it as .xlsx, or export less time",
        de=f"{where} enthält mehr, als fieber aus einer alten Excel-Datei liest; speichere sie als .xlsx oder"
        " exportiere weniger Zeit",
    )
