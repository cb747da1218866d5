"""The audit log, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fieber.desk.audit.models import Entry
from fieber.desk.audit.services import first_broken
from fieber.desk.people.access import only
from fieber.desk.people.models import Person, Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 100


@only(Role.ADMINISTRATOR)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """See the lines, the newest first, and whether all are as they were written."""
    page = Paginator(Entry.objects.order_by("-number"), A_PAGE).get_page(request.GET.get("page"))
    people = Person.objects.in_bulk({entry.person for entry in page} - {None})
    lines = [(entry, people.get(entry.person)) for entry in page]
    newest = Entry.objects.order_by("-number").first()
    context = {"page": page, "lines": lines, "newest": newest, "broken": first_broken()}
    return render(request, "audit/audit.html", context)
