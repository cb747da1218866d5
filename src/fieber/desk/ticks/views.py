"""The lists of all platforms, and one to fill in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fieber.desk.people.access import only
from fieber.desk.people.models import Role
from fieber.desk.ticks.forms import Answers
from fieber.desk.ticks.services import keep, list_of, platforms, read_on
from fieber.desk.words import words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@only(*Role)
@require_GET
def ticks(request: HttpRequest) -> HttpResponse:
    """See what is met and what is missing, for each platform."""
    lists = [list_of(request.user, name, words().lang) for name in platforms()]
    return render(request, "ticks/ticks.html", {"lists": lists})


@only(*Role)
@require_http_methods(["GET", "POST"])
def tick(request: HttpRequest, platform: str) -> HttpResponse:
    """Fill in the list of one platform."""
    if platform not in platforms():
        raise Http404
    told = list_of(request.user, platform, words().lang)
    form = Answers(request.POST if request.method == "POST" else None, told=told)
    if form.is_valid():
        keep(request.user, platform, form.answers)
        return redirect("ticks")
    context = {"told": told, "form": form, "read_on": date.fromisoformat(read_on())}
    return render(request, "ticks/tick.html", context, status=400 if form.errors else 200)
