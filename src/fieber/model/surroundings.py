"""What a single history cannot tell: where a loss lies, what others had, what happened, what the followers do.

Percentages are percent (−30.0, not −0.3); intervals are of 90 %; times are UTC; None is "cannot be said".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from fieber.model.groups import GroupTemperature


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
    named: the links that lost enough to be named, the largest loss first; none where nothing can be told apart. unhurt:
    what is almost as before, or surely more: how people like what they see, or how often it is shown. is_wider: the
    finding speaks of another vital, mostly of one format, this of all posts.
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
    named: tuple[str, ...] = ()
    unhurt: Literal["liking", "liking_more", "showing"] | None = None
    is_wider: bool = False

    @property
    def lost(self) -> float:
        """Percentage points of all links that lost; more than the total where another link gained."""
        return lost_of(link.percent_points for link in self.links)


def lost_of(points: Iterable[float]) -> float:
    """Give the sum of what was lost, without what was gained; negative."""
    return sum(min(one, 0.0) for one in points)


@dataclass(frozen=True, slots=True)
class Weather:
    """How the typical other account moved over the same time, and what of the change is then one's own.

    metric, kind: of the vital in question. since: the first day of the time that is compared. own_p_value: one-sided,
    of "no drop of its own"; with the others' uncertainty in it.
    """

    percent: float
    low: float
    high: float
    accounts: int
    own_percent: float | None = None
    own_low: float | None = None
    own_high: float | None = None
    own_p_value: float | None = None
    metric: str | None = None
    kind: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class FollowerStep:
    """One day on which the followers of many accounts fell at once.

    what: "followers_purged" (they stayed away), or "counter_bug" (most came back within days). percent: of the
    followers of those that fell, the median. fell, accounts: how many fell beyond their own scatter, of how many were
    counted that day. engagement_percent: of all posts in the two weeks after, with its interval; null without posts.
    """

    platform: str | None
    day: date
    what: Literal["followers_purged", "counter_bug"]
    percent: float
    fell: int
    accounts: int
    engagement_percent: float | None = None
    engagement_low: float | None = None
    engagement_high: float | None = None


@dataclass(frozen=True, slots=True)
class WeatherStrip:
    """The weather of one platform (and format, if `kind`) week by week, in percent of the usual of the time shown.

    week: first days. percent, low, high: one a week. accounts: in all. now_percent …: the last four weeks against those
    before; null where too few accounts were there both times.
    """

    platform: str | None
    kind: str | None
    metric: str
    accounts: int
    week: tuple[date, ...]
    percent: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    now_percent: float | None = None
    now_low: float | None = None
    now_high: float | None = None


@dataclass(frozen=True, slots=True)
class FormatOutlook:
    """Where one format (`kind`; None: all of a platform) is heading: a forecast that can be scored later.

    percent, low, high: what the typical account will have in the `horizon_days` from `as_of` on against the last
    `against_days`, with the interval at `level`, errors of measuring it then included. until: the first moment after
    the time foretold. accounts: seen in the last year.
    """

    platform: str | None
    kind: str | None
    metric: str
    percent: float
    low: float
    high: float
    horizon_days: int
    as_of: datetime
    until: datetime
    accounts: int
    against_days: int = 28
    level: float = 0.8


@dataclass(frozen=True, slots=True)
class RosterWeather:
    """The weather over a whole roster at `as_of`, and the days on which followers fell everywhere at once.

    as_of: None where no account has a post that counts and no day was asked for.
    """

    as_of: datetime | None
    accounts: int
    strips: tuple[WeatherStrip, ...]
    steps: tuple[FollowerStep, ...]
    outlook: tuple[FormatOutlook, ...] = ()
    groups: tuple[GroupTemperature, ...] = ()


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
    """A round number of followers: since when they are on this side of it, how they move, when it is reached again.

    side: where they are now. crossed: since when; None: as long as is known. slope_per_day: of the last four weeks,
    with the interval of the rate behind it. odds: chance that the mark is reached within `within_days`, odds_year:
    within a year. by: the day by which it is reached with a chance of one half; by_low and by_high: of 10 and of 90 %
    (None: not within a year). is_told: the person named it.
    """

    mark: float
    side: Literal["below", "above"]
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
    odds_year: float | None = None
    is_told: bool = False


Standing = Literal["more", "fewer", "usual"]
AS_GOOD_AS = 1.25  # numbers a day that differ by less are called the same


@dataclass(frozen=True, slots=True)
class Flows:
    """Followers gained and lost a day, lately and usually; null where the input does not give them apart.

    usual_lost is at today's number of followers. churn_percent: lost in 30 days, of a hundred followers. The standings
    hold lately against usual. brought_by: formats (or "collab") whose posts brought most of the new followers of the
    last year, one or two, or none. missing: why something is null: net_only, gains_only, losses_only, surviving,
    too_short.
    """

    gained: float | None
    lost: float | None
    net: float | None
    usual_gained: float | None
    usual_lost: float | None
    usual_net: float | None
    days: int
    gained_standing: Standing | None = None
    lost_standing: Standing | None = None
    net_standing: Standing | None = None
    churn_percent: float | None = None
    usual_churn_percent: float | None = None
    missing: str | None = None
    brought_by: tuple[str, ...] = ()

    @property
    def lost_is_near(self) -> bool:
        """Whether as good as the same number go; "usual" may be far from that, where it goes up and down a lot."""
        return _is_near(self.lost, self.usual_lost)

    @property
    def gained_is_near(self) -> bool:
        """Whether as good as the same number come."""
        return _is_near(self.gained, self.usual_gained)


def _is_near(lately: float | None, usual: float | None) -> bool:
    if lately is None or usual is None:
        return False
    return max(lately, usual) <= AS_GOOD_AS * min(lately, usual) + 1.0  # one a day is nothing to speak of


@dataclass(frozen=True, slots=True)
class Outlook:
    """Followers so many days ahead: the middle, and the interval at `level`."""

    days: int
    low: float
    middle: float
    high: float
    level: float = 0.8


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth lately in percent a week with its interval, and over `compared_days` beside that of other accounts.

    stalled_since: since when no growth can be told from none; None: it grows. own_percent: over the compared days.
    peers: others counted then; peers_low … peers_high: the middle 80 % of them.
    """

    percent_per_week: float
    low: float
    high: float
    stalled_since: datetime | None
    compared_days: int = 90
    own_percent: float | None = None
    peers: int = 0
    peers_percent: float | None = None
    peers_low: float | None = None
    peers_high: float | None = None


@dataclass(frozen=True, slots=True)
class FollowerEvent:
    """A sudden step in the followers, and what its pattern fits; observed, never proved.

    kind: "clean_up" (down in a night while engagement stays), "counter" (down, and back again), "giveaway" (up, then
    more leave than usual), "bought" (up while nobody new looks, likes or saves), "surge" (up with the engagement, or
    it is not known). people: beyond what those days usually bring. engagement_percent: interactions of the posts after
    against before, with its interval; None where there are too few. is_recent: it may be what somebody feels today.
    [start, end).
    """

    kind: Literal["clean_up", "counter", "giveaway", "bought", "surge", "drop"]
    start: datetime
    end: datetime
    people: float
    percent: float
    engagement_percent: float | None = None
    engagement_low: float | None = None
    engagement_high: float | None = None
    is_recent: bool = False
    ladder: Literal["observed"] = "observed"
