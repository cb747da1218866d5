"""The list taken along: CSV for whatever comes next, Excel for people. What comes out can be brought in again."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from fieber.desk.roster.models import Entry
from fieber.report.roster_parts import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieber.desk.people.models import Person
    from fieber.desk.roster.listing import Line
    from fieber.report.words import Words

FORMS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
HEADS = (
    "account",
    "platform",
    "verdict",
    "temperature",
    "change",
    "low",
    "high",
    "stands_out",
    "tags",
    "owner",
    "notes",
)
Cell = str | float | None


def export(form: str, lines: Sequence[Line], person: Person, words: Words) -> bytes:
    """Give the lines as a file: "csv" (heads and values as they are brought in) or "xlsx" (verdicts in words)."""
    notes = dict(Entry.objects.filter(manager=person).values_list("account", "notes"))
    rows = [_row(line, notes.get(line.number, "")) for line in lines]
    return _csv(rows) if form == "csv" else _xlsx(rows, words)


def _row(line: Line, notes: str) -> tuple[Cell, ...]:
    numbers = (line.temperature, line.change, line.change_low, line.change_high)
    own = ("yes" if line.stands_out else "", ", ".join(line.tags), line.keeper, notes)
    return (line.name, line.platform, line.verdict, *numbers, *own)


def _csv(rows: Sequence[tuple[Cell, ...]]) -> bytes:
    text = StringIO()
    out = csv.writer(text)
    out.writerow(HEADS)
    out.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def _xlsx(rows: Sequence[tuple[Cell, ...]], words: Words) -> bytes:
    file = BytesIO()
    # no text becomes a formula, a link or a number, whatever somebody calls their account
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, safe) as book:
        sheet, bold = book.add_worksheet("fieber"), book.add_format({"bold": True})
        sheet.write_row(0, 0, HEADS, bold)
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, _in_words(row, words))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(HEADS) - 1)
        sheet.set_column(0, 0, 28)
    return file.getvalue()


def _in_words(row: tuple[Cell, ...], words: Words) -> Iterator[Cell]:
    for head, cell in zip(HEADS, row, strict=True):
        yield words.word(f"verdict.{cell}") if head == "verdict" and cell else cell
