"""Change points of any series of numbers: where its level or its trend changes, and how sure that is.

No setting is left to the caller. What the series is made of is chosen by one criterion: pieces with a level, or with a
level and a slope; noise with or without memory; on the scale as it is or on that of logarithms; with or without a
season. docs/method.md has the derivation and what came true.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats._cycles import pulled_in, without_season
from fieber.stats._partition import Search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST = 5  # values below which nothing is said
AT_ONCE = 500  # values beyond which the series is thinned to means of neighbours before it is searched
MEMORIES = (0.0, 0.3, 0.5, 0.7, 0.9)  # correlation of neighbouring noise; what wanders more slowly changes its level
VISIBLE = 0.01  # of the range: nothing is exactly made of straight pieces, and nobody means a bend smaller than this
AROUND = 7  # values whose median says where a single value should be
CLEARLY = 10.0  # by how much logarithms must be the better scale
LEVEL = 0.9  # of the interval of a change


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    `index`: the first value of the new piece, 0-based; `low`, `high`: its 90 % interval. `before`, `after`: level right
    before and right after it, season and single wild values left out.
    """

    index: int
    low: int
    high: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _View:
    """The changes seen on one scale; `cost` compares scales."""

    changes: tuple[Change, ...]
    cost: float


def changes(values: Floats) -> tuple[Change, ...]:
    """Find the change points of a series.

    Args:
        values: (n,) in any unit, in order of time at about equal steps; what is not finite is missing and skipped.

    Returns:
        The changes in order of time; none where nothing but noise, a season or one trend is seen. `index`, `low` and
        `high` count all values, the missing ones too.
    """
    known = np.flatnonzero(np.isfinite(values))
    series = values[known]
    largest = np.abs(series).max(initial=0.0)
    if known.size < FEWEST or not largest > 0.0:
        return ()
    unit = float(np.ldexp(1.0, int(np.frexp(largest)[1]) - 1))  # squares of any number must be numbers
    series = series / unit
    if not np.ptp(series) > 16.0 * np.finfo(np.float64).eps:  # equal but for the rounding of numbers
        return ()
    return tuple(
        Change(int(known[one.index]), int(known[one.low]), int(known[one.high]), one.before * unit, one.after * unit)
        for one in _on_the_better_scale(series)
    )


def _on_the_better_scale(series: Floats) -> tuple[Change, ...]:
    """Find the changes on the scale as it is, or on that of logarithms where that is clearly better."""
    plain = _seen(series)
    if not series.min() > 0.0:
        return plain.changes
    logs = np.log(series)
    on_logs = _seen(logs)
    weight = min(series.size, AT_ONCE)  # values that the cost was counted in
    if not on_logs.cost + 2.0 * weight * float(logs.mean()) < plain.cost - CLEARLY:
        return plain.changes
    return tuple(
        Change(one.index, one.low, one.high, float(np.exp(one.before)), float(np.exp(one.after)))
        for one in on_logs.changes
    )


def _seen(values: Floats) -> _View:
    """Find the changes on one scale."""
    middle, spread = float(np.mean(values)), float(np.std(values))
    if not spread > 0.0:  # logarithms may be equal where the values differ
        return _View((), np.inf)
    series, spent = without_season((values - middle) / spread)
    series = _pulled_back(series)
    if not np.ptp(series) > 0.0:
        return _View((), np.inf)
    starts, memory, cost = _found(series, spent)
    told = _told(series, starts, memory, spent)
    weight = min(values.size, AT_ONCE)
    return _View(
        tuple(Change(at, low, high, b * spread + middle, a * spread + middle) for at, low, high, b, a in told),
        cost * weight + 2.0 * weight * float(np.log(spread)),
    )


def _pulled_back(values: Floats) -> Floats:
    """Pull single wild values back towards the median of their neighbours."""
    if values.size < AROUND:
        return values
    half = AROUND // 2
    padded = np.concatenate(
        [_before(values[: 2 * AROUND], half), values, _before(values[::-1][: 2 * AROUND], half)[::-1]]
    )
    median = np.median(np.lib.stride_tricks.sliding_window_view(padded, AROUND), axis=1)
    return np.asarray(median + pulled_in(values - median))


def _before(first: Floats, n: int) -> Floats:
    """Go on backwards for n values along the middle of the first ones, so that a steep trend is not cut at its ends."""
    one, two = np.triu_indices(first.size, 1)
    slope = float(np.median((first[two] - first[one]) / (two - one)))
    level = float(np.median(first - slope * np.arange(first.size)))
    return np.asarray(level - slope * np.arange(n, 0, -1))


def _found(series: Floats, spent: int) -> tuple[tuple[int, ...], float, float]:
    """Give where pieces start, the memory of the noise, and the criterion by value; a long series is thinned first."""
    block = -(-series.size // AT_ONCE)
    whole = series.size // block
    thin = series[: whole * block].reshape(whole, block).mean(axis=1)
    floor = _floor(thin)
    spent = spent if block == 1 else 0
    tried = [(Search(thin, memory, floor=floor, spent=spent).best(), memory) for memory in MEMORIES]
    best, memory = min(tried, key=lambda one: one[0].cost)
    return tuple(start * block for start in best.starts), memory, best.cost / whole


def _floor(series: Floats) -> float:
    low, high = np.quantile(series, [0.02, 0.98])
    return float(VISIBLE * (high - low)) ** 2


def _told(
    series: Floats, starts: tuple[int, ...], memory: float, spent: int
) -> list[tuple[int, int, int, float, float]]:
    """Place each change between its neighbours, in values: index, 90 % interval, level before and after."""
    if series.size > AT_ONCE:
        memory = _memory(series, starts)
    search = Search(series, memory, floor=_floor(series), spent=spent)
    cuts = [0, *starts, series.size]
    intervals: list[tuple[int, int]] = []
    for _ in range(2):  # a second time, between neighbours that have been placed
        variance = search.judge(tuple(cuts[1:-1])).variance
        intervals = []
        for i in range(1, len(cuts) - 1):
            low, cuts[i], high = _placed(search, cuts[i - 1], cuts[i + 1], variance)
            intervals.append((low, high))
    levels = _levels(search, tuple(cuts[1:-1]))
    return [(at, *interval, *level) for at, interval, level in zip(cuts[1:-1], intervals, levels, strict=True)]


def _placed(search: Search, left: int, right: int, variance: float) -> tuple[int, int, int]:
    """Posterior of one change between its neighbours, each place as likely before: 5 %, most likely, 95 %."""
    places = np.arange(left + search.flat, right - search.flat + 1, dtype=np.intp)
    costs = search.costs(np.full_like(places, left), places, variance)
    costs += search.costs(places, np.full_like(places, right), variance)
    weights = np.exp(-0.5 * (costs - costs.min()))
    mass = np.cumsum(weights) / weights.sum()
    low, high = np.searchsorted(mass, [0.5 * (1.0 - LEVEL), 0.5 * (1.0 + LEVEL)])
    best = int(np.argmin(costs))
    return int(places[min(low, best)]), int(places[best]), int(places[max(min(high, places.size - 1), best)])


def _memory(series: Floats, starts: tuple[int, ...]) -> float:
    """Correlation of neighbouring noise around the pieces found."""
    left = series - np.concatenate([_line(series[a:b]) for a, b in _pieces(series.size, starts)])
    around = float(np.sum(left**2))
    return float(np.clip(np.sum(left[1:] * left[:-1]) / around, 0.0, MEMORIES[-1])) if around > 0.0 else 0.0


def _levels(search: Search, starts: tuple[int, ...]) -> list[tuple[float, float]]:
    """Level right before and right after each change."""
    fits = [
        _line(search.values[a:b]) if tilted else np.full(b - a, search.values[a:b].mean())
        for (a, b), tilted in zip(_pieces(search.values.size, starts), search.judge(starts).sloped, strict=True)
    ]
    return [(float(one[-1]), float(two[0])) for one, two in pairwise(fits)]


def _pieces(n: int, starts: tuple[int, ...]) -> list[tuple[int, int]]:
    return list(pairwise([0, *starts, n]))


def _line(piece: Floats) -> Floats:
    """Least squares line through a piece of three values or more."""
    when = np.arange(piece.size) - 0.5 * (piece.size - 1)
    return np.asarray(piece.mean() + when * float(when @ piece) / float(when @ when))
