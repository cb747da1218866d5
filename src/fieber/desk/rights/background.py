"""What is done again and again for everybody's rights."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fieber.desk.agreements.services import forget_old
from fieber.desk.jobs.services import KINDS, Kind
from fieber.desk.rights.services import wipe

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

TIDY = "tidy"


def _tidy(_about: UUID) -> Callable[[], None]:
    wipe()
    return forget_old


KINDS[TIDY] = Kind(_tidy, lambda _about: None, every=timedelta(minutes=10))
