"""Whom to call today: open questions about healthy accounts, and good news."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef

from fieber.desk.checkups import inquiries
from fieber.desk.checkups.models import Finding, Inquiry
from fieber.desk.roster.models import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from fieber.desk.people.models import Person
    from fieber.desk.roster.listing import Line


def worried_but_healthy() -> QuerySet[Inquiry]:
    """Give the open questions about check-ups that found every account healthy, who has waited longest first."""
    theirs = Finding.objects.filter(checkup=OuterRef("checkup"))
    return inquiries.waiting().filter(Exists(theirs), ~Exists(theirs.exclude(verdict="healthy")))


def answer_worried(by: Person, numbers: Sequence[str], text: str) -> None:
    """Answer some of these questions with the same text; others are left as they are."""
    wanted = {UUID(number) for number in numbers if _is_number(number)}
    for inquiry in worried_but_healthy().filter(checkup__in=wanted):
        inquiries.answer(inquiry, by, text)


def _is_number(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def good_news(lines: Sequence[Line], lang: str) -> list[tuple[Line, str]]:
    """Give the accounts with a good reason to call, in the order of the list, each with its sentence."""
    name = f"good_{lang}"
    rows = Row.objects.filter(account__in=[line.number for line in lines], is_newest=True).exclude(good_de=None)
    told = dict(rows.values_list("account", name))
    return [(line, told[line.number]) for line in lines if line.number in told]
