"""What a dated event did: the level before it is frozen, the time after it is held against that, placebo dates judge.

Every account is a pair of arrays: day (n,) relative to the event, rising, negative before it; value (n,) on a log scale
with the effects of format, weekday and hour taken out. Weeks before the event give a local level, whose speed of wander
is learned from that time alone. docs/method.md, "Event study", derives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Account = tuple[Floats, Floats]

WEEKS = 156  # three years before the event; what is older says little about the level and how fast it moves
WANDERS: Floats = np.array([0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.13, 0.2])  # sd of the level per root week
WANDER_SHARES: Floats = np.array([0.1, 0.1, 0.12, 0.15, 0.17, 0.16, 0.11, 0.06, 0.03])
PEERS_WORTH = 5.0  # peers whose own wander weighs as much as these shares
FEWEST_BEFORE = 10  # posts before a date, and …
FEWEST_WEEKS = 8  # … weeks of history, without which there is no level to compare with
FEWEST_WITHIN = 3  # posts within a window: with two, the robust mean is only the mean
CUT = 2.5  # scatters beyond which a post counts as if it lay there: 98 % efficient for a normal law
SURPRISE = 2.5  # standard errors beyond which a week moves the level no further
NEIGHBOURS = 15  # posts on each side that a post's scatter is measured against
FEWEST_PEERS = 10  # with fewer the placebo dates of the account itself and a t law have to do
LEAST_SCATTER = 0.05


@dataclass(frozen=True, slots=True)
class Windows:
    """The same window at the event and at earlier dates, for each account.

    shift: (a, d) mean of the window minus the level before its date, nan where one is missing. error: (a, d) standard
    error by the model. posts: (a, d) posts within. Column 0 is the event, column k the date k weeks before it … whose
    window still ends before the event. overlap: how many neighbouring columns share one window's time.
    """

    shift: Floats
    error: Floats
    posts: NDArray[np.int64]
    overlap: float


@dataclass(frozen=True, slots=True)
class Levels:
    """The local level at each week's start: (a, w + 1), the last one at the event; wander (a,), scatter (a,).

    noise: (a,) scatter of a mean times the root of its number of posts; more than the scatter where posts come in runs.
    """

    middle: Floats
    variance: Floats
    wander: Floats
    scatter: Floats
    noise: Floats


def scatter_of(away: Floats) -> float:
    """Give the sd of single posts, robust to outliers, from what they lie off the median of their neighbours."""
    if len(away) < 3:
        return 1.0
    # the median of n posts, this one among them, takes out about 1.5 / n of its variance
    left = 1 - 1.5 / min(len(away), 2 * NEIGHBOURS + 1)
    return max(1.4826 * float(np.median(np.abs(away))) / sqrt(left), LEAST_SCATTER)


def runs_of(away: Floats) -> float:
    """Give by how much posts that resemble the post before them raise the variance of a mean; 1 to 3."""
    n = len(away)
    if n < 3:
        return 1.0
    wide = 3 * 1.4826 * np.median(np.abs(away)) + 1e-9
    cut = np.clip(away, -wide, wide)
    squares = float((cut**2).sum())
    # a median of 31 neighbours takes out a thirty-first of every pair's likeness, and a half more
    likeness = float((cut[1:] * cut[:-1]).sum()) / squares + 1.5 / (2 * NEIGHBOURS + 1) if squares else 0.0
    likeness = max(likeness - 1 / sqrt(n), 0.0)  # within one standard error of none there is none
    return min((1 + likeness) / (1 - likeness), 3.0)


def running_median(value: Floats) -> Floats:
    """Give the median of each post and its fifteen neighbours on both sides; mirrored at the ends."""
    if len(value) == 0:
        return value
    around = np.pad(value, NEIGHBOURS, mode="reflect" if len(value) > NEIGHBOURS else "symmetric")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(around, 2 * NEIGHBOURS + 1), axis=1))


def robust_means(value: Floats, start: NDArray[np.intp], end: NDArray[np.intp], scatter: float) -> Floats:
    """Give the mean of each stretch value[start:end], posts beyond two and a half scatters from it pulled in.

    Stretches without a post are nan.
    """
    number = end - start
    widest = int(number.max(initial=0))
    if widest == 0:
        return np.full(len(start), np.nan)
    places = start[:, None] + np.arange(widest)
    within = places < end[:, None]
    inside = np.where(within, value[np.minimum(places, len(value) - 1)], np.inf)
    ordered = np.sort(inside, axis=1)
    rows, last = np.arange(len(start)), np.maximum(number - 1, 0)
    centre = (ordered[rows, last // 2] + ordered[rows, (last + 1) // 2]) / 2
    centre = np.where(number > 0, centre, np.nan)
    posts = np.where(within, inside, 0.0)
    for _ in range(6):
        pulled = np.clip(posts - centre[:, None], -CUT * scatter, CUT * scatter)
        centre = centre + np.where(within, pulled, 0.0).sum(axis=1) / np.maximum(number, 1)
    return np.asarray(centre)


def levels(accounts: Sequence[Account]) -> Levels:
    """Give each account's local level at the start of each of the last weeks before the event; nothing after it."""
    before = [(day < 0) & (day >= -7.0 * WEEKS) for day, _ in accounts]
    near = [running_median(value[past]) for (_, value), past in zip(accounts, before, strict=True)]
    away = [value[past] - middle for (_, value), past, middle in zip(accounts, before, near, strict=True)]
    scatter = np.array([scatter_of(one) for one in away])
    noise = scatter * np.sqrt([runs_of(one) for one in away])
    pulled = [m + np.clip(one, -CUT * s, CUT * s) for m, one, s in zip(near, away, scatter, strict=True)]
    mean, count = _weekly([day[past] for (day, _), past in zip(accounts, before, strict=True)], pulled)
    middle, variance, evidence = _filter(mean, count, noise)
    share = _shares(evidence)
    mixed = np.einsum("ag,agw->aw", share, middle)
    spread = variance + (middle - mixed[:, None, :]) ** 2
    return Levels(mixed, np.einsum("ag,agw->aw", share, spread), np.sqrt(share @ WANDERS**2), scatter, noise)


def _weekly(days: Sequence[Floats], values: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Mean and number of posts in each week before the event."""
    mean, count = np.zeros((len(days), WEEKS)), np.zeros((len(days), WEEKS))
    for a, (day, value) in enumerate(zip(days, values, strict=True)):
        week = WEEKS + np.floor(day / 7).astype(np.int64)
        count[a] = np.bincount(week, minlength=WEEKS)
        mean[a] = np.bincount(week, weights=value, minlength=WEEKS) / np.maximum(count[a], 1)
    return mean, count


def _filter(mean: Floats, count: Floats, post_noise: Floats) -> tuple[Floats, Floats, Floats]:
    """Run a robust filter for each account and wander: (a, g, w + 1) level and variance, (a, g) evidence."""
    accounts, grid = len(mean), len(WANDERS)
    middle, variance = np.full((accounts, grid, WEEKS + 1), np.nan), np.full((accounts, grid, WEEKS + 1), np.nan)
    evidence = np.zeros((accounts, grid))
    level, width = np.full((accounts, grid), np.nan), np.zeros((accounts, grid))
    for week in range(WEEKS):
        middle[:, :, week], variance[:, :, week] = level, width
        seen = count[:, week] > 0
        noise = (post_noise**2 / np.maximum(count[:, week], 1))[:, None]
        first = seen[:, None] & np.isnan(level)
        level, width = np.where(first, mean[:, week, None], level), np.where(first, noise, width)
        again = seen[:, None] & ~first
        total = width + noise
        away = mean[:, week, None] - level
        limit = SURPRISE * np.sqrt(total)
        evidence -= np.where(again, 0.5 * (np.log(total) + np.minimum(away**2, limit**2) / total), 0.0)
        gain = np.where(again, width / total, 0.0)
        level = np.where(again, level + gain * np.clip(away, -limit, limit), level)
        width = np.where(again, width * (1 - gain), width) + np.where(np.isnan(level), 0.0, WANDERS**2)
    middle[:, :, WEEKS], variance[:, :, WEEKS] = level, width
    return middle, variance, evidence


def _shares(evidence: Floats) -> Floats:
    """Posterior of the wander of each account; what is usual among the peers is learned from them."""
    prior = WANDER_SHARES
    for _ in range(40):
        share = prior * np.exp(evidence - evidence.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        prior = (PEERS_WORTH * WANDER_SHARES + share[1:].sum(axis=0)) / (PEERS_WORTH + len(share) - 1)
    return np.asarray(share)


def windows(accounts: Sequence[Account], before: Levels, *, gap: float, length: float) -> Windows:
    """Hold the window [gap, gap + length) days after a date against the level before that date.

    The date is the event, and then each week before it as long as the window ends before the event.
    """
    lag = int(np.ceil((gap + length) / 7))
    dates = np.array([0, *range(lag, WEEKS - FEWEST_WEEKS + 1)], dtype=np.int64)
    shape = (len(accounts), len(dates))
    shift, error, posts = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    for a, (day, value) in enumerate(accounts):
        scatter, first = before.scatter[a], day[0] if len(day) else 0.0
        edges = (-7.0 * dates, -7.0 * dates + gap, -7.0 * dates + gap + length)
        history, start, end = (np.searchsorted(day, edge) for edge in edges)
        posts[a] = end - start
        known = (history >= FEWEST_BEFORE) & (-7.0 * dates - first >= 7 * FEWEST_WEEKS) & (posts[a] >= FEWEST_WITHIN)
        mean = robust_means(value, start, end, scatter)
        shift[a] = np.where(known, mean - before.middle[a, WEEKS - dates], np.nan)
        drift = before.wander[a] ** 2 * (gap + length / 3) / 7
        total = before.variance[a, WEEKS - dates] + drift + before.noise[a] ** 2 / np.maximum(posts[a], 1)
        error[a] = np.where(known, np.sqrt(total), np.nan)
    return Windows(shift, error, posts, max(1.0, (gap + length) / 7))


def without_common(found: Windows) -> tuple[Windows, Floats, Floats]:
    """Take out of each window how the other peers moved at the same date; (d,) that common move and its error.

    Row 0 is the account itself, the other rows are its peers. A peer is held against the rest of the peers. Dates with
    fewer than FEWEST_PEERS peers are nan.
    """
    peers = found.shift[1:]
    known = ~np.isnan(peers)
    number = known.sum(axis=0)
    with_peers = number >= FEWEST_PEERS
    centre = np.array([np.median(peers[known[:, d], d]) if with_peers[d] else np.nan for d in range(len(number))])
    away = peers - centre
    wide = np.array(
        [1.4826 * np.median(np.abs(away[known[:, d], d])) if with_peers[d] else np.nan for d in range(len(number))]
    )
    pulled = centre + np.clip(away, -2 * wide, 2 * wide)
    total = np.nansum(np.where(known, pulled, 0.0), axis=0)
    common = np.where(with_peers, total / np.maximum(number, 1), np.nan)
    common_error = np.where(with_peers, 1.05 * wide / np.sqrt(np.maximum(number, 1)), np.nan)
    rest = (total - np.where(known, pulled, 0.0)) / np.maximum(number - 1, 1)
    others = np.where(with_peers, np.vstack([common[None], rest]), np.nan)
    error = np.sqrt(found.error**2 + common_error**2)
    return Windows(found.shift - others, error, found.posts, found.overlap), common, common_error
