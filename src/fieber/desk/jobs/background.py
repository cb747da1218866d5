"""What the queue does for the desk as a whole: it tidies up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fieber.desk.checkups.services import sweep
from fieber.desk.jobs.services import KINDS, SWEEPERS, Kind, forget_old

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

SWEEP = "sweep"


def _sweep(_about: UUID) -> Callable[[], None]:
    problems = []
    for one in SWEEPERS:
        try:
            one()
        except Exception as error:  # noqa: BLE001 - whatever stops one, the others have something to forget too
            problems.append(error)
    if problems:
        raise problems[0]
    return lambda: None


SWEEPERS += [sweep, forget_old]
KINDS[SWEEP] = Kind(_sweep, lambda _about: None, every=timedelta(minutes=10))
