"""From the simulated accounts with and without a step to rows: coverage, calibration, onset, detectable loss."""

from __future__ import annotations

import numpy as np
import polars as pl

from fieber.trial.estimates import Estimate, calibration, ratio
from fieber.trial.targets import Row, at_most, between

BINS = 20
ENOUGH = 20_000  # cases that the target of the calibration asks for
NAMES = {"told": "date told", "scan": "date found by the scan"}
HALVED = (0.4, 0.6)  # factors that count as about × 0.5


def share(seen: pl.Series) -> Estimate:
    """Give the share that is true, one account a value."""
    values = seen.drop_nulls().to_numpy().astype(np.float64)
    return ratio(values, np.ones(len(values)))


def covered(frame: pl.DataFrame, name: str) -> pl.Series:
    """Whether the 90 % interval holds the true change."""
    inside = pl.col(f"{name}_truth").is_between(f"{name}_low", f"{name}_high")
    known = pl.col(f"{name}_low").is_not_nan() & pl.col(f"{name}_low").is_not_null()
    return frame.filter(known).select(inside=inside)["inside"]


def curve(frame: pl.DataFrame, name: str) -> tuple[Estimate, list[tuple[float, float, float]]]:
    """Give the calibration of P(drop) and its bins."""
    chance, truth = f"{name}_p_drop", f"{name}_real"
    known = frame.filter(pl.col(chance).is_not_nan(), pl.col(chance).is_not_null(), pl.col(truth).is_not_null())
    return calibration(known[chance].to_numpy(), known[truth].to_numpy(), BINS)


def rows(frame: pl.DataFrame) -> list[Row]:
    """Give the rows of the simulated changes."""
    found = []
    for name, words in NAMES.items():
        inside = share(covered(frame, name))
        found.append(
            between(
                "a", f"90 % interval of change, simulated, {words}: share that holds the truth", (0.87, 0.93), inside
            )
        )
    for name, words in NAMES.items():
        error, _ = curve(frame, name)
        few = "" if error.n >= ENOUGH else f"; the target asks for {ENOUGH:,} cases"
        what = f"expected calibration error of p_drop, simulated, {words}"
        found.append(at_most("a", what, 0.03, error, f"{BINS} bins of equal count{few}"))
    seen = "detectable_percent, simulated: share found of losses that large"
    found.append(between("a", f"{seen}, in the next posts", (0.77, 0.83), share(frame["seen_next"])))
    found.append(between("a", f"{seen}, in the very window", (0.77, 0.83), share(frame["seen_same"])))
    halved = frame.filter(pl.col("factor").is_between(*HALVED))
    found.append(at_most("a", "onset, steps × 0.4 to 0.6, simulated: median error in posts", 3, median_error(halved)))
    return found


def median_error(frame: pl.DataFrame) -> Estimate:
    """Median error of the onset where one is told, with the standard error that order statistics give."""
    errors = np.sort(frame["onset_error"].drop_nulls().to_numpy().astype(np.float64))
    n = len(errors)
    if not n:
        return Estimate(float("nan"), None, 0)
    half = 0.98 * np.sqrt(n)  # 1.96 sd of the rank of the median
    low, high = (int(np.clip(round(n / 2 + side * half), 0, n - 1)) for side in (-1, 1))
    return Estimate(float(np.median(errors)), float(errors[high] - errors[low]) / 3.92, n)
