"""What is done to counts so that the truth is known: losses, young counters, companions of the likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]
    Floats = NDArray[np.float64]


def thinned(
    counts: Counts, factor: float, treated: slice | NDArray[np.bool_], *, random: np.random.Generator
) -> Counts:
    """Keep each like of the treated posts with probability `factor`: a loss without any other change.

    Exact for counts that are Poisson around their mean: the thinned ones are Poisson around `factor` × mean.
    """
    kept = counts.copy()
    kept[treated] = random.binomial(counts[treated], factor)
    return kept


def young(counts: Counts, age_days: Floats, half_life_days: float, *, random: np.random.Generator) -> Counts:
    """Give the counters as read at `age_days`: of its final likes a post has 1 − 2^(−age / half-life)."""
    arrived = -np.expm1(-np.log(2) * np.maximum(age_days, 0.0) / half_life_days)
    return np.asarray(random.binomial(counts, arrived))


def companion(likes: Counts, per_like: float, scatter: float, *, random: np.random.Generator) -> Counts:
    """Give another counter of the same posts: it shares the likes' noise and has `scatter` (log units) of its own."""
    mean = per_like * (likes + 0.5) * np.exp(scatter * random.normal(size=len(likes)))
    return np.asarray(random.poisson(np.minimum(mean, 1e15)))
