"""`python -m django work`: does what waits in the queue, until it is told to stop or whoever started it is gone."""

from __future__ import annotations

import logging
import os
import signal
import time
import uuid
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from fieber.desk.jobs.beat import beating
from fieber.desk.jobs.services import do, put_recurring, take
from fieber.desk.parent import leave_with_parent

PAUSE_SECONDS = 0.5
AWAY_SECONDS = 3.0  # between two tries to reach a database that does not answer
AFTER_THE_PAGES = 5  # niceness: where both want a core, pages and whoever is on the phone get three quarters of it
log = logging.getLogger(__name__)


class Command(BaseCommand):
    """One worker; several may run at once, on several machines too."""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Work."""
        stop = False

        def stopping(_number: int, _frame: object) -> None:
            nonlocal stop
            stop = True

        signal.signal(signal.SIGTERM, stopping)
        signal.signal(signal.SIGINT, stopping)
        leave_with_parent()
        if hasattr(os, "nice"):  # Windows has none
            os.nice(AFTER_THE_PAGES)
        put_recurring()
        me = uuid.uuid4()
        with beating():
            while not stop:
                time.sleep(_do_one(me))


def _do_one(me: uuid.UUID) -> float:
    """Do a job if there is one; gives for how many seconds to rest."""
    try:
        close_old_connections()
        job = take(me)
        if job is None:
            return PAUSE_SECONDS
        do(job)
    except (OperationalError, InterfaceError) as error:  # restarted, or moved: it will come back
        log.error("the database does not answer, the worker waits: %s", type(error).__name__)  # noqa: TRY400 - its words name machines
        return AWAY_SECONDS
    return 0.0
