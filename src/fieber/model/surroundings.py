"""What a single history cannot tell: where a loss lies, what others had, what happened, what the followers do.

Percentages are percent (−30.0, not −0.3); intervals are of 90 %; times are UTC; None is "cannot be said".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the way of a like: how many percentage points of the change lie here, with their interval.

    holds: for `rest`, the links that are in it because the input does not tell them apart.
    """

    link: str
    percent_points: float
    low: float
    high: float
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """The change of `metric` laid over the links of its chain; the points add up to `total_percent`.

    missing: links that this input cannot tell apart, each with the column that would. kind: only this format.
    per: "post", or "week" where the account surely posts more or less often, so that a week has changed otherwise than
    a post has. since, posts: the first of the posts after, and how many they are. reached_by: the column that reach
    was read from. is_loss: whether there surely is a loss. mostly: where most of it lies, "distribution"
    (fewer people reached), "own" (counts per reach, formats, rhythm, followers), or None where that cannot be said.
    """

    metric: str
    total_percent: float
    links: tuple[Link, ...]
    missing: tuple[tuple[str, str], ...] = ()
    kind: str | None = None
    per: Literal["post", "week"] = "post"
    since: datetime | None = None
    posts: int = 0
    reached_by: Literal["reach", "views"] | None = None
    is_loss: bool = False
    mostly: Literal["distribution", "own"] | None = None


@dataclass(frozen=True, slots=True)
class Weather:
    """How the typical other account moved over the same time, and what of the change is then one's own."""

    percent: float
    low: float
    high: float
    accounts: int
    own_percent: float | None = None
    own_low: float | None = None
    own_high: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated in the world, or told by the person (`is_own`), that lies over the series. [start, end).

    end: None for a change that stayed, or a single moment. precision: "day"; or "month" or "year" where no more is
    known, then [start, end) is the time in which it lies. kinds: formats concerned, none: all. country: where it
    holds, None: everywhere. is_near: it lies where the change began or in the time that is judged.
    """

    platform: str | None
    start: datetime
    end: datetime | None
    metric: str | None
    what_en: str
    what_de: str
    footprint: str
    source: str | None
    is_own: bool = False
    precision: str = "day"
    kinds: tuple[str, ...] = ()
    country: str | None = None
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class Milestone:
    """A round number of followers: since when they are on this side of it, how they move, the odds of coming back.

    slope_per_day with its interval; odds: chance that the mark is reached again within `within_days`; by: the median
    date of that, with the interval `by_low` … `by_high` (None: not within sight).
    """

    mark: float
    crossed: datetime | None
    now: float
    slope_per_day: float
    slope_low: float
    slope_high: float
    odds: float | None
    within_days: int
    by: datetime | None
    by_low: datetime | None
    by_high: datetime | None


@dataclass(frozen=True, slots=True)
class Flows:
    """Followers gained and lost a day, lately and usually; null where the input does not give them apart."""

    gained: float | None
    lost: float | None
    net: float | None
    usual_gained: float | None
    usual_lost: float | None
    usual_net: float | None
    days: int
