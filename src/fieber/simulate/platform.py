"""Made-up platforms: their formats, who looks in when, seasons, holidays and the weather that all accounts share.

No number here is taken from an account; orders of magnitude are those that are published (docs/method.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from fieber.model.moments import date_number, date_of
from fieber.simulate.chance import generator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Format:
    """One format of a platform.

    explore: size of the first sample of people who do not follow, per follower reached. taste: log factor of likes.
    seen: bonus in the ranking. slow_days: time until 63 % of a post's life are over. plays: views per reached account.
    """

    kind: str
    share: float
    explore: float
    taste: float = 0.0
    seen: float = 0.0
    slow_days: float = 0.35
    plays: float = 1.25


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform.

    crowding: posts that compete for each place that a follower sees. likes: likes per follower who sees the usual post.
    withheld: columns that its exports do not give.
    """

    name: str
    formats: tuple[Format, ...]
    crowding: float = 3.7
    likes: float = 0.09
    withheld: tuple[str, ...] = ()


PLATFORMS = {
    one.name: one
    for one in (
        Platform(
            "instagram",
            (
                Format("photo", 0.35, explore=0.3),
                Format("carousel", 0.25, explore=0.5, taste=0.05, seen=0.15, slow_days=0.45),
                Format("reel", 0.4, explore=2.0, taste=-0.1, seen=0.1, slow_days=1.1, plays=1.35),
            ),
        ),
        Platform(
            "facebook",
            (
                Format("photo", 0.5, explore=0.15, slow_days=0.25),
                Format("video", 0.3, explore=0.5, taste=-0.15, slow_days=0.6),
                Format("link", 0.2, explore=0.06, taste=-0.7, slow_days=0.25),
            ),
            crowding=7.0,
            likes=0.05,
            withheld=("saves", "reach_followers", "reach_non_followers"),
        ),
        Platform(
            "tiktok",
            (Format("video", 0.9, explore=3.5, slow_days=1.4), Format("photo", 0.1, explore=2.0, taste=0.1)),
            crowding=9.0,
            likes=0.09,
            withheld=("reach_followers", "reach_non_followers", "impressions"),
        ),
        Platform(
            "youtube",
            (
                Format("video", 0.6, explore=1.6, slow_days=2.5, taste=-0.3, plays=1.15),
                Format("short", 0.4, explore=4.0, slow_days=2.0, taste=-0.4, plays=1.1),
            ),
            crowding=6.0,
            likes=0.05,
            withheld=("saves", "reach", "reach_followers", "reach_non_followers", "impressions"),
        ),
        Platform(
            "x",
            (
                Format("text", 0.5, explore=0.35, slow_days=0.1),
                Format("photo", 0.35, explore=0.45, slow_days=0.12, taste=0.2),
                Format("video", 0.15, explore=0.6, slow_days=0.2, taste=0.1),
            ),
            crowding=9.0,
            likes=0.03,
            withheld=("saves", "reach", "reach_followers", "reach_non_followers"),
        ),
    )
}

# share of people who look in by local hour, midnight first, 1 on average: low at night, two humps
HOURS: tuple[float, ...] = (0.45, 0.25, 0.15, 0.12, 0.15, 0.3, 0.7, 1.05, 1.15, 1.1, 1.05, 1.1)
HOURS += (1.25, 1.2, 1.1, 1.05, 1.1, 1.25, 1.45, 1.65, 1.75, 1.65, 1.3, 0.8)
WEEKDAYS = (1.02, 1.05, 1.06, 1.05, 0.98, 0.9, 0.94)  # Monday first
LOOKED_AT_HOURS = 5.0  # after so long a feed post has lost 63 % of its chance to be shown
CLOCK_WEIGHT = 0.6  # what of a post's chances hangs on the hour: the rest is seen by whoever comes later

COUNTRIES = {"DE": ("de", 1), "GB": ("en", 0), "US": ("en", -6), "BR": ("pt", -3), "IN": ("en", 5)}
# when people are elsewhere: (country or None for all, (month, day), (month, day)), both included; made-up round dates
HOLIDAYS: tuple[tuple[str | None, tuple[int, int], tuple[int, int]], ...] = (
    (None, (12, 21), (12, 31)),
    ("DE", (7, 15), (8, 31)),
    ("DE", (10, 12), (11, 1)),
    ("DE", (4, 1), (4, 14)),
    ("GB", (7, 22), (8, 31)),
    ("GB", (2, 12), (2, 26)),
    ("US", (6, 15), (8, 15)),
    ("US", (11, 20), (12, 3)),
    ("BR", (1, 5), (2, 12)),
    ("BR", (9, 5), (9, 21)),
    ("IN", (10, 20), (11, 12)),
    ("IN", (5, 10), (6, 15)),
)
YEARLY_SWING = 0.04  # log amplitude of a platform's own year, highest in January
COMMON_SD, FORMAT_SD, KEPT_A_WEEK = 0.05, 0.03, 0.8  # the weather: log-sd, and what of it is left after a week


def clock(at: Floats, offset_hours: int) -> Floats:
    """Give how good each moment (UTC days since 1970) is for a post, 1 on average over the week, by local time."""
    local_hours = np.floor(at * 24 + offset_hours).astype(np.int64)
    return np.asarray(GOOD_HOURS[(local_hours + 3 * 24) % 168])  # 1 January 1970 was a Thursday


def _good_hours() -> Floats:
    """Who looks in during the hours after each hour of the week, Monday's first one first."""
    week = np.outer(WEEKDAYS, HOURS).ravel()
    weight = np.exp(-np.arange(24) / LOOKED_AT_HOURS)
    ahead = np.sum([weight[lag] * np.roll(week, -lag) for lag in range(24)], axis=0)
    return np.asarray((1 - CLOCK_WEIGHT) + CLOCK_WEIGHT * ahead / ahead.mean())


GOOD_HOURS = _good_hours()


def year_of(days: NDArray[np.int64]) -> Floats:
    """Give the platform's own season in log units for days since 1970."""
    return np.asarray(YEARLY_SWING * np.cos(2 * np.pi * days / 365.25))


def is_holiday(days: NDArray[np.int64], country: str) -> NDArray[np.bool_]:
    """Say for each of the rising days since 1970 whether it lies in a holiday of the country."""
    found = np.zeros(len(days), dtype=np.bool_)
    for start, end in holidays(int(days[0]), int(days[-1]), country):
        found |= (days >= start) & (days < end)
    return found


def holidays(first: int, last: int, country: str) -> list[tuple[int, int]]:
    """Give the country's holidays that touch the days `first` … `last` since 1970, each half-open, by start."""
    years = range(date_of(first).year, date_of(last).year + 1)
    spans = [
        (date_number(date(year, *start)), date_number(date(year, *end)) + 1)
        for year in years
        for land, start, end in HOLIDAYS
        if land in {None, country}
    ]
    return sorted((start, end) for start, end in spans if end > first and start <= last)


def weather(platform: Platform, days: NDArray[np.int64], seed: int) -> Floats:
    """Give how much attention everybody on the platform gets, by day and format, in log units, 0 on average.

    A slow common swing and a smaller one for each format, both of a stationary first-order process by week.

    Returns:
        (days, formats). A day has the same weather in every call with this seed.
    """
    weeks = np.arange(days[0] // 7, days[-1] // 7 + 2)
    columns = [
        _swing(weeks, generator("weather", seed, platform.name, name), sd)
        for name, sd in (("", COMMON_SD), *((one.kind, FORMAT_SD) for one in platform.formats))
    ]
    common, *formats = [np.interp(days / 7.0, weeks, column) for column in columns]
    return np.stack([common + one for one in formats], axis=1)


def _swing(weeks: NDArray[np.int64], random: np.random.Generator, sd: float) -> Floats:
    """Weeks since 1970 always draw the same numbers, so that a longer history has the same weather."""
    shocks = random.normal(0.0, sd, int(weeks[-1]) + 1)[: weeks[-1] + 1]
    reach = 40  # what an older shock has left is below a thousandth
    kernel = np.sqrt(1 - KEPT_A_WEEK**2) * KEPT_A_WEEK ** np.arange(reach)
    return np.convolve(shocks, kernel)[weeks]
