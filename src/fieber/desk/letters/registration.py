"""The box at registration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieber.desk.letters.forms import letters_box
from fieber.desk.letters.models import Rhythm
from fieber.desk.letters.subscriptions import choose
from fieber.desk.people.registration import PARTS, Part

if TYPE_CHECKING:
    from fieber.desk.people.models import Person


def _keep(person: Person, told: dict[str, Any]) -> None:
    if told.get("wants_letters"):
        choose(person, Rhythm.WEEKLY)


PARTS.append(Part(letters_box, _keep))
