"""Everybody at once, and bringing a list here or taking it away."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieber.desk.accounts.views import CALLS, STAFF
from fieber.desk.audit import services as audit
from fieber.desk.audit.models import What
from fieber.desk.checkups.models import State
from fieber.desk.errors import full
from fieber.desk.people.access import only
from fieber.desk.roster.exporting import FORMS, export
from fieber.desk.roster.forms import Beside, Bring
from fieber.desk.roster.listing import Asked, asked_in, choices_of, lines_of, listed_for
from fieber.desk.roster.models import Run, View
from fieber.desk.roster.services import note, receive
from fieber.desk.words import say, words

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE = 400  # accounts: a working day of one manager, on one page
MOST_VIEWS = 30


@only(*CALLS)
@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """See all accounts, what stands out first."""
    lines, asked = lines_of(request.user), asked_in(request.GET)
    judged = Run.objects.filter(manager=request.user, state=State.DONE, what=Run.What.POSTS)
    fitting = [line for line in lines if asked.fits(line)]
    context = {
        "page": Paginator(fitting, PAGE).get_page(request.GET.get("page")),
        "all": len(lines),
        "asked": asked,
        "choices": choices_of(lines),
        "views": View.objects.filter(manager=request.user),
        "query": _query(asked),
        "run": judged.order_by("-made_at").first(),
        **_bringing(request),
    }
    return render(request, "roster/roster.html", context)


def _query(asked: Asked) -> str:
    told = {name: getattr(asked, name) for name in Asked.__dataclass_fields__}
    return urlencode({name: value for name, value in told.items() if value})


def _bringing(request: HttpRequest) -> dict[str, object]:
    """Give how many files are being read, and the newest one, where it could not be."""
    mine = Run.objects.filter(manager=request.user).order_by("-made_at")
    newest = mine.first()
    refused = newest if newest is not None and newest.state == State.REFUSED else None
    return {"waiting": mine.filter(state=State.WAITING).count(), "refused": refused}


@only(*CALLS)
@require_GET
def roster_state(request: HttpRequest) -> HttpResponse:
    """Tell the list whether a file has been read: it asks while it waits."""
    answer = HttpResponse(status=204)
    if request.GET.get("waiting", "") != str(_bringing(request)["waiting"]):
        answer["HX-Refresh"] = "true"
    return answer


# as with the links: that the disk has room is looked at before the body is read
@csrf_exempt
@only(*STAFF)
@require_http_methods(["GET", "POST"])
def roster_import(request: HttpRequest) -> HttpResponse:
    """Bring a file of many accounts' posts, or a list of names."""
    coming = int(request.META.get("CONTENT_LENGTH") or 0)
    if shutil.disk_usage(settings.UPLOADS).free < coming + settings.SPARE_DISK and coming:
        return full(request)
    return _import(request)


@csrf_protect
def _import(request: HttpRequest) -> HttpResponse:
    form = Bring(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        receive(request.user, form.cleaned_data["files"], form.cleaned_data["what"])
        return redirect("roster")
    context = {"form": form, "most_megabytes": settings.MOST_UPLOAD // 2**20}
    return render(request, "roster/import.html", context, status=400 if form.errors else 200)


@only(*STAFF)
@require_GET
def roster_export(request: HttpRequest, form: str) -> HttpResponse:
    """Take along what is listed, as CSV or Excel."""
    asked = asked_in(request.GET)
    lines = [line for line in lines_of(request.user) if asked.fits(line)]
    answer = HttpResponse(export(form, lines, request.user, words()), content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="fieber.{form}"'
    audit.note(request.user, What.LIST_TAKEN, f"accounts {len(lines)}")
    return answer


@only(*CALLS)
@require_POST
def roster_views(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name, or forget it."""
    mine = View.objects.filter(manager=request.user)
    name, query = request.POST.get("name", "").strip()[:40], _query(asked_in(request.POST))
    if request.POST.get("forget"):
        mine.filter(pk=request.POST["forget"] if request.POST["forget"].isdecimal() else 0).delete()
        query = ""
    elif name and mine.exclude(name=name).count() < MOST_VIEWS:
        View.objects.update_or_create(manager=request.user, name=name, defaults={"query": query[:400]})
    return redirect(f"{reverse('roster')}?{query}" if query else "roster")


@only(*CALLS)
@require_POST
def roster_beside(request: HttpRequest, number: int) -> HttpResponse:
    """Write something beside an account; whoever is on the phone keeps the answer before them meanwhile."""
    account = get_object_or_404(listed_for(request.user), pk=number)
    form = Beside(request.POST)
    if form.is_valid():
        note(request.user, account, **form.cleaned_data)
    if "HX-Request" in request.headers:
        return HttpResponse(say("rights.corrected" if form.is_valid() else "error.bad_request.title"))
    return redirect("phone", account.pk)
