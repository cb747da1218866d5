"""Sudden steps in the number of followers, held against the account's own days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.causes._examination import Examination

    Floats = NDArray[np.float64]

RECENT_DAYS = 250.0
CALM = 5e-4  # log units a day: no account's followers are counted more evenly
SCATTERS = 8.0  # from which a step is no good or bad day
PER_DOUBLING, MOST = 2.0, 6.0  # log odds of each doubling beyond, and all together
BACK_DAYS, BACK = 21.0, 0.6  # a counter that was wrong is right again within three weeks, mostly


@dataclass(frozen=True, slots=True)
class Jump:
    """The largest step: day, log size beyond the usual, log odds that it is no usual day, and whether it was undone."""

    day: float
    size: float
    odds: float
    came_back: bool


def jump(examination: Examination, *, days: float, up: bool) -> Jump:
    """Give the largest step up or down of the followers within so many days; size 0 where there is none."""
    at, count = examination.followers or (np.empty(0), np.empty(0))
    none = Jump(examination.now, 0.0, -4.0, came_back=False)
    if len(at) < 3:
        return none
    level = np.log(np.maximum(count, 1.0))
    change, apart = np.diff(level), np.maximum(np.diff(at), 0.5)
    usual = float(np.median(change / apart))
    scatter = max(CALM, 1.4826 * float(np.median(np.abs(change - usual * apart) / np.sqrt(apart))))
    first = np.searchsorted(at, at - days, side="left")
    first = np.minimum(first, np.maximum(np.arange(len(at)) - 1, 0))
    span = np.maximum(at - at[first], 0.5)
    beyond = level - level[first] - usual * span
    beyond = np.where(at > examination.now - RECENT_DAYS, beyond if up else -beyond, -np.inf)
    place = int(np.argmax(beyond))
    size = float(beyond[place])
    if not np.isfinite(size) or size <= 0:
        return none
    scatters = size / (scatter * float(np.sqrt(span[place])))
    odds = min(MOST, PER_DOUBLING * float(np.log2(max(scatters, 0.1) / SCATTERS)))
    later = (at > at[place]) & (at <= at[place] + BACK_DAYS)
    before = level[first[place]]
    undone = float(np.max((level[later] - level[place]) * (-1 if up else 1))) if later.any() else 0.0
    return Jump(float(at[place]), size if up else -size, odds, came_back=undone > BACK * abs(level[place] - before))
