"""The queue, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import KINDS, begin_again
from fieber.desk.people.access import only
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LISTED = 100


@only(Role.ADMINISTRATOR)
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """See what failed, what waits, what runs and what is done."""
    listed = Job.objects.order_by(F("failed_at").desc(nulls_last=True), "-pk")[:LISTED]
    repeatable = [name for name, kind in KINDS.items() if kind.is_repeatable]
    return render(request, "jobs/jobs.html", {"jobs": listed, "repeatable": repeatable})


@only(Role.ADMINISTRATOR)
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Have a failed job tried again."""
    begin_again(number)
    return redirect("jobs")
