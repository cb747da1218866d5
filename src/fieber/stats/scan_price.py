"""What the search over windows costs: the p of the smallest of several window p's; scripts/derive_price.py fits it."""

from __future__ import annotations

from functools import cache
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats.normal import upper_tail
from fieber.stats.temperature import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# log of the effective number of windows, by 1, log number, its square, deviate of p, log number × deviate, its square
PRICE: Floats = np.array([-0.006352, 0.440332, 0.038281, 0.192985, -0.041615, 0.022567])
FREE: Floats = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
ON_A_HIT = 0.9  # p on top of a viral hit, where nothing is low; _core.ON_A_HIT


@cache
def thresholds() -> Floats:
    """By number of windows scanned: the normal deviate that one must reach so that the scan shows 38.5 °C; (65,)."""
    return np.array([0.0, *(_threshold(seen) for seen in range(1, 65))])


def _threshold(seen: int) -> float:
    price = price_of(seen)
    low, high = 0.0, 10.0
    for _ in range(40):
        middle = (low + high) / 2
        if price(middle) > 1 / WEEKS_PER_YEAR:
            low = middle
        else:
            high = middle
    return high


def price_of(seen: int) -> Callable[[float], float]:
    """Give p of the scan by the normal deviate of the smallest of `seen` window p's, as `_core` does."""
    many = log(seen)
    one, by_many, by_many_2, by_z, by_both, by_z_2 = PRICE.tolist()
    known = one + by_many * many + by_many_2 * (many * many)

    def price(z: float) -> float:
        windows = exp(known + by_z * z + by_both * (z * many) + by_z_2 * (z * z))
        return float(1 - (1 - upper_tail(z)) ** windows)

    return price
