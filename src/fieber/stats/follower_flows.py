"""Whether as many come and go as usual: the last four weeks against earlier stretches of four weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STRETCH = 28  # days; whole weeks, so that weekdays play no part
MOST_STRETCHES = 13  # a year
FEWEST_STRETCHES = 3
FEWEST_DAYS = 14  # known days without which a stretch says nothing
SMALLEST = 0.05  # a smaller difference is no difference to anybody
# two-sided 90 % of the t law by degrees of freedom 2 … 12 (Student 1908, Biometrika 6, 1-25)
T_90 = (2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782)

Standing = Literal["more", "fewer", "usual"]


@dataclass(frozen=True, slots=True)
class Rate:
    """A daily rate lately and usually, and how it stands; `usual` and `standing` are None where no past is known."""

    lately: float
    usual: float | None
    standing: Standing | None


def against_usual(day: Floats, value: Floats, *, now: float) -> Rate | None:
    """Hold the mean of the last four weeks against the stretches of four weeks before them.

    "more" and "fewer" lie outside the 90 % prediction interval that the earlier stretches give, on the logarithmic
    scale, and differ by at least 5 %: on a series that only scatters, about one look in ten.

    Args:
        day: (n,) whole days since 1970. value: (n,) what was counted that day, 0 or more; nan where it is not known.
        now: end of the last stretch, half-open: a day counts if day + 1 <= now.

    Returns:
        The rate per day, or None where the last four weeks are not known.
    """
    known = np.isfinite(value) & (day + 1 <= now)
    ago = ((np.floor(now) - 1 - day[known]) // STRETCH).astype(np.int64)
    values = value[known]
    means = [_mean(values[ago == number]) for number in range(MOST_STRETCHES + 1)]
    lately = means[0]
    if lately is None:
        return None
    earlier = np.array([mean for mean in means[1:] if mean is not None])
    if len(earlier) < FEWEST_STRETCHES:
        return Rate(lately, None, None)
    return Rate(lately, float(np.median(earlier)), _standing(lately, earlier))


def balance_against_usual(day: Floats, count: Floats, *, now: float) -> Rate | None:
    """Hold the net change of the last four weeks against that of the stretches before; it may be below zero.

    As `against_usual`, but on the scale of people, and from snapshots: an end of a stretch is known where one lies
    within a week before it or at it.

    Args:
        day: (n,) days of the snapshots, rising. count: (n,) followers. now: the last end.
    """
    ends = min(now, float(day[-1])) - STRETCH * np.arange(MOST_STRETCHES + 2)
    at = np.searchsorted(day, ends + 1e-9, side="right") - 1
    known = (at >= 0) & (ends - day[np.maximum(at, 0)] < 7) & (now - ends < STRETCH * (MOST_STRETCHES + 2))
    level = np.where(known, np.interp(ends, day, count), np.nan)
    means = (level[:-1] - level[1:]) / STRETCH
    if not np.isfinite(means[0]):
        return None
    earlier = means[1:][np.isfinite(means[1:])]
    if len(earlier) < FEWEST_STRETCHES:
        return Rate(float(means[0]), None, None)
    n, centre = len(earlier), float(earlier.mean())
    counted = max(abs(centre), 1 / STRETCH) / STRETCH
    reach = T_90[n - FEWEST_STRETCHES] * np.sqrt(max(float(earlier.var(ddof=1)), counted) * (1 + 1 / n))
    away = float(means[0]) - centre
    standing: Standing = "usual" if abs(away) <= reach else "more" if away > 0 else "fewer"
    return Rate(float(means[0]), float(np.median(earlier)), standing)


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) >= FEWEST_DAYS else None


def _standing(lately: float, earlier: Floats) -> Standing:
    offset = 0.5 / STRETCH  # half a person in four weeks: nobody is a rate too
    logs, last = np.log(earlier + offset), float(np.log(lately + offset))
    n = len(earlier)
    counted = 1 / max(STRETCH * float(np.mean(earlier)), 0.5)  # people come one by one: Poisson's share of the scatter
    reach = T_90[n - FEWEST_STRETCHES] * np.sqrt(max(float(logs.var(ddof=1)), counted) * (1 + 1 / n))
    away = last - float(logs.mean())
    if abs(away) <= max(float(reach), SMALLEST):
        return "usual"
    return "more" if away > 0 else "fewer"
