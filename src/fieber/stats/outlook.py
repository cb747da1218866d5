"""Where a weekly level is heading: the mean of the weeks ahead against the last ones, with an interval; and its score.

A level may wander, drift for a while and have weeks of its own. How much of each is not known, so every combination on
a grid foretells, and each counts by how well it explains the weeks that were (Bayesian model averaging).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import erfc, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_SPANS = 12  # seen; a drift that lasts ten weeks cannot be told from a wander in fewer
MOST_SPANS = 52  # looked at; a longer past says no more about next month
WANDER = (0.0, 0.006, 0.015, 0.035, 0.08)  # sd of the level's step a week, log units: a fifth to a half a year
DRIFT = (0.0, 0.003, 0.01, 0.03)  # sd of the slope a week: 0.01 that lasts ten weeks is a tenth
ALONE = (0.0, 0.03, 0.08)  # sd of a week of its own that comes and goes: holidays, a big match
LASTING = 0.9  # of a slope from week to week: its half-life is six to seven weeks, so no drift goes on for ever
NO_DRIFT = 0.5  # prior weight of "it only wanders": of what all have in common, most weeks do
UNKNOWN_LEVEL = 5.0  # sd of the level itself, log units: any
JITTER = 1e-9


@dataclass(frozen=True, slots=True)
class Ahead:
    """Change of the weeks ahead against the last ones, log units: middle, and the interval that was asked for."""

    middle: float
    low: float
    high: float


def ahead(value: Floats, error: Floats, *, spans: int, against: int, level: float) -> Ahead | None:
    """Foretell the mean of the next `spans` weeks minus that of the last `against`, as the same accounts will show it.

    What will be measured has errors of measurement too, so they are in the interval: it is right if what is measured
    then lies in it.

    Args:
        value: (n,) the factor of each week, log units. error: (n,) its standard error, inf where nobody was seen.
        spans, against: weeks ahead, and the last weeks with which they are compared. level: of the interval, in (0, 1).

    Returns:
        The forecast; None with fewer than FEWEST_SPANS weeks that were seen.

    Source: local level with damped trend, Gardner & McKenzie 1985, Management Science 31, 1237; averaging, Hoeting et
    al. 1999, Statistical Science 14, 382.
    """
    value, error = value[-MOST_SPANS:], error[-MOST_SPANS:]
    seen = np.flatnonzero(np.isfinite(error))
    if len(seen) < FEWEST_SPANS:
        return None
    n = len(value)
    later = float(np.sqrt(np.median(error[seen[-8:]] ** 2)))
    noise = np.concatenate([np.where(np.isfinite(error), error, later), np.full(spans, later)]) ** 2
    asked = np.zeros(n + spans)
    asked[n:], asked[n - against : n] = 1 / spans, -1 / against
    middles, spreads, weights = [], [], []
    for prior, cover in _laws(n + spans):
        found = _given(cover + np.diag(noise + JITTER), seen, value[seen], asked)
        middles.append(found[0])
        spreads.append(found[1])
        weights.append(np.log(prior) + found[2])
    weight = np.exp(np.array(weights) - max(weights))
    mixed = np.array(middles), np.array(spreads), weight / weight.sum()
    tail = (1 - level) / 2
    return Ahead(*(_quantile(*mixed, p) for p in (0.5, tail, 1 - tail)))


@lru_cache(maxsize=4)  # a roster asks for one length, format by format
def _laws(spans: int) -> tuple[tuple[float, Floats], ...]:
    """Give each combination of the grid: its prior weight and the covariance of the weeks without error."""
    place = np.arange(spans)
    shorter = np.minimum(place[:, None], place[None, :]).astype(np.float64)
    lasting = LASTING ** np.abs(place[:, None] - place[None, :])
    before = np.tril(np.ones((spans, spans)), -1)  # a level is the sum of the slopes before it
    drifted = before @ lasting @ before.T
    single = np.eye(spans)
    found = []
    for drift in DRIFT:
        prior = NO_DRIFT if drift == 0 else (1 - NO_DRIFT) / (len(DRIFT) - 1)
        for wander in WANDER:
            for alone in ALONE:
                cover = UNKNOWN_LEVEL**2 + wander**2 * shorter + drift**2 * drifted + alone**2 * single
                found.append((prior, cover))
    return tuple(found)


def _given(cover: Floats, seen: NDArray[np.int64], value: Floats, asked: Floats) -> tuple[float, float, float]:
    """Give mean and sd of asked · weeks given those that were seen, and the log likelihood of these."""
    root = np.linalg.cholesky(cover[np.ix_(seen, seen)])
    towards = np.linalg.solve(root, np.column_stack([value, (cover @ asked)[seen]]))
    white, along = towards[:, 0], towards[:, 1]
    variance = float(asked @ cover @ asked - along @ along)
    likelihood = -0.5 * float(white @ white) - float(np.log(np.diag(root)).sum())
    return float(along @ white), sqrt(max(variance, JITTER)), likelihood


def _quantile(middle: Floats, spread: Floats, weight: Floats, p: float) -> float:
    """Give a quantile of a mixture of normal laws, by halving."""
    low, high = float((middle - 12 * spread).min()), float((middle + 12 * spread).max())
    for _ in range(60):
        half = (low + high) / 2
        below = sum(w * 0.5 * erfc((m - half) / s / sqrt(2)) for m, s, w in zip(middle, spread, weight, strict=True))
        low, high = (half, high) if below < p else (low, half)
    return (low + high) / 2


def interval_score(low: float, high: float, came: float, *, level: float) -> float:
    """Score an interval: its width, and 2 / (1 − level) for each unit that the truth lies outside; small is good.

    Source: Gneiting & Raftery 2007, J. Amer. Statist. Assoc. 102, 359-378, eq. 43: proper, nobody gains by saying other
    than what they believe.

    >>> interval_score(-0.1, 0.1, 0.15, level=0.8) == 0.2 + 2 / (1 - 0.8) * (0.15 - 0.1)
    True
    """
    outside = max(low - came, 0.0) + max(came - high, 0.0)
    return high - low + 2 / (1 - level) * outside
