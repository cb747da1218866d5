"""The ledger of those who work here, and the public page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fieber.desk.accounts.views import STAFF
from fieber.desk.ledger.chart import curve
from fieber.desk.ledger.figures import of_all, own
from fieber.desk.ledger.public import published_fears, published_steps
from fieber.desk.people.access import only
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@only(*STAFF)
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """See how one's own cases ended; an administrator also how all did, without small cells."""
    may_see_all = request.user.role == Role.ADMINISTRATOR
    is_all = may_see_all and request.GET.get("of") == "all"
    found = of_all() if is_all else own(request.user)
    context = {
        "ledger": found,
        "kinds": [found.total, *found.kinds],
        "is_all": is_all,
        "may_see_all": may_see_all,
        "curve": curve(found.steps),
        "is_public": settings.LEDGER_IS_PUBLIC,
    }
    return render(request, "ledger/ledger.html", context)


@login_not_required
@require_GET
def ledger_public(request: HttpRequest) -> HttpResponse:
    """See what this desk tells everybody, where it does."""
    if not settings.LEDGER_IS_PUBLIC:
        raise Http404
    total, kinds = published_fears()
    steps = published_steps()
    context = {"total": total, "kinds": [total, *kinds], "steps": steps, "curve": curve(steps)}
    return render(request, "ledger/public.html", context)
