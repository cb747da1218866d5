"""Meta Business Suite's content file counted day by day: a row is one post on one day (FORMATS.md 2.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from fieber.model.reading import Fault
from fieber.model.tables import COUNTS
from fieber.readers._columns import fold
from fieber.readers._times import parse_times

if TYPE_CHECKING:
    from collections.abc import Mapping

ADDABLE = tuple(name for name in COUNTS if name != "followers" and not name.startswith("reach"))
DAY = timedelta(days=1)
PERIODS = frozenset(fold(name) for name in ("Date", "Datum", "Data"))


def lifetime(table: pl.DataFrame) -> tuple[pl.DataFrame, str | None, int]:
    """Tell rows over the whole lifetime from rows of single days, by the column that says what a row counts.

    Returns:
        The rows over the lifetime, None, and how many rows of days were left out. If all rows are days: all of them,
        the name of the column, in which now stands when the row's numbers were complete (the end of its day), and 0.
    """
    period = next((name for name in table.columns if fold(name) in PERIODS), None)
    if period is None:
        return table, None, 0
    days = parse_times(table[period].cast(pl.String), day_first=None).values
    kept = table.filter(days.is_null())
    if kept.is_empty():
        return table.with_columns((days.dt.truncate("1d") + DAY).alias(period)), period, 0
    return kept, None, table.height - kept.height


def addable(ours: Mapping[str, str]) -> dict[str, str]:
    """Leave out columns whose days do not add up: the same people may be reached on several days."""
    return {name: theirs for name, theirs in ours.items() if name not in COUNTS or name in ADDABLE}


def added_up(posts: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[Fault]]:
    """Make one row of the days of each post, read at the end of the last day of the file.

    A counter that is empty on one of its days is unknown. So are the counters of posts from before the first day, for
    some of their days are not in the file.

    Args:
        posts: rows of POSTS, `measured_at` is the end of the row's day. file: its name, for the faults.
    """
    if posts.is_empty():
        return posts, []
    last, first = posts["measured_at"].max(), posts["measured_at"].min()
    others = [name for name in posts.columns if name not in ADDABLE]
    whole = [pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(name) for name in ADDABLE]
    key = pl.coalesce("post_id", "url", pl.col("posted_at").cast(pl.String)).alias("of_post")
    once = posts.group_by("account", key, maintain_order=True).agg(
        *(pl.col(name).last() for name in others if name != "account"), *whole
    )
    is_earlier = pl.col("posted_at") < pl.lit(first) - DAY
    earlier = int(once.select(is_earlier.sum()).item())
    once = once.with_columns(pl.lit(last).alias("measured_at"), *(pl.when(~is_earlier).then(name) for name in ADDABLE))
    counted = (("added_row_dropped", posts.height - once.height), ("counted_in_part", earlier))
    return once.select(posts.columns), [Fault(file, None, kind, count) for kind, count in counted if count]
