"""Putting jobs into the queue, and doing them: at least once begun, exactly once kept, whoever is killed."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from fieber.desk.jobs.models import Job

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterator

    Keep = Callable[[], None]

HOLD = timedelta(seconds=15)
SAY_AGAIN_SECONDS = 4.0
MOST_ATTEMPTS = 3
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of job does.

    work: the slow part, outside of any transaction; gives what keeps its result, which runs in one transaction with the
    end of the job. give_up: what is to be kept when it failed three times.
    """

    work: Callable[[uuid.UUID], Keep]
    give_up: Callable[[uuid.UUID], None]


KINDS: dict[str, Kind] = {}


class LostError(Exception):
    """Somebody else holds the job by now; what was done is not kept."""


def put(kind: str, about: uuid.UUID, *, rank: int = 0) -> None:
    """Have something done soon; a job that is there already and not finished stays the only one."""
    open_jobs = Job.objects.filter(kind=kind, about=about, done_at=None, failed_at=None)
    if not open_jobs.exists():
        Job.objects.create(kind=kind, about=about, rank=rank, due=timezone.now())


def take(me: uuid.UUID) -> Job | None:
    """Hold the job that is most urgent, then has waited longest; None where there is none to do."""
    while True:
        now = timezone.now()
        free = Q(held_until=None) | Q(held_until__lt=now)
        job = Job.objects.filter(free, due__lte=now, done_at=None, failed_at=None).order_by("rank", "due", "pk").first()
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
    if job.attempts > MOST_ATTEMPTS:  # it never came back to say what went wrong: it takes its worker with it
        _finish(job, lambda: kind.give_up(job.about), failed=True)
        return
    try:
        with _held(job):
            keep = kind.work(job.about)
        _finish(job, keep)
    except LostError:
        log.warning("a job of kind %s was done twice and kept once", job.kind)
    except Exception as error:  # noqa: BLE001 - a worker goes on, whatever a job does
        _again_or_never(job, kind, type(error).__name__)


def _finish(job: Job, keep: Keep, *, failed: bool = False) -> None:
    """Keep the result and the end of the job together, if it is still ours."""
    now = timezone.now()
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, holder=job.holder, done_at=None, failed_at=None)
        if not mine.update(held_until=None, **{"failed_at" if failed else "done_at": now}):
            raise LostError
        keep()


def _again_or_never(job: Job, kind: Kind, problem: str) -> None:
    log.error("a job of kind %s failed for the %d. time: %s", job.kind, job.attempts, problem)
    mine = Job.objects.filter(pk=job.pk, holder=job.holder, done_at=None, failed_at=None)
    if job.attempts < MOST_ATTEMPTS:
        mine.update(held_until=None, due=timezone.now() + timedelta(seconds=10 * 4**job.attempts), problem=problem)
        return
    mine.update(problem=problem)
    _finish(job, lambda: kind.give_up(job.about), failed=True)


@contextmanager
def _held(job: Job) -> Iterator[None]:
    """Say again and again that the job is being done, from a thread with a connection of its own."""
    done = threading.Event()

    def say_again() -> None:
        while not done.wait(SAY_AGAIN_SECONDS):
            Job.objects.filter(pk=job.pk, holder=job.holder, done_at=None).update(held_until=timezone.now() + HOLD)
        connection.close()

    thread = threading.Thread(target=say_again, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
