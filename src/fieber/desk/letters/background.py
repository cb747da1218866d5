"""What letters do in the background."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fieber.desk.checkups.services import findings_kept
from fieber.desk.jobs.services import KINDS, SWEEPERS, Kind
from fieber.desk.letters.numbers import keep_numbers
from fieber.desk.letters.planning import plan
from fieber.desk.letters.post import forget_old, send
from fieber.desk.letters.subscriptions import LETTER

if TYPE_CHECKING:
    from uuid import UUID

PLAN = "plan_letters"
ATTEMPTS = 6  # over three hours: a mail server may be away for a while


def _keep_numbers(*, about: UUID, found: list[dict[str, Any]], **_signal: object) -> None:
    keep_numbers(about, found)


def _nothing(_about: UUID) -> None:
    """Leave it as it is: an administrator may have it tried again."""


findings_kept.connect(_keep_numbers)
SWEEPERS.append(forget_old)
KINDS[LETTER] = Kind(send, _nothing, attempts=ATTEMPTS, is_repeatable=True)
KINDS[PLAN] = Kind(plan, _nothing, every=timedelta(minutes=10))
