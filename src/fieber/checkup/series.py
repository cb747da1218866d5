"""From tables to arrays: one account's posts or days as the thermometer wants them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import inf
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup import maturity
from fieber.model.moments import DAYS_PER_MICROSECOND, EPOCH
from fieber.model.tables import COUNTS
from fieber.stats.prior import PRIOR
from fieber.stats.thermometer import Series

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from fieber.checkup.published_growth import Growth, Sort
    from fieber.metrics._protocol import Metric
    from fieber.stats.prior import Prior

    Floats = NDArray[np.float64]

PLAIN_EFFECTS = 15  # effects of weekday, four-hour block, collaboration and advertising; those after them are formats
PRIME = 1_000_003
MULTIPLIER = 618_033  # far from a simple fraction of the prime
FACTORS = tuple(pow(1009, power, PRIME) for power in range(1, 1 + len(COUNTS)))


@dataclass(frozen=True, slots=True)
class Sample:
    """One vital's series, and for each entry its row in the account's frame (posts or days).

    too_young: posts left out. completed: young ones whose count was brought to the age at which all are compared.
    opens: day from which on it is judged; looks before have no temperature. prior: what is known beforehand.
    """

    metric: Metric
    kind: str | None
    series: Series
    rows: NDArray[np.int64]
    too_young: int
    completed: int = 0
    opens: float = -inf
    prior: Prior = PRIOR


def add_ripeness(
    posts: pl.DataFrame, newest: datetime | None, growths: Mapping[Sort, Growth] | None = None
) -> pl.DataFrame:
    """Add when a post was made, when its counters can first be judged, and what they still lack.

    Columns: `posted`, `ripe` (days since 1970), `grown`, `compared_at`: see `maturity.ripeness`. `ripe` is null
    for a post whose counters were read too early: they never say what they will say. Where the input does not say when
    they were read, they may have been read as early as at the account's `newest` post (docs/decisions/0002).

    Args:
        posts: one reading a post. growths: what the account's readings taught; without it, as published.
    """
    table = maturity.ripeness(posts, _microseconds(newest), growths or {})
    return posts.with_columns(
        # whole microseconds are added before they become days, so that a moment is one number however it came about
        posted=pl.col("posted_at").dt.timestamp("us") * DAYS_PER_MICROSECOND,
        ripe=table["ripe_us"] * DAYS_PER_MICROSECOND,
        grown=table["grown"],
        compared_at=table["compared_at"],
    )


def first_looks(
    readings: pl.DataFrame, newest: datetime | None, growths: Mapping[Sort, Growth] = maturity.AS_PUBLISHED
) -> Floats:
    """Give the days since 1970, rising, on which some post could first be judged; arguments as in `add_ripeness`."""
    return np.asarray(maturity.first_looks(readings, _microseconds(newest), growths) * DAYS_PER_MICROSECOND)


def _microseconds(moment: datetime | None) -> int:
    return 0 if moment is None else (moment - EPOCH) // timedelta(microseconds=1)


def in_order(posts: pl.DataFrame, *first: str) -> pl.DataFrame:
    """Give the posts by time; those of one moment in an order that is the same however the input was sorted.

    Posts of one moment are common where only the day is known. An order by their counts would put the best ones last,
    so the counts are scrambled first.

    Args:
        first: columns to sort by before.
    """
    by_time = posts
    for column in ("posted_at", *reversed(first)):  # one by one is twice as fast as all at once
        by_time = by_time.sort(column, maintain_order=True)
    if not by_time.select(_like_the_one_before(*first, "posted_at")).to_series().any():
        return by_time
    scrambled = sum(
        (pl.col(name).fill_null(-1) % PRIME * factor for name, factor in zip(COUNTS, FACTORS, strict=True)),
        start=pl.lit(0, dtype=pl.Int64),
    )
    for _ in range(2):  # once more, and small counts are out of order too
        scrambled = (scrambled + 1) % PRIME * MULTIPLIER
    by = [pl.col("posted_at"), pl.col("post_id"), pl.col("url"), pl.col("kind"), scrambled % PRIME]
    return posts.sort(*first, *by, *COUNTS, "measured_at", maintain_order=True)


def _like_the_one_before(*columns: str) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in columns)


def read_too_early(posts: pl.DataFrame) -> int:
    """Count posts that were read before they were posted: not too fresh, but dated wrongly."""
    return int((posts["measured_at"] < posts["posted_at"]).sum())


def post_sample(
    posts: pl.DataFrame, metric: Metric, now: float, *, kind: str | None = None, dated: bool = True
) -> Sample:
    """Give one metric of the posts that can be judged at `now` (days since 1970).

    Args:
        posts: one account, one reading a post, with the columns of `add_ripeness`.
        metric: a metric per post. kind: only posts of this format.
        now: posts that ripen later are too young. dated: False for numbers typed in: every post is ripe.
    """
    value = metric.measure()
    grows = dated and metric.offset > 0
    if grows:  # a ratio of two counters that both grow stays as it is
        value = value * (-pl.col("grown")).exp()
    table = posts.with_columns(value=value, row=pl.int_range(pl.len(), dtype=pl.Int64))
    if kind is not None:
        table = table.filter(pl.col("kind") == kind)
    table = table.filter(pl.col("value").is_not_null())
    if not dated:
        table = table.with_columns(ripe=pl.col("posted"))
    ripe = table.filter(pl.col("ripe") <= now).sort("ripe", "posted", "post_id", maintain_order=True)
    codes, params = _codes(ripe, with_kind=kind is None) if dated else (np.empty((ripe.height, 0), dtype=np.int32), 0)
    series = Series(
        value=np.log(metric.offset + ripe["value"].to_numpy().astype(np.float64)),
        when=ripe["ripe"].to_numpy().astype(np.float64),
        codes=codes,
        params=params,
        offset=metric.offset,
        dated=dated,
    )
    completed = int((ripe["grown"] != 0).sum()) if grows else 0
    return Sample(
        metric, kind, series, ripe["row"].to_numpy(), table.height - ripe.height - read_too_early(table), completed
    )


def _codes(posts: pl.DataFrame, *, with_kind: bool) -> tuple[NDArray[np.int32], int]:
    """Effect columns of each post: weekday, four-hour block, collaboration, advertised, format.

    Formats get their column in the order in which they first appear, so that a longer history gives the same numbers.
    """
    kinds = posts["kind"].to_list() if with_kind else [None] * posts.height
    known = {kind: PLAIN_EFFECTS + i for i, kind in enumerate(dict.fromkeys(k for k in kinds if k is not None))}
    formats = np.array([known.get(kind, -1) for kind in kinds], dtype=np.int32)
    return effect_codes(posts, posts["posted"].to_numpy(), formats), PLAIN_EFFECTS + len(known)


def effect_codes(posts: pl.DataFrame, posted: Floats, formats: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the effect columns of each post, −1 for none: weekday, four-hour block, collaboration, advertised, format.

    Args:
        posts: with the columns `collab` and `paid`. posted: (n,) days since 1970.
        formats: (n,) the column of each post's format, `PLAIN_EFFECTS` or more, or −1.
    """
    codes = np.empty((len(posted), 5), dtype=np.int32)
    day = np.floor(posted)
    codes[:, 0] = (day.astype(np.int64) + 3) % 7  # Monday first
    codes[:, 1] = 7 + np.floor((posted - day) * 6).astype(np.int64)
    codes[:, 2] = np.where(posts["collab"].fill_null(value=False).to_numpy(), 13, -1)
    codes[:, 3] = np.where(posts["paid"].fill_null(value=False).to_numpy(), 14, -1)
    codes[:, 4] = formats
    return codes


def day_sample(days: pl.DataFrame, metric: Metric, now: float) -> Sample:
    """Give one metric of the whole days before `now` (days since 1970); weekday is the only effect."""
    number = pl.col("day").cast(pl.Int32).cast(pl.Float64)
    table = days.with_columns(value=metric.measure(), number=number, row=pl.int_range(pl.len(), dtype=pl.Int64))
    table = table.filter(pl.col("value").is_not_null(), pl.col("number") + 1 <= now).sort("number")
    day = table["number"].to_numpy()
    series = Series(
        value=np.log(metric.offset + table["value"].to_numpy().astype(np.float64)),
        when=day + 1,
        codes=np.ascontiguousarray(((day.astype(np.int64) + 3) % 7).astype(np.int32)[:, None]),
        params=7,
        offset=metric.offset,
    )
    return Sample(metric, None, series, table["row"].to_numpy(), 0)
