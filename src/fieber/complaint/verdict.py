"""One claim held against the record: true, once true, an exception, never; or that nobody can say.

Pure functions over arrays. A claimed level counts as reached a little below the number, because people round: by 10 %,
by 25 % where they said "about". "Always" and "at least" forgive one post in ten.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.model.diagnosis import Change, ClaimVerdict, Normal

MIN_POSTS = 8  # with 7, the middle 80 % are bounded by single posts
RECENT_DAYS = 365  # "I always have" speaks of about a year
OLD_POSTS, OLD_DAYS = 30, 90  # posts and days over which a level must have been held to have "once been true"
ROUNDING, APPROXIMATE = 0.10, 0.25  # how far below the claimed number still counts
MOST = 0.9  # share that "always" and "at least" must reach: one exception in ten is forgiven
SMALLEST_LOSS = -10.0  # percent; a loss below 10 % is never called one (DESIGN.md section 2)
_Z90 = 1.2815515655446004  # standard normal quantile of 0.9: the middle 80 % are ± this many sigma


@dataclass(frozen=True, slots=True)
class LevelVerdict:
    """What the record says to a claimed level; values in the metric's own unit, null where nothing can be said.

    share, count: posts that reached the claim, of all up to `as_of`; last: the latest of them.
    until: for `was_once_true`, the end of the last stretch of posts that held the claim.
    best: up to ten highest values, best first.
    expected_best, best_multiple: the best post as a multiple of the median: as this scatter makes expect, as it was.
    """

    verdict: ClaimVerdict
    n: int
    share: float | None = None
    count: int | None = None
    last: datetime | None = None
    until: datetime | None = None
    median: float | None = None
    low: float | None = None
    high: float | None = None
    best: tuple[float, ...] = ()
    expected_best: float | None = None
    best_multiple: float | None = None


def hold_level(
    value: float | None,
    posted_at: NDArray[np.datetime64],
    values: NDArray[np.float64],
    *,
    as_of: datetime,
    qualifier: str | None = None,
    approx: bool = False,
    normal: Normal | None = None,
) -> LevelVerdict:
    """Hold a claimed level against all posts of its metric and format.

    Args:
        value: the claimed level; null if it was not understood.
        posted_at: when each post went up, UTC, shape (n,), any order.
        values: the metric of each post, shape (n,); NaN where the platform did not say. Where the claim is per day or
            week, one value a day or week.
        as_of: later posts are unseen; a naive time is taken as UTC.
        qualifier: as the claim says it; null is read as "usually".
        approx: whether the claim said "about".
        normal: median and middle 80 % as the engine has them; else those of the posts are given.
    """
    now = np.datetime64(as_of.replace(tzinfo=None) - (as_of.utcoffset() or as_of - as_of), "us")
    times = posted_at.astype("datetime64[us]")
    seen = (times <= now) & np.isfinite(values)
    order = np.argsort(times[seen], kind="stable")
    times, values = times[seen][order], values[seen][order]
    n = int(values.size)
    if value is None or n < MIN_POSTS:
        return LevelVerdict("cannot_say", n)
    within = _reached(values, value, qualifier, APPROXIMATE if approx else ROUNDING)
    recent = times > now - np.timedelta64(RECENT_DAYS, "D")
    recent = recent if int(recent.sum()) >= MIN_POSTS else np.arange(n) >= n - MIN_POSTS
    until: datetime | None = None
    if _holds(within[recent], values[recent], value, qualifier, count=int(within.sum())):
        verdict: ClaimVerdict = "true"
    else:
        ended = _last_held(within, times, values, value, qualifier)
        until = None if ended is None else times[ended].item().replace(tzinfo=UTC)
        verdict = "was_once_true" if ended is not None else "exception" if within.any() else "never"
    return _with_record(verdict, within, times, values, until=until, normal=normal)


def _reached(values: NDArray[np.float64], value: float, qualifier: str | None, tolerance: float) -> NDArray[np.bool_]:
    reached: NDArray[np.bool_] = (
        values <= value * (1 + tolerance) if qualifier == "at most" else values >= value * (1 - tolerance)
    )
    return reached


def _holds(
    within: NDArray[np.bool_], values: NDArray[np.float64], value: float, qualifier: str | None, *, count: int
) -> bool:
    """Whether a stretch of posts holds the claim in the sense of its qualifier."""
    if qualifier == "once":
        return count > 0
    level = values.mean() if qualifier == "average" else within.mean()
    return bool(level >= _needed_level(value, qualifier))


def _last_held(
    within: NDArray[np.bool_],
    times: NDArray[np.datetime64],
    values: NDArray[np.float64],
    value: float,
    qualifier: str | None,
) -> int | None:
    """Index of the last post of the latest stretch that held the claim; null if none did.

    A stretch is `OLD_DAYS` long and has `OLD_POSTS` posts or more: shorter ones hold a claim near the median by chance.
    """
    size = max(MIN_POSTS, min(OLD_POSTS, within.size // 3))
    if qualifier == "once" or within.size < size:
        return None
    ends = np.arange(size, within.size + 1)
    starts = np.minimum(ends - size, np.searchsorted(times, times[ends - 1] - np.timedelta64(OLD_DAYS, "D")))
    amounts = values if qualifier == "average" else within.astype(np.float64)
    sums = np.concatenate([[0.0], np.cumsum(amounts)])
    level = (sums[ends] - sums[starts]) / (ends - starts)
    held = np.flatnonzero(level >= _needed_level(value, qualifier))
    return int(ends[held[-1]]) - 1 if held.size else None


def _needed_level(value: float, qualifier: str | None) -> float:
    """Give the mean value ("average"), or else the share of posts, from which on a stretch holds the claim."""
    if qualifier == "average":
        return value * (1 - ROUNDING)
    return MOST if qualifier in ("always", "at least", "at most") else 0.5


def _with_record(
    verdict: ClaimVerdict,
    within: NDArray[np.bool_],
    times: NDArray[np.datetime64],
    values: NDArray[np.float64],
    *,
    until: datetime | None,
    normal: Normal | None,
) -> LevelVerdict:
    low, median, high = (float(x) for x in np.quantile(values, [0.1, 0.5, 0.9]))
    if normal is not None:
        low, median, high = normal.low, normal.median, normal.high
    hits = np.flatnonzero(within)
    best = np.sort(values)[::-1][:10]
    expected = None
    if 0 < low < high:
        expected = expected_best(int(values.size), math.log(high / low) / (2 * _Z90))
    return LevelVerdict(
        verdict=verdict,
        n=int(values.size),
        share=float(within.mean()),
        count=int(hits.size),
        last=times[hits[-1]].item().replace(tzinfo=UTC) if hits.size else None,
        until=until,
        median=median,
        low=low,
        high=high,
        best=tuple(float(x) for x in best),
        expected_best=expected,
        best_multiple=float(best[0]) / median if median > 0 else None,
    )


def expected_best(n: int, sigma: float) -> float:
    """Expected best of n posts as a multiple of the median, if their logarithms scatter normally by `sigma`.

    The mean of the highest of n: the integral of n φ(z) Φ(z)ⁿ⁻¹ exp(sigma z) over z, by the trapezium rule.

    Args:
        n: number of posts, 1 or more.
        sigma: standard deviation of the natural logarithm, 0 or more.

    Source: H. A. David & H. N. Nagaraja, Order Statistics, 3rd ed. 2003, section 2.1 (density of the maximum).

    >>> expected_best(1, 0.0)
    1.0
    >>> round(expected_best(104, 0.7), 1)  # a hundred posts: the best is usually some six times the median
    6.1
    """
    z = np.linspace(-9.0, 9.0 + sigma, 4001)
    below = np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in z])
    density = np.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)
    weight = n * density * below ** (n - 1)
    step = float(z[1] - z[0])
    return float(round((weight * np.exp(sigma * z)).sum() * step, 9))


def hold_drop(claimed_percent: float | None, change: Change | None) -> ClaimVerdict:
    """Hold a claimed loss against the loss that was measured.

    Args:
        claimed_percent: signed, for example -50; null if none was told ("my reach is down").
        change: measured loss with its interval in percent, low ≤ high; null if nothing could be measured.

    Returns:
        "true" if there is a loss and its interval holds the claim (or it is even larger), "exception" if there is a
        smaller one, "never" if the interval rules out what was claimed and no loss is certain, else "cannot_say".
    """
    if change is None:
        return "cannot_say"
    is_loss = change.high < 0
    if claimed_percent is None:
        return "true" if is_loss else "never" if change.low > SMALLEST_LOSS else "cannot_say"
    if is_loss:
        return "true" if claimed_percent >= change.low else "exception"
    return "never" if claimed_percent < change.low else "cannot_say"
