"""What is said of the last posts of a course: judged without a search from a told date, and where a change began."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats.memory import MIN_POSTS
from fieber.stats.thermometer import kind_of, take

if TYPE_CHECKING:
    from fieber.stats import _core
    from fieber.stats.thermometer import Course


LEAST_STEP = -0.05  # log units: the onset of nothing is asked as that of a small loss


@dataclass(frozen=True, slots=True)
class Told:
    """The last posts judged alone, without a search.

    p, change in log units with 90 % interval, P(drop ≥ 10 %), and the level that they are held against.
    """

    p: float
    median: float
    low: float
    high: float
    p_drop: float
    level: float


def told(course: Course, posts: int) -> Told | None:
    """Judge the last `posts` entries of the series against the level before them, without a search.

    A viral spell that reaches into the six weeks before them is set aside, from where it began; from the told date on
    every post counts, hit or not. None where fewer than ten posts lie before.
    """
    n = len(course.series.value)
    if not 1 <= posts <= n:
        return None
    first = int(np.searchsorted(course.series.when, course.series.when[n - posts] - course.prior.memory))
    while first and course.viral[first - 1 : first + 1].all():
        first -= 1
    place = np.arange(n)
    kept = ~(course.viral & (place >= first)) | (place >= n - posts)
    if int(kept.sum()) - posts < MIN_POSTS - 2:
        return None
    series = replace(
        course.series,
        value=course.series.value[kept],
        when=course.series.when[kept],
        codes=np.ascontiguousarray(course.series.codes[kept]),
    )
    return _told(take(series, course.looks[-1:], prior=replace(course.prior, hit=inf, memory=inf)), posts)


def _told(course: Course, posts: int) -> Told:
    result = np.empty(6)
    _again(course).told(course.counted, posts, float(course.looks[-1]), result)
    return Told(*(float(value) for value in result))


def onset(course: Course, posts: int, step: float) -> tuple[int, int, int]:
    """Where a step of `step` log units near the last `posts` posts began: best, 5 % and 95 % point.

    Returns:
        Indices into the series of the first post of the new level.
    """
    found = np.empty((1, 3), dtype=np.intp)
    _again(course).onset(course.counted, posts, step, found)
    best, low, high = (int(i) for i in found[0])
    return best, low, high


def _again(course: Course) -> _core.Pass:
    """Take up a pass where it ended."""
    run = course.memory.begin(course.prior)
    series = course.series
    run.load(series.value - course.season, series.when, series.codes, *kind_of(series))
    return run
