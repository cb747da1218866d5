"""All sheets of an Excel file as rows of text, for exports that put notes above a header or two tables side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.errors import UnreadableError
from fieber.readers._excel import is_workbook, read_book
from fieber.readers._limits import MEDIA_SUFFIXES
from fieber.readers._old_excel import MAGIC, read_old_book

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from fieber.readers._protocol import Input

Rows = list[tuple[str | None, ...]]


def sheets_of(source: Input, path: PurePosixPath) -> dict[str, Rows] | None:
    """Give name → rows of every sheet of an .xlsx or .xls; None if the file is neither.

    Raises:
        UnreadableError: damaged, or the extra is not installed.
    """
    if path.suffix.lower() in MEDIA_SUFFIXES:
        return None
    start = source.head(path, 8)
    if start.startswith(MAGIC):
        return read_old_book(source.read(path), where=path.name)
    if not start.startswith(b"PK"):
        return None
    content = source.read(path)
    return read_book(content, where=path.name) if is_workbook(content) else None


def sheet_names(source: Input, path: PurePosixPath) -> tuple[str, ...]:
    """Give the names of the sheets of an Excel file; none if it is no Excel file, or cannot be opened."""
    try:
        return tuple(sheets_of(source, path) or ())
    except UnreadableError:
        return ()  # whoever reads it says so
