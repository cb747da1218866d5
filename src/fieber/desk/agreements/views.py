"""One page for both sides: who asks, who agreed, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from fieber.desk.accounts.models import Account
from fieber.desk.agreements.forms import Ask
from fieber.desk.agreements.models import Question
from fieber.desk.agreements.services import (
    agree,
    ask,
    asked_for,
    end,
    questions_for,
    running,
    tell_client,
)
from fieber.desk.people.access import only, rarely
from fieber.desk.people.models import Role
from fieber.desk.people.teams import LOOKS_AFTER
from fieber.desk.words import say

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

ASKING = LOOKS_AFTER
EVERYBODY = (*ASKING, Role.CREATOR)


@only(*EVERYBODY)
@require_http_methods(["GET", "POST"])
@rarely("ask")
def agreements(request: HttpRequest) -> HttpResponse:
    """See who may see what; those who work here also ask."""
    person, said = request.user, ""
    form = Ask(request.POST or None) if person.role in ASKING else None
    if form is not None and form.is_valid():
        ask(person, form.cleaned_data["email"], (get_language() or "en")[:2])
        form, said = Ask(), say("agreements.asked")
    asked = [(one, list(asked_for(one, person))) for one in questions_for(person)]
    context = {
        "form": form,
        "said": said,
        "asked": asked,
        "given": running().filter(account__owner=person).order_by("manager__name", "account__name"),
        "received": running().filter(manager=person).order_by("account__owner__name", "account__name"),
        "open": Question.objects.filter(manager=person).order_by("-asked_at"),
    }
    return render(request, "agreements/agreements.html", context, status=400 if form and form.errors else 200)


@only(*EVERYBODY)
@require_POST
def agreements_give(request: HttpRequest, number: UUID, account: int) -> HttpResponse:
    """Agree: the manager who asked sees this account from now on."""
    question = get_object_or_404(questions_for(request.user), pk=number)
    agree(question, get_object_or_404(Account, pk=account, owner=request.user))
    return redirect("agreements")


@only(*EVERYBODY)
@require_POST
def agreements_decline(request: HttpRequest, number: UUID) -> HttpResponse:
    """Say no, or take one's own question back: it is forgotten."""
    asked, own = Question.objects.filter(email=request.user.email), Question.objects.filter(manager=request.user)
    get_object_or_404(asked | own, pk=number).delete()
    return redirect("agreements")


@only(*EVERYBODY)
@require_POST
def agreements_end(request: HttpRequest, number: UUID) -> HttpResponse:
    """End it: from the next page on the manager sees nothing of the account."""
    if not end(request.user, number):
        raise Http404
    return redirect("agreements")


@only(*ASKING)
@require_POST
def agreements_tell(request: HttpRequest, number: UUID) -> HttpResponse:
    """Set whether the client sees the check-ups that one starts."""
    if not tell_client(request.user, number, tells=request.POST.get("tells") == "1"):
        raise Http404
    return redirect("agreements")
