"""The bound of the delay: a CUSUM that knows level, scatter, law and factor, computed, not simulated.

Page's S ← max(0, S + log likelihood ratio) is a Markov chain. On a fine grid its steady state (the law given no alarm
so far), the mean time to the first alarm from there and the mean delay of a change that comes then are an eigenvector,
found by iteration, and linear equations (Brook & Evans 1972, Biometrika 59, 539-549; Pollak & Siegmund 1986, ibid. 73).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, log, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CELLS = 200
ROUNDS = 5000


@dataclass(frozen=True, slots=True)
class Bound:
    """A CUSUM at one threshold: mean posts to a false alarm and mean posts from a change to the alarm."""

    threshold: float
    between_alarms: float
    delay: float


def bound(scatter: float, factor: float, between_alarms: float) -> Bound:
    """Give the CUSUM with that mean time to the first alarm, for normal log likes with sd `scatter`.

    Args:
        scatter: sd of log likes. factor: of the change, below 1. between_alarms: posts, in the steady state; > 2.
    """
    low, high = 0.0, 30.0
    while high - low > 1e-5:
        middle = (low + high) / 2
        if at_threshold(scatter, factor, middle).between_alarms < between_alarms:
            low = middle
        else:
            high = middle
    return at_threshold(scatter, factor, high)


def at_threshold(scatter: float, factor: float, threshold: float) -> Bound:
    """Give the CUSUM that alarms where S ≥ `threshold`."""
    distance = -log(factor) / scatter
    healthy = _moves(-(distance**2) / 2, distance, threshold)
    ill = _moves(distance**2 / 2, distance, threshold)
    steady, alarm = np.full(len(healthy), 1 / len(healthy)), 1.0
    for _ in range(ROUNDS):  # the law given no alarm so far forgets its start within a few dozen posts
        after = steady @ healthy
        total = float(after.sum())
        steady, before, alarm = after / total, alarm, 1 - total
        if abs(alarm - before) < 1e-13:
            break
    left = np.linalg.solve(np.eye(len(ill)) - ill, np.ones(len(ill)))
    return Bound(threshold, 1 / alarm, float(steady @ left))


def _moves(mean: float, sd: float, threshold: float) -> Floats:
    """Chances to go from cell to cell without an alarm; cell 0 is S = 0, the others are equally wide up to it."""
    width = max(threshold, 1e-9) / CELLS
    places = np.arange(CELLS + 1)
    from_zero = _normal((places * width - mean) / sd)
    # the chance to pass from the middle of cell i over edge k hangs on k − i alone
    steps = _normal((np.arange(-CELLS, CELLS + 1) * width - width / 2 - mean) / sd)
    below = steps[places[None, :] - np.arange(CELLS)[:, None] + CELLS]
    moves = np.vstack([from_zero, below])
    moves[:, 1:] -= moves[:, :-1].copy()
    return moves


def _normal(x: NDArray[np.floating]) -> Floats:
    return np.array([0.5 * (1 + erf(value / sqrt(2))) for value in x.tolist()])
