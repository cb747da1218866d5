"""Tables that a platform exports under names of its own: known by their header, read by name, in any order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.reading import Reading, Source
from fieber.model.tables import empty
from fieber.model.text import Message
from fieber.readers._columns import fold, match
from fieber.readers._posts import days_from, posts_from
from fieber.readers._private import candidates
from fieber.readers._tables import no_table, read_table, top_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import PurePosixPath

    from fieber.readers._protocol import Input
    from fieber.readers._tables import Table


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One table of a platform.

    needs: names of which each must be in the header; a text with "|" means one of several. without: names that must not
    be there. columns: ours → theirs, several separated by "|", the surest first. prepare: changes the table before it
    is read; also: names of columns that only it uses. is_days: a row is a day. reader: whose it is.
    """

    reader: str
    platform: str
    needs: tuple[str, ...]
    columns: Mapping[str, str]
    without: tuple[str, ...] = ()
    is_days: bool = False
    is_verified: bool = True
    day_first: bool | None = None
    also: str = ""
    prepare: Callable[[pl.DataFrame], pl.DataFrame] = field(default=lambda table: table)

    def fits(self, names: Sequence[str]) -> bool:
        """Say whether a header is this table's."""
        there = {fold(name) for name in names}
        is_there = all(any(fold(word) in there for word in words.split("|")) for words in self.needs)
        return is_there and not any(fold(word) in there for word in self.without)

    def synonyms(self) -> dict[str, tuple[str, ...]]:
        """Ours → their names, folded."""
        return {ours: tuple(fold(word) for word in words.split("|")) for ours, words in self.columns.items()}


def sheet_of(source: Input, path: PurePosixPath, sheets: Sequence[Sheet]) -> Sheet | None:
    """Give the sheet that the file at `path` is; None if it is none of these."""
    top = top_of(source, path)
    if top is None or top.form not in {"separated", "excel", "parquet"}:
        return None
    return next((sheet for sheet in sheets if sheet.fits(top.names)), None)


def sheets_in(source: Input, sheets: Sequence[Sheet]) -> dict[PurePosixPath, Sheet]:
    """Give the tables of a platform that lie in an input, on the first two levels, and what each is.

    A single file may be called anything.
    """
    paths = source.paths()
    asked = paths if len(paths) == 1 else candidates(source, ".csv")
    found = {path: sheet_of(source, path, sheets) for path in asked}
    return {path: sheet for path, sheet in found.items() if sheet is not None}


def only_sheet(source: Input, sheets: Sequence[Sheet]) -> Sheet | None:
    """Give the sheet that a single file is; None for a folder, a ZIP or any other file."""
    paths = source.paths()
    return sheet_of(source, paths[0], sheets) if len(paths) == 1 else None


def read_sheet(
    source: Input,
    path: PurePosixPath,
    sheet: Sheet,
    *,
    account: str | None,
    columns: Mapping[str, str] | None = None,
    file: str | None = None,
) -> Reading:
    """Read one table of a platform.

    Args:
        source: the input; path: the file in it.
        sheet: what it is.
        account: of rows that name none.
        columns: overrides, ours → theirs.
        file: how the file is called in messages; its own name if None.

    Raises:
        UnreadableError: no rows, or not one that can be read.
    """
    top = top_of(source, path)
    if top is None:
        raise no_table(path.name)
    return reading_of(read_table(source, path, top), sheet, file or path.name, account=account, columns=columns)


def reading_of(
    table: Table, sheet: Sheet, file: str, *, account: str | None, columns: Mapping[str, str] | None = None
) -> Reading:
    """Read a table that is open already; as `read_sheet`."""
    if table.frame.is_empty():
        raise UnreadableError(
            f"{file} holds only a header and no rows; choose a time with posts and export again",
            de=f"{file} enthält nur eine Kopfzeile und sonst keine Zeile; wähle eine Zeit mit Posts und exportiere noch"
            " einmal",
        )
    theirs = table.frame.columns
    frame = sheet.prepare(table.frame)
    matched = match(frame.columns, sheet.synonyms(), columns)
    if ("day" if sheet.is_days else "posted_at") not in matched.ours:
        raise UnreadableError(
            f"{file} has no column that says when; if one has another name, say so: --map posted_at=COLUMN",
            de=f"{file} hat keine Spalte, die sagt, wann; wenn sie anders heißt, nenne sie: --map posted_at=SPALTE",
        )
    others = {fold(word) for word in sheet.also.split("|")}
    used = [name for name in theirs if name in matched.ours.values() or fold(name) in others]
    turn = days_from if sheet.is_days else posts_from
    rows = turn(frame, matched.ours, file=file, day_first=sheet.day_first)
    said = rows.frame.with_columns(
        platform=pl.col("platform").fill_null(sheet.platform), account=pl.col("account").fill_null(pl.lit(account))
    )
    unmatched = tuple(name for name in theirs if name not in used)
    lost = sum(fault.count for fault in table.faults if fault.kind.endswith("_dropped"))
    notes = rows.notes if sheet.is_verified else (*rows.notes, Message("note.unverified_layout", {"language": "en"}))
    return Reading(
        posts=empty("posts") if sheet.is_days else said,
        days=said if sheet.is_days else empty("days"),
        faults=(*table.faults, *rows.faults),
        sources=(Source(file, sheet.reader, tuple(used), unmatched, is_verified=sheet.is_verified),),
        notes=notes,
        rows_read=0 if sheet.is_days else rows.rows_read + lost,
    )


def handle_in(column: str, pattern: str) -> pl.Expr:
    """Give what the first group of a pattern finds in a column of links."""
    return pl.col(column).cast(pl.String).str.extract(pattern, 1)


def named(table: pl.DataFrame, name: str) -> str | None:
    """Give how a table spells a column, or the first of several with "|" between them; None if it has none like it."""
    spelled = {fold(theirs): theirs for theirs in reversed(table.columns)}
    return next((spelled[fold(word)] for word in name.split("|") if fold(word) in spelled), None)


def merged(readings: Sequence[Reading]) -> Reading:
    """Put the readings of several files of one export side by side."""
    return Reading(
        posts=pl.concat([reading.posts for reading in readings]),
        days=pl.concat([reading.days for reading in readings]),
        accounts=pl.concat([reading.accounts for reading in readings]),
        events=pl.concat([reading.events for reading in readings]),
        faults=tuple(fault for reading in readings for fault in reading.faults),
        sources=tuple(source for reading in readings for source in reading.sources),
        unknown_paths=tuple(dict.fromkeys(path for reading in readings for path in reading.unknown_paths)),
        notes=tuple(_once(note for reading in readings for note in reading.notes)),
        rows_read=sum(reading.rows_read for reading in readings),
    )


def _once(notes: Iterable[Message]) -> list[Message]:
    kept: list[Message] = []
    for note in notes:
        if note not in kept:
            kept.append(note)
    return kept
