"""Making the address, and writing what stands there (RFC 5545)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from fieber.desk.accounts.models import Account
from fieber.desk.calendars.models import Calendar
from fieber.desk.cases.models import Case
from fieber.desk.checkups.models import State
from fieber.desk.follow_ups.services import planned
from fieber.desk.sealed import hash_of, new_secret
from fieber.desk.words import words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from fieber.desk.people.models import Person

LONGEST_LINE = 75  # bytes; a longer one goes on in the next, behind a blank


def make_calendar(person: Person) -> str:
    """Give the secret of a new address; the old one stops working, the database knows only the hash."""
    secret, secret_hash = new_secret()
    Calendar.objects.update_or_create(person=person, defaults={"secret_hash": secret_hash})
    return secret


def end_calendar(person: Person) -> None:
    """Have the address show nothing any more."""
    Calendar.objects.filter(person=person).delete()


def person_of(secret: str) -> Person | None:
    """Give whose calendar this is, where they are still here."""
    found = Calendar.objects.filter(secret_hash=hash_of(secret), person__is_active=True).select_related("person")
    return next((one.person for one in found), None)


def calendar_of(person: Person) -> str:
    """Write the calendar of what this person sees: the day of the next look, for each connected account and case."""
    say = words_in(person.language).word
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//fieber//desk//EN",
        f"X-WR-CALNAME:{_text(say('calendar.name'))}",
    ]
    stamp = timezone.now().strftime("%Y%m%dT%H%M%SZ")
    for number, day, told in _looks(person, say):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@{settings.ALLOWED_HOSTS[0]}",  # the same at each look: a new day moves it
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(told)}",
            "TRANSP:TRANSPARENT",  # nobody is busy
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _looks(person: Person, say: Callable[..., str]) -> Iterator[tuple[str, date, str]]:
    """Give a number, the day and what to write, for each day on which somebody or something looks again."""
    for account, day in planned(Account.objects.visible_to(person)):
        yield f"account-{account.pk}", day, say("calendar.look", account=account.name)
    not_yet = Q(follow_up=None) | Q(follow_up__state=State.REFUSED)  # what could not be read is still to be looked at
    for case in Case.objects.visible_to(person).filter(not_yet, closed_at=None).exclude(due_on=None):
        yield f"case-{case.pk}", case.due_on, say("case.look_again", name=case.whose)


def _text(told: str) -> str:
    for sign in "\\;,":
        told = told.replace(sign, f"\\{sign}")
    return " ".join(told.splitlines())


def _folded(line: str) -> Iterator[str]:
    """Cut a line where it has to be, never within a letter."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
