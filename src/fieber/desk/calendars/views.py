"""The page on which somebody gets the address of their calendar, and the calendar itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieber.desk.calendars.models import Calendar
from fieber.desk.calendars.services import calendar_of, end_calendar, make_calendar, person_of
from fieber.desk.errors import gone
from fieber.desk.pages.services import to_agree
from fieber.desk.people.access import only, rarely
from fieber.desk.people.models import Role
from fieber.desk.people.teams import LOOKS_AFTER

if TYPE_CHECKING:
    from django.http import HttpRequest

EVERYBODY = (*LOOKS_AFTER, Role.CREATOR)  # nothing of what callers see leaves the desk


@only(*EVERYBODY)
@require_http_methods(["GET", "POST"])
@rarely("tokens")
def calendar(request: HttpRequest) -> HttpResponse:
    """See whether there is an address, and make one; it is shown this once."""
    address = None
    if request.method == "POST":
        address = request.build_absolute_uri(reverse("calendar_file", args=[make_calendar(request.user)]))
    known = Calendar.objects.filter(person=request.user).first()
    return render(request, "calendars/calendar.html", {"address": address, "calendar": known})


@only(*EVERYBODY)
@require_POST
def calendar_end(request: HttpRequest) -> HttpResponse:
    """Have the address show nothing any more."""
    end_calendar(request.user)
    return redirect("calendar")


@login_not_required
@require_GET
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the calendar to whatever subscribed to it; the address is the key."""
    person = person_of(secret)
    if person is None or to_agree(person):
        return gone(request)
    return HttpResponse(calendar_of(person), content_type="text/calendar; charset=utf-8")
