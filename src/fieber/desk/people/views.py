"""Joining, and who is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from fieber.desk.errors import gone
from fieber.desk.people.access import only, rarely
from fieber.desk.people.forms import Invite, Join
from fieber.desk.people.models import Person, Role
from fieber.desk.people.services import home_of, invite, join, open_invitation
from fieber.desk.words import say, words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@require_http_methods(["GET", "POST"])
@rarely("start")
def start(request: HttpRequest, secret: str) -> HttpResponse:
    """Follow an invitation: name, address, password, and one is in."""
    invitation = open_invitation(secret)
    if invitation is None:
        return gone(request)
    form = Join(request.POST or None)
    if not form.is_valid():
        return render(request, "people/start.html", {"form": form, "role_name": say(f"role.{invitation.role}")})
    told = form.cleaned_data
    person = join(invitation, **{key: told[key] for key in ("name", "email", "password")}, language=words().lang)
    if person is None:
        return gone(request)
    login(request, person)
    return redirect(home_of(person))


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages, and of the mails to whoever is signed in."""
    chosen = request.POST.get("language")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        Person.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)


@only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """See who is here, and make an invitation."""
    form, link = Invite(request.POST or None), None
    if form.is_valid():
        secret = invite(form.cleaned_data["role"], request.user, form.cleaned_data["team"])
        link = request.build_absolute_uri(reverse("start", args=[secret]))
    everybody = Person.objects.filter(is_active=True).order_by("name", "pk").prefetch_related("members__team")
    context = {"form": form, "link": link, "everybody": everybody, "days": settings.LINK_DAYS}
    return render(request, "people/people.html", context)
