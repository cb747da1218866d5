"""One's team and handing over, for who works here; teams and roles, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieber.desk.accounts.views import CALLS, STAFF
from fieber.desk.agreements.services import running
from fieber.desk.people.access import only
from fieber.desk.people.models import Person, Role, Team
from fieber.desk.teams import services
from fieber.desk.teams.forms import Change, Give, Name, Put
from fieber.desk.words import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from fieber.desk.accounts.models import Accounts

PAGE = 400  # accounts that are shown to be chosen from; a search shows others


@only(*CALLS)
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """See who is in a team with one; who may hand over sees from whom."""
    givers = set(services.givers_for(request.user).values_list("pk", flat=True))
    members = [(one, one.pk in givers) for one in services.members_for(request.user)]
    teams = Team.objects.filter(members__person=request.user).order_by("name")
    return render(request, "teams/team.html", {"members": members, "teams": teams, "hands_over": bool(givers)})


@only(*STAFF)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Give accounts and cases of one member to another one, and ask owners."""
    giver = get_object_or_404(services.givers_for(request.user), pk=number)
    form = Give(request.POST or None, takers=services.takers_for(request.user, giver))
    if form.is_valid():
        _give(request, giver, form.cleaned_data["taker"])
        return redirect("hand_over", giver.pk)
    asked = request.GET.get("words", "").strip()[:100]
    found = services.list_of(giver).filter(name__icontains=asked)
    context = {
        "giver": giver,
        "form": form,
        "asked": asked,
        "accounts": found[:PAGE],
        "more": max(0, found.count() - PAGE),
        "all": services.list_of(giver).count(),
        "cases": services.cases_of(giver),
        "agreed": running().filter(manager=giver).count(),
    }
    return render(request, "teams/hand_over.html", context, status=400 if form.errors else 200)


def _give(request: HttpRequest, giver: Person, taker: Person) -> None:
    chosen = _all(services.list_of(giver)) if request.POST.get("all") else _numbers(request)
    given = services.hand_over(giver, taker, chosen, request.user)
    told = request.POST.getlist("case")
    wanted = [one.pk for one in services.cases_of(giver) if str(one.pk) in told]
    cases = services.hand_over_cases(giver, taker, wanted, request.user)
    asked = services.ask_owners(giver, taker, request.user) if request.POST.get("owners") else 0
    messages.info(request, say("teams.given", accounts=given, cases=cases, asked=asked, name=taker.name))


def _all(accounts: Accounts) -> list[int]:
    return list(accounts.values_list("pk", flat=True))


def _numbers(request: HttpRequest) -> list[int]:
    told = request.POST.getlist("account")
    return [int(one) for one in told if one.isascii() and one.isdigit() and len(one) < 19]


@only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """See all teams, and make one."""
    form = Name(request.POST or None)
    if form.is_valid():
        return redirect("team_members", form.save().pk)
    listed = Team.objects.order_by("name").prefetch_related("members__person")
    return render(request, "teams/teams.html", {"form": form, "teams": listed}, status=400 if form.errors else 200)


@only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def team_members(request: HttpRequest, number: int) -> HttpResponse:
    """See who is in a team, and put somebody in."""
    found = get_object_or_404(Team, pk=number)
    others = Person.objects.filter(role__in=services.STAFF_ROLES, is_active=True).exclude(members__team=found)
    form = Put(request.POST or None, people=others.order_by("name"))
    if form.is_valid():
        services.put_in(found, form.cleaned_data["person"], request.user)
        return redirect("team_members", found.pk)
    people = Person.objects.filter(members__team=found).order_by("name", "pk")
    return _members(request, found, put=form, people=people, status=400 if form.errors else 200)


def _members(request: HttpRequest, found: Team, *, status: int, **more: Any) -> HttpResponse:
    context = {"team": found, "rename": Name(instance=found, auto_id="rename_%s"), **more}
    return render(request, "teams/members.html", context, status=status)


@only(Role.ADMINISTRATOR)
@require_POST
def team_rename(request: HttpRequest, number: int) -> HttpResponse:
    """Give a team another name."""
    form = Name(request.POST, instance=get_object_or_404(Team, pk=number))
    if form.is_valid():
        form.save()
    else:
        messages.error(request, form.errors["name"][0])
    return redirect("team_members", number)


@only(Role.ADMINISTRATOR)
@require_POST
def team_leave(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """Take somebody out of a team."""
    found = get_object_or_404(Team, pk=number)
    services.take_out(found, get_object_or_404(Person, pk=person, members__team=found), request.user)
    return redirect("team_members", number)


@only(Role.ADMINISTRATOR)
@require_POST
def team_delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a team in which nobody is."""
    found = get_object_or_404(Team, pk=number)
    if found.members.exists():
        messages.error(request, say("teams.not_empty"))
        return redirect("team_members", number)
    found.delete()
    return redirect("teams")


@only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def person_role(request: HttpRequest, number: int) -> HttpResponse:
    """Give somebody who works here another role."""
    person = get_object_or_404(Person, pk=number, role__in=services.STAFF_ROLES)
    form = Change(request.POST or None, person=person)
    if form.is_valid():
        services.change_role(person, form.cleaned_data["role"], request.user)
        return redirect("people")
    return render(request, "teams/role.html", {"form": form, "person": person}, status=400 if form.errors else 200)
