"""The queue, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from fieber.desk.jobs.models import Job
from fieber.desk.people.access import only
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LISTED = 100


@only(Role.ADMINISTRATOR)
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """See what waits, what runs, what failed."""
    return render(request, "jobs/jobs.html", {"jobs": Job.objects.order_by("-pk")[:LISTED]})
