"""From tables to arrays: one account's posts or days as the thermometer wants them."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.model.tables import COUNTS, UTC_TIME
from fieber.stats.thermometer import Series

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from fieber.metrics._protocol import Metric

MICROSECONDS_PER_DAY = 86_400_000_000
# Polars divides by a number by multiplying with its inverse, Python does not; multiplying is the same everywhere, and
# whole days stay whole
DAYS_PER_MICROSECOND = 1 / MICROSECONDS_PER_DAY

# Days until a post's counters say what they will say: feed posts 48 h, clips 7 d (FIELD.md D3: Instagram ≥ 80 % after
# 24 h and ≥ 90 % by day 5 of 30-day engagement, YouTube ~60 % after 24 h and ~75 % by day 5; X half-life 20 min; TikTok
# slows after 72 h). Sources conflict, so this only says when a post may be judged, never how much it will still grow.
MATURITY_DAYS = {
    "twitter": 1.0,
    "x": 1.0,
    "bluesky": 1.0,
    "mastodon": 1.0,
    "tiktok": 3.0,
    "linkedin": 3.0,
    "youtube": 7.0,
}
FEED_MATURITY_DAYS = 2.0
CLIP_MATURITY_DAYS = {"reel": 7.0, "short": 7.0, "igtv": 7.0}

PRIME = 1_000_003
MULTIPLIER = 618_033  # far from a simple fraction of the prime
FACTORS = tuple(pow(1009, power, PRIME) for power in range(1, 1 + len(COUNTS)))


@dataclass(frozen=True, slots=True)
class Sample:
    """One vital's series, and for each entry its row in the account's frame (posts or days).

    opens: day from which on it is judged; looks before have no temperature.
    """

    metric: Metric
    kind: str | None
    series: Series
    rows: NDArray[np.int64]
    too_young: int
    opens: float = -inf


def add_ripeness(posts: pl.DataFrame, newest: datetime | None) -> pl.DataFrame:
    """Add `posted` and `ripe` (days since 1970): when a post was made, and when its counters can first be judged.

    `ripe` is null for a post whose counters were read before it was ripe: they never say what they will say. Where
    the input does not say when they were read, they may have been read as early as at the account's `newest` post
    (docs/decisions/0002).
    """
    feed = pl.col("platform").replace_strict(MATURITY_DAYS, default=FEED_MATURITY_DAYS, return_dtype=pl.Float64)
    clip = pl.col("kind").replace_strict(CLIP_MATURITY_DAYS, default=0.0, return_dtype=pl.Float64)
    maturity = pl.max_horizontal(feed.fill_null(FEED_MATURITY_DAYS), clip.fill_null(0.0))  # no kind: no clip
    # whole microseconds are added before they become days, so that a moment is one number however it came about
    posted = pl.col("posted_at").dt.timestamp("us")
    ripe = (posted + maturity * MICROSECONDS_PER_DAY) * DAYS_PER_MICROSECOND
    read = pl.coalesce("measured_at", pl.lit(newest, dtype=UTC_TIME)).dt.timestamp("us") * DAYS_PER_MICROSECOND
    return posts.with_columns(posted=posted * DAYS_PER_MICROSECOND, ripe=pl.when(read >= ripe).then(ripe))


def in_order(posts: pl.DataFrame) -> pl.DataFrame:
    """Give the posts by time; those of one moment in an order that is the same however the input was sorted.

    Posts of one moment are common where only the day is known. An order by their counts would put the best ones last,
    so the counts are scrambled first.
    """
    scrambled = sum(
        (pl.col(name).fill_null(-1) % PRIME * factor for name, factor in zip(COUNTS, FACTORS, strict=True)),
        start=pl.lit(0, dtype=pl.Int64),
    )
    for _ in range(2):  # once more, and small counts are out of order too
        scrambled = (scrambled + 1) % PRIME * MULTIPLIER
    by = [pl.col("posted_at"), pl.col("post_id"), pl.col("url"), pl.col("kind"), scrambled % PRIME]
    return posts.sort(*by, *COUNTS, "measured_at", maintain_order=True)


def post_sample(
    posts: pl.DataFrame, metric: Metric, now: float, *, kind: str | None = None, dated: bool = True
) -> Sample:
    """Give one metric of the posts that can be judged at `now` (days since 1970).

    Args:
        posts: one account, one reading a post, with the columns of `add_ripeness`.
        metric: a metric per post. kind: only posts of this format.
        now: posts that ripen later are too young. dated: False for numbers typed in: every post is ripe.
    """
    table = posts.with_columns(value=metric.measure(), row=pl.int_range(pl.len(), dtype=pl.Int64))
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
    return Sample(metric, kind, series, ripe["row"].to_numpy(), table.height - ripe.height)


def _codes(posts: pl.DataFrame, *, with_kind: bool) -> tuple[NDArray[np.int32], int]:
    """Effect columns of each post: weekday, four-hour block, collaboration, advertised, format.

    Formats get their column in the order in which they first appear, so that a longer history gives the same numbers.
    """
    posted = posts["posted"].to_numpy()
    day = np.floor(posted)
    columns = [(day.astype(np.int64) + 3) % 7, 7 + np.floor((posted - day) * 6).astype(np.int64)]
    for place, name in ((13, "collab"), (14, "paid")):
        columns.append(np.where(posts[name].fill_null(value=False).to_numpy(), place, -1))
    params = 15
    if with_kind:
        kinds = posts["kind"].to_list()
        known = {kind: 15 + i for i, kind in enumerate(dict.fromkeys(k for k in kinds if k is not None))}
        columns.append(np.array([known.get(kind, -1) for kind in kinds], dtype=np.int64))
        params += len(known)
    return np.ascontiguousarray(np.stack(columns, axis=1).astype(np.int32)), params


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
