"""The normal law and Student's, where a few numbers of them are wanted; `_core` has its own for the many."""

from __future__ import annotations

from functools import lru_cache
from math import erfc, log1p, sqrt

NORMAL_95 = 1.6448536269514722  # 95 % point of the normal law


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


def student_below(value: float, degrees: float) -> float:
    """Give P(T ≤ value) for Student's t, to about 0.001. Source: Wallace 1959, Ann. Math. Statist. 30, 1124."""
    normal = sqrt(degrees * log1p(value * value / degrees)) * (8 * degrees + 1) / (8 * degrees + 3)
    return upper_tail(normal) if value < 0 else 1 - upper_tail(normal)


def student_95(degrees: float) -> float:
    """Give the 95 % point of Student's law (Cornish and Fisher's expansion; within 0.02 from three degrees on)."""
    z, n = NORMAL_95, max(degrees, 3.0)
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )
