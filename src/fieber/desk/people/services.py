"""How people join."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from fieber.desk.accounts.models import Account
from fieber.desk.audit.models import What
from fieber.desk.audit.services import note
from fieber.desk.people.models import Invitation, Person, Role, Team
from fieber.desk.sealed import hash_of, new_secret


def invite(role: str, invited_by: Person | None, team: Team | None = None) -> str:
    """Give the secret of a new link by which somebody joins in this role, and into this team.

    The machine's own earlier invitations stop working: a link printed at an earlier start may lie around.
    """
    secret, secret_hash = new_secret()
    if invited_by is None:
        Invitation.objects.filter(invited_by=None, used_at=None).delete()
    Invitation.objects.create(
        role=role,
        team=team,
        secret_hash=secret_hash,
        invited_by=invited_by,
        expires_at=timezone.now() + timedelta(days=settings.LINK_DAYS),
    )
    return secret


def first_invitation() -> str | None:
    """Give the secret by which the first administrator joins; None where there is one already."""
    if Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        return None
    return invite(Role.ADMINISTRATOR, None)


def home_of(person: Person) -> str:
    """Give the name of the page to which somebody goes after signing in."""
    if person.role == Role.CREATOR:
        return "own"
    if settings.IS_DEMO:
        return "accounts"
    has_list = person.role == Role.CALLER or Account.objects.visible_to(person).exists()
    return "roster_today" if has_list else "links"  # who has nobody to look after begins by asking somebody


def open_invitation(secret: str) -> Invitation | None:
    """Give the invitation that this secret opens, if it is still good."""
    good = Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now())
    return good.filter(secret_hash=hash_of(secret)).first()


def join(invitation: Invitation, *, name: str, email: str, password: str, language: str = "en") -> Person | None:
    """Give the new person, who is written to in this language; None where somebody was faster with the same link."""
    with transaction.atomic():
        unused = Invitation.objects.filter(pk=invitation.pk, used_at=None)
        if not unused.update(used_at=timezone.now()):
            return None
        person = Person.objects.create_user(email, password, name=name, role=invitation.role, language=language)
        if invitation.team is not None:
            person.members.create(team=invitation.team)
            note(invitation.invited_by, What.TEAM_CHANGED, f"team {invitation.team_id} person {person.pk} in")
        return person
