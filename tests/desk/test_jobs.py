"""The queue: nothing lost, nothing doubled, whoever is killed or too slow."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from fieber.desk.jobs import services
from fieber.desk.jobs.background import SWEEP
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import KINDS, MOST_ATTEMPTS, OF_NOTHING, Kind, begin_again, do, put, put_recurring, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.desk.people import Team

ME, YOU = uuid.uuid4(), uuid.uuid4()
HOUR = timedelta(hours=1)


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
    KINDS["mail"] = Kind(log.fail, log.given_up.append, attempts=5, is_repeatable=True)
    KINDS["hourly"] = Kind(log.work, log.given_up.append, every=HOUR)
    KINDS["hourly_bad"] = Kind(log.fail, log.given_up.append, every=HOUR)
    yield log
    for name in ("good", "bad", "mail", "hourly", "hourly_bad"):
        del KINDS[name]


def due_now() -> None:
    Job.objects.update(due=timezone.now())


def abandoned() -> None:
    """As if whoever holds the jobs had been killed a while ago."""
    Job.objects.update(held_until=timezone.now() - timedelta(seconds=1))


def try_all(kind: str, attempts: int) -> list[timedelta]:
    """Begin a job of this kind so many times; gives the pauses after each."""
    pauses = []
    for _ in range(attempts):
        Job.objects.filter(kind=kind).update(due=timezone.now())
        job = take(ME)
        assert job is not None
        assert job.kind == kind
        do(job)
        pauses.append(Job.objects.get(kind=kind).due - timezone.now())
    return pauses


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

    waits = try_all("bad", MOST_ATTEMPTS)

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


def test_what_cannot_even_be_given_up_ends_all_the_same(desk: None, log: Log) -> None:
    """A job whose end fails too does not come back for ever, nor end its worker."""

    def fail(about: uuid.UUID) -> None:
        raise ValueError(about)

    KINDS["bad"] = Kind(log.fail, fail)
    put("bad", uuid.uuid4())
    try_all("bad", MOST_ATTEMPTS)
    assert Job.objects.get().state == "failed"

    put("bad", uuid.uuid4())
    for _ in range(MOST_ATTEMPTS):
        assert take(ME) is not None
        abandoned()
    killed = take(ME)
    assert killed is not None
    do(killed)

    assert [job.state for job in Job.objects.all()] == ["failed", "failed"]


def test_a_clock_that_is_set_back_stops_nothing(desk: None, log: Log) -> None:
    """What a killed worker holds until tomorrow, and what recurs next week only by the old clock, is done now."""
    ahead = timezone.now() + timedelta(days=7)
    Job.objects.create(kind="good", about=uuid.uuid4(), due=timezone.now(), holder=YOU, held_until=ahead)
    Job.objects.create(kind="hourly", about=OF_NOTHING, due=ahead, rank=1)

    put_recurring()
    Job.objects.exclude(kind__in=("good", "hourly")).delete()

    assert [job.kind for job in (take(ME), take(ME)) if job is not None] == ["good", "hourly"]


def test_what_one_cannot_forget_the_others_do(desk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tidying up goes on behind a part that fails, and is tried again all the same."""
    forgotten = []
    monkeypatch.setattr("fieber.desk.jobs.background.SWEEPERS", [lambda: 1 // 0, lambda: forgotten.append(1)])

    with pytest.raises(ZeroDivisionError):
        KINDS[SWEEP].work(OF_NOTHING)

    assert forgotten == [1]


def test_a_busy_database_takes_no_job_away(kept: None, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever cannot say once that they still work on it says so the next time."""
    update, refused = QuerySet.update, list[int]()

    def busy_at_first(rows: QuerySet[Job], **values: object) -> int:
        if threading.current_thread() is not threading.main_thread() and not refused:
            refused.append(1)
            raise OperationalError("database is locked")
        return int(update(rows, **values))

    def work(_about: uuid.UUID) -> Callable[[], None]:
        before = Job.objects.get().held_until
        for _ in range(200):
            if Job.objects.get().held_until != before:
                log.begun.append(OF_NOTHING)
                break
            time.sleep(0.02)
        return lambda: None

    monkeypatch.setattr(QuerySet, "update", busy_at_first)
    monkeypatch.setattr(services, "SAY_AGAIN_SECONDS", 0.05)
    KINDS["good"] = Kind(work, log.given_up.append)
    put("good", uuid.uuid4())
    job = take(ME)
    assert job is not None
    do(job)

    assert (refused, log.begun, Job.objects.get().state) == ([1], [OF_NOTHING], "done")


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


def test_a_later_job_waits(desk: None, log: Log) -> None:
    """What is to be done from tomorrow on is not taken today."""
    put("good", uuid.uuid4(), due=timezone.now() + timedelta(days=1))

    assert take(ME) is None
    due_now()
    assert take(ME) is not None


def test_what_nobody_here_can_do_is_left(desk: None, log: Log) -> None:
    """A job of a kind that this version does not know stays for one that does, and stops nobody."""
    put("from_the_future", uuid.uuid4())
    put("good", uuid.uuid4())

    job = take(ME)
    assert job is not None
    assert job.kind == "good"
    do(job)
    assert take(ME) is None


def test_pauses_grow_as_a_kind_asks(desk: None, log: Log) -> None:
    """A mail server may be away for an hour: a kind says how often it is tried, each pause four times the last."""
    put("mail", uuid.uuid4())

    pauses = try_all("mail", 5)

    assert [round(pause.total_seconds(), -1) for pause in pauses[:4]] == [40, 160, 640, 2560]
    assert Job.objects.get().state == "failed"


def test_what_is_recurring_is_one_row(desk: None, log: Log) -> None:
    """However many workers start it, it is there once; done or failed, it begins again an hour later."""
    put_recurring()
    put_recurring()
    Job.objects.exclude(kind__startswith="hourly").delete()
    assert Job.objects.count() == 2

    for kind, attempts in (("hourly", 1), ("hourly_bad", MOST_ATTEMPTS)):
        Job.objects.update(due=timezone.now() + HOUR)
        pauses = try_all(kind, attempts)
        assert timedelta(minutes=59) < pauses[-1] <= HOUR

    assert (log.kept, log.given_up) == ([OF_NOTHING], [OF_NOTHING])
    assert [(job.state, job.attempts, job.problem) for job in Job.objects.order_by("kind")] == [
        ("waiting", 0, ""),
        ("waiting", 0, "ValueError"),
    ]


def test_tidying_up_is_recurring(kept: None) -> None:
    """The desk's own: old jobs that ended are forgotten, those that wait are not."""
    put_recurring()
    Job.objects.exclude(kind=SWEEP).delete()
    long_ago = timezone.now() - timedelta(days=31)
    for name in ("done_at", "failed_at"):
        Job.objects.create(kind="good", about=uuid.uuid4(), due=long_ago, **{name: long_ago})
    waiting = Job.objects.create(kind="good", about=uuid.uuid4(), due=long_ago)

    try_all(SWEEP, 1)

    assert [job.pk for job in Job.objects.filter(kind="good")] == [waiting.pk]


def test_what_failed_is_tried_again_by_one_click(log: Log, team: Team) -> None:
    """What failed is listed first, with a button; where what it needs is gone, there is a sentence instead."""
    for kind in ("mail", "bad"):
        put(kind, uuid.uuid4())
        try_all(kind, KINDS[kind].attempts)
    client = team.signed_in("administrator")
    page = client.get(reverse("jobs")).content.decode()
    again = {job.kind: reverse("job_again", args=[job.pk]) for job in Job.objects.all()}
    assert (again["mail"] in page, again["bad"] in page) == (True, False)
    assert "what it needs is deleted" in page

    for path in again.values():
        client.post(path)

    assert {job.kind: job.state for job in Job.objects.all()} == {"mail": "waiting", "bad": "failed"}
    try_all("mail", 1)
    assert "in one minute" in client.get(reverse("jobs")).content.decode()


def test_trying_again_makes_no_second_one(desk: None, log: Log) -> None:
    """Where the same was put again in the meantime, the failed one stays as it is."""
    about = uuid.uuid4()
    failed = Job.objects.create(kind="mail", about=about, due=timezone.now(), failed_at=timezone.now())
    put("mail", about)

    begin_again(failed.pk)

    assert sorted(job.state for job in Job.objects.all()) == ["failed", "waiting"]
