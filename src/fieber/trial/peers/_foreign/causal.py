"""The Python port of CausalImpact on log likes, with its defaults."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

warnings.simplefilter("ignore")
PANDAS = import_module("pandas")  # not in fieber's own environment
IMPACT = import_module("causalimpact").CausalImpact


def judge(values: NDArray[np.float64], _days: NDArray[np.float64], window: int) -> tuple[float, bool, float]:
    """Average effect over the window in its own standard deviations; alarm where its p is ≤ 5 % and it is a loss."""
    np.random.seed(1)  # noqa: NPY002 - it draws from the global state
    frame = PANDAS.DataFrame({"y": np.log1p(values)})
    cut = len(values) - window
    found = IMPACT(frame, [0, cut - 1], [cut, len(values) - 1])
    average = found.summary_data["average"]
    effect = float(average["abs_effect"])
    sd = float(average["abs_effect_upper"] - average["abs_effect_lower"]) / (2 * 1.96)
    z = effect / max(sd, 1e-9)
    # its p is one-sided already: the share of simulated sums beyond the observed one
    return -z, found.p_value <= 0.05 and effect < 0, 100 * float(np.expm1(effect))
