"""What cases do in the background: findings come to them, mails go out, what is due is looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fieber.desk.cases.post import SEND, give_up, send
from fieber.desk.cases.services import FOLLOW, plan, take_findings
from fieber.desk.checkups.services import findings_kept
from fieber.desk.jobs.services import KINDS, Kind

if TYPE_CHECKING:
    from uuid import UUID

ATTEMPTS = 6  # over three hours: a mail server may be away for a while


def _take(*, about: UUID, found: list[dict[str, Any]], **_signal: object) -> None:
    take_findings(about, found)


findings_kept.connect(_take)
KINDS[SEND] = Kind(send, give_up, attempts=ATTEMPTS)
KINDS[FOLLOW] = Kind(plan, lambda _about: None, every=timedelta(minutes=30))
