"""A season that is plainly there, taken out of a series before its changes are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# lengths of a cycle, in values: all short ones, and those that hours, weeks, months and days of a year make
PERIODS = (*range(2, 61), 84, 90, 91, 96, 120, 144, 168, 180, 182, 183, 288, 336, 360, 364, 365, 366)
CYCLES = 3  # that must be there
CLEAR = 10.0  # log units of evidence beyond what a season's own numbers cost
WILD = 4.0  # robust standard deviations beyond which a value says no more than that it is wild


def without_season(values: Floats) -> tuple[Floats, int]:
    """Take out the season that explains most, if one plainly does; level and trend stay what they are.

    Args:
        values: (n,) at equal steps.

    Returns:
        The values without it, and how many numbers were fitted.
    """
    best: Floats | None = None
    most = CLEAR
    for period in PERIODS:
        if values.size < CYCLES * period + 4:
            break
        pattern, evidence = _pattern(values, period)
        if evidence > most:
            best, most = pattern, evidence
    return (values, 0) if best is None else (values - np.resize(best, values.size), best.size - 1)


def pulled_in(apart: Floats) -> Floats:
    """Hold values within `WILD` robust standard deviations of nothing; what is nearly always nothing stays nothing."""
    size = np.abs(apart)
    scale = 1.4826 * float(np.median(size))
    if scale <= 0.0:  # most values are nothing, as with counts near zero
        scale = float(np.quantile(size, 0.9)) / 1.645
    return np.clip(apart, -WILD * scale, WILD * scale)


def _pattern(values: Floats, period: int) -> tuple[Floats, float]:
    """Mean, by place in the cycle, of what a moving mean over one cycle leaves; and its evidence, as BIC counts."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    mean = (sums[period:] - sums[:-period]) / period
    if period % 2 == 0:
        mean = 0.5 * (mean[1:] + mean[:-1])
    start = period // 2
    left = pulled_in(values[start : start + mean.size] - mean)
    place = (np.arange(left.size) + start) % period
    pattern = np.bincount(place, left, period) / np.bincount(place, minlength=period)
    pattern -= pattern.mean()
    m, all_of_it = left.size, float(np.sum(left**2))
    rest = max(float(np.sum((left - pattern[place]) ** 2)), 1e-12 * all_of_it)
    if rest <= 0.0:
        return pattern, 0.0
    return pattern, m * float(np.log(all_of_it / rest)) - period * float(np.log(m)) * m / (m - period - 1)
