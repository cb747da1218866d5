"""What all accounts of one call share, and what cannot be simulated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieber.errors import UsageError
from fieber.simulate.platform import PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EARLIEST = 7305  # 1 January 1990: the weather of the weeks since 1970 is drawn in one row
SHORTEST_DAYS, LONGEST_DAYS = 182, 3653
LATEST = 0.8  # of the record, before which nothing may begin: something has to be usual first


@dataclass(frozen=True, slots=True)
class Setting:
    """What all accounts of a call share; times are UTC days since 1970.

    first, end: of the record. sky: since when everybody has less attention, and how much in percent; None: never.
    """

    seed: int
    platform: str
    end: float
    first: int
    from_days: tuple[float, float]
    strength: float | None = None
    followers: float | None = None
    posts_per_week: float | None = None
    ages: tuple[float, ...] = ()
    sky: tuple[float, float] | None = None


def check_names(causes: Sequence[str], platform: str, known: Iterable[str]) -> None:
    """Refuse causes and platforms that nobody knows.

    Raises:
        UsageError: it says which there are.
    """
    for name in [name for spec in causes for name in spec.split("+")]:
        if name not in known:
            choices = ", ".join(sorted(known))
            raise UsageError(
                f"there is no cause {name}; choose from {choices}",
                de=f"Eine Ursache {name} gibt es nicht; zur Wahl stehen {choices}",
            )
    if platform not in PLATFORMS:
        choices = ", ".join(PLATFORMS)
        raise UsageError(
            f"there is no simulated platform {platform}; choose from {choices}",
            de=f"Eine simulierte Plattform {platform} gibt es nicht; zur Wahl stehen {choices}",
        )


def check_numbers(setting: Setting, accounts: int, weather_percent: float | None) -> None:
    """Refuse numbers with which nothing can be simulated.

    Raises:
        UsageError: it says which limits there are.
    """
    days, (low, high) = setting.end - setting.first, setting.from_days
    years = days / 365.25
    for name, value, limits, fits in (
        ("accounts", accounts, "1 …", accounts >= 1),
        ("as_of", f"{1970 + setting.end / 365.25:.0f}", "1990 …", setting.end >= EARLIEST),
        ("years", round(years, 2), "0.5 … 10", SHORTEST_DAYS <= days <= LONGEST_DAYS),
        ("from_days", f"{low} {high}", f"1 … {LATEST * days:.0f}", 1 <= low <= high <= LATEST * days),
        ("strength", setting.strength, "0 … 1", _within(setting.strength, 0, 1)),
        ("weather_percent", weather_percent, "-95 … 200", _within(weather_percent, -95, 200)),
        ("followers", setting.followers, "100 … 1000000000", _within(setting.followers, 100, 1e9)),
        ("posts_per_week", setting.posts_per_week, "0.1 … 350", _within(setting.posts_per_week, 0.1, 350)),
        ("reading_ages", min(setting.ages, default=1), "0.01 …", all(age > 0 for age in setting.ages)),
    ):
        if not fits:
            raise UsageError(
                f"{name} is {value}; choose {_in_words(limits, 'to', 'or more')}",
                de=f"{name} ist {value}; möglich ist {_in_words(limits, 'bis', 'oder mehr')}",
            )


def _in_words(limits: str, between: str, above: str) -> str:
    low, _, high = limits.partition(" …")
    return f"{low} {between} {high.strip()}" if high else f"{low} {above}"


def _within(value: float | None, low: float, high: float) -> bool:
    return value is None or low <= value <= high
