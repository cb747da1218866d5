"""Who is in a team with whom, and whose lists somebody sees for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.desk.people.models import Person, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

SEES_TEAM = (Role.LEAD, Role.CALLER)
LOOKS_AFTER = (Role.MANAGER, Role.LEAD, Role.ADMINISTRATOR)  # may have a list, and agreements with owners


def with_team(person: Person) -> QuerySet[Person]:
    """Give those who are in a team with this person, and the person."""
    return Person.objects.filter(pk__in=[person.pk, *_mates(person)])


def sees_work_of(person: Person) -> list[int]:
    """Give the numbers of those whose lists and cases a person sees: their own; leads and callers their teams' too."""
    return [person.pk, *_mates(person)] if person.role in SEES_TEAM else [person.pk]


def knows_name_of(person: Person) -> set[int]:
    """Give the numbers of those whose names a person may read: of their teams, and of who keeps the whole desk."""
    everybody = Person.objects.values_list("pk", flat=True)
    if person.role == Role.ADMINISTRATOR:
        return set(everybody)
    return {person.pk, *_mates(person), *everybody.filter(role=Role.ADMINISTRATOR)}


def _mates(person: Person) -> list[int]:
    mates = Person.objects.filter(members__team__members__person=person).exclude(pk=person.pk)
    return list(mates.order_by("pk").values_list("pk", flat=True).distinct())
