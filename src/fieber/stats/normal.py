"""The normal law, where a few numbers of it are wanted; `_core` has its own for the many."""

from __future__ import annotations

from functools import lru_cache
from math import erfc, sqrt


def upper_tail(z: float) -> float:
    """Give the probability that a normal deviate exceeds z."""
    return 0.5 * erfc(z / sqrt(2))


@lru_cache(maxsize=256)  # nearly always asked for 0.1
def normal_deviate(p: float) -> float:
    """Upper normal quantile: the z that is exceeded with probability p."""
    low, high = -40.0, 40.0
    for _ in range(90):
        middle = (low + high) / 2
        if upper_tail(middle) > p:
            low = middle
        else:
            high = middle
    return (low + high) / 2
