"""How much of a shape in time a series holds: a step, a ramp, a wave, a spell; against a level that wanders anyway.

The posts of a week are one mean (older than two years: of four weeks). Weeks are a Gaussian series: a constant, a
gentle drift, a slow wander (an Ornstein-Uhlenbeck process, whose size is learned from the series) and the scatter of
the posts. For each shape this gives the generalised least squares size and its standard error, and from them the odds
of "the shape, of a size as usual for this" against "none" (the Savage-Dickey ratio of two normal laws).
docs/method.md, "Causes".
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma, log
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats._small import product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WEEK = 7.0
NEIGHBOURS = 7  # posts on each side that tell the level around one
TAIL = 2.5  # scales beyond which a post counts as so many: one hit is not the level
WANDER_DAYS = 70.0  # after which a wander has forgotten two thirds
USUAL_WANDER = 0.1  # log-sd; healthy accounts of the simulator and of the thermometer's worlds: 0.05 to 0.2
WANDER_WORTH = 8.0  # differences of four weeks that the usual wander is worth
DRIFT_PER_YEAR = 0.12  # log-sd of a drift that is no finding: DESIGN.md section 2 allows 20 % a year
FINE_WEEKS, COARSE_WEEKS = 104, 4  # weeks that are told apart; what is older lies in spans of so many
LEVEL_SD = 10.0  # the constant may be anything
YEAR = 365.25
LEAST_SHARE = 0.2  # of the posts: a smaller change of habits is none
CHANCE_BEYOND = 0.02  # of 70 healthy accounts 1 % of steps and spells lie beyond 3 errors, 0.1 % beyond 4
HABITS = 0.6  # what of the odds of a changed share is believed


@dataclass(frozen=True, slots=True)
class Weeks:
    """A series in blocks of a week: mean day, mean value, posts (w,); scatter of a post, wander of the level.

    edges: (w + 1,) first post of each week, and n. whitener: (w, w), turns weeks into independent unit normal deviates.
    """

    day: Floats
    value: Floats
    posts: Floats
    edges: NDArray[np.int64]
    scatter: float
    wander: float
    whitener: Floats


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of each shape (k,): its size in the unit of the series, and the standard error of that."""

    size: Floats
    error: Floats

    def odds(
        self, middle: float | Floats, spread: float | Floats, *, same: float = 0.05, beyond: float = 0.1
    ) -> Floats:
        """Give the log odds of "size about `middle`, give or take `spread`" against "none, give or take `same`".

        A little of both laws is three times as wide, so that nothing is ever impossible: of the sizes `beyond`.
        What goes the other way speaks as much against it as nothing does.
        """
        size = np.where(np.asarray(middle) < 0, np.minimum(self.size, 0.0), np.maximum(self.size, 0.0))
        there = _log_normal(size, middle, np.hypot(self.error, spread), beyond)
        return there - _log_normal(size, 0.0, np.hypot(self.error, same), CHANCE_BEYOND)


def weeks(at: Floats, value: Floats, *, least_scatter: float = 0.1) -> Weeks:
    """Give the weeks of a series of posts; of what is older than two years, spans of four weeks.

    Args:
        at: (n,) days, rising, n ≥ 2. value: (n,) finite. least_scatter: below which no scatter is believed.
    """
    level = level_around(value)
    rest = value - level
    scatter = max(least_scatter, 1.4826 * float(np.median(np.abs(rest - np.median(rest)))))
    held = level + np.clip(rest, -TAIL * scatter, TAIL * scatter)
    number = np.floor((at - at[-1]) / WEEK).astype(np.int64)
    number = np.where(number < -FINE_WEEKS, number // COARSE_WEEKS - FINE_WEEKS, number)
    edges = np.append(np.flatnonzero(np.diff(number, prepend=number[0] - 1)), len(at)).astype(np.int64)
    posts = np.diff(edges).astype(np.float64)
    day, mean = (np.add.reduceat(one, edges[:-1]) / posts for one in (at, held))
    wander = _wander(day, mean, posts, scatter)
    return Weeks(day, mean, posts, edges, scatter, wander, _whitener(day, posts, scatter, wander))


def _whitener(day: Floats, posts: Floats, scatter: float, wander: float) -> Floats:
    """Give a root of the inverse covariance of the weeks: innovations of a Kalman filter, less constant and drift.

    The filter needs no factorisation: LAPACK would start a thread on each core for it, which costs more than it saves.
    """
    n = len(day)
    kept = np.append(np.exp(-np.diff(day) / WANDER_DAYS), 0.0).tolist()
    total, gain, spread = [], [], wander**2
    for own, keep in zip((scatter**2 / posts).tolist(), kept, strict=True):
        total.append(spread + own)
        gain.append(spread / total[-1])
        spread = keep**2 * spread * own / total[-1] + (1 - keep**2) * wander**2
    # what a week tells of a later one: its gain, less what is forgotten and learned anew in between
    fades = np.cumsum(np.log(np.maximum(kept, 1e-300)) + np.log1p(-np.array(gain)))
    before = np.append(0.0, fades[:-1])
    told = np.array(kept) * gain * np.exp(np.minimum(before[:, None] - fades[None, :], 0.0))
    white = (np.eye(n) - np.tril(told, -1)) / np.sqrt(total)[:, None]
    known = np.column_stack([np.full(n, LEVEL_SD), DRIFT_PER_YEAR * (day - day.mean()) / YEAR])
    seen = white @ known
    power, turn = np.linalg.eigh(seen.T @ seen)
    power = np.maximum(power, 1e-12)
    axes = seen @ turn / np.sqrt(power)
    taken = axes * (1 - 1 / np.sqrt(1 + power))
    return np.asarray(white - taken @ (axes.T @ white))


def fit(series: Weeks, shapes: Floats) -> Sizes:
    """Give the size of each shape in a series.

    Args:
        series: of n posts in w weeks. shapes: (n, k), each column the shape at each post; a constant is no shape.

    Returns:
        Sizes (k,); an error of 1e3 where the series cannot tell.
    """
    mean = np.add.reduceat(shapes, series.edges[:-1], axis=0) / series.posts[:, None]
    value = product(series.whitener, series.value[:, None])[:, 0]
    white = product(series.whitener, mean)
    power = np.einsum("ij,ij->j", white, white)
    told = power > 1e-6
    power = np.where(told, power, 1e-6)
    size = np.where(told, np.einsum("ij,i->j", white, value) / power, 0.0)
    return Sizes(size, 1 / np.sqrt(power))


def steps(at: Floats, days: Floats) -> Floats:
    """Give (n, k): 1 from each of the days on, 0 before."""
    return (at[:, None] >= days[None, :]).astype(np.float64)


def ramps(at: Floats, days: Floats) -> Floats:
    """Give (n, k): 0 until each of the days, then a straight line to 1 at the last post."""
    return np.asarray(np.clip((at[:, None] - days) / np.maximum(at[-1] - days, 1.0), 0.0, 1.0))


def spells(at: Floats, ends: Floats, lengths: tuple[float, ...]) -> Floats:
    """Give (n, ends × lengths): 1 within so many days before each end, else 0."""
    return np.column_stack([(at[:, None] < ends) & (at[:, None] >= ends - length) for length in lengths]).astype(float)


def share_odds(at: Floats, values: Floats, days: Floats, *, rises: bool) -> Floats:
    """Give for each day (k,) the log odds that a share of the posts is another one from then on, against one share.

    Ratio of beta-binomial probabilities with a uniform prior each, partly believed: habits come in runs, so posts are
    worth less than independent ones. −4 where the share did not change that way by a fifth.

    Args:
        at: (n,) days, rising. values: (n,) 0 or 1. rises: whether the share must rise or fall.
    """
    found = np.full(len(days), -4.0)
    for i, day in enumerate(days.tolist()):
        old, new = values[(at < day) & (at >= day - YEAR)], values[at >= day]
        change = (new.mean() - old.mean()) * (1 if rises else -1) if min(len(old), len(new)) else 0.0
        if change >= LEAST_SHARE:
            pieces = [_log_beta(float(one.sum()), len(one)) for one in (old, new, np.concatenate([old, new]))]
            found[i] = max(-4.0, HABITS * (pieces[0] + pieces[1] - pieces[2]))
    return found


def _log_beta(hits: float, n: int) -> float:
    return lgamma(hits + 1) + lgamma(n - hits + 1) - lgamma(n + 2)


def mean_odds(odds: Floats) -> float:
    """Give the log of the mean odds: what is known where the date is not; −30 where there is no date."""
    if not len(odds):
        return -30.0
    top = float(odds.max())
    return top + log(float(np.exp(odds - top).mean()))


def _log_normal(value: Floats, middle: float | Floats, spread: Floats, beyond: float) -> Floats:
    density = np.exp(-0.5 * ((value - middle) / spread) ** 2) / spread
    wide = np.exp(-0.5 * ((value - middle) / (3 * spread)) ** 2) / (3 * spread)
    return np.log((1 - beyond) * density + beyond * wide + 1e-12)


def level_around(value: Floats) -> Floats:
    """Give the running median over the neighbours of each value (n,)."""
    width = min(2 * NEIGHBOURS + 1, len(value) - (len(value) + 1) % 2)
    padded = np.pad(value, width // 2, mode="reflect") if len(value) > width // 2 else value
    if len(padded) < width:
        return np.full(len(value), np.median(value))
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, width), axis=1)[: len(value)])


def _wander(day: Floats, mean: Floats, posts: Floats, scatter: float) -> float:
    """Learn the sd of the wander from differences of four weeks; robustly, so that one step does not count as one."""
    number = np.floor(day / (4 * WEEK)).astype(np.int64)
    _, block = np.unique(number, return_inverse=True)
    n = np.bincount(block, weights=posts)
    level = np.bincount(block, weights=mean * posts) / n
    steps_ = np.diff(level)
    own = scatter**2 * (1 / n[1:] + 1 / n[:-1])
    kept = 1 - np.exp(-4 * WEEK / WANDER_DAYS)
    # the median of a squared normal deviate is 0.455 of its variance
    found = float(np.median(steps_**2 - 0.455 * own)) / 0.455 / (2 * kept) if len(steps_) else 0.0
    total = WANDER_WORTH * USUAL_WANDER**2 + len(steps_) * max(found, 0.0)
    return float(np.sqrt(total / (WANDER_WORTH + len(steps_))))
