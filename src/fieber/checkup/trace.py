"""One vital post by post, as the charts draw it."""

from __future__ import annotations

import math
from datetime import UTC
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.model.diagnosis import Trace
from fieber.model.moments import moment
from fieber.stats import expectation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from fieber.checkup.vital import Judged
    from fieber.stats.thermometer import Course


def trace(one: Judged, posts: pl.DataFrame) -> Trace:
    """Give every post (or day) of a vital with the normal range that it was held against, oldest first.

    Posts too fresh to judge are there too, with their value and state "young".
    """
    if one.sample.metric.per == "day" or one.course is None:
        return _days(one)
    rows = one.sample.rows
    middle, low, high = (np.exp(band) - one.sample.series.offset for band in _bands(one.course))
    place = {int(row): i for i, row in enumerate(rows)}
    table = posts.with_columns(value=one.sample.metric.measure(), row=pl.int_range(pl.len(), dtype=pl.Int64))
    table = table.filter(pl.col("value").is_not_null()).sort("posted", maintain_order=True)
    at = [place.get(row) for row in table["row"].to_list()]
    states = ["young" if i is None else "viral" if one.course.viral[i] else "counted" for i in at]
    return Trace(
        metric=one.sample.metric.name,
        at=tuple(when.replace(tzinfo=UTC) for when in table["posted_at"].dt.replace_time_zone(None).to_list()),
        value=tuple(table["value"].to_list()),
        expected=_numbers(middle, at),
        low=_numbers(low, at),
        high=_numbers(high, at),
        kind=tuple(table["kind"].to_list()),
        url=tuple(table["url"].to_list()),
        state=tuple(states),
    )


def _bands(course: Course) -> tuple[NDArray[np.float64], ...]:
    """Expected value and normal range; the posts that the finding speaks of are held against the level before them."""
    judged = 0 if np.isnan(course.p[-1]) else int(course.window[-1])
    return expectation.expected(course, judged=judged)


def _days(one: Judged) -> Trace:
    series = one.sample.series
    values = np.exp(series.value) - series.offset
    bands = _bands(one.course) if one.course else (np.full(len(values), np.nan),) * 3
    middle, low, high = (np.exp(band) - series.offset for band in bands)
    n, at = len(values), range(len(values))
    return Trace(
        metric=one.sample.metric.name,
        at=tuple(moment(float(day) - 1) for day in series.when),
        value=tuple(float(value) for value in values),
        expected=_numbers(middle, at),
        low=_numbers(low, at),
        high=_numbers(high, at),
        kind=(None,) * n,
        url=(None,) * n,
        state=("counted",) * n,
    )


def _numbers(values: NDArray[np.float64], at: Iterable[int | None]) -> tuple[float | None, ...]:
    """Give the values at some places; None where there is no place or no value."""
    known = [None if math.isnan(value) else value for value in values.tolist()]
    return tuple(None if i is None else known[i] for i in at)
