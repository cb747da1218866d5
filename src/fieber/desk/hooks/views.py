"""The page of one's webhooks and of what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fieber.desk.hooks.forms import NewHook
from fieber.desk.hooks.models import Delivery, Hook
from fieber.desk.hooks.services import make_hook
from fieber.desk.people.access import only, rarely
from fieber.desk.people.models import Role
from fieber.desk.people.teams import LOOKS_AFTER

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

EVERYBODY = (*LOOKS_AFTER, Role.CREATOR)  # nothing of what callers see leaves the desk
SHOWN = 30


@only(*EVERYBODY)
@require_http_methods(["GET", "POST"])
@rarely("tokens")
def hooks(request: HttpRequest) -> HttpResponse:
    """See where one is told and what was sent, and add an address; its secret is shown this once."""
    form, secret = NewHook(request.POST or None, person=request.user), None
    if form.is_valid():
        secret = make_hook(request.user, **form.cleaned_data)
        form = NewHook(person=request.user)
    sent = Delivery.objects.filter(hook__person=request.user).select_related("hook").order_by("-made_at", "-pk")
    context = {
        "form": form,
        "secret": secret,
        "hooks": Hook.objects.filter(person=request.user).order_by("-made_at"),
        "deliveries": sent[:SHOWN],
    }
    return render(request, "hooks/hooks.html", context, status=400 if form.errors else 200)


@only(*EVERYBODY)
@require_POST
def hook_delete(request: HttpRequest, number: UUID) -> HttpResponse:
    """Send nothing there any more."""
    get_object_or_404(Hook, pk=number, person=request.user).delete()
    return redirect("hooks")
