"""Whom to call today: who stands out, open questions about healthy accounts, and good news."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from fieber.desk.checkups import inquiries
from fieber.desk.checkups.models import Finding, Inquiry, State
from fieber.desk.roster.listing import lines_of, listed_for
from fieber.desk.roster.models import Entry, Row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from fieber.desk.accounts.models import Account
    from fieber.desk.people.models import Person
    from fieber.desk.roster.listing import Line

FEVERS = ("fever", "high_fever")
CALLED_DAYS = 14  # so long nobody is called again for the same: about as many new posts as an answer needs
AT_ONCE = 20  # answers: their texts fit into one form, and somebody reads each before it goes out


def calls(person: Person) -> list[Line]:
    """Give whom to call, first who stands out among all, then who has a fever in a check-up newer than the file.

    Whoever was called lately is not among them.
    """
    judged = Q(row__is_newest=True, row__stands_out=True)
    looked_at = Q(checkup__state=State.DONE, checkup__findings__verdict__in=FEVERS)
    lines = lines_of(person, judged | looked_at)
    return [line for line in lines if _is_to_call(line) and not was_called(line)]


def _is_to_call(line: Line) -> bool:
    return line.stands_out or (line.checkup is not None and line.verdict in FEVERS)


def was_called(line: Line) -> bool:
    """Say whether an account was called lately."""
    return line.called_at is not None and line.called_at > timezone.now() - timedelta(days=CALLED_DAYS)


def called_today(person: Person) -> int:
    """Give how many accounts somebody called since midnight."""
    midnight = timezone.localtime(timezone=ZoneInfo(settings.ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)
    return Entry.objects.filter(manager=person, called_at__gte=midnight).count()


def call(person: Person, account: Account) -> None:
    """Keep that somebody called just now."""
    Entry.objects.update_or_create(account=account, manager=person, defaults={"called_at": timezone.now()})


def worried_but_healthy() -> QuerySet[Inquiry]:
    """Give the open questions about check-ups that found every account healthy, who has waited longest first."""
    theirs = Finding.objects.filter(checkup=OuterRef("checkup"))
    return inquiries.waiting().filter(Exists(theirs), ~Exists(theirs.exclude(verdict="healthy")))


def release(by: Person, answers: Mapping[UUID, str]) -> int:
    """Answer some of these questions, each with its own text; others are left as they are.

    Returns:
        How many were answered.
    """
    found = list(worried_but_healthy().filter(checkup__in=answers))
    for inquiry in found:
        inquiries.answer(inquiry, by, answers[inquiry.checkup_id])
    return len(found)


def good_news(person: Person, lang: str) -> list[tuple[Line, str]]:
    """Give the accounts with a good reason to call, in the order of the list, each with its sentence."""
    rows = Row.objects.filter(account__in=listed_for(person).values("pk"), is_newest=True).exclude(good_de=None)
    told = dict(rows.values_list("account", f"good_{lang}"))
    lines = lines_of(person, Q(pk__in=told)) if told else []
    return [(line, told[line.number]) for line in lines if not was_called(line)]
