"""The manager's day: whom to call, who waits for an answer, and what is good."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from fieber.desk.accounts.views import CALLS
from fieber.desk.people.access import only
from fieber.desk.roster import queue
from fieber.desk.roster.drafts import Drafts, drafts_for, released_in
from fieber.desk.roster.listing import listed_for
from fieber.desk.sandbox.warm import WARM
from fieber.desk.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


@only(*CALLS)
@require_GET
def roster_today(request: HttpRequest) -> HttpResponse:
    """See whom to call today, who worries about a healthy account, and what is good."""
    worried, calls = queue.worried_but_healthy(), queue.calls(request.user)
    if calls:
        WARM.begin()  # the first of them is about to be called
    context = {
        "calls": calls,
        "called": queue.called_today(request.user),
        "worried": worried[: queue.AT_ONCE],
        "more": max(worried.count() - queue.AT_ONCE, 0),
        "released": int(told) if (told := request.GET.get("released", "")).isdecimal() and len(told) < 4 else None,
        "good": queue.good_news(request.user, words().lang),
    }
    return render(request, "roster/today.html", context)


@only(*CALLS)
@require_POST
def roster_called(request: HttpRequest, number: int) -> HttpResponse:
    """Keep that somebody was called; they are out of the queue for a while."""
    queue.call(request.user, get_object_or_404(listed_for(request.user), pk=number))
    return redirect("roster_today")


@only(*CALLS)
@require_POST
def roster_drafts(request: HttpRequest) -> HttpResponse:
    """Begin an answer for each of those who were chosen; nothing goes out."""
    chosen = queue.worried_but_healthy().filter(checkup__in=_numbers(request.POST.getlist("checkup")))
    inquiries = list(chosen.select_related("checkup__started_by", "checkup__account__owner")[: queue.AT_ONCE])
    if not inquiries:
        return redirect("roster_today")
    forms = drafts_for(inquiries, request.user)
    context = {"forms": forms, "drafts": list(zip(inquiries, forms, strict=True))}
    return render(request, "roster/drafts.html", context)


@only(*CALLS)
@require_POST
def roster_release(request: HttpRequest) -> HttpResponse:
    """Let those answers go out that somebody has read."""
    forms = Drafts(request.POST)
    if not forms.is_valid():
        known = {str(one.checkup_id): one for one in queue.worried_but_healthy()}
        drafts = [(known.get(form["checkup"].value()), form) for form in forms]
        return render(request, "roster/drafts.html", {"forms": forms, "drafts": drafts}, status=400)
    n = queue.release(request.user, released_in(forms))
    return redirect(f"{reverse('roster_today')}?released={n}")


def _numbers(told: Sequence[str]) -> list[UUID]:
    """Give what is a number of a check-up."""
    found = []
    for one in told:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
