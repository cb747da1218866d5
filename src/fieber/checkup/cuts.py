"""Where a counter began to count something else, its series is cut, never joined. docs/decisions/0007."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.context.calendar import known_events
from fieber.model.moments import DAYS_PER_MICROSECOND, day_number
from fieber.model.tables import COUNTS, DAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.metrics._protocol import Metric
    from fieber.model.surroundings import Event


def cut_counters(
    posts: pl.DataFrame, days: pl.DataFrame, platform: str | None, now: float
) -> tuple[pl.DataFrame, pl.DataFrame, tuple[Event, ...]]:
    """Take away the values of the old meaning where at `now` there are values of the new one.

    A counter's values of posts made before its new meaning held become null, and so do those of such days; other
    counters of the same posts stay. Where everything was read before the change, all of it has the old meaning and
    nothing is cut. While a change is under way, posts made since its beginning are left out instead.

    Args:
        posts: one account, with the column `posted` of `add_ripeness`; days: rows of DAYS. now: days since 1970.

    Returns:
        Both tables, and the events that took something away.
    """
    used: list[Event] = []
    for event in counter_changes(platform):
        start, settled = day_number(event.start), day_number(event.end or event.start)
        column = event.metric or ""
        if start > now:
            continue
        told = pl.col(column).is_not_null()
        is_lost = told & of_kinds(event) & lies_outside(pl.col("posted"), start, settled, now)
        read = pl.coalesce(pl.col("measured_at").dt.timestamp("us") * DAYS_PER_MICROSECOND, pl.lit(now))
        if not posts.filter(told & (read >= start)).height:
            is_lost = pl.lit(value=False)
        lost = int(posts.select(is_lost.sum()).item()) if posts.height else 0
        posts = posts.with_columns(pl.when(~is_lost).then(pl.col(column)).alias(column)) if lost else posts
        lost_days = 0
        if column in DAYS and days.height:
            day = pl.col("day").cast(pl.Int32).cast(pl.Float64)
            is_old = told & lies_outside(day, start, settled, now)
            lost_days = int(days.select(is_old.sum()).item())
            days = days.with_columns(pl.when(~is_old).then(pl.col(column)).alias(column)) if lost_days else days
        if lost + lost_days:
            used.append(event)
    return posts, days, tuple(used)


def cut_days(platform: str | None) -> NDArray[np.float64]:
    """Give the days (since 1970) at which what counts of a platform's numbers changes, rising."""
    days = {day_number(at) for event in counter_changes(platform) for at in (event.start, event.end or event.start)}
    return np.array(sorted(days), dtype=np.float64)


def is_cut(metric: Metric, cuts: tuple[Event, ...]) -> bool:
    """Say whether one of the columns that a metric needs was cut."""
    return any(event.metric in metric.needs for event in cuts)


def counter_changes(platform: str | None) -> list[Event]:
    """Give the changes in what a counter of our tables counts; those that hold in one country only are left out."""
    known = known_events(platform)
    return [event for event in known if event.footprint == "counter_changed" and event.metric in COUNTS]


def of_kinds(event: Event) -> pl.Expr:
    """Say which posts are of the formats concerned; one of unknown format may be of them."""
    return pl.col("kind").is_in(event.kinds) | pl.col("kind").is_null() if event.kinds else pl.lit(value=True)


def lies_outside(made: pl.Expr, start: float, settled: float, now: float) -> pl.Expr:
    """Say what was made before the new meaning held; while the change is under way, what was made since its begin."""
    return made < settled if now >= settled else made >= start
