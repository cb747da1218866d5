"""Making teams, giving roles, and handing over accounts and cases."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q

from fieber.desk.accounts.models import Account
from fieber.desk.agreements.services import ask_for_other, changed_hands, running
from fieber.desk.api.models import Token
from fieber.desk.audit.models import What
from fieber.desk.audit.services import note
from fieber.desk.calendars.models import Calendar
from fieber.desk.cases.models import Case
from fieber.desk.checkups.models import State
from fieber.desk.hooks.models import Hook
from fieber.desk.links.models import UploadLink
from fieber.desk.people.models import Member, Person, Role, Team
from fieber.desk.people.teams import LOOKS_AFTER, with_team
from fieber.desk.roster.models import Row, Run
from fieber.desk.teams.merging import give_notes, merge_twins

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

STAFF_ROLES = (Role.MANAGER, Role.LEAD, Role.CALLER, Role.ADMINISTRATOR)


def put_in(team: Team, person: Person, by: Person | None) -> None:
    """Put somebody into a team."""
    _, is_new = Member.objects.get_or_create(team=team, person=person)
    if is_new:
        note(by, What.TEAM_CHANGED, f"team {team.pk} person {person.pk} in")


def take_out(team: Team, person: Person, by: Person) -> None:
    """Take somebody out of a team; what they look after stays theirs."""
    if Member.objects.filter(team=team, person=person).delete()[0]:
        note(by, What.TEAM_CHANGED, f"team {team.pk} person {person.pk} out")


def why_not(person: Person, role: str) -> str:
    """Give why somebody cannot have another role: "last" (administrator), "looks_after" (accounts); "" if they can."""
    administrators = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    if person.role == Role.ADMINISTRATOR != role and not administrators.exclude(pk=person.pk).exists():
        return "last"
    if role == Role.CALLER and (list_of(person).exists() or running().filter(manager=person).exists()):
        return "looks_after"
    return ""


def change_role(person: Person, role: str, by: Person) -> None:
    """Give somebody another role; keys, webhooks and calendar of the old one end."""
    if person.role == role:
        return
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(role=role)
        for model in (Token, Hook, Calendar):
            model.objects.filter(person=person).delete()
        note(by, What.ROLE_CHANGED, f"person {person.pk} {role}")


def list_of(person: Person) -> QuerySet[Account]:
    """Give the accounts of somebody's list that belong to nobody here."""
    return Account.objects.filter(manager=person, owner=None, is_simulated=False).order_by("name", "pk")


def cases_of(person: Person) -> QuerySet[Case]:
    """Give somebody's open cases without an account; all others go with their account."""
    return Case.objects.filter(manager=person, account=None, closed_at=None).order_by("made_at")


def members_for(person: Person) -> QuerySet[Person]:
    """Give those who are in a team with this person, each with how many accounts they look after."""
    listed = Count("account", filter=Q(account__owner=None, account__is_simulated=False), distinct=True)
    agreed = Count("agreements", filter=Q(agreements__ended_at=None), distinct=True)
    return with_team(person).annotate(n_listed=listed, n_agreed=agreed).order_by("name", "pk")


def givers_for(by: Person) -> QuerySet[Person]:
    """Give those whose accounts somebody may hand over: their own, and with a lead those of the teams."""
    here = with_team(by) if by.role == Role.LEAD else Person.objects.filter(pk=by.pk)
    return here.filter(role__in=LOOKS_AFTER)


def takers_for(by: Person, giver: Person) -> QuerySet[Person]:
    """Give those who may take over: who looks after accounts, in a team with the giver and with who hands over."""
    mates = with_team(giver).filter(pk__in=with_team(by).values("pk"), role__in=LOOKS_AFTER, is_active=True)
    return mates.exclude(pk=giver.pk).order_by("name", "pk")


def hand_over(giver: Person, taker: Person, accounts: Collection[int], by: Person) -> int:
    """Give accounts of one list to another member, with notes, findings and cases; gives how many.

    One that the taker lists too becomes one with theirs.
    Accounts with an owner are not among them: `ask_owners`.
    """
    with transaction.atomic():
        moved = list(list_of(giver).filter(pk__in=accounts).values_list("pk", flat=True))
        Account.objects.filter(pk__in=moved).update(manager=taker)
        give_notes(moved, giver, taker)
        _move_rows(moved, giver, taker)
        changed_hands.send(Account, accounts=moved, giver=giver, taker=taker)
        merge_twins(moved, taker)
        for number in moved:
            note(by, What.HANDED_OVER, f"account {number} person {taker.pk}")
    return len(moved)


def _move_rows(accounts: Collection[int], giver: Person, taker: Person) -> None:
    """Have what was found belong to the taker: else it would be gone with the giver."""
    for run in Run.objects.filter(manager=giver, row__account__in=accounts).distinct():
        rows = Row.objects.filter(run=run, account__in=accounts)
        copy = Run.objects.create(
            pk=uuid.uuid4(),
            manager=taker,
            what=Run.What.NAMES,  # it tells no weather on the list: that was of the giver's whole file
            state=State.DONE,
            accounts=rows.count(),
            as_of=run.as_of,
            weather=run.weather,
        )
        Run.objects.filter(pk=copy.pk).update(made_at=run.made_at)
        rows.update(run=copy)


def hand_over_cases(giver: Person, taker: Person, cases: Collection[uuid.UUID], by: Person) -> int:
    """Give cases without an account to another member, with their links; gives how many."""
    with transaction.atomic():
        moved = list(cases_of(giver).filter(pk__in=cases).values_list("pk", flat=True))
        _move_cases(Case.objects.filter(pk__in=moved), giver, taker)
        for number in moved:
            note(by, What.HANDED_OVER, f"case {number} person {taker.pk}")
    return len(moved)


def move_cases_of(accounts: Collection[int], giver: Person, taker: Person) -> None:
    """Have the cases about these accounts go along."""
    _move_cases(Case.objects.filter(manager=giver, account__in=accounts), giver, taker)


def _move_cases(cases: QuerySet[Case], giver: Person, taker: Person) -> None:
    """Give cases with their links; until the taker opens one, it is said from whom it came."""
    numbers = list(cases.values_list("pk", flat=True))
    theirs = Q(case__in=numbers) | Q(case_again__in=numbers)
    UploadLink.objects.filter(pk__in=list(UploadLink.objects.filter(theirs).values_list("pk", flat=True))).update(
        manager=taker
    )
    Case.objects.filter(pk__in=numbers).update(manager=taker, came_from=giver)


def ask_owners(giver: Person, taker: Person, by: Person) -> int:
    """Ask all who agreed with the giver whether the taker may see their accounts instead; gives how many are asked.

    What they agreed to holds until they answer: nobody else sees anything before.
    """
    seen = running().filter(manager=taker).values("account")
    owners = Person.objects.filter(
        pk__in=running().filter(manager=giver).exclude(account__in=seen).values("account__owner")
    )
    asked = [owner for owner in owners.exclude(pk=taker.pk) if ask_for_other(owner, giver, taker)]
    for owner in asked:
        note(by, What.HANDED_OVER, f"asked person {owner.pk} person {taker.pk}")
    return len(asked)
