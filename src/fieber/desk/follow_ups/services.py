"""Looking again at connected accounts: some weeks after the last check-up, or before the letter that tells of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from fieber.desk.checkups.models import Checkup, State
from fieber.desk.checkups.services import EXAMINE_ACCOUNT
from fieber.desk.jobs.services import LATER, put
from fieber.desk.letters.models import Rhythm
from fieber.desk.letters.subscriptions import subscription_of, zone_of
from fieber.desk.rights.cells import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from fieber.desk.accounts.models import Account
    from fieber.desk.letters.models import Subscription

FIRST, LAST = time(2), time(6)  # at night, where the owner lives: done before the first letter of the morning
A_DAY, A_WEEK = timedelta(hours=20), timedelta(days=6)  # a little less, so that no night is missed
FOLLOW_UP = "follow_up"


def plan(_about: UUID) -> Callable[[], None]:
    """Look which accounts are due; give what orders their check-ups."""
    due = [account for account in _followed() if _is_due(account, timezone.now())]

    def keep() -> None:
        for account in due:
            put(EXAMINE_ACCOUNT, Checkup.objects.create(account=account, is_follow_up=True).pk, rank=LATER)

    return keep


def planned(accounts: QuerySet[Account]) -> list[tuple[Account, date]]:
    """Give the day on which fieber looks again by itself, for each of these accounts that it looks at."""
    now = timezone.now()
    followed = [account for account in _followed() if accounts.filter(pk=account.pk).exists()]
    return [(account, day) for account in followed if (day := _next_day(account, now)) is not None]


def _next_day(account: Account, now: datetime) -> date | None:
    wanted = subscription_of(account.owner)
    here = now.astimezone(zone_of(wanted))
    for ahead in range(settings.FOLLOW_UP_DAYS + 2):
        night = datetime.combine(here.date() + timedelta(days=ahead), FIRST, here.tzinfo)
        if night > here and night - account.at >= _pause(wanted, is_monday=night.weekday() == 0):
            return night.date()
    return None


def _followed() -> list[Account]:
    """Give the accounts that are connected and were read the last time; what cannot be read waits for its owner."""
    checkups = Checkup.objects.filter(account=OuterRef("pk")).order_by("-made_at")
    connected = counted().filter(connection__isnull=False, owner__is_active=True)
    newest = connected.annotate(
        state=Subquery(checkups.values("state")[:1]), at=Subquery(checkups.values("made_at")[:1])
    )
    waiting = Checkup.objects.filter(account=OuterRef("pk"), state=State.WAITING)
    return list(newest.filter(~Exists(waiting), state=State.DONE).select_related("owner"))


def _is_due(account: Account, now: datetime) -> bool:
    wanted = subscription_of(account.owner)
    here = now.astimezone(zone_of(wanted))
    return FIRST <= here.time() < LAST and now - account.at >= _pause(wanted, is_monday=here.weekday() == 0)


def _pause(wanted: Subscription, *, is_monday: bool) -> timedelta:
    """Give how old the last check-up may be: as old as a letter makes it, else some weeks."""
    if wanted.confirmed_at is not None and wanted.rhythm == Rhythm.DAILY:
        return A_DAY
    if wanted.confirmed_at is not None and wanted.rhythm == Rhythm.WEEKLY and is_monday:
        return A_WEEK
    return timedelta(days=settings.FOLLOW_UP_DAYS)
