"""How long an account takes to its new normal: a way that halves, fitted to the posts after an event."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log2
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats.intervention import CUT, FEWEST_BEFORE, running_median

if TYPE_CHECKING:
    from fieber.stats.intervention import Floats


@dataclass(frozen=True, slots=True)
class WayBack:
    """Days until half of the way to the new normal was done, with their 90 % interval, and until a tenth was left."""

    half_life: float
    low: float
    high: float
    settled: float


HALF_LIVES: Floats = np.array([1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 14.0, 21.0, 28.0, 42.0, 63.0, 91.0, 130.0])
NEW_LEVEL, FIRST_GAP = 0.7, 1.5  # prior sd of the new normal and of what is still missing at first, log units
SURE = 0.9  # probability of a way back from which on one is told
A_TENTH = 0.1  # log units left of it


def way_back(day: Floats, value: Floats, noise: float) -> WayBack | None:
    """Fit new + gap · 2^(−day / half-life) to the posts after an event; None where no such way can be seen.

    A Bayesian regression for each half-life, and one without a way back, weighed by how well they foretell.

    Args:
        day: (n,) days since the way began, rising. value: (n,) log level minus that before the event. noise: of a post.
    """
    if len(day) < FEWEST_BEFORE:
        return None
    near = running_median(value)
    pulled = near + np.clip(value - near, -CUT * noise, CUT * noise)
    flat, _ = _regression(np.ones((len(day), 1)), pulled, noise, np.array([NEW_LEVEL]))
    fits = [
        _regression(
            np.stack([np.ones(len(day)), 0.5 ** (day / half)], axis=1), pulled, noise, np.array([NEW_LEVEL, FIRST_GAP])
        )
        for half in HALF_LIVES
    ]
    evidence = np.array([fit[0] for fit in fits])
    best = max(float(evidence.max()), flat)
    share = np.exp(evidence - best) / len(HALF_LIVES)
    if share.sum() / (share.sum() + exp(flat - best)) < SURE:
        return None
    place = np.cumsum(share) / share.sum()
    low, middle, high = (float(HALF_LIVES[np.searchsorted(place, q)]) for q in (0.05, 0.5, 0.95))
    gap = abs(float(fits[int(np.searchsorted(place, 0.5))][1][1]))
    return WayBack(middle, low, high, middle * log2(max(gap / A_TENTH, 1.0)))


def _regression(design: Floats, value: Floats, noise: float, prior: Floats) -> tuple[float, Floats]:
    """Log evidence (up to what all designs share) and mean coefficients of a regression with normal priors."""
    inner = design.T @ design / noise**2 + np.diag(1 / prior**2)
    right = design.T @ value / noise**2
    mean = np.linalg.solve(inner, right)
    return float(0.5 * right @ mean - 0.5 * np.linalg.slogdet(inner)[1] - np.log(prior).sum()), np.asarray(mean)
