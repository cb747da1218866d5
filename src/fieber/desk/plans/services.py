"""The one place that says whether somebody may start another check-up this month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from fieber.desk.agreements.services import running
from fieber.desk.audit.models import What
from fieber.desk.audit.services import note
from fieber.desk.checkups.models import Checkup, State
from fieber.desk.people.models import Person, Role
from fieber.desk.plans.models import Assignment, Plan
from fieber.desk.words import say

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody has left of a month: check-ups, of how many, and the first day of the next month."""

    n: int
    most: int
    next_month: date


class NoneLeftError(Exception):
    """No check-up is left this month."""

    def __init__(self, left: Left) -> None:
        super().__init__("no check-up is left this month")
        self.left = left


def left_of(person: Person) -> Left | None:
    """Give what this person has left; None where nobody counts.

    Counted are the check-ups that the person started since the first of the month, by the calendar of
    `settings.ZONE`: neither those that fieber started to see how it went on, nor those that could not be read.
    Nobody counts where the desk is not public, for those who work here, and for whom a manager looks after.
    """
    most = _most(person)
    if most is None:
        return None
    start, end = _month(timezone.now())
    made = Checkup.objects.filter(started_by=person, is_follow_up=False, made_at__gte=start, made_at__lt=end)
    used = made.exclude(state=State.REFUSED).count()
    return Left(max(most - used, 0), most, end.date())


def take_one(person: Person) -> None:
    """Let a check-up be started, in the transaction that makes it: two at once wait for each other.

    Raises:
        NoneLeftError: none is left.
    """
    if _most(person) is None:
        return
    Person.objects.select_for_update().get(pk=person.pk)  # SQLite has one writer anyway
    left = left_of(person)
    if left is not None and not left.n:
        raise NoneLeftError(left)


def sentence(left: Left) -> str:
    """Say what is left, or when it goes on."""
    if left.n:
        return say("plans.left", n=left.n, most=left.most)
    return say("plans.none_left", day=left.next_month)


def assign(person: Person, plan: Plan | None, by: Person) -> None:
    """Give somebody a plan; None: the one of the settings again."""
    if plan is None:
        Assignment.objects.filter(person=person).delete()
    else:
        Assignment.objects.update_or_create(person=person, defaults={"plan": plan, "assigned_by": by})
    note(by, What.PLAN_ASSIGNED, f"person {person.pk}")


def _most(person: Person) -> int | None:
    if not settings.IS_PUBLIC or person.role != Role.CREATOR or running().filter(account__owner=person).exists():
        return None
    assigned = Assignment.objects.filter(person=person).select_related("plan").first()
    return settings.FREE_CHECKUPS if assigned is None else assigned.plan.checkups_a_month


def _month(now: datetime) -> tuple[datetime, datetime]:
    """Give the calendar month of the desk's zone: [its first midnight, that of the next month)."""
    start = now.astimezone(ZoneInfo(settings.ZONE)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return start, (start + timedelta(days=32)).replace(day=1)
