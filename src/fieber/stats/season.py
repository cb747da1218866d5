"""The yearly season: what comes back in the same month of every year. Learned only where two cycles are there.

Months are counted backwards from a date, so that every cycle is whole. Their means are laid over a level that may bend
once a year; a wave of a year and one of half a year that come back in every cycle are the season, the rest is error.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

YEAR = 365.25
MONTHS = 12
WAVES = 4  # columns: cosine and sine of the year and of the half year
MOST_CYCLES = 5  # older years say little about this one
FEWEST_POSTS = 2  # of a month, for its mean to count
FEWEST_MONTHS = 10  # of every cycle
WORTH = 5.0  # posts after which a month's mean is wander rather than scatter
SURE = 2.326  # normal deviate of 1 %: so rarely is a season seen where none is


def yearly_profile(value: Floats, when: Floats, now: float) -> Floats | None:
    """Give the season at `now`: two waves over the year, shrunk by how sure they are.

    Args:
        value: (n,) log values. when: (n,) days, rising. now: day until which the past is known.

    Returns:
        (4,) cosine and sine of the year and of the half year, log units, for `seasonal`. None where two whole cycles
        are not there, too few months have posts, or nothing comes back.

    Source: the ratio of variances with Wilson & Hilferty 1931 (PNAS 17, 684-688) for its tail; shrinkage of James &
    Stein 1961.
    """
    past = when < now
    value, age = value[past], now - when[past]
    cycles = min(int(age[0] / YEAR), MOST_CYCLES) if len(age) else 0
    if cycles < 2:
        return None
    means, counts = _monthly(value, age, cycles)
    if (counts.reshape(cycles, MONTHS) >= FEWEST_POSTS).sum(axis=1).min() < FEWEST_MONTHS:
        return None
    kept = counts >= FEWEST_POSTS
    middle = (np.arange(MONTHS * cycles) + 0.5) / MONTHS
    design = np.hstack([_waves(middle), _bends(middle, cycles)])[kept]
    weight = np.sqrt(counts[kept] / (counts[kept] + WORTH))
    found, _, rank, _ = np.linalg.lstsq(design * weight[:, None], means[kept] * weight, rcond=None)
    free = int(kept.sum()) - int(rank)
    left = (means[kept] - design @ found) * weight
    error = float((left**2).sum()) / free
    waves = design[:, :WAVES] * weight[:, None]
    own = _of_single_years(left, waves, np.floor(middle[kept]), cycles)
    common = float(((waves @ found[:WAVES]) ** 2).sum()) / WAVES
    ratio = common / max(error, own, 1e-12)
    if _deviate(ratio, WAVES, free if own < error else WAVES * (cycles - 1)) < SURE:
        return None
    return np.asarray(found[:WAVES] * (1 - 1 / ratio))


def _of_single_years(left: Floats, waves: Floats, cycle: Floats, cycles: int) -> float:
    """Mean square of what waves of each year by itself still explain, as a wandering level has them."""
    total = 0.0
    for c in range(cycles):
        mine = waves[cycle == c]
        total += float(((mine @ np.linalg.lstsq(mine, left[cycle == c], rcond=None)[0]) ** 2).sum())
    return total / (WAVES * (cycles - 1))


def seasonal(profile: Floats, when: Floats, now: float) -> Floats:
    """Give the season at each time, log units; `now` is the date for which the profile was learned."""
    return np.asarray(_waves((now - when) / YEAR) @ profile)


def _waves(years: Floats) -> Floats:
    turn = 2 * np.pi * years
    return np.stack([np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)], axis=1)


def _monthly(value: Floats, age: Floats, cycles: int) -> tuple[Floats, NDArray[np.int64]]:
    """Mean of each month, newest first, outliers cut at two scales; and its number of posts. Both (12 × cycles,)."""
    month = np.floor(age / YEAR * MONTHS).astype(np.int64)
    inside = month < MONTHS * cycles
    month, value = month[inside], value[inside]
    counts = np.bincount(month, minlength=MONTHS * cycles)
    order = np.lexsort((value, month))
    start = np.concatenate([[0], np.cumsum(counts)[:-1]])
    middle = value[order][np.minimum(start + counts // 2, max(len(value) - 1, 0))]
    off = value - middle[month]
    reach = 2 * 1.4826 * float(np.median(np.abs(off))) + 1e-9
    total = np.bincount(month, weights=np.clip(off, -reach, reach), minlength=MONTHS * cycles)
    return middle + total / np.maximum(counts, 1), counts


def _bends(years: Floats, cycles: int) -> Floats:
    """Columns of a level that is straight within a cycle and may bend between two."""
    return np.maximum(0.0, 1.0 - np.abs(years[:, None] - np.arange(cycles + 1)[None, :]))


def _deviate(ratio: float, above: int, below: int) -> float:
    """Normal deviate with the tail of a ratio of variances with so many degrees of freedom."""
    root = float(ratio ** (1 / 3))
    a, b = 2 / (9 * above), 2 / (9 * below)
    return float(((1 - b) * root - (1 - a)) / sqrt(b * root * root + a))
