"""How a post's counter grows: the share of its final count that it has at some age, and how well that is known.

A curve is F(a) = W(a) / W(horizon) with the Weibull form W(a) = 1 − 2^(−(a / half-life)^shape). Half-life and shape are
not known, so a curve is a weighted grid of them: first the platform's sourced prior, then what an account's own
readings say. docs/method.md, "Age at reading".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, inf, log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FULL = 0.95  # share from which a post is taken as it is: DESIGN.md has a loss of 10 % as the smallest that matters
LEAST = 0.6  # below this share a post is more guess than count
SURE = 0.1  # sd of log F that is small beside the scatter of posts, log-sd 0.5 to 1
EQUAL = 0.05  # log units: posts whose shares differ by less are of equal age
SHAPE_DOUBT = 0.35  # sd of the log shape: those of Instagram and of Facebook, 0.28 and 0.52, lie 0.6 apart
HALF_LIVES, SHAPES = 31, 9  # cells of the grid
REACH = 3.0  # prior sds that the grid spans on each side

POST_DOUBT = 0.3  # posts of one account grow unalike: sd of a log ratio, as a share of the ratio
READING_SD = 0.02  # a counter is read twice with so much error even where nothing grows: bots taken out, delays
FEWEST_COUNTS = 5  # at the first reading; a ratio of fewer says nothing
SHIFT_SD = 0.2  # all young posts of one reading share this: the level may have moved since the old ones
CUT = 3.0  # scatters beyond which a post counts no more: hits
DEGREES = 5.0

_AGES: Floats = np.exp(np.linspace(log(1 / 48), log(3650.0), 300))  # days; half an hour to ten years


@dataclass(frozen=True, slots=True)
class Curve:
    """What is known of a growth curve.

    half_life (days), shape, weight: (g,), the weights sum to one. horizon: days after which a counter counts as final.
    on_ages: (g, a) log share at `_AGES`; learning changes the weights only.
    """

    half_life: Floats
    shape: Floats
    weight: Floats
    horizon: float
    on_ages: Floats


@dataclass(frozen=True, slots=True)
class Pairs:
    """Posts that were read twice: ages (days, 0 < first < second) and counts at both readings; all (p,)."""

    first_age: Floats
    second_age: Floats
    first: Floats
    second: Floats


@dataclass(frozen=True, slots=True)
class Young:
    """Posts that were young when they were read, beside old ones posted before them.

    age: (m,) days. gap: (m,) log count minus that of the old posts. reading: (m,) number of the reading. scatter: of
    a single post, log units.
    """

    age: Floats
    gap: Floats
    reading: NDArray[np.int64]
    scatter: float


def sourced(half_life: float, shape: float, *, doubt: float, horizon: float = 30.0) -> Curve:
    """Give the curve that published figures make likely.

    Args:
        half_life: days. shape: below 1, the slower the later. doubt: sd of the log half-life, from how far sources lie
            apart. horizon: days, as in the sources.
    """
    steps = np.linspace(-REACH, REACH, HALF_LIVES)[:, None]
    turns = np.linspace(-REACH, REACH, SHAPES)[None, :]
    weight = np.exp(-0.5 * (steps**2 + turns**2))
    half_lives = (half_life * np.exp(doubt * steps) + 0 * turns).ravel()
    shapes = (shape * np.exp(SHAPE_DOUBT * turns) + 0 * steps).ravel()
    on_ages = _log_shares(half_lives, shapes, _AGES, horizon)
    return Curve(half_lives, shapes, (weight / weight.sum()).ravel(), horizon, on_ages)


def log_shares(curve: Curve, ages: Floats) -> Floats:
    """Log of the share of the final count at each age, for each cell of the grid: (g, n), at most 0."""
    return _log_shares(curve.half_life, curve.shape, ages, curve.horizon)


def _log_shares(half_lives: Floats, shapes: Floats, ages: Floats, horizon: float) -> Floats:
    days = np.append(np.clip(ages, 1e-6, horizon), horizon)
    halvings = np.exp(shapes[:, None] * (np.log(days)[None, :] - np.log(half_lives)[:, None]))
    grown = np.log(-np.expm1(-log(2) * halvings))
    return np.asarray(grown[:, :-1] - grown[:, -1:])


def log_share(curve: Curve, ages: Floats, *, reference: float = inf) -> tuple[Floats, Floats]:
    """Log of how many times the count at `reference` days a post has at each age: mean and sd, both (n,)."""
    apart = log_shares(curve, ages)
    if reference < curve.horizon:
        apart -= log_shares(curve, np.array([reference]))
    return _mean_and_sd(curve, apart)


def _mean_and_sd(curve: Curve, apart: Floats) -> tuple[Floats, Floats]:
    mean, square = (_weighed(curve.weight, part) for part in (apart, apart**2))
    return mean, np.sqrt(np.maximum(square - mean**2, 0.0))


def _weighed(weight: Floats, values: Floats) -> Floats:
    """Sum of (g, n) values by weight, (n,): term by term, so that no sum depends on what stands beside it."""
    return np.asarray(np.cumsum(weight[:, None] * values, axis=0)[-1])


def full_age(curve: Curve) -> float:
    """Age in days from which a post has at least `FULL` of its final count."""
    return _first_age(curve.weight @ curve.on_ages >= log(FULL))


def judged_age(curve: Curve, *, at_least: float) -> float:
    """Age in whole days from which a post can be judged, as it is or with what it still lacks added.

    Either it has `FULL` of its count, or at least `LEAST` and the missing part is known to `SURE`; never before
    `at_least` days.
    """
    mean, sd = _mean_and_sd(curve, curve.on_ages)
    first = _first_age((mean >= log(FULL)) | ((mean >= log(LEAST)) & (sd < SURE)))
    return float(ceil(first)) if first > at_least else at_least


def _first_age(holds: NDArray[np.bool_]) -> float:
    """Age from which on it holds at every later one."""
    return float(_AGES[min(int(np.flatnonzero(~holds).max(initial=-1)) + 1, len(_AGES) - 1)])


def learn(curve: Curve, *, pairs: Pairs, young: Young) -> Curve:
    """Give the curve after an account's own readings.

    A pair tells the growth between two ages, t around the curve with the noise of counts and of posts that grow
    unalike. Young posts tell how far they lie below old ones; those of one reading share a shift, because the level may
    have moved, so that one reading of a few posts hardly says anything.
    """
    weight = np.log(curve.weight + 1e-300) + log_likelihood(curve, pairs=pairs, young=young)
    weight = np.exp(weight - weight.max())
    return replace(curve, weight=weight / weight.sum())


def log_likelihood(curve: Curve, *, pairs: Pairs, young: Young) -> Floats:
    """Log likelihood of an account's readings for each cell of the grid; (g,)."""
    return _of_pairs(curve, pairs) + _of_young(curve, young)


def _of_pairs(curve: Curve, pairs: Pairs) -> Floats:
    """Log likelihood of the pairs for each cell of the grid; (g,)."""
    use = (pairs.first >= FEWEST_COUNTS) & (pairs.first_age < curve.horizon)
    if not use.any():
        return np.zeros(len(curve.weight))
    first, second = pairs.first[use] + 0.5, pairs.second[use] + 0.5
    grown = log_shares(curve, pairs.second_age[use]) - log_shares(curve, pairs.first_age[use])
    counted = np.maximum(1 / first - 1 / second, 0.0)
    variance = counted + (POST_DOUBT * grown) ** 2 + READING_SD**2
    away = (np.log(second / first) - grown) ** 2 / variance
    one = -0.5 * (DEGREES + 1) * np.log1p(away / DEGREES) - 0.5 * np.log(variance)
    return np.asarray(one.sum(axis=1))


def _of_young(curve: Curve, young: Young) -> Floats:
    """Log likelihood of the young posts for each cell of the grid, each reading with a shift of its own; (g,)."""
    total = np.zeros(len(curve.weight))
    if not len(young.age):
        return total
    noise, shift = young.scatter**2, SHIFT_SD**2
    away = np.clip(young.gap - log_shares(curve, young.age), -CUT * young.scatter, CUT * young.scatter)
    for number in np.unique(young.reading):
        own = away[:, young.reading == number]
        common = own.sum(axis=1) ** 2 * shift / (noise + own.shape[1] * shift)
        total -= 0.5 * ((own**2).sum(axis=1) - common) / noise
    return total
