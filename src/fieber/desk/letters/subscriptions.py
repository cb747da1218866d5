"""Asking for letters, saying yes, and saying stop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from fieber.desk.jobs.services import put
from fieber.desk.letters.models import Letter, Rhythm, Subscription

if TYPE_CHECKING:
    from fieber.desk.people.models import Person

LETTER = "letter"  # the kind of the job that sends one
AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def subscription_of(person: Person) -> Subscription:
    """Give what somebody wants; nothing, where they never said."""
    return Subscription.objects.filter(person=person).first() or Subscription(person=person)


def choose(person: Person, rhythm: str, *, zone: str = "", reminds: bool = False) -> Subscription:
    """Keep what somebody wants; who did not get letters until now is first asked by mail whether it was really them."""
    with transaction.atomic():
        wanted = subscription_of(person)
        wanted.rhythm, wanted.zone, wanted.reminds = rhythm, zone, reminds
        if rhythm == Rhythm.NEVER:
            wanted.asked_at = wanted.confirmed_at = None
        elif wanted.confirmed_at is None:
            wanted.asked_at = timezone.now().replace(microsecond=0)
            letter = Letter.objects.create(person=person, kind=Letter.Kind.CONFIRM, day=wanted.asked_at.date())
            put(LETTER, letter.pk)
        wanted.save()
        return wanted


def asked_by(secret: str) -> Subscription | None:
    """Give what the link in a mail asks for; None where it is too old, or something else was chosen since."""
    number, _, at = _opened("confirm", secret).partition("-")
    if not number or datetime.fromtimestamp(int(at), UTC) < timezone.now() - timedelta(days=settings.LINK_DAYS):
        return None
    return Subscription.objects.filter(pk=number, asked_at=datetime.fromtimestamp(int(at), UTC)).first()


def confirm(wanted: Subscription) -> None:
    """Say yes; twice is once."""
    Subscription.objects.filter(pk=wanted.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def wanted_by(secret: str) -> int | None:
    """Give whose letters the link at their foot stops; None where it is none of ours."""
    number = _opened("leave", secret)
    return int(number) if number else None


def leave(person_id: int) -> None:
    """Stop all letters; a person who is gone gets none anyway."""
    stopped = Subscription.objects.filter(person_id=person_id)
    stopped.update(rhythm=Rhythm.NEVER, asked_at=None, confirmed_at=None, reminds=False)


def confirm_secret(wanted: Subscription) -> str:
    """Give the secret of the link for the yes; it names the question, so that an older mail does not answer it."""
    at = 0 if wanted.asked_at is None else int(wanted.asked_at.timestamp())
    return _signer("confirm").sign(f"{wanted.pk}-{at}")


def leave_secret(person: Person) -> str:
    """Give the secret of the link that stops letters; it stays good for ever."""
    return _signer("leave").sign(str(person.pk))


def zone_of(wanted: Subscription) -> ZoneInfo:
    """Give the zone in which somebody has their mornings."""
    return ZoneInfo(wanted.zone if wanted.zone in zones() else settings.ZONE)


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Give the zones that may be chosen, by area and town."""
    return tuple(sorted(name for name in available_timezones() if name.startswith(AREAS) and "/" in name))


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=f"fieber.desk.letters.{purpose}")


def _opened(purpose: str, secret: str) -> str:
    try:
        return _signer(purpose).unsign(secret)
    except BadSignature:
        return ""
