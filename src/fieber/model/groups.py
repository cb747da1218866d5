"""What groups of accounts had in common, and how unusual that is: country, size and format of a platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from fieber.model.diagnosis import Verdict


@dataclass(frozen=True, slots=True)
class Place:
    """Which accounts and posts of a platform make a group; None: all of them. With three None it is the weather itself.

    size: nano, micro, mid, macro or mega, by followers.
    """

    platform: str | None
    country: str | None = None
    size: str | None = None
    kind: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether this is the platform as a whole."""
        return self.country is None and self.size is None and self.kind is None


@dataclass(frozen=True, slots=True)
class GroupTemperature:
    """The temperature of one group's common factor, on the scale of an account, and what it had beyond the others.

    p_value, temperature, return_period_days, verdict, p_drop and percent (with its 90 % interval) are of what the
    members had in common; since: the first day of the time described. own_temperature …, own_p_drop: of what the group
    had beyond the others of the platform, null for a group that is most of them. q_value: of own_p_value over all
    groups of the roster (of p_value, over platforms, for the weather itself); stands_out: one in ten of such findings
    is chance. is_where: of the groups of a platform that stand out, the one that shows it most clearly. accounts: with
    posts in the last four weeks. reason: why there is no temperature: "too_few_days", "too_noisy", "too_old".
    """

    place: Place
    metric: str
    accounts: int
    verdict: Verdict
    temperature: float | None = None
    return_period_days: float | None = None
    p_value: float | None = None
    p_drop: float | None = None
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    since: date | None = None
    own_temperature: float | None = None
    own_percent: float | None = None
    own_low: float | None = None
    own_high: float | None = None
    own_p_value: float | None = None
    own_p_drop: float | None = None
    q_value: float | None = None
    stands_out: bool = False
    is_where: bool = False
    reason: str | None = None
