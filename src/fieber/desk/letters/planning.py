"""Who gets a letter this morning: planned every few minutes, for whoever has morning where they live."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone

from fieber.desk.checkups.models import State
from fieber.desk.jobs.services import LATER, put
from fieber.desk.letters.models import Letter, Rhythm, Subscription
from fieber.desk.letters.subscriptions import LETTER, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from django.db.models import QuerySet

FIRST, LAST = time(7), time(12)  # mornings; who was not reached by noon is not woken at night
Kind = Letter.Kind


def plan(_about: UUID) -> Callable[[], None]:
    """Look who is due; give what puts their letters into the queue."""
    now = timezone.now()
    due = [*_digests(now), *_reminders(now)]

    def keep() -> None:
        Letter.objects.bulk_create(due, ignore_conflicts=True)
        for letter in due:
            put(LETTER, letter.pk, rank=LATER)

    return keep


def _digests(now: datetime) -> Iterator[Letter]:
    last = Max("person__letters__day", filter=Q(person__letters__kind=Kind.DIGEST))
    wanted = _readers().filter(confirmed_at__lt=now).exclude(rhythm=Rhythm.NEVER)
    for one in wanted.annotate(last=last):
        here = now.astimezone(zone_of(one))
        since_monday = timedelta(days=here.weekday() if one.rhythm == Rhythm.WEEKLY else 0)
        begins = datetime.combine(here.date() - since_monday, FIRST, here.tzinfo)
        is_new = one.last is None or one.last < begins.date()
        if _is_morning(here) and is_new and one.confirmed_at <= begins:
            yield Letter(person_id=one.person_id, kind=Kind.DIGEST, day=here.date())


def _reminders(now: datetime) -> Iterator[Letter]:
    last = Max("person__letters__day", filter=Q(person__letters__kind=Kind.REMINDER))
    done = Q(person__owned__checkup__state=State.DONE)
    wanted = _readers().filter(reminds=True)
    long_ago = now - timedelta(days=settings.FOLLOW_UP_DAYS)
    newest = Max("person__owned__checkup__made_at", filter=done)
    for one in wanted.annotate(newest=newest).filter(newest__lte=long_ago).annotate(last=last):
        here = now.astimezone(zone_of(one))
        if _is_morning(here) and (one.last is None or one.last < one.newest.date()):
            yield Letter(person_id=one.person_id, kind=Kind.REMINDER, day=here.date())


def _readers() -> QuerySet[Subscription]:
    """Give who may be written to: nobody who objects to the use of their data."""
    return Subscription.objects.filter(person__is_active=True, person__objection=None)


def _is_morning(here: datetime) -> bool:
    return FIRST <= here.time() < LAST
