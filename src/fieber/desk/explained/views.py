"""Explainers: found, read with an account's numbers, said, and told in the house's own words."""

from __future__ import annotations

from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieber.desk.accounts.models import Account
from fieber.desk.accounts.views import CALLS
from fieber.desk.explained import services
from fieber.desk.explained.editing import known_places, texts_of
from fieber.desk.explained.forms import Edit
from fieber.desk.explained.models import Edition
from fieber.desk.explained.numbers import finding_of, newest_of
from fieber.desk.pages.services import as_html
from fieber.desk.people.access import only
from fieber.desk.people.models import Role
from fieber.desk.people.teams import knows_name_of
from fieber.desk.words import words
from fieber.explainers import fitting, tell_explainer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from fieber.explainers import Explainer

EDITORS = (Role.LEAD, Role.ADMINISTRATOR)
NEVER = services.Times(0, 0)


def _lang() -> Literal["de", "en"]:
    return "de" if words().lang == "de" else "en"


def _account(request: HttpRequest, told: str) -> Account | None:
    if not told:
        return None
    seen = Account.objects.visible_to(request.user).filter(owner__objection=None)
    return get_object_or_404(seen, pk=told if told.isdigit() and len(told) < 19 else 0)


def _known(name: str) -> Explainer:
    if name not in services.house():
        raise Http404
    return services.house()[name]


@only(*CALLS)
@require_GET
def explained(request: HttpRequest) -> HttpResponse:
    """Search all explainers; for an account those that fit its newest check-up come first."""
    lang, asked = _lang(), request.GET.get("words", "").strip()[:100]
    account = _account(request, request.GET.get("account", ""))
    known, times = services.house(), services.times_said(request.user)
    finding = account and newest_of(request.user, account, lang)
    first = fitting(finding, list(known.values())) if finding else ()
    found = [one for one in known.values() if services.is_asked_for(one, asked, lang)]
    found.sort(key=lambda one: (first.index(one.name) if one.name in first else len(first), one.title[lang]))
    lines = [(one.name, one.title[lang], times.get(one.name, NEVER), one.name in first) for one in found]
    return render(request, "explained/explained.html", {"lines": lines, "asked": asked, "account": account})


@only(*CALLS)
@require_GET
def explainer(request: HttpRequest, name: str) -> HttpResponse:
    """Read one, with the numbers of an account that one may see."""
    lang, found = _lang(), _known(name)
    account = _account(request, request.GET.get("account", ""))
    finding = account and finding_of(request.user, account, lang)
    told = tell_explainer(found, finding or None, lang)
    context = {
        "told": told,
        "account": account,
        "has_numbers": finding is not None,
        "answer": "\n\n".join(part for part in (told.short, " ".join(told.yours)) if part),
        "text": as_html(told.text),
        "sources": [(one.what, one.says[lang], one.url, one.looked_up) for one in told.sources],
        "times": services.times_said(request.user).get(name, NEVER),
        "again": services.asked_again(name),
        "days": services.AGAIN_DAYS,
        "may_edit": request.user.role in EDITORS,
        "news": services.news_of(name),
    }
    return render(request, "explained/explainer.html", context)


@only(*CALLS)
@require_POST
def explainer_said(request: HttpRequest, name: str) -> HttpResponse:
    """Count that one said it."""
    found, account = _known(name), _account(request, request.POST.get("account", ""))
    services.said(request.user, found.name, account)
    query = f"?account={account.pk}" if account else ""
    return redirect(f"{reverse('explainer', args=[name])}{query}#said")


@only(*EDITORS)
@require_http_methods(["GET", "POST"])
def explainer_edit(request: HttpRequest, name: str) -> HttpResponse:
    """Have this house say it in its own words."""
    _known(name)
    told = request.POST.get("seen", "0")  # a form of before an update does not say it
    newest = services.newest_number(name)
    seen = int(told) if told.isdecimal() and told.isascii() and len(told) < 9 else 0
    texts = services.texts_at(name, seen if request.method == "POST" else newest)
    form, is_other = Edit(texts, request.POST if request.method == "POST" else None), False
    if form.is_valid():
        try:
            services.edit(request.user, name, form.edited(), seen=seen)
        except services.ChangedError:  # what was typed stays; saved once more, it holds
            is_other, newest = True, services.newest_number(name)
        else:
            return redirect("explainer_history", name)
    context = {
        "form": form,
        "is_other": is_other,
        "seen": newest if is_other or request.method == "GET" else seen,
        "name": name,
        "title": texts[_lang()]["title"],
        "groups": [(lang, form.in_language(lang)) for lang in ("de", "en")],
        "places": sorted(known_places()),
        "news": services.news_of(name),
    }
    status = 409 if is_other else 400 if form.errors else 200
    return render(request, "explained/edit.html", context, status=status)


@only(*EDITORS)
@require_GET
def explainer_history(request: HttpRequest, name: str) -> HttpResponse:
    """See who changed what, and when; and beside it what the package says by now."""
    found, versions = _known(name), services.history(name)
    knows = knows_name_of(request.user)
    steps = [
        (one, one.made_by if one.made_by_id in knows else None, _changes(one, before))
        for one, before in zip_longest(versions, versions[1:])
    ]
    news = services.news_of(name)
    context = {
        "name": name,
        "title": found.title[_lang()],
        "steps": steps,
        "news": news,
        "beside": [(lang, services.difference(texts_of(found), texts_of(news), lang)) for lang in ("de", "en")]
        if news
        else [],
    }
    return render(request, "explained/history.html", context)


def _changes(one: Edition, before: Edition | None) -> list[tuple[str, list[services.Change]]]:
    if before is None:
        return []
    compared = ((lang, services.difference(before.texts, one.texts, lang)) for lang in ("de", "en"))
    return [(lang, changes) for lang, changes in compared if any(sign != "kept" for sign, _ in changes)]


@only(*EDITORS)
@require_POST
def explainer_back(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Say it again as in an earlier version, or (0) as the package does."""
    _known(name)
    if number and not Edition.objects.filter(explainer=name, number=number).exists():
        raise Http404
    with suppress(services.ChangedError):  # the page that follows shows what it says now
        services.go_back(request.user, name, number)
    return redirect("explainer_history", name)


@only(*EDITORS)
@require_POST
def explainer_keep(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the house's own text, having seen a new one of the package."""
    _known(name)
    with suppress(services.ChangedError):
        services.keep_ours(request.user, name)
    return redirect("explainer_history", name)
