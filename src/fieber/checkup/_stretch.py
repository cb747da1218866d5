"""The two stretches that a split compares: which posts came after, which before, and by how much they differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.vital import YEAR_DAYS
from fieber.stats.normal import NORMAL_95
from fieber.stats.told import told

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup._view import View
    from fieber.checkup.vital import Judged
    from fieber.model.diagnosis import Diagnosis, Vital
    from fieber.stats.thermometer import Course

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

USUAL_POSTS = 30  # fewer within a year, and older ones count too, as in the normal range
SHORTEST_MEMORY = 8.0  # posts; a level that wanders faster is no normal that links could be held against


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some last posts of one vital's series and those that they are held against; indices into the series.

    weight: (before,) how much each earlier post counts, the latest 1. since: the day it begins with: of its first post,
    or, where `is_told`, one that was told or tried.
    """

    judged: Judged
    before: Indices
    after: Indices
    weight: Floats
    since: float
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a vital over a stretch, in log units: median, variance; the level before; is it surely a loss."""

    step: float
    variance: float
    level: float
    is_loss: bool


def spoken_of(view: View, diagnosis: Diagnosis) -> Judged | None:
    """The vital that the finding speaks of, where it is one of posts; else the one that stands out most among these."""
    posts = [one for one in view.examined.judged if one.sample.metric.per == "post" and one.vital.change is not None]
    wanted = diagnosis.spoken_of
    if wanted is not None:
        for one in posts:
            if (one.vital.metric, one.vital.kind) == (wanted.metric, wanted.kind):
                return one
    fallen = [one for one in posts if surely_fell(one.vital)]
    return min(fallen, key=lambda one: one.vital.p_value or 1.0) if fallen else next(iter(posts), None)


def laid_over_links(view: View, diagnosis: Diagnosis) -> Judged | None:
    """The vital whose change is split: the one that the finding speaks of, or a wider or named one that fell as well.

    A format that carries a headline was picked from many for being lowest; all posts of its metric tell where a loss
    lies from more posts, and are not picked. Who names a metric asks about that one.
    """
    one = spoken_of(view, diagnosis)
    if one is None:
        return None
    named = asked_about(view)
    if named is not None:
        return named
    whole = None if one.vital.kind is None else whole_of(view, one.vital.metric)
    return whole if whole is not None and _fell(whole.vital) else one


def asked_about(view: View) -> Judged | None:
    """Give the vital of the metric that the sentence names, where it fell."""
    named = None if not view.said else whole_of(view, view.said[0].get("metric"))
    return named if named is not None and _fell(named.vital) else None


def whole_of(view: View, metric: str | None) -> Judged | None:
    """Give a metric's vital over all formats, where it is one of posts and has a change."""
    every = (one for one in view.examined.judged if one.sample.metric.per == "post" and one.vital.kind is None)
    return next((one for one in every if one.vital.metric == metric and one.vital.change is not None), None)


def _fell(vital: Vital) -> bool:
    return surely_fell(vital) or (vital.since is not None and vital.since.high < 0)


def surely_fell(vital: Vital) -> bool:
    """Whether the scan shows a certain loss, as the finding of a whole account has it."""
    return vital.change is not None and vital.verdict not in {"healthy", "unknown"} and vital.change.high < 0


def scanned(view: View, one: Judged, course: Course) -> tuple[Stretch, Change] | None:
    """Give the stretch that the scan describes, with its change."""
    counted = course.memory.order[: course.counted].astype(np.int64)
    posts = int(course.window[-1])
    stretch = _stretch(view, one, counted[:-posts], counted[-posts:])
    if stretch is None:
        return None
    ends = float(course.low[-1]), float(course.high[-1])
    return stretch, Change(float(course.median[-1]), _variance(*ends), float(course.level[-1]), surely_fell(one.vital))


def stretch_since(view: View, one: Judged, course: Course, day: float) -> Stretch | None:
    """Give the stretch from a day on; of the posts before it those that counted, after it all."""
    n = len(course.series.value)
    posts = int((_posted(view, one) >= day).sum())
    counted = course.memory.order[: course.counted].astype(np.int64)
    stretch = _stretch(view, one, counted[counted < n - posts], np.arange(n - posts, n))
    return None if stretch is None else replace(stretch, since=day, is_told=True)


def change_over(stretch: Stretch, course: Course) -> Change | None:
    """Give the change over a stretch that begins with a day, without a search."""
    result = told(course, len(stretch.after))
    if result is None:
        return None
    return Change(result.median, _variance(result.low, result.high), result.level, result.high < 0)


def _variance(low: float, high: float) -> float:
    return ((high - low) / (2 * NORMAL_95)) ** 2


def _stretch(view: View, one: Judged, before: Indices, after: Indices) -> Stretch | None:
    if len(before) < 2 or len(after) < 2:
        return None
    posted = _posted(view, one)
    year = before[posted[before] >= posted[before].max() - YEAR_DAYS]
    usual = year if len(year) >= USUAL_POSTS else before[-USUAL_POSTS:]
    weight = np.power(_memory(one, len(before)), np.arange(float(len(usual)))[::-1])
    return Stretch(one, usual, after, weight, float(posted[after].min()))


def _memory(one: Judged, counted: int) -> float:
    """How much less each earlier post counts: such that as many count as the thermometer's level rests on."""
    if one.course is None:
        return 1.0
    variance = float(one.course.memory.middle_variance[min(counted, one.course.counted)])  # in variances of one post
    posts = max(SHORTEST_MEMORY, 1 / max(variance, 1e-6))
    return (posts - 1) / (posts + 1)


def _posted(view: View, one: Judged) -> Floats:
    """Day of posting of each entry of the series."""
    return np.asarray(view.examined.posts["posted"].to_numpy()[one.sample.rows], dtype=np.float64)
