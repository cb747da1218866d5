"""From steps in logarithms to percent, as people are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def change_percent(step: Floats, level: Floats, offset: float) -> Floats:
    """Turn steps in log(offset + x) from `level` into percent of x; never below −100.

    >>> change_percent(np.array([np.log(0.5)]), np.array([np.log(800.0)]), 0.0).round(9).tolist()
    [-50.0]
    """
    before = np.maximum(np.exp(level) - offset, 1e-9)
    return np.maximum(-100.0, 100 * ((np.exp(level + step) - offset) / before - 1))
