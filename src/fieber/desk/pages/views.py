"""The legal pages, writing them, agreeing to them, and how often pages are opened."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import get_resolver
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fieber.desk.pages.counting import write
from fieber.desk.pages.forms import Agree, Page
from fieber.desk.pages.models import Kind, PageCount, PageVersion
from fieber.desk.pages.registration import seen
from fieber.desk.pages.services import AGREED, agree, as_html, current, publish, to_agree, unfilled
from fieber.desk.people.access import only
from fieber.desk.people.models import Role
from fieber.desk.people.services import home_of
from fieber.desk.words import words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MONTH, WEEK = timedelta(days=30), timedelta(days=7)


def _known(kind: str) -> str:
    if kind not in Kind.values:
        raise Http404
    return kind


@login_not_required
@require_GET
def page(request: HttpRequest, kind: str) -> HttpResponse:
    """Read the version that holds."""
    return _show(request, current(_known(kind)))


@login_not_required
@require_GET
def page_version(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Read any version: what somebody agreed to can be read again."""
    return _show(request, get_object_or_404(PageVersion, kind=_known(kind), number=number))


def _show(request: HttpRequest, version: PageVersion) -> HttpResponse:
    text = version.text_de if words().lang == "de" else version.text_en
    others = PageVersion.objects.filter(kind=version.kind).exclude(number=version.number).order_by("-number")
    context = {"version": version, "text": as_html(text), "others": others, "unfilled": unfilled(version)}
    return render(request, "pages/page.html", context)


def _places(version: PageVersion) -> list[str]:
    """Give what is to be filled in, in the language of the page as long as something is missing there."""
    text = version.text_de if words().lang == "de" else version.text_en
    return unfilled(PageVersion(text_de=text)) or unfilled(version)


@only(Role.ADMINISTRATOR)
@require_GET
def pages(request: HttpRequest) -> HttpResponse:
    """See which pages there are, and what of them is still to be filled in."""
    listed = [(version, _places(version)) for version in map(current, Kind.values)]
    return render(request, "pages/pages.html", {"listed": listed})


@only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def pages_edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Write the next version of a page."""
    version = current(_known(kind))
    form = Page(
        request.POST if request.method == "POST" else None, initial={"de": version.text_de, "en": version.text_en}
    )
    if form.is_valid():
        told = form.cleaned_data
        publish(kind, de=told["de"], en=told["en"], person=request.user, asks_again=not told["is_slip"])
        return redirect("pages")
    context = {"form": form, "version": version, "is_agreed": kind in AGREED}
    return render(request, "pages/edit.html", context, status=400 if form.errors else 200)


@only(*Role)
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Be asked again: a page that one agreed to has a new version."""
    form, kinds = Agree(request.POST if request.method == "POST" else None), to_agree(request.user)
    if not kinds:
        return redirect(home_of(request.user))
    if form.is_valid():
        agree(request.user, seen(form.cleaned_data))
        return redirect(home_of(request.user))
    return render(request, "pages/consent.html", {"form": form, "kinds": kinds}, status=400 if form.errors else 200)


@only(Role.ADMINISTRATOR)
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """See how often pages were opened in the last thirty days."""
    write()
    today = timezone.now().date()
    recent = PageCount.objects.filter(day__gt=today - MONTH).values("page")
    listed = recent.annotate(
        month=Sum("views"),
        week=Sum("views", filter=Q(day__gt=today - WEEK), default=0),
        today=Sum("views", filter=Q(day=today), default=0),
    )
    listed = [{**one, "page": _address_of(one["page"])} for one in listed.order_by("-month", "page")]
    return render(request, "pages/counts.html", {"listed": listed})


def _address_of(name: str) -> str:
    """Give where a page is, with … for what differs; the name of one that is no more."""
    places = get_resolver().reverse_dict.getlist(name)
    return "/" + re.sub(r"%\(\w+\)s", "…", places[0][0][0][0]) if places else name
