"""What an account's own readings tell about how its posts grow: pairs of readings, and young posts beside old ones."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup.looks import identity
from fieber.model.moments import DAYS_PER_MICROSECOND, MICROSECONDS_PER_DAY
from fieber.stats.maturity import Pairs, Young

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Bools = NDArray[np.bool_]

TEACHERS = ("likes", "views", "comments", "shares", "reach")  # the first one that the input has says how posts grow
FEWEST = 12  # readings, pairs or young posts, before an account's own growth is looked at; as posts in the thermometer
NEIGHBOURS = 30  # old posts before a young one that it is held against
LEAST_SCATTER = 0.2  # of single posts, log units: no account is steadier
MOST_YOUNG = 512


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings whose time is known, oldest first; all (n,).

    read, posted: microseconds. age: days. is_young: before the age at which such a post is full. post, sort: a number
    for each post, and for each sort of post. counts: (teachers, n) of TEACHERS, nan where the platform did not say.
    """

    read: Whole
    posted: Whole
    age: Floats
    is_young: Bools
    post: Whole
    sort: Whole
    counts: Floats

    def only(self, rows: Whole | Bools | slice) -> Readings:
        """Give some of them."""
        return Readings(
            self.read[rows],
            self.posted[rows],
            self.age[rows],
            self.is_young[rows],
            self.post[rows],
            self.sort[rows],
            self.counts[:, rows],
        )


def readings_of(table: pl.DataFrame, sort: Whole, full: Floats) -> tuple[Readings, Whole]:
    """Give the readings of a table, account by account where it has a column `owner`, and (n,) whose they are.

    Args:
        table: rows of POSTS. sort: (n,) of each row. full: (n,) age in days from which it is full.
    """
    owner = pl.col("owner").cast(pl.Int64) if "owner" in table.columns else pl.lit(0, dtype=pl.Int64)
    found = (
        table.select(
            *(pl.col(name).cast(pl.Float64) for name in TEACHERS),
            owner=owner,
            read=pl.col("measured_at").dt.timestamp("us"),
            posted=pl.col("posted_at").dt.timestamp("us"),
            post=identity(table),
            sort=pl.Series(sort),
            full=pl.Series(full),
        )
        .filter(pl.col("read") >= pl.col("posted"))
        .sort("owner", "read", "posted", "post", maintain_order=True)
        .with_columns(post=pl.col("post").cast(pl.Categorical).to_physical().cast(pl.Int64))
    )
    read, posted = found["read"].to_numpy(), found["posted"].to_numpy()
    age = (read - posted) * DAYS_PER_MICROSECOND
    counts = np.stack([found[name].fill_null(np.nan).to_numpy() for name in TEACHERS])
    numbers = found["post"].to_numpy(), found["sort"].to_numpy()
    return Readings(read, posted, age, age < found["full"].to_numpy(), *numbers, counts), found["owner"].to_numpy()


def turning_points(known: Readings) -> Floats:
    """Give the moments (days since 1970) at which what is known of the account's growth is asked anew.

    Each has half as many readings again as the one before; none where no post was read young.
    """
    young = known.read[known.is_young]
    if not len(young):
        return np.empty(0)
    moments = np.unique(known.read[_sizes(len(known.read)) - 1])
    return np.asarray(moments[moments >= young.min()] * DAYS_PER_MICROSECOND)


def _sizes(n: int) -> Whole:
    sizes = [FEWEST]
    while sizes[-1] * 3 // 2 <= n:
        sizes.append(sizes[-1] * 3 // 2)
    return np.array([size for size in sizes if size <= n], dtype=np.int64)


def last_of_each(post: Whole) -> Whole:
    """Give the place of the last reading of each post, rising."""
    turn = np.argsort(post, kind="stable")
    return np.sort(turn[np.append(np.diff(post[turn]) != 0, True)]) if len(post) else turn


def taught(known: Readings) -> tuple[Pairs, Young] | None:
    """Give the pairs and the young posts of these readings of one sort; None where they are too few."""
    told = np.flatnonzero(~np.isnan(known.counts[:, 0]))
    if not len(told):
        return None
    count = known.counts[told[0]]
    is_told = count >= 0
    counted, count = known.only(is_told), count[is_told]
    pairs, young = _pairs(counted, count), _young(counted, count, last_of_each(counted.post))
    return (pairs, young) if len(pairs.first) >= FEWEST or len(young.age) >= FEWEST else None


def _pairs(known: Readings, count: Floats) -> Pairs:
    """Give each reading of a post with the one before it, where the first was young: only then does it tell much."""
    turn = np.argsort(known.post, kind="stable")
    same = known.post[turn[1:]] == known.post[turn[:-1]]
    before = np.full(len(turn), -1)
    before[turn[1:][same]] = turn[:-1][same]
    second = np.flatnonzero(before >= 0)
    first = before[second]
    tells = known.is_young[first] & (known.age[second] > known.age[first])
    first, second = first[tells], second[tells]
    return Pairs(known.age[first], known.age[second], count[first], count[second])


def _young(known: Readings, count: Floats, last: Whole) -> Young:
    """Hold each post that is still young against the old ones posted before it."""
    last = last[np.argsort(known.posted[last], kind="stable")]
    logs, posted, is_young = np.log1p(count[last]), known.posted[last], known.is_young[last]
    old = np.flatnonzero(~is_young)
    places = np.searchsorted(posted[old], posted)  # old posts before each post
    young = np.flatnonzero(is_young & (places >= FEWEST))[-MOST_YOUNG:]
    if not len(young):
        return Young(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64), 1.0)
    before = logs[old].tolist()  # medians of a few numbers each, which numpy is slow at
    levels = np.array([median(before[max(0, place - NEIGHBOURS) : place]) for place in places[young].tolist()])
    around = logs[old[places[young[0]] - FEWEST :]]
    scatter = max(LEAST_SCATTER, 1.4826 * float(np.median(np.abs(around - np.median(around)))))
    days = known.read[last][young] // MICROSECONDS_PER_DAY
    return Young(known.age[last][young], logs[young] - levels, days, scatter)
