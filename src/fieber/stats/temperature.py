"""The scale: a return period in degrees. DESIGN.md section 2."""

from __future__ import annotations

from math import floor, log
from typing import Literal

Word = Literal["healthy", "elevated", "fever", "high_fever"]

WEEKS_PER_YEAR = 52.18
LOWEST, HIGHEST = 36.0, 42.0
ELEVATED, FEVER, HIGH_FEVER = 37.5, 38.5, 39.5
CAP = 38.4  # a loss that is probably below 10 % is never called a fever


def degrees(p: float) -> float:
    """Give the temperature for a one-sided, scan-corrected p (0 < p ≤ 1): 38.5 °C is one such week a year.

    >>> round(degrees(1 / 52.18), 1), round(degrees(4 / 52.18), 1)
    (38.5, 37.5)
    """
    return min(HIGHEST, max(LOWEST, FEVER - log(WEEKS_PER_YEAR * p, 4)))


def is_capped(p: float, p_drop: float) -> bool:
    """Say whether the cap lowers the temperature."""
    return p_drop < 0.5 and degrees(p) > CAP


def shown(p: float, p_drop: float) -> float:
    """Give the temperature as it is shown: capped where the loss is probably small, cut to one decimal, not rounded."""
    temperature = min(degrees(p), CAP) if p_drop < 0.5 else degrees(p)
    return floor(temperature * 10 + 1e-9) / 10


def verdict(p: float, p_drop: float) -> Word:
    """Give the word for the unrounded temperature."""
    temperature = min(degrees(p), CAP) if p_drop < 0.5 else degrees(p)
    if temperature < ELEVATED:
        return "healthy"
    if temperature < FEVER:
        return "elevated"
    return "fever" if temperature < HIGH_FEVER else "high_fever"


def return_period_days(p: float) -> float:
    """Give the mean time between weekly looks that are at least this low, in days."""
    return 7 / p
