"""Meta Business Suite's daily files: one metric a file, its name in the second row (FORMATS.md 2.4)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import polars as pl

from fieber.model.reading import Fault
from fieber.model.tables import conform
from fieber.readers._columns import DAY_SYNONYMS, fold
from fieber.readers._limits import damaged
from fieber.readers._numbers import parse_counts
from fieber.readers._text import SEPARATOR_HINT
from fieber.readers._times import parse_times

NETWORKS = ("instagram", "facebook")
METRICS = {word: column for column, words in DAY_SYNONYMS.items() for word in words}
METRICS |= {"viewers": "reach", "betrachter": "reach"}  # accounts that saw something at least once: what reach means
NO_METRIC = frozenset({"day", "account", "platform"})
OF_THE_AUDIENCE = frozenset({("gender", "distribution"), ("top territories", "distribution")})


@dataclass(frozen=True, slots=True)
class DailyTop:
    """What the first rows of a daily file say: title, network if the title names one, our column if it is known."""

    title: str
    network: str | None
    column: str | None
    has_days: bool  # False: another file of this family, for example the audience's cities


def daily_top(text: str) -> DailyTop | None:
    """Recognise a daily file by its first rows; None if it is none.

    Either a row with the metric's name alone, above a header that begins with the day; or, in an older flavour, two
    columns, the day and a metric with its network ("Instagram reach"). The tables of the audience are of the family.
    """
    hint = SEPARATOR_HINT.match(text)
    rows = _rows(text)[:2]
    if len(rows) < 2:
        return None
    if tuple(fold(cell) for cell in rows[0]) in OF_THE_AUDIENCE:
        return _top(rows[0][0], has_days=False)
    if len(rows[0]) == 1 and rows[0][0].strip():
        has_days = len(rows[1]) > 1 and fold(rows[1][0]) in DAY_SYNONYMS["day"]
        return _top(rows[0][0], has_days=has_days) if has_days or hint else None
    if len(rows[0]) == 2 and fold(rows[0][0]) in DAY_SYNONYMS["day"]:
        top = _top(rows[0][1], has_days=True)
        return top if top.network and top.column else None
    return None


def read_daily(text: str, column: str, network: str | None, *, file: str) -> tuple[pl.DataFrame, list[Fault]]:
    """Give the days of one file; the account is not in it and stays null.

    Days that a file of follows leaves out between its first and its last one are zero: it omits days without any. Of
    no other metric is that known.

    Args:
        column: ours, what is counted; network: if it is known.

    Raises:
        UnreadableError: a cell is larger than any table's.
    """
    # in the older flavour the header itself names the metric; else it comes after the title
    try:
        rows = [row for row in _rows(text) if len(row) >= 2][1:]
    except csv.Error as error:
        raise damaged(file) from error
    times = parse_times(pl.Series([row[0] for row in rows], dtype=pl.String), day_first=None)
    counts = parse_counts(pl.Series([row[1] for row in rows], dtype=pl.String))
    days = pl.DataFrame({"day": times.values.dt.date(), column: counts.values}).filter(pl.col("day").is_not_null())
    faults = []
    if times.values.null_count():
        faults.append(Fault(file, "day", "unreadable_day", times.values.null_count()))
    if counts.unreadable:
        faults.append(Fault(file, column, "not_a_number", counts.unreadable))
    if column == "follows" and not days.is_empty():
        days = _filled(days)
    return conform(days.with_columns(platform=pl.lit(network, dtype=pl.String)), "days"), faults


def _rows(text: str) -> list[list[str]]:
    hint = SEPARATOR_HINT.match(text)
    separator = hint.group(1) if hint else ","
    body = text[hint.end() :] if hint else text.lstrip("\ufeff")
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    return [row for row in reader if any(cell.strip() for cell in row)]


def _top(title: str, *, has_days: bool) -> DailyTop:
    words = fold(title).split()
    network = next((word for word in words if word in NETWORKS), None)
    column = METRICS.get(" ".join(word for word in words if word not in NETWORKS))
    return DailyTop(title.strip(), network, None if column in NO_METRIC else column, has_days)


def _filled(days: pl.DataFrame) -> pl.DataFrame:
    between = pl.date_range(pl.col("day").min(), pl.col("day").max(), interval="1d")
    joined = days.select(between.alias("day")).join(days, on="day", how="left")
    present = pl.col("day").is_in(days["day"].implode())
    return joined.with_columns(follows=pl.when(present).then("follows").otherwise(0))
