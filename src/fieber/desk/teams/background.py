"""Cases go along where an account changes hands, also by the yes of its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.desk.agreements.services import changed_hands
from fieber.desk.teams.services import move_cases_of

if TYPE_CHECKING:
    from fieber.desk.people.models import Person


def _go_along(*, accounts: list[int], giver: Person, taker: Person, **_signal: object) -> None:
    move_cases_of(accounts, giver, taker)


changed_hands.connect(_go_along)
