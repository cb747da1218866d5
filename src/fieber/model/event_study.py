"""What a dated event did to an account, to the others and to formats: frozen values, as JSON names them.

Percentages are percent (−30.0, not −0.3) against the level before the event; intervals are of 90 %; p-values are
one-sided; None is "cannot be said".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.model.surroundings import Event

EventFinding = Literal["fell", "rose", "everyone", "no_change", "silent", "cannot_say"]


@dataclass(frozen=True, slots=True)
class Effect:
    """A change with its interval, and how rare it is among dates at which nothing was told to have happened.

    p_value: of "no drop"; p_rise: of "no rise"; both from placebo dates, with the account's own wander in them. posts:
    in the window. placebos, lower: earlier windows of the same length of this account, and how many were as low.
    pooled: windows of all accounts behind the p-values. detectable_percent: the smallest loss that would have been
    found in four of five cases.
    """

    percent: float
    low: float
    high: float
    p_value: float
    p_rise: float
    posts: int
    placebos: int
    lower: int
    pooled: int
    detectable_percent: float


@dataclass(frozen=True, slots=True)
class RosterEffect:
    """What the other accounts had in the same time: the typical one, and where the middle 80 % of them lay.

    accounts: with enough posts then and before; silent: so many hardly posted, of `asked` that had posted before.
    """

    accounts: int
    silent: int
    asked: int
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    spread_low: float | None = None
    spread_high: float | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of time held against the time before the event. [start, end).

    total: the account against itself; own: the same without what the others had; roster: those others. finding: from
    `own` where it is known, else from `total`; "everyone": there is a change, but none beyond that of the others.
    posts_per_week: in it.
    """

    start: datetime
    end: datetime
    finding: EventFinding
    posts: int
    posts_per_week: float
    total: Effect | None = None
    own: Effect | None = None
    roster: RosterEffect | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FormatEffect:
    """One format of the account, during and after."""

    kind: str
    during: Effect | None
    after: Effect | None


@dataclass(frozen=True, slots=True)
class Recovery:
    """The way to the new normal: days until half of it was done, and the day from which less than a tenth was left.

    settled: None where that day has not come yet.
    """

    half_life_days: float
    low: float
    high: float
    settled: datetime | None


@dataclass(frozen=True, slots=True)
class FollowerChange:
    """Followers before and after the event, against what usually happens in as many days."""

    before: int
    after: int
    days: int
    percent: float
    usual_low: float
    usual_high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class EventStudy:
    """What an event did to one account; `during` the shock and `after` it, each against the frozen time before.

    level: median-like level of a post before the event, in the unit of the metric. is_end_told: False where nobody said
    when it ended; then `during` is the first six weeks. limits: what cannot be said, as keys. at, value: the posts
    around it, for the chart. events: what else the calendar has for that time.
    """

    account: str
    platform: str | None
    as_of: datetime
    start: datetime
    end: datetime | None
    metric: str | None
    finding: EventFinding
    reason: str | None
    posts_before: int
    posts_per_week_before: float
    level: float | None
    during: Stage | None
    after: Stage | None
    formats: tuple[FormatEffect, ...] = ()
    recovery: Recovery | None = None
    followers: FollowerChange | None = None
    events: tuple[Event, ...] = ()
    limits: tuple[str, ...] = ()
    at: tuple[datetime, ...] = ()
    value: tuple[float, ...] = ()
    peers: int = 0
    method: str = "1"
