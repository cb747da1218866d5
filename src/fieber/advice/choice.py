"""What a person can choose for a post, written as one word: "hour=18-20", "kind=reel", "weekday=friday", "per_week=3".

The same words stand in the JSON contract, on the command line and in a plan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieber.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ChoiceName = Literal["hour", "weekday", "kind", "per_week"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GERMAN_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
KINDS = ("photo", "carousel", "video", "reel", "short", "story", "live", "text", "link")
MOST_PER_WEEK = 21  # three a day: beyond, weeks are no unit any more

_HOURS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to try.

    name: what is chosen. first, last: local hours [first, last) for "hour" (last ≤ first runs over midnight), the day
    (Monday is 0) for "weekday", posts a week for "per_week". kind: the format for "kind".
    """

    name: ChoiceName
    first: int = 0
    last: int = 0
    kind: str | None = None

    @property
    def word(self) -> str:
        """The choice as it is written."""
        if self.name == "kind":
            return f"kind={self.kind}"
        if self.name == "weekday":
            return f"weekday={WEEKDAYS[self.first]}"
        if self.name == "per_week":
            return f"per_week={self.first}"
        return f"hour={self.first}" if len(self.hours) == 1 else f"hour={self.first}-{self.last}"

    @property
    def hours(self) -> tuple[int, ...]:
        """The local hours of a choice of hours."""
        return tuple(hour % 24 for hour in range(self.first, self.last + (24 if self.last <= self.first else 0)))

    def is_met(self, hour: int, weekday: int, kind: str | None) -> bool:
        """Say whether a post of this local hour, weekday (Monday is 0) and format is as chosen."""
        if self.name == "hour":
            return hour in self.hours
        return weekday == self.first if self.name == "weekday" else kind == self.kind


def read_choice(text: str) -> Choice:
    """Read a choice as it is written; German weekdays are known too.

    Raises:
        UsageError: no such thing to choose; the message lists those that there are.
    """
    name, _, value = (part.strip().lower() for part in text.partition("="))
    found = _READERS[name](value) if name in _READERS else None
    if found is None:
        raise UsageError(
            f"--try {text}: write hour=19 or hour=18-20, weekday=friday, kind=reel (or {', '.join(KINDS)}),"
            f" or per_week=3 (at most {MOST_PER_WEEK})",
            de=f"--try {text}: Schreib hour=19 oder hour=18-20, weekday=freitag, kind=reel (oder {', '.join(KINDS)})"
            f" oder per_week=3 (höchstens {MOST_PER_WEEK})",
        )
    return found


def _hours(value: str) -> Choice | None:
    match = _HOURS.fullmatch(value)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or int(match[1]) + 1)
    is_right = first < 24 and 0 < last <= 24 and first != last
    return Choice("hour", first, last) if is_right else None


def _weekday(value: str) -> Choice | None:
    for names in (WEEKDAYS, GERMAN_WEEKDAYS):
        if value in names:
            return Choice("weekday", names.index(value))
    return None


def _kind(value: str) -> Choice | None:
    return Choice("kind", kind=value) if value in KINDS else None


def _per_week(value: str) -> Choice | None:
    is_right = value.isascii() and value.isdigit() and len(value) < 3 and 1 <= int(value) <= MOST_PER_WEEK
    return Choice("per_week", int(value)) if is_right else None


_READERS: Mapping[str, Callable[[str], Choice | None]] = {
    "hour": _hours,
    "weekday": _weekday,
    "kind": _kind,
    "per_week": _per_week,
}
