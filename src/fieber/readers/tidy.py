"""Tables that anybody keeps: CSV, TSV, JSON Lines, Parquet, Excel, with column names in English, German, Portuguese.

A general reader: it takes every table that no other reader claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fieber.errors import UnreadableError
from fieber.model.reading import Fault, Reading, Source
from fieber.model.tables import COUNTS, empty
from fieber.readers._columns import (
    DAY_SYNONYMS,
    POST_SYNONYMS,
    Match,
    is_day_first,
    is_days_table,
    listed,
    match,
)
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._numbers import looks_like_number
from fieber.readers._posts import Rows, days_from, posts_from
from fieber.readers._tables import Table, read_table, top_of
from fieber.readers._times import looks_like_moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.readers._protocol import Input, Reader

GUIDE = Guide(
    title=Said("Any table", "Jede Tabelle"),
    also=("csv", "excel", "parquet", "table", "tabelle"),
    forms=(
        Form(
            what=Said("CSV, TSV, Excel, Parquet, JSON, JSON Lines", "CSV, TSV, Excel, Parquet, JSON, JSON Lines"),
            gives=Said("whatever its columns are called after", "das, wonach die Spalten heißen"),
            lacks=Said("what no column holds", "was in keiner Spalte steht"),
            steps=(
                Said(
                    "One row a post: a date and one counter are enough.",
                    "Eine Zeile je Post: Ein Datum und eine Zahl reichen.",
                ),
                Said(
                    "Name what is not found: --map likes=COLUMN.", "Nenne, was nicht erkannt wird: --map likes=SPALTE."
                ),
            ),
        ),
    ),
)
HAS_DIGIT = re.compile(r"\d")  # without one, a cell is neither a date nor a number; asking in full takes 20 ms each
HOW_TO_MAP = "name it with --map, for example --map posted_at=COLUMN"
HOW_TO_MAP_DE = "nenne sie mit --map, zum Beispiel --map posted_at=SPALTE"


@dataclass(frozen=True, slots=True)
class Tidy:
    """Reads one table of posts or of days."""

    name: ClassVar[str] = "tidy"
    is_general: ClassVar[bool] = True
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """Any single file that is a table."""
        paths = source.paths()
        return len(paths) == 1 and top_of(source, paths[0]) is not None

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read a table of posts, or of days if it holds followers and nothing of single posts.

        Args:
            source: one file.
            account: of rows that name none; null where neither says it.
            columns: overrides, ours → theirs.

        Raises:
            UnreadableError: no date column, no header, or no rows.
            UsageError: an override that does not exist.
        """
        path = source.paths()[0]
        top = top_of(source, path)
        if top is None:
            raise UnreadableError(
                f"{source.name} is no table; give a CSV, Excel or Parquet file with a header",
                de=f"{source.name} ist keine Tabelle; gib eine CSV-, Excel- oder Parquet-Datei mit einer Kopfzeile",
            )
        if any(looks_like_moment(name) or looks_like_number(name) for name in top.names if HAS_DIGIT.search(name)):
            raise UnreadableError(
                f"{source.name} has no header; put a first line above it, such as posted_at,likes",
                de=f"{source.name} hat keine Kopfzeile; setz eine erste Zeile darüber, etwa posted_at,likes",
            )
        table = read_table(source, path, top)
        names = table.frame.columns
        if table.frame.is_empty():
            raise UnreadableError(
                f"{source.name} holds only a header and no rows; download the export again",
                de=f"{source.name} enthält nur eine Kopfzeile und sonst keine Zeile; lade den Export noch einmal"
                " herunter",
            )
        is_days = is_days_table(names, columns)
        matched = match(names, DAY_SYNONYMS if is_days else POST_SYNONYMS, columns)
        rows = self._rows(table, matched, source.name, is_days=is_days)
        return _reading(rows, table.faults, matched, file=source.name, is_days=is_days, account=account)

    def _rows(self, table: Table, matched: Match, file: str, *, is_days: bool) -> Rows:
        day_first = is_day_first(table.frame.columns)
        if is_days:
            return days_from(table.frame, matched.ours, file=file, day_first=day_first)
        ours = dict(matched.ours)
        if "posted_at" not in ours and "time_of_day" in ours:
            ours["posted_at"] = ours.pop("time_of_day")
        theirs = listed(table.frame.columns)
        if "posted_at" not in ours:
            raise UnreadableError(
                f"{file} has no column with dates (its columns: {theirs}); {HOW_TO_MAP}",
                de=f"{file} hat keine Spalte mit Datum (Spalten: {theirs}); {HOW_TO_MAP_DE}",
            )
        if not any(name in ours for name in COUNTS):
            raise UnreadableError(
                f"{file} has no column with likes, views or the like (its columns: {theirs});"
                " name one with --map, for example --map likes=COLUMN",
                de=f"{file} hat keine Spalte mit Likes, Aufrufen oder Ähnlichem (Spalten: {theirs});"
                " nenne eine mit --map, zum Beispiel --map likes=SPALTE",
            )
        return posts_from(table.frame, ours, file=file, day_first=day_first)


def _reading(
    rows: Rows, opened: tuple[Fault, ...], matched: Match, *, file: str, is_days: bool, account: str | None
) -> Reading:
    frame = rows.frame
    if account is not None:
        frame = frame.with_columns(frame["account"].fill_null(account))
    lost = sum(fault.count for fault in opened if fault.kind.endswith("_dropped"))
    source = Source(file, Tidy.name, tuple(matched.ours.values()), matched.unmatched)
    if not is_days and frame.is_empty():
        theirs = matched.ours.get("posted_at", "")
        raise UnreadableError(
            f"no row of {file} has a date that can be read in column {theirs}; {HOW_TO_MAP}",
            de=f"In {file} steht in der Spalte {theirs} kein Datum, das fieber lesen kann; ist es eine andere Spalte,"
            f" {HOW_TO_MAP_DE}",
        )
    return Reading(
        posts=empty("posts") if is_days else frame,
        days=frame if is_days else empty("days"),
        faults=(*opened, *rows.faults),
        sources=(source,),
        notes=rows.notes,
        rows_read=rows.rows_read + (0 if is_days else lost),
    )


READER: Reader = Tidy()
