"""Prophet: fit the history, mean of the window against its predictive draws."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

logging.disable(logging.CRITICAL)
PANDAS = import_module("pandas")  # not in fieber's own environment
PROPHET = import_module("prophet").Prophet
DRAWS = 400


def judge(values: NDArray[np.float64], days: NDArray[np.float64], window: int) -> tuple[float, bool, float]:
    """Share of predictive draws whose window mean is as low as the window's."""
    np.random.seed(1)  # noqa: NPY002 - Prophet draws from the global state
    when = PANDAS.to_datetime(days * 86400, unit="s")
    frame = PANDAS.DataFrame({"ds": when, "y": np.log1p(values)})
    model = PROPHET(uncertainty_samples=DRAWS)
    model.fit(frame[:-window])
    draws = model.predictive_samples(frame[-window:][["ds"]])["yhat"].mean(axis=0)
    mean = float(frame["y"].to_numpy()[-window:].mean())
    p = float((draws <= mean).mean())
    # among equal shares the standardised distance tells more
    z = (draws.mean() - mean) / max(draws.std(), 1e-9)
    return z, p <= 0.05, 100 * float(np.expm1(mean - draws.mean()))
