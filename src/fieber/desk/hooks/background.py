"""What webhooks do in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.desk.checkups.services import findings_kept
from fieber.desk.hooks.models import Hook
from fieber.desk.hooks.services import ATTEMPTS, DELIVER, TELL, deliver, forget_old, give_up, tell
from fieber.desk.jobs.services import KINDS, LATER, SWEEPERS, Kind, put

if TYPE_CHECKING:
    from uuid import UUID


def _put(*, about: UUID, **_signal: object) -> None:
    if Hook.objects.exists():
        put(TELL, about, rank=LATER)


def _nothing(_about: UUID) -> None:
    """Leave it: an administrator may have it tried again."""


findings_kept.connect(_put)
SWEEPERS.append(forget_old)
KINDS[TELL] = Kind(tell, _nothing, is_repeatable=True)
KINDS[DELIVER] = Kind(deliver, give_up, attempts=ATTEMPTS, is_repeatable=True)
