"""Putting jobs into the queue, and doing them: at least once begun, exactly once kept, whoever is killed."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import Error, IntegrityError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from fieber.desk.jobs.models import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    Keep = Callable[[], None]

HOLD = timedelta(seconds=15)
SAY_AGAIN_SECONDS = 4.0
MOST_ATTEMPTS = 3
LATER = 1  # a rank: whoever is waiting for something is served first
LONGEST_PAUSE = timedelta(hours=6)
IMPOSSIBLE = timedelta(hours=1)  # so far ahead nobody holds a job: the clock was set back since
OF_NOTHING = uuid.UUID(int=0)  # what a job is about that is about no one thing
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of job does.

    work: the slow part, outside of any transaction; gives what keeps its result, which runs in one transaction with the
    end of the job. give_up: what is to be kept when it failed so often (`attempts`). every: it begins again so long
    after its end, whatever that was. is_repeatable: after it failed, an administrator may have it tried again.
    """

    work: Callable[[uuid.UUID], Keep]
    give_up: Callable[[uuid.UUID], None]
    attempts: int = MOST_ATTEMPTS
    every: timedelta | None = None
    is_repeatable: bool = False


KINDS: dict[str, Kind] = {}
SWEEPERS: list[Callable[[], None]] = []  # what each part forgets, one after the other, every few minutes


class LostError(Exception):
    """Somebody else holds the job by now; what was done is not kept."""


def put(kind: str, about: uuid.UUID, *, rank: int = 0, due: datetime | None = None) -> None:
    """Have something done soon, or from a moment on; one that is there already and not finished stays the only one."""
    job = Job(kind=kind, about=about, rank=rank, due=due or timezone.now())
    Job.objects.bulk_create([job], ignore_conflicts=True)  # the database knows best what is there


def put_recurring() -> None:
    """Have all done that is done again and again; each is one row, which never ends."""
    for name, kind in KINDS.items():
        if kind.every is not None:
            put(name, OF_NOTHING, rank=LATER)
            latest = timezone.now() + kind.every + LONGEST_PAUSE  # beyond it the clock was set back since
            Job.objects.filter(kind=name, about=OF_NOTHING, due__gt=latest).update(due=timezone.now())


def begin_again(number: int) -> None:
    """Have a failed job tried again, from its first attempt; nothing where it may not be, or another one is waiting."""
    repeatable = [name for name, kind in KINDS.items() if kind.is_repeatable]
    failed = Job.objects.filter(pk=number, kind__in=repeatable).exclude(failed_at=None)
    with suppress(IntegrityError), transaction.atomic():
        failed.update(failed_at=None, attempts=0, holder=None, held_until=None, due=timezone.now())


def forget_old() -> None:
    """Forget what ended long ago."""
    long_ago = timezone.now() - timedelta(days=settings.KEEP_DAYS)
    Job.objects.filter(Q(done_at__lt=long_ago) | Q(failed_at__lt=long_ago)).delete()


def take(me: uuid.UUID) -> Job | None:
    """Hold the job that is most urgent, then has waited longest; None where there is none to do."""
    while True:
        now = timezone.now()
        free = Q(held_until=None) | Q(held_until__lt=now) | Q(held_until__gt=now + IMPOSSIBLE)
        open_jobs = Job.objects.filter(free, kind__in=KINDS, due__lte=now, done_at=None, failed_at=None)
        job = open_jobs.order_by("rank", "due", "pk").first()
        if job is None:
            return None
        # compare and swap: whoever changes the row they saw has it; needs no lock that one of the databases lacks
        mine = Job.objects.filter(pk=job.pk, holder=job.holder, held_until=job.held_until, done_at=None)
        if mine.update(holder=me, held_until=now + HOLD, attempts=F("attempts") + 1):
            job.refresh_from_db()
            return job


def do(job: Job) -> None:
    """Do one job that this process holds, and keep how it ended."""
    kind = KINDS[job.kind]
    try:
        if job.attempts > kind.attempts:  # it never came back to say what went wrong: it takes its worker with it
            _give_up(job, kind)
            return
        began = time.monotonic()
        with _held(job):
            keep = kind.work(job.about)
        _finish(job, keep)
        took = round(1000 * (time.monotonic() - began))
        log.info("a job of kind %s took %d ms", job.kind, took, extra={"kind": job.kind, "milliseconds": took})
    except LostError:
        log.warning("a job of kind %s was done twice and kept once", job.kind)
    except Exception as error:  # noqa: BLE001 - a worker goes on, whatever a job does
        with suppress(LostError):
            _again_or_never(job, kind, type(error).__name__)


def _finish(job: Job, keep: Keep, *, failed: bool = False) -> None:
    """Keep the result and the end of the job together, if it is still ours."""
    now, every = timezone.now(), KINDS[job.kind].every
    ended: dict[str, Any] = {"failed_at" if failed else "done_at": now}
    if every is not None:
        ended = {"due": now + every, "attempts": 0} | ({} if failed else {"problem": ""})
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, holder=job.holder, done_at=None, failed_at=None)
        if not mine.update(held_until=None, **ended):
            raise LostError
        keep()


def _again_or_never(job: Job, kind: Kind, problem: str) -> None:
    log.error("a job of kind %s failed for the %d. time: %s", job.kind, job.attempts, problem)
    mine = Job.objects.filter(pk=job.pk, holder=job.holder, done_at=None, failed_at=None)
    if job.attempts < kind.attempts:
        pause = min(timedelta(seconds=10 * 4**job.attempts), LONGEST_PAUSE)
        mine.update(held_until=None, due=timezone.now() + pause, problem=problem)
        return
    mine.update(problem=problem)
    _give_up(job, kind)


def _give_up(job: Job, kind: Kind) -> None:
    """End a job that failed too often, also where what is to be kept then fails: else it would come back for ever."""
    try:
        _finish(job, lambda: kind.give_up(job.about), failed=True)
    except LostError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        log.error("a job of kind %s could not even be given up: %s", job.kind, type(error).__name__)  # noqa: TRY400 - the words of an error may be personal
        _finish(job, lambda: None, failed=True)


@contextmanager
def _held(job: Job) -> Iterator[None]:
    """Say again and again that the job is being done, from a thread with a connection of its own."""
    done = threading.Event()

    def say_again() -> None:
        while not done.wait(SAY_AGAIN_SECONDS):
            with suppress(Error):  # away or busy for a moment: said the next time, else the job would be done twice
                close_old_connections()
                Job.objects.filter(pk=job.pk, holder=job.holder, done_at=None).update(held_until=timezone.now() + HOLD)
        connection.close()

    thread = threading.Thread(target=say_again, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
