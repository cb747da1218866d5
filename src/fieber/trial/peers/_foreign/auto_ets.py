"""AutoETS of statsforecast: forecast the window from the history, mean shift against the forecast."""

from __future__ import annotations

from importlib import import_module
from math import erfc, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ETS = import_module("statsforecast.models").AutoETS  # not in fieber's own environment
NORMAL_95 = 1.959963984540054


def judge(values: NDArray[np.float64], _days: NDArray[np.float64], window: int) -> tuple[float, bool, float]:
    """One-sided z of the window's mean log likes against the forecast's, with the forecast's own sd."""
    logs = np.log1p(values)
    found = ETS(season_length=1).forecast(y=logs[:-window], h=window, level=[95])
    shift = float(logs[-window:].mean() - np.mean(found["mean"]))
    sd = (np.asarray(found["hi-95"]) - np.asarray(found["mean"])) / NORMAL_95
    z = shift / max(_sd_of_mean(sd), 1e-9)
    p = 0.5 * erfc(-z / sqrt(2))
    return -z, p <= 0.05, 100 * float(np.expm1(shift))


def _sd_of_mean(sd: NDArray[np.float64]) -> float:
    """Standard deviation of the mean of h forecast errors of simple exponential smoothing.

    sd_j² = σ² (1 + (j − 1) a²) gives the gain a; error j is e_j + a Σ_{i<j} e_i.
    """
    h = len(sd)
    gain = sqrt(max(0.0, float((sd[-1] / sd[0]) ** 2 - 1) / max(h - 1, 1)))
    loads = 1 + gain * (h - 1 - np.arange(h))
    return float(sd[0] * np.sqrt((loads**2).sum()) / h)
