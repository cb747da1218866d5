"""The posts of an account and of others for an event study: days from the event, log values without effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup.series import PLAIN_EFFECTS, post_sample
from fieber.checkup.weather_table import PRIOR, steepness
from fieber.metrics import metrics
from fieber.stats import intervention
from fieber.stats.account_effects import without_effects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from fieber.checkup import Chart
    from fieber.checkup.weather_table import WeatherTable
    from fieber.metrics._protocol import Metric
    from fieber.stats.intervention import Account, Floats

MOST_PEERS = 200  # of more, those with most posts: more hardly narrow the common move, and each takes a millisecond
MOST_FORMATS = 6
NOON = 0.5


@dataclass(frozen=True, slots=True)
class OwnPosts:
    """One account's posts: day from the event, rising; log value without effects; count as it was read.

    middle, slope: `value` is log(offset + x) without effects, stretched by 1 / slope around its median, so that one
    unit of it is one of log x for small counts too, as in the weather table.
    """

    metric: Metric
    day: Floats
    value: Floats
    count: Floats
    too_young: int
    middle: float = 0.0
    slope: float = 1.0

    def in_units(self, value: float) -> float:
        """Give a level of `value` in the metric's own unit."""
        return float(np.exp(self.middle + (value - self.middle) * self.slope)) - self.metric.offset


def own_posts(chart: Chart, start: float, now: float) -> OwnPosts | None:
    """Give the posts of the first metric that has enough of them; None where none has."""
    for metric in metrics():
        if metric.per != "post" or any(_is_empty(chart.posts, column) for column in metric.needs):
            continue
        own = _posts_of(chart, metric, start, now, None)
        if len(own.day) >= intervention.FEWEST_BEFORE:
            return own
    return None


def has_counts(chart: Chart) -> bool:
    """Whether any number of a single post is there at all."""
    each = [metric for metric in metrics() if metric.per == "post"]
    return any(not any(_is_empty(chart.posts, column) for column in metric.needs) for metric in each)


def formats_of(chart: Chart, own: OwnPosts, start: float, now: float) -> Iterator[tuple[str, OwnPosts]]:
    """Give the posts of each format by itself, the most used one first; nothing where there is only one."""
    kinds = chart.posts["kind"].drop_nulls().value_counts(sort=True)["kind"].to_list()
    if len(kinds) < 2:
        return
    for kind in kinds[:MOST_FORMATS]:
        part = _posts_of(chart, own.metric, start, now, kind)
        if len(part.day) >= intervention.FEWEST_BEFORE:
            yield kind, part


def peer_posts(table: WeatherTable, metric: str, chart: Chart, start: float, now: float) -> tuple[Account, ...]:
    """Give each other account of the platform; a day of several posts is so many posts at its mean.

    Only what was posted within three years before the event, or after it, and could be judged by `now`.
    """
    rows = table.of(metric, chart.platform).filter(
        pl.col("account").str.to_lowercase() != chart.account.lower(),
        pl.col("ripe") <= now,
        pl.col("day") >= start - 7 * intervention.WEEKS,
    )
    rows = rows.sort("account", "day", "kind", nulls_last=True)
    size = rows.group_by("account").agg(pl.col("posts").sum()).sort("posts", "account", descending=[True, False])
    kept = size.filter(pl.col("posts") >= intervention.FEWEST_BEFORE)["account"].head(MOST_PEERS).sort()
    found: list[Account] = []
    for _, part in rows.filter(pl.col("account").is_in(kept.implode())).group_by("account", maintain_order=True):
        times = part["posts"].to_numpy()
        day = np.repeat(part["day"].to_numpy().astype(np.float64) + NOON - start, times)
        found.append((day, np.repeat(part["mean"].to_numpy(), times)))
    return tuple(found)


def _is_empty(posts: pl.DataFrame, column: str) -> bool:
    return posts[column].null_count() == posts.height


def _posts_of(chart: Chart, metric: Metric, start: float, now: float, kind: str | None) -> OwnPosts:
    sample = post_sample(chart.posts, metric, now, kind=kind)
    posted = chart.posts["posted"].to_numpy()[sample.rows]
    order: NDArray[np.int64] = np.argsort(posted, kind="stable")
    value = sample.series.value[order]
    codes = np.ascontiguousarray(sample.series.codes[order])
    count = np.round(np.exp(value) - sample.series.offset, 6)
    day = posted[order] - start
    if not len(value):
        return OwnPosts(metric, day, value, count, sample.too_young)
    kinds = sample.series.params - PLAIN_EFFECTS  # formats are numbered here as they appear, there as in KINDS
    prior = np.concatenate([PRIOR[:PLAIN_EFFECTS], np.full(kinds, PRIOR[-1])])
    adjusted = without_effects(value, codes, prior)[0]
    middle = float(np.median(adjusted))
    slope = steepness(middle, metric.offset)
    return OwnPosts(metric, day, middle + (adjusted - middle) / slope, count, sample.too_young, middle, slope)
