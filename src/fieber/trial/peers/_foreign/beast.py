"""Rbeast: probability of a change point at the told date, signed by the trend's step there."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BEAST = import_module("Rbeast").beast  # not in fieber's own environment
NEAR = 5  # posts


def judge(values: NDArray[np.float64], _days: NDArray[np.float64], window: int) -> tuple[float, bool, float]:
    """Probability that the trend changes within five posts of the date, if it is lower afterwards."""
    logs = np.log1p(values)
    found = BEAST(logs, season="none", quiet=True, print_progress=False, print_options=False)
    chance = np.nan_to_num(np.asarray(found.trend.cpOccPr, float))
    trend = np.asarray(found.trend.Y, float)
    cut = len(logs) - window
    step = float(trend[cut:].mean() - trend[max(0, cut - 2 * window) : cut].mean())
    near = min(1.0, float(chance[cut - NEAR : cut + NEAR + 1].sum()))
    return -step * (0.05 + near), near > 0.5 and step < 0, 100 * float(np.expm1(step))
