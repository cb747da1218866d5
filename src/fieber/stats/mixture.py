"""Mixtures of normal laws: what lies below a point, and the point below which so much lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HALVINGS = 26  # of at most 16 widths: far below what is told
LIGHT = 1e-5  # laws of less weight change no number that is told


def normal_below(z: Floats) -> Floats:
    """Give P(Z ≤ z) for many z, to 1e-7 (Abramowitz & Stegun 1964, 7.1.26)."""
    size = np.abs(z) * 0.7071067811865476
    t = 1 / (1 + 0.3275911 * size)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail = 0.5 * series * np.exp(-(size**2))
    return np.where(z < 0, tail, 1 - tail)


def at_most(weight: Floats, middle: Floats, width: Floats, point: Floats) -> Floats:
    """Give P(x ≤ point) for each of t mixtures of h normal laws.

    Args:
        weight: (h,) adds up to 1. middle, width: (h, t). point: (t,).
    """
    return np.asarray(weight @ normal_below((point - middle) / width))


def quantile(weight: Floats, middle: Floats, width: Floats, p: float) -> Floats:
    """Give the p point of each mixture, (t,), by halving; arguments as in `at_most`."""
    kept = weight > LIGHT
    weight, middle, width = weight[kept] / weight[kept].sum(), middle[kept], width[kept]
    low, high = (middle - 8 * width).min(axis=0), (middle + 8 * width).max(axis=0)
    for _ in range(HALVINGS):
        point = (low + high) / 2
        is_below = at_most(weight, middle, width, point) < p
        low, high = np.where(is_below, point, low), np.where(is_below, high, point)
    return np.asarray((low + high) / 2)
