"""What a cause is given and what it gives back, and the few moves that several causes share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from fieber.simulate.life import new_posts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from fieber.simulate.audience import Traits
    from fieber.simulate.life import Life

    Floats = NDArray[np.float64]

When = Literal["own", "platform", "long", "none"]


@dataclass(frozen=True, slots=True)
class Case:
    """One account to which something happens. Times are UTC days since 1970.

    start: since when. end: the end of the record. place: 0 for the mildest, 1 for the strongest that this cause can be.
    random: of this account and cause. shared: of this cause on this platform, the same for all accounts of a call.
    sky: percent of everybody's attention that a weather takes.
    """

    traits: Traits
    life: Life
    start: float
    end: float
    place: float
    random: np.random.Generator
    shared: np.random.Generator
    sky: float

    def between(self, mild: float, strong: float) -> float:
        """Give the strength that belongs to the place."""
        return mild + (strong - mild) * self.place

    @property
    def is_after(self) -> NDArray[np.bool_]:
        """Posts from the start on."""
        return np.asarray(self.life.posts.at >= self.start)

    @property
    def is_after_day(self) -> NDArray[np.bool_]:
        """Days from the start on."""
        return np.asarray(self.life.days >= np.floor(self.start))

    def days_between(self, start: float, stop: float) -> NDArray[np.bool_]:
        """Days of [start, stop)."""
        return np.asarray((self.life.days >= np.floor(start)) & (self.life.days < np.floor(stop)))

    def extra_posts(self, at: Floats) -> Life:
        """Give the life with more posts of this account."""
        more = new_posts(self.random, self.traits, at)
        return replace(self.life, posts=self.life.posts.joined(more))


@dataclass(frozen=True, slots=True)
class Happened:
    """The life afterwards.

    strength: in the unit that the cause's entry names. start: since when it is felt; None: as told. stop: until when;
    None: it goes on. without: the same life had nothing changed at the start; None: the life as it was given.
    """

    life: Life
    strength: float
    start: float | None = None
    stop: float | None = None
    without: Life | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that can happen to an account.

    when: "own" date of each account, one date for the whole "platform", "long" ago, or "none".
    strength: what its strength means.
    """

    happen: Callable[[Case], Happened]
    when: When
    strength: str
    is_measurement: bool = False


def log_days(case: Case, where: NDArray[np.bool_], value: float | Floats) -> Floats:
    """Give an array by day that is `value` on the given days and 0 elsewhere."""
    found = np.zeros(len(case.life.form))
    found[where] = value if isinstance(value, float) else value[where]
    return found


def ramp(case: Case, days: float) -> Floats:
    """Give by day how much of a slow change has happened: 0 until the start, then a straight line to 1 after `days`."""
    return np.clip((case.life.days - case.start) / days, 0.0, 1.0)


def changed(case: Case, **columns: Any) -> Life:
    """Give the life with columns by day changed: each is added to what was there."""
    return replace(case.life, **{name: getattr(case.life, name) + value for name, value in columns.items()})
