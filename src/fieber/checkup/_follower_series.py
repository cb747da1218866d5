"""An account's followers as arrays: snapshots of their number, and daily comings and goings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.model.moments import MICROSECONDS_PER_DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BROKEN = 100.0  # a zero among numbers beyond this is a reading that failed, not an empty account


@dataclass(frozen=True, slots=True)
class Snapshots:
    """Followers as they were read: (n,) days since 1970 (a day's count is that of its end), rising, and counts.

    seen: (n,) the moments at which they are told: the day itself, or the post.
    """

    day: Floats
    count: Floats
    seen: Floats

    def __len__(self) -> int:
        return len(self.day)


def snapshots(posts: pl.DataFrame, days: pl.DataFrame) -> Snapshots:
    """Give the follower counts of the days, else those that stand beside the posts."""
    counted = days.filter(pl.col("followers") >= 0, pl.col("day").is_not_null()).unique("day", keep="last").sort("day")
    if counted.height:
        seen = counted["day"].cast(pl.Int32).cast(pl.Float64).to_numpy()
        return _sound(seen + 1, _floats(counted["followers"]), seen)
    beside = posts.filter(pl.col("followers") >= 0, pl.col("posted_at").is_not_null())
    beside = beside.unique("posted_at", keep="last").sort("posted_at")
    at = beside["posted_at"].dt.timestamp("us").cast(pl.Float64).to_numpy() / MICROSECONDS_PER_DAY
    return _sound(at, _floats(beside["followers"]), at)


def daily(days: pl.DataFrame, column: str) -> tuple[Floats, Floats]:
    """Give one column of the days: whole days since 1970, rising, and values, 0 or more."""
    known = days.filter(pl.col(column) >= 0, pl.col("day").is_not_null()).unique("day", keep="last").sort("day")
    return known["day"].cast(pl.Int32).cast(pl.Float64).to_numpy(), _floats(known[column])


def _sound(day: Floats, count: Floats, seen: Floats) -> Snapshots:
    kept = (count > 0) | (np.median(count) < BROKEN) if len(count) else np.zeros(0, bool)
    return Snapshots(day[kept], count[kept], seen[kept])


def _floats(column: pl.Series) -> Floats:
    return np.asarray(column.cast(pl.Float64).to_numpy())
