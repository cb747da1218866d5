"""What the ledger does when a case has a finding or ends, and once a day for the public page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from fieber.desk.cases.services import closed, data_gone, taken
from fieber.desk.jobs.services import KINDS, Kind
from fieber.desk.ledger.forecasts import judge, note_finding, unsay
from fieber.desk.ledger.public import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from fieber.desk.cases.models import Case

PUBLISH = "publish_ledger"


def _taken(*, case: Case, followers: Sequence[tuple[str, float]], **_signal: object) -> None:
    note_finding(case, followers)


def _closed(*, case: Case, **_signal: object) -> None:
    judge(case)


def _data_gone(*, case: Case, is_first: bool, **_signal: object) -> None:
    unsay(case, is_first=is_first)


def _publish(_about: UUID) -> Callable[[], None]:
    return publish if settings.LEDGER_IS_PUBLIC else lambda: None


taken.connect(_taken)
closed.connect(_closed)
data_gone.connect(_data_gone)
KINDS[PUBLISH] = Kind(_publish, lambda _about: None, every=timedelta(days=1))
