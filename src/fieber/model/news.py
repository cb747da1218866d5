"""What a night's run over many accounts has to tell: only what is new, and large enough to act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from fieber.model.groups import GroupTemperature
    from fieber.model.surroundings import FollowerStep


@dataclass(frozen=True, slots=True)
class Fever:
    """An account whose temperature has crossed 38.5 °C, and stands out from what chance brings in so many accounts.

    metric, kind: of the vital that carries it. percent, low, high: its change with the 90 % interval; since: when it
    began. finding: as in the contract; own_percent …: without the weather. every_days: if nothing were wrong with
    anybody in the roster, days between alarms this rare.
    """

    account: str
    platform: str | None
    temperature: float
    p_value: float
    every_days: float
    metric: str
    kind: str | None
    percent: float
    low: float
    high: float
    since: date | None
    finding: str | None
    own_percent: float | None
    own_low: float | None
    own_high: float | None
    what: Literal["fever"] = "fever"


@dataclass(frozen=True, slots=True)
class SharedFever:
    """Accounts whose fever is everybody's: they are counted, not called."""

    accounts: int
    what: Literal["shared_fever"] = "shared_fever"


@dataclass(frozen=True, slots=True)
class GroupFever:
    """The weather itself (a whole platform), or the group in which a change lies."""

    group: GroupTemperature
    every_days: float
    what: Literal["weather", "group"] = "weather"


@dataclass(frozen=True, slots=True)
class FollowersFell:
    """A day on which the followers of many accounts fell at once."""

    step: FollowerStep
    what: Literal["followers_fell"] = "followers_fell"


@dataclass(frozen=True, slots=True)
class Crossing:
    """An account whose followers have crossed a round number; before: at the last run."""

    account: str
    platform: str | None
    mark: int
    side: Literal["below", "above"]
    followers: int
    before: int
    what: Literal["milestone"] = "milestone"


@dataclass(frozen=True, slots=True)
class BestMonth:
    """An account whose last four weeks are its best in two years, and more than the weather brought.

    percent, low, high: its own gain over the time before, without the weather, with the 90 % interval. posts: of these
    four weeks. accounts: in the weather that was taken off. every_days: as in `Fever`.
    """

    account: str
    platform: str | None
    metric: str
    percent: float
    low: float
    high: float
    posts: int
    since: date
    accounts: int
    p_value: float
    every_days: float
    what: Literal["best_month"] = "best_month"


News = Fever | SharedFever | GroupFever | FollowersFell | Crossing | BestMonth


@dataclass(frozen=True, slots=True)
class Night:
    """All news of a run, downwards first. judged: accounts with a temperature. share: what chance may bring of alarms.

    window_days: over which the share holds. quiet_days: if nothing is wrong anywhere, days between alarms. is_first:
    no night was before this one.
    """

    as_of: datetime
    judged: int
    share: float
    window_days: int
    quiet_days: float
    news: tuple[News, ...]
    is_first: bool = False

    def is_rare(self, one: News) -> bool:
        """Say whether this would be told by itself: it is as rare as alarms are where nothing is wrong.

        What is not was told because it came with others, of this night or of the last four weeks.
        """
        return isinstance(one, SharedFever | FollowersFell | Crossing) or one.every_days >= self.quiet_days
