"""Choosing letters, saying yes by a mail's link, and stopping them by one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from fieber.desk.errors import gone
from fieber.desk.letters.forms import Choose
from fieber.desk.letters.subscriptions import asked_by, choose, confirm, leave, subscription_of, wanted_by, zones
from fieber.desk.people.access import only, rarely
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@only(Role.CREATOR)
@require_http_methods(["GET", "POST"])
@rarely("letters")
def letters(request: HttpRequest) -> HttpResponse:
    """See and change what one gets."""
    wanted = subscription_of(request.user)
    told = {"rhythm": wanted.rhythm, "zone": wanted.zone or settings.ZONE, "reminds": wanted.reminds}
    form = Choose(request.POST or None, initial=told)
    if form.is_valid():
        choose(request.user, **form.cleaned_data)
        return redirect("letters")
    is_new = not wanted.zone and settings.ZONE in zones()  # then the browser may propose its own
    context = {"form": form, "wanted": wanted, "is_new": is_new}
    return render(request, "letters/letters.html", context, status=400 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
def letters_confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Say yes by the link in the mail: a button, since programs that look at mails follow links too."""
    wanted = asked_by(secret)
    if wanted is None:
        return gone(request)
    if request.method == "POST":
        confirm(wanted)
        wanted.refresh_from_db()
    return render(request, "letters/confirm.html", {"wanted": wanted})


# mail programs press this button by themselves (RFC 8058): without cookie, so without a token of ours; the link is it
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def letters_leave(request: HttpRequest, secret: str) -> HttpResponse:
    """Stop all letters, signed in or not; as often as one likes."""
    person_id = wanted_by(secret)
    if person_id is None:
        return gone(request)
    if request.method == "POST":
        leave(person_id)
    return render(request, "letters/leave.html", {"is_left": request.method == "POST"})
