"""From delays to rows: fieber's mean delay over that of a CUSUM with the same mean time to the first alarm."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.trial.cusum import bound
from fieber.trial.delay import FACTOR, SCATTERS
from fieber.trial.estimates import Estimate, ratio
from fieber.trial.targets import Row, at_most

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMITS = {0.35: 1.25, 0.5: 1.25, 0.8: 1.4}


@dataclass(frozen=True, slots=True)
class Delay:
    """One scatter: posts to a false alarm, posts from the change to the fever, the CUSUM's, their ratio."""

    scatter: float
    between_alarms: Estimate
    mean: Estimate
    cusum: float
    lorden: float  # log(between_alarms) / information: the asymptote
    ratio: Estimate
    missed: int


def delays(frame: pl.DataFrame) -> list[Delay]:
    """Work out every scatter."""
    return [_delay(frame.filter(pl.col("scatter") == scatter, pl.col("calm")), scatter) for scatter in SCATTERS]


def _delay(frame: pl.DataFrame, scatter: float) -> Delay:
    healthy, changed = (frame.filter(pl.col("kind") == kind) for kind in ("healthy", "changed"))
    # alarms come at a steady rate, so those still healthy at the horizon count with the posts they were watched
    between = ratio(healthy["posts"].to_numpy().astype(np.float64), healthy["found"].to_numpy().astype(np.float64))
    mean = ratio(changed["posts"].to_numpy().astype(np.float64), np.ones(changed.height))
    best = bound(scatter, FACTOR, between.value).delay
    # what the uncertainty of the time between alarms does to the CUSUM's delay
    width = between.se or 0.0
    more = bound(scatter, FACTOR, between.value + width).delay
    value = mean.value / best
    se = value * sqrt(((mean.se or 0.0) / mean.value) ** 2 + ((more - best) / best) ** 2)
    information = (np.log(FACTOR) / scatter) ** 2 / 2
    lorden = float(np.log(between.value) / information)
    missed = changed.height - int(changed["found"].sum())
    return Delay(scatter, between, mean, best, lorden, Estimate(value, se, changed.height), missed)


def rows(found: Sequence[Delay]) -> list[Row]:
    """Give the rows of the delay."""
    return [
        at_most(
            "e",
            f"delay of ×0.5 over that of the all-knowing CUSUM, log-sd {one.scatter:g}",
            LIMITS[one.scatter],
            one.ratio,
            f"{one.mean.value:.2f} ± {one.mean.se or 0:.2f} posts against {one.cusum:.2f}, a false alarm every"
            f" {one.between_alarms.value:.0f} ± {one.between_alarms.se or 0:.0f} posts;"
            f" Lorden's asymptote {one.lorden:.2f}; {one.missed} not found in 300 posts",
        )
        for one in found
    ]
