"""`fieber.changepoints`: when did the level of any series of numbers change?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from fieber.errors import UsageError
from fieber.stats.changepoint import changes

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """One change of level or trend in a series.

    Attributes:
        index: the first value of the new level, 0-based; missing values are counted too.
        low, high: 90 % interval of `index`.
        before, after: level right before and right after the change, in the unit of the values, without season and
            without single wild values. Where only the trend changes they are nearly equal.
        at: the time that belongs to `index`, if times were given.
    """

    index: int
    low: int
    high: int
    before: float
    after: float
    at: Any = None


def changepoints(values: Iterable[float | None], times: Iterable[Any] | None = None) -> list[ChangePoint]:
    """Find where the level or the trend of any series of numbers changed; there is nothing to set.

    Scatter, heavy tails, noise that remembers, single wild values, one lasting trend and a season of three cycles or
    more are no changes. With fewer than five numbers nothing is found.

    >>> import fieber
    >>> [(point.index, point.before, point.after) for point in fieber.changepoints([3, 4, 3, 4] * 5 + [9, 8, 9, 8] * 5)]
    [(20, 3.5, 8.5)]

    Args:
        values: numbers in order of time, at about equal steps; None and nan are missing.
        times: a time for each value, in ascending order, of any kind that can be compared.

    Returns:
        The changes in order of time, often none.

    Raises:
        UsageError: values are not a row of numbers, or times do not fit them.
    """
    series = _numbers(values)
    moments = None if times is None else _ascending(times, series.size)
    return [
        ChangePoint(
            one.index, one.low, one.high, one.before, one.after, None if moments is None else moments[one.index]
        )
        for one in changes(series)
    ]


def _numbers(values: Iterable[float | None]) -> np.ndarray[Any, np.dtype[np.float64]]:
    try:
        raw = np.asarray(values if hasattr(values, "__len__") else list(values))
        is_row = raw.ndim == 1 and (raw.dtype.kind in "biufO" or not raw.size)
        series = raw.astype(np.float64) if is_row else None
    except (TypeError, ValueError):
        series = None
    if series is None:
        raise UsageError(
            "values: a row of numbers is needed, such as [12, 15, 11]",
            de="values: Gebraucht wird eine Reihe von Zahlen, etwa [12, 15, 11]",
        )
    return series


def _ascending(times: Iterable[Any], n: int) -> list[Any]:
    moments = list(times)
    try:
        is_ordered = all(one <= other for one, other in pairwise(moments))
    except TypeError:
        is_ordered = False
    if len(moments) != n or not is_ordered:
        raise UsageError(
            f"times: one time for each of the {n} values is needed, in ascending order",
            de=f"times: Gebraucht wird zu jedem der {n} Werte eine Zeit, in aufsteigender Folge",
        )
    return moments
