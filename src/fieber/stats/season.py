"""The yearly season: what comes back in every year. Learned only where two cycles are there.

Months are counted backwards from a date, so that every cycle is whole. Their means are laid over a level that may bend
once a year; a wave of a year and one of half a year that come back in every cycle are the season, the rest is error. A
level that only wanders has such waves too, but others every year, so the error is at least what waves of single years
would still explain. It is learned anew on every anniversary of the first post, and holds until the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.stats import _yearly

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

YEAR = 365.25


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
    waves = np.empty(4)
    return waves if _yearly.profile(value, when, now, waves) else None


def seasonal(waves: Floats, when: Floats, now: float) -> Floats:
    """Give the season at each time, log units; `now` is the date for which the waves were learned."""
    season = np.empty(len(when))
    _yearly.season(waves, when, now, season)
    return season


def without_season(value: Floats, when: Floats, starts: NDArray[np.intp], looks: Floats) -> Floats:
    """Give the values of many accounts without the season known at each one's look; account i as in `take_many`."""
    rest = np.empty(len(value))
    _yearly.without_season(value, when, starts, looks, rest)
    return rest


def anniversaries(first: float, last: float) -> Floats:
    """Give the days up to `last` on which the season is learned anew: two years after the first post, and yearly."""
    return first + YEAR * np.arange(2.0, np.floor((last - first) / YEAR) + 1)
