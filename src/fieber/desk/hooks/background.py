"""What webhooks do in the background."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from fieber.desk.cases.services import begun, closed
from fieber.desk.checkups.services import findings_kept
from fieber.desk.hooks.models import Event, Hook
from fieber.desk.hooks.services import (
    ATTEMPTS,
    DELIVER,
    PLACES,
    TELL,
    TELL_DUE,
    deliver,
    forget_old,
    give_up,
    tell,
    tell_due,
    tell_of,
)
from fieber.desk.jobs.services import KINDS, LATER, SWEEPERS, Kind, put
from fieber.desk.roster.services import ended

if TYPE_CHECKING:
    from uuid import UUID

    from fieber.desk.cases.models import Case


def _put(*, about: UUID, **_signal: object) -> None:
    _tell(TELL, about)


def _begun(*, case: Case, **_signal: object) -> None:
    _tell(Event.OPENED, case.pk)


def _closed(*, case: Case, **_signal: object) -> None:
    _tell(Event.CLOSED, case.pk)


def _ended(*, about: UUID, **_signal: object) -> None:
    _tell(Event.BROUGHT, about)


def _tell(kind: str, about: UUID) -> None:
    if Hook.objects.exists():
        put(kind, about, rank=LATER)


def _nothing(_about: UUID) -> None:
    """Leave it: an administrator may have it tried again."""


findings_kept.connect(_put)
begun.connect(_begun)
closed.connect(_closed)
ended.connect(_ended)
SWEEPERS.append(forget_old)
KINDS[TELL] = Kind(tell, _nothing, is_repeatable=True)
KINDS[TELL_DUE] = Kind(tell_due, _nothing, every=timedelta(minutes=30))
for event in PLACES:
    KINDS[event] = Kind(partial(tell_of, event), _nothing, is_repeatable=True)
KINDS[DELIVER] = Kind(deliver, give_up, attempts=ATTEMPTS, is_repeatable=True)
