"""Sudden steps in a daily number of followers: days that lie far outside what the account's days otherwise do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BEFORE = 56  # days that give the usual scatter
FEWEST_BEFORE = 21
OUTSTANDING = 6.0  # scales beyond the median day
SMALLEST = 0.004  # of the followers: less is nothing that anybody would notice
JOINED = 2  # steps of one direction with at most so many ordinary days between them are one


@dataclass(frozen=True, slots=True)
class Step:
    """A step from day `first` to day `last`, both included, as indices of the series.

    people: beyond what those days usually bring. share: of the followers before.
    """

    first: int
    last: int
    people: float
    share: float


def steps(day: Floats, count: Floats) -> tuple[Step, ...]:
    """Find the steps of a daily series, up and down.

    A day belongs to one if its change lies six robust scales away from the median of the eight weeks before, and is
    0.4 % of the followers or more. The days before are those without a step.

    Args:
        day: (n,) whole days, rising; a gap has no change. count: (n,) followers at the end of the day.
    """
    change = np.full(len(day), np.nan)
    change[1:] = np.where(np.diff(day) == 1, np.diff(count), np.nan)
    beyond, ordinary = np.zeros(len(day)), np.isfinite(change)
    for k in _large(change, count):
        past = np.flatnonzero(ordinary[:k] & (day[:k] >= day[k] - BEFORE))
        if len(past) < FEWEST_BEFORE:
            continue
        middle = float(np.median(change[past]))
        scale = 1.4826 * float(np.median(np.abs(change[past] - middle)))
        scale = max(scale, np.sqrt(max(abs(middle), 1.0)))
        away = change[k] - middle
        if abs(away) > OUTSTANDING * scale and abs(away) > SMALLEST * count[k - 1]:
            beyond[k], ordinary[k] = away, False
    return _joined(day, count, beyond)


def _large(change: Floats, count: Floats) -> NDArray[np.int64]:
    """Give the days that are far enough from the account's median day to be looked at; most are not."""
    known = np.flatnonzero(np.isfinite(change))
    if not len(known):
        return known
    share = change[known] / np.maximum(count[known - 1], 1.0)
    return np.asarray(known[np.abs(share - np.median(share)) > SMALLEST / 2])


def _joined(day: Floats, count: Floats, beyond: Floats) -> tuple[Step, ...]:
    runs: list[list[int]] = []
    for k in np.flatnonzero(beyond):
        last = runs[-1][-1] if runs else -1
        near = runs and day[k] - day[last] <= JOINED + 1 and np.sign(beyond[k]) == np.sign(beyond[last])
        if near:
            runs[-1].append(int(k))
        else:
            runs.append([int(k)])
    return tuple(
        Step(run[0], run[-1], float(beyond[run].sum()), float(beyond[run].sum() / count[run[0] - 1])) for run in runs
    )
