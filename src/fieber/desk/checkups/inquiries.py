"""Findings that are not clear: their person asks the people of this desk to look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from fieber.desk.checkups.models import Checkup, Inquiry, State
from fieber.desk.people.models import Person, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet


def has_people() -> bool:
    """Say whether anybody here looks at accounts."""
    return Person.objects.filter(role__in=(Role.MANAGER, Role.LEAD, Role.CALLER), is_active=True).exists()


def may_be_asked(checkup: Checkup, person: Person) -> bool:
    """Say whether this person may ask about a check-up: a creator, about one of their own that is not clear."""
    is_own = checkup.started_by_id == person.pk or (checkup.account and checkup.account.owner_id == person.pk)
    return bool(is_own and checkup.state == State.DONE and checkup.findings.filter(is_clear=False).exists())


def ask(checkup: Checkup) -> None:
    """Let the people of this desk see a check-up, and wait for what they say; asked twice is asked once."""
    Inquiry.objects.get_or_create(checkup=checkup)


def take_back(checkup: Checkup) -> None:
    """Let nobody see it any more; an answer goes too."""
    Inquiry.objects.filter(checkup=checkup).delete()


def answer(inquiry: Inquiry, by: Person, text: str) -> None:
    """Keep what somebody says about it; said again, it is replaced."""
    Inquiry.objects.filter(pk=inquiry.pk).update(answer=text, answered_by=by, answered_at=timezone.now())


def asked_of(seen: QuerySet[Checkup]) -> QuerySet[Inquiry]:
    """Give what was asked about these check-ups, the latest first."""
    return Inquiry.objects.filter(checkup__in=seen).select_related("checkup").order_by("-asked_at")


def waiting() -> QuerySet[Inquiry]:
    """Give those without an answer, who has waited longest first; nobody works on those of who objects."""
    open_ones = Inquiry.objects.filter(answered_at=None, checkup__account__owner__objection=None)
    open_ones = open_ones.select_related("checkup", "checkup__account")
    return open_ones.order_by("asked_at")
