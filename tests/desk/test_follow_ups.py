"""Connected accounts are looked at again: at night, as often as their owner reads, else after thirty days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from tests.desk.people import person

from fieber.desk.accounts.models import Account, Connection
from fieber.desk.checkups.models import Checkup, State
from fieber.desk.checkups.services import EXAMINE_ACCOUNT
from fieber.desk.follow_ups.services import FOLLOW_UP
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import KINDS, OF_NOTHING
from fieber.desk.letters.models import Rhythm
from fieber.desk.letters.subscriptions import choose, confirm
from fieber.desk.people.models import Role
from fieber.desk.rights.services import object_to_use

if TYPE_CHECKING:
    from pytest import MonkeyPatch  # noqa: PT013 - a type

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # three at night in Berlin


@pytest.fixture
def account(desk: None) -> Account:
    """A connected account, checked up once, a while ago."""
    made = Account.objects.create(name="lena", platform="bluesky", owner=person("lena", Role.CREATOR))
    Connection.objects.create(account=made, target="bluesky:lena")
    return made


def checked(account: Account, at: datetime, state: str = State.DONE) -> None:
    made = Checkup.objects.create(account=account, started_by=account.owner, state=state)
    Checkup.objects.filter(pk=made.pk).update(made_at=at)


def nights(monkeypatch: MonkeyPatch, account: Account, days: int, *, step_hours: int = 1) -> list[int]:
    """Plan every hour from Monday on; give after how many hours check-ups were ordered. Each is done at once."""
    ordered = []
    for hours in range(0, 24 * days, step_hours):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: MONDAY + timedelta(hours=hours))
        KINDS[FOLLOW_UP].work(OF_NOTHING)()
        waiting = Checkup.objects.filter(account=account, is_follow_up=True, state=State.WAITING)
        if waiting.update(state=State.DONE, made_at=MONDAY + timedelta(hours=hours)):
            ordered.append(hours)
    return ordered


def test_after_thirty_days_at_night(account: Account, monkeypatch: MonkeyPatch) -> None:
    """Ordered once, in the night after the thirtieth day; it is fieber's own and counts for nobody."""
    checked(account, MONDAY - timedelta(days=28, hours=4))

    assert nights(monkeypatch, account, 3) == [2 * 24 - 1]
    made = Checkup.objects.get(is_follow_up=True)
    assert (made.started_by, Job.objects.get(kind=EXAMINE_ACCOUNT).about) == (None, made.pk)


@pytest.mark.parametrize(("rhythm", "expected"), [(Rhythm.DAILY, [0, 23, 47, 71]), (Rhythm.WEEKLY, [0])])
def test_before_the_letter(account: Account, monkeypatch: MonkeyPatch, rhythm: str, expected: list[int]) -> None:
    """Who reads daily has news each morning, who reads weekly on Mondays."""
    confirm(choose(account.owner, rhythm))
    checked(account, MONDAY - timedelta(days=8))

    assert nights(monkeypatch, account, 3) == expected


def test_what_is_left_alone(account: Account, monkeypatch: MonkeyPatch) -> None:
    """No connection, none before, one on its way, one that could not be read, or an objection: nothing is ordered."""
    assert nights(monkeypatch, account, 1) == []

    checked(account, MONDAY - timedelta(days=60), State.REFUSED)
    assert nights(monkeypatch, account, 1) == []

    checked(account, MONDAY - timedelta(days=50))
    checked(account, MONDAY - timedelta(days=51), State.WAITING)
    assert nights(monkeypatch, account, 1) == []

    Checkup.objects.filter(state=State.WAITING).delete()
    object_to_use(account.owner)
    assert nights(monkeypatch, account, 1) == []

    account.owner.objection.delete()
    Connection.objects.all().delete()
    assert nights(monkeypatch, account, 1) == []
