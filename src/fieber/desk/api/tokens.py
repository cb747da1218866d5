"""Making tokens, opening with them, and what each may do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from fieber.desk.api.models import Token
from fieber.desk.audit.models import What
from fieber.desk.audit.services import note
from fieber.desk.people.models import Role
from fieber.desk.people.teams import LOOKS_AFTER
from fieber.desk.sealed import hash_of, new_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.desk.people.models import Person

MARK = "fieber_"  # by which programs that look for leaked secrets know it
ACCOUNTS, CHECKUPS, UPLOAD = "accounts:read", "checkups:read", "checkups:write"
CASES, CASES_WRITE, ROSTER_WRITE, LEDGER = "cases:read", "cases:write", "roster:write", "ledger:read"
FOR_ALL = (ACCOUNTS, CHECKUPS, UPLOAD)
SCOPES = (*FOR_ALL, CASES, CASES_WRITE, ROSTER_WRITE, LEDGER)  # the others are for those who look after accounts
DAYS = (30, 90, 365)  # that a token may live
USED_EVERY = timedelta(minutes=1)  # a busy program is no reason to write more often


def scopes_for(person: Person) -> tuple[str, ...]:
    """Give what a token of this person can be allowed."""
    return SCOPES if person.role in LOOKS_AFTER else FOR_ALL


def may(token: Token) -> frozenset[str]:
    """Give what a token may do."""
    return frozenset(token.scopes.split()).intersection(scopes_for(token.person))


def make_token(person: Person, label: str, scopes: Sequence[str], days: int) -> str:
    """Give a new token; it is told once, the database knows only its hash."""
    secret, _ = new_secret()
    token = MARK + secret
    made = Token.objects.create(
        person=person,
        label=label,
        secret_hash=hash_of(token),
        scopes=" ".join(scopes),
        expires_at=timezone.now() + timedelta(days=days),
    )
    note(person, What.KEY_MADE, f"token {made.pk}")
    return token


def open_token(token: str) -> Token | None:
    """Give the token, where it is still good and its person is still here."""
    now = timezone.now()
    good = Token.objects.filter(secret_hash=hash_of(token), expires_at__gt=now, person__is_active=True)
    good = good.exclude(person__role=Role.CALLER)  # what they see stays in the desk
    found = good.select_related("person").first()
    if found is not None:
        long_ago = Q(used_at=None) | Q(used_at__lt=now - USED_EVERY)
        is_noted = Token.objects.filter(long_ago, pk=found.pk).update(used_at=now)
        if is_noted and found.used_at is None:
            note(found.person, What.KEY_USED, f"token {found.pk}")
    return found


def revoke(person: Person, number: int) -> bool:
    """Delete a token; give whether there was one."""
    is_there = bool(Token.objects.filter(person=person, pk=number).delete()[0])
    if is_there:
        note(person, What.KEY_REVOKED, f"token {number}")
    return is_there


def forget_expired() -> None:
    """Forget tokens that open nothing any more."""
    Token.objects.filter(expires_at__lt=timezone.now()).delete()
