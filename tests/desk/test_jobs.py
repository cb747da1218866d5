"""The queue: nothing lost, nothing doubled, whoever is killed or too slow."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import KINDS, MOST_ATTEMPTS, Kind, do, put, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ME, YOU = uuid.uuid4(), uuid.uuid4()


class Log:
    """What a kind of job did."""

    def __init__(self) -> None:
        self.begun: list[uuid.UUID] = []
        self.kept: list[uuid.UUID] = []
        self.given_up: list[uuid.UUID] = []

    def work(self, about: uuid.UUID) -> Callable[[], None]:
        """Succeed."""
        self.begun.append(about)
        return lambda: self.kept.append(about)

    def fail(self, about: uuid.UUID) -> Callable[[], None]:
        """Fail."""
        self.begun.append(about)
        raise ValueError(about)


@pytest.fixture
def log() -> Iterator[Log]:
    log = Log()
    KINDS["good"] = Kind(log.work, log.given_up.append)
    KINDS["bad"] = Kind(log.fail, log.given_up.append)
    yield log
    del KINDS["good"], KINDS["bad"]


def due_now() -> None:
    Job.objects.update(due=timezone.now())


def abandoned() -> None:
    """As if whoever holds the jobs had been killed a while ago."""
    Job.objects.update(held_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_done_once(desk: None, log: Log) -> None:
    """What is put twice is one job; done, it is not taken again."""
    about = uuid.uuid4()
    put("good", about)
    put("good", about)

    job = take(ME)
    assert job is not None
    do(job)

    assert log.kept == [about]
    assert take(ME) is None
    assert Job.objects.get().state == "done"


def test_the_database_itself_refuses_a_second_one(desk: None) -> None:
    """Two processes that put the same job at the same moment cannot make two of it."""
    about = uuid.uuid4()
    Job.objects.create(kind="good", about=about, due=timezone.now())

    with pytest.raises(IntegrityError):
        Job.objects.create(kind="good", about=about, due=timezone.now())


def test_what_is_held_is_left_alone(desk: None, log: Log) -> None:
    """A job that somebody holds is not taken by another."""
    put("good", uuid.uuid4())

    assert take(ME) is not None
    assert take(YOU) is None
    assert Job.objects.get().state == "running"


def test_a_person_who_waits_comes_first(desk: None, log: Log) -> None:
    """Jobs of a lower rank go before those that were put earlier."""
    put("good", uuid.uuid4(), rank=1)
    urgent = uuid.uuid4()
    put("good", urgent)

    job = take(ME)
    assert job is not None
    assert job.about == urgent


def test_the_job_of_a_killed_worker_is_done_by_the_next(desk: None, log: Log) -> None:
    """Who says nothing more has lost the job; what they would still keep is not kept."""
    about = uuid.uuid4()
    put("good", about)
    first = take(ME)
    abandoned()

    second = take(YOU)
    assert first is not None
    assert second is not None
    do(second)
    do(first)

    assert log.begun == [about, about]
    assert log.kept == [about]


def test_a_failed_job_is_tried_again_and_then_given_up(desk: None, log: Log) -> None:
    """Three times, each later than the one before; then it ends, and what there is to tell is kept."""
    about = uuid.uuid4()
    put("bad", about)

    waits = []
    for _ in range(MOST_ATTEMPTS):
        due_now()
        job = take(ME)
        assert job is not None
        do(job)
        waits.append(Job.objects.get().due - timezone.now())

    due_now()
    assert waits[0] < waits[1]
    assert take(ME) is None
    assert log.given_up == [about]
    assert (Job.objects.get().state, Job.objects.get().problem) == ("failed", "ValueError")


def test_a_job_that_takes_its_worker_with_it_is_given_up(desk: None, log: Log) -> None:
    """It is begun three times, never more: a file that kills processes does not stop the desk."""
    about = uuid.uuid4()
    put("good", about)
    for _ in range(MOST_ATTEMPTS):
        assert take(ME) is not None
        abandoned()

    job = take(YOU)
    assert job is not None
    do(job)

    assert (log.begun, log.given_up) == ([], [about])
    assert Job.objects.get().state == "failed"


def test_several_workers_share_the_work(kept: None, log: Log) -> None:
    """Four at once do forty jobs, each exactly once."""
    for _ in range(40):
        put("good", uuid.uuid4())

    def work() -> None:
        me = uuid.uuid4()
        while (job := take(me)) is not None:
            do(job)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert set(Counter(log.kept).values()) == {1}
    assert len(log.kept) == 40
