"""Writing a line, and checking that none was changed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING

from django.db import connection, transaction

from fieber.desk.audit.models import Entry, What

if TYPE_CHECKING:
    from fieber.desk.checkups.models import Checkup
    from fieber.desk.people.models import Person

LOCK = 0x66696562  # of PostgreSQL, which has many writers at once; SQLite has one


def note(person: Person | None, what: str, about: str = "") -> None:
    """Write who did what.

    Args:
        person: who did it; None where nobody signed in did.
        what: one of `models.What`.
        about: a kind and a number, "checkup 3f…"; never a name or a word of a person.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Entry.objects.order_by("-number").first()
        number = last.number + 1 if last else 1
        entry = Entry(number=number, person=None if person is None else person.pk, what=what, about=about)
        entry.hash = _hash_of(entry, last.hash if last else "")
        entry.save(force_insert=True)


def note_seen(person: Person, checkup: Checkup) -> None:
    """Write that somebody saw a check-up of an account whose owner is another."""
    owner = None if checkup.account is None else checkup.account.owner_id
    if owner not in {None, person.pk}:
        note(person, What.CHECKUP_SEEN, f"checkup {checkup.pk}")


def first_broken() -> int | None:
    """Check the whole chain; give the number of the first line that is not as it was written, None where all are."""
    before, expected = "", 1
    for entry in Entry.objects.order_by("number").iterator():
        if entry.number != expected or entry.hash != _hash_of(entry, before):
            return expected
        before, expected = entry.hash, expected + 1
    return None


def _hash_of(entry: Entry, before: str) -> str:
    told = [before, entry.number, entry.at.astimezone(UTC).isoformat(), entry.person, entry.what, entry.about]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
