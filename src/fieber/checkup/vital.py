"""One vital: its course, and what is said of it. DESIGN.md section 2."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from fieber.model.diagnosis import Change, LongTerm, Normal, Onset, Recent, Since, Vital
from fieber.model.moments import moment
from fieber.stats import expectation, memory, temperature, thermometer
from fieber.stats.normal import NORMAL_95
from fieber.stats.percent import change_percent
from fieber.stats.told import LEAST_STEP, onset, told

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup.series import Sample
    from fieber.stats.thermometer import Course

STALE_DAYS = 91.0  # a quarter without a post: there is nothing to take the temperature of
STALE_FORMAT_DAYS = 42.0  # a format that is not used any more must not keep the account's temperature up
YEAR_DAYS = 364.0  # the normal is that of the last 52 weeks
TOO_NOISY_PERCENT = -60.0  # DESIGN.md section 2: a loss that cannot be seen below this is no "no fever"
ROUGH_PERCENT = -80.0  # numbers typed in get a rough temperature, said to be one: docs/decisions/0005
LONG_DAYS, LONG_BACK_DAYS, LONG_MIN_POSTS = 90.0, 365.25, 8


@dataclass(frozen=True, slots=True)
class Judged:
    """A vital with the course behind it.

    p_at_looks: nan where a look could not be answered. is_shown: looks with a temperature, that is, answered and not
    too noisy to have shown a loss of 60 %.
    """

    vital: Vital
    sample: Sample
    course: Course | None
    p_at_looks: NDArray[np.float64]
    is_shown: NDArray[np.bool_]


def judge(
    sample: Sample, looks: NDArray[np.float64], posted: NDArray[np.float64], *, since: float | None = None
) -> Judged:
    """Take one vital's temperature at all looks and describe the last one.

    Args:
        sample: the vital. looks: days since 1970, rising; the last one is now.
        posted: day of posting of each entry of the series. since: a day that was told, or None.
    """
    values = np.round(np.exp(sample.series.value) - sample.series.offset, 9)  # the logarithm's last bits are no likes
    silent, dark = np.full(len(looks), np.nan), np.zeros(len(looks), dtype=np.bool_)
    if len(values) < memory.MIN_POSTS:
        reason = "too_few_posts" if len(values) or sample.too_young else "no_counts"
        return Judged(_unknown(sample, reason), sample, None, silent, dark)
    if not values.any():
        return Judged(_unknown(sample, "all_zero"), sample, None, silent, dark)
    course = thermometer.take(sample.series, looks, prior=sample.prior)
    is_open = (looks >= sample.opens) & ~_is_stale(sample, looks)
    p, shown = np.where(is_open, course.p, np.nan), is_shown(course) & is_open
    if np.isnan(p[-1]):
        # too little for a search is often enough for one date that was told
        silence = _unknown(sample, "too_old" if _is_stale(sample, looks[-1:])[0] else "too_few_posts")
        tested = replace(silence, since=_since(course, posted, since, sample.series.offset))
        return Judged(tested, sample, course, p, shown)
    return Judged(_known(sample, course, values, posted, since, too_noisy=not shown[-1]), sample, course, p, shown)


def _is_stale(sample: Sample, looks: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say at which looks nothing new has come for so long that the last temperature is history."""
    if not sample.series.dated:
        return np.zeros(len(looks), dtype=np.bool_)
    last = sample.series.when[np.maximum(np.searchsorted(sample.series.when, looks, side="right") - 1, 0)]
    return np.asarray(looks - last > (STALE_DAYS if sample.kind is None else STALE_FORMAT_DAYS))


def is_shown(course: Course) -> NDArray[np.bool_]:
    """Say at which looks there is a temperature: where a loss of 60 % could have been seen, or there is a fever."""
    seen = change_percent(course.detectable, course.level, course.series.offset)
    fever = course.p <= 1 / temperature.WEEKS_PER_YEAR
    limit = TOO_NOISY_PERCENT if course.series.dated else ROUGH_PERCENT
    return np.asarray(~np.isnan(course.p) & ((seen >= limit) | fever))


def _unknown(sample: Sample, reason: str) -> Vital:
    return unknown(sample.metric.name, sample.kind, reason)


def unknown(metric: str, kind: str | None, reason: str) -> Vital:
    """Give a vital of which nothing can be said but why."""
    return Vital(
        metric=metric,
        kind=kind,
        verdict="unknown",
        temperature=None,
        return_period_days=None,
        normal=None,
        recent=None,
        change=None,
        capped=False,
        detectable_percent=None,
        long_term=None,
        p_drop=None,
        p_value=None,
        since=None,
        onset=None,
        reason=reason,
    )


def _known(
    sample: Sample,
    course: Course,
    values: NDArray[np.float64],
    posted: NDArray[np.float64],
    since: float | None,
    *,
    too_noisy: bool,
) -> Vital:
    p, p_drop = float(course.p[-1]), float(course.p_drop[-1])
    posts = int(course.window[-1])
    counted = course.memory.order[: course.counted]
    recent, before = counted[-posts:], counted[:-posts]
    steps = (course.median, course.low, course.high, course.detectable)
    *change, detectable = (percent(float(c[-1]), float(course.level[-1]), sample.series.offset) for c in steps)
    return Vital(
        metric=sample.metric.name,
        kind=sample.kind,
        verdict="unknown" if too_noisy else temperature.verdict(p, p_drop),
        temperature=None if too_noisy else temperature.shown(p, p_drop),
        return_period_days=temperature.return_period_days(p),
        normal=_normal(values, posted, before),
        recent=Recent(float(np.median(values[recent])), posts, moment(float(posted[recent].min()))),
        change=Change(*change),
        capped=not too_noisy and temperature.is_capped(p, p_drop),
        detectable_percent=detectable,
        long_term=_long_term(course, posted, sample.series.offset),
        p_drop=p_drop,
        p_value=p,
        since=_since(course, posted, since, sample.series.offset),
        onset=_onset(course, posted, posts)
        if temperature.degrees(p) >= temperature.ELEVATED and course.median[-1] < 0
        else None,
        reason="too_noisy" if too_noisy else None,
    )


def percent(step: float, level: float, offset: float) -> float:
    """Turn a step in log(offset + x) from `level` into percent of x; never below −100."""
    return float(change_percent(np.array([step]), np.array([level]), offset)[0])


def _normal(values: NDArray[np.float64], posted: NDArray[np.float64], before: NDArray[np.int64]) -> Normal:
    """The usual posts: those of the 52 weeks before the recent ones, or the last thirty where these are fewer."""
    year = before[posted[before] >= posted[before].max() - YEAR_DAYS]
    usual = values[year if len(year) >= 30 else before[-30:]]
    low, median, high = (float(q) for q in np.quantile(usual, (0.1, 0.5, 0.9)))
    return Normal(median, low, high, len(usual))


def _onset(course: Course, posted: NDArray[np.float64], posts: int) -> Onset:
    found = onset(course, posts, min(float(course.median[-1]), LEAST_STEP))
    best, low, high = (moment(float(posted[i])) for i in found)
    return Onset(best, min(low, best), max(high, best))


def _since(course: Course, posted: NDArray[np.float64], since: float | None, offset: float) -> Since | None:
    """Test the time from a told date on: posts made on or after it, against the level before it."""
    if since is None:
        return None
    result = told(course, int((posted >= since).sum()))
    if result is None:
        return None
    middle, low, high = (percent(step, result.level, offset) for step in (result.median, result.low, result.high))
    return Since(moment(since), result.p, result.p_drop, middle, low, high)


def _long_term(course: Course, posted: NDArray[np.float64], offset: float) -> LongTerm | None:
    """The last 90 days against the same 90 days a year before, effects taken out; None where one has few posts.

    Robust means of both, each with the standard error of its own scatter (Huber's proposal: residuals beyond two
    scales count as two), the two errors added.
    """
    counted = course.memory.order[: course.counted]
    now = course.looks[-1]
    day, level = posted[counted], expectation.adjusted(course)
    last = level[day > now - LONG_DAYS]
    year = level[(day > now - LONG_DAYS - LONG_BACK_DAYS) & (day <= now - LONG_BACK_DAYS)]
    if min(len(last), len(year)) < LONG_MIN_POSTS:
        return None
    (after, after_error), (before, before_error) = _robust_mean(last), _robust_mean(year)
    step, error = after - before, NORMAL_95 * sqrt(after_error**2 + before_error**2)
    middle, low, high = (percent(s, before, offset) for s in (step, step - error, step + error))
    return LongTerm(middle, low, high)


def _robust_mean(values: NDArray[np.float64]) -> tuple[float, float]:
    centre = float(np.median(values))
    scale = 1.4826 * float(np.median(np.abs(values - centre))) + 1e-9
    for _ in range(20):
        centre += float(np.clip(values - centre, -2 * scale, 2 * scale).mean())
    cut = np.clip(values - centre, -2 * scale, 2 * scale)
    inside = float((np.abs(values - centre) <= 2 * scale).mean())
    return centre, float(cut.std(ddof=1)) / max(inside, 0.5) / sqrt(len(values))
