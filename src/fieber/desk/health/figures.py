"""Figures of the desk as Prometheus reads them: counts of jobs, check-ups and pages, room on the disk."""

from __future__ import annotations

import shutil
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from fieber.desk.checkups.models import Checkup
from fieber.desk.jobs.beat import has_worker
from fieber.desk.jobs.models import Job
from fieber.desk.pages.models import PageCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Sample = tuple[dict[str, object], float]


def figures() -> str:
    """Give all figures, each with what it is; none is about a person."""
    return "".join(
        line
        for name, kind, what, samples in _all()
        for line in (f"# HELP {name} {what}\n", f"# TYPE {name} {kind}\n", *(_line(name, *one) for one in samples))
    )


def _line(name: str, labels: dict[str, object], value: float) -> str:
    told = ",".join(f'{label}="{text}"' for label, text in labels.items())  # names of ours: no quote is in them
    return f"{name}{{{told}}} {value!r}\n" if told else f"{name} {value!r}\n"


def _all() -> Iterator[tuple[str, str, str, Iterable[Sample]]]:
    yield "fieber_info", "gauge", "The version that runs.", [({"version": version("fieber")}, 1)]
    yield "fieber_worker_up", "gauge", "1 if a worker was here in the last half minute.", [({}, int(has_worker()))]
    yield "fieber_jobs", "gauge", "Jobs by kind and state.", _jobs()
    yield "fieber_jobs_wait_seconds", "gauge", "For how long the oldest job that is due waits.", [({}, _wait())]
    states = Checkup.objects.values("state").annotate(n=Count("pk")).order_by("state")
    found = [({"state": one["state"]}, one["n"]) for one in states]
    yield "fieber_checkups", "gauge", "Check-ups that are kept, by state.", found
    pages = PageCount.objects.aggregate(n=Sum("views"))["n"] or 0
    yield "fieber_pages_opened_total", "counter", "Pages that were opened.", [({}, pages)]
    yield "fieber_uploads_bytes", "gauge", "Uploads that wait to be read.", [({}, _uploads())]
    free = shutil.disk_usage(settings.FOLDER).free
    yield "fieber_disk_free_bytes", "gauge", "Room where the desk's folder lies.", [({}, free)]


def _jobs() -> Iterator[Sample]:
    now = timezone.now()
    is_open, is_held = Q(done_at=None, failed_at=None), Q(held_until__gt=now)
    states = {
        "waiting": is_open & ~is_held & Q(due__lte=now),
        "later": is_open & ~is_held & Q(due__gt=now),
        "running": is_open & is_held,
        "failed": ~Q(failed_at=None),
        "done": ~Q(done_at=None),
    }
    counts = {state: Count("pk", filter=which) for state, which in states.items()}
    for row in Job.objects.values("kind").annotate(**counts).order_by("kind"):
        for state in states:
            yield {"kind": row["kind"], "state": state}, row[state]


def _uploads() -> int:
    size = 0
    for path in settings.UPLOADS.rglob("*"):
        with suppress(OSError):  # read and gone since it was listed
            size += path.stat().st_size if path.is_file() else 0
    return size


def _wait() -> float:
    now = timezone.now()
    free = Q(held_until=None) | Q(held_until__lt=now)
    since = Job.objects.filter(free, done_at=None, failed_at=None, due__lte=now).aggregate(since=Min("due"))["since"]
    return 0.0 if since is None else (now - since).total_seconds()
