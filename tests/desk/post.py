"""People who get letters, what was found about them, and what the desk takes for now."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone
from tests.desk.people import FOUND

from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import KINDS, OF_NOTHING, do, take
from fieber.desk.letters.background import PLAN
from fieber.desk.letters.models import Letter, Rhythm, Subscription
from fieber.desk.letters.subscriptions import choose, confirm

if TYPE_CHECKING:
    from email.message import EmailMessage

    from pytest import MonkeyPatch  # noqa: PT013 - a type

    from fieber.desk.people.models import Person

MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # half past seven in Berlin
LINK = re.compile(r"https?://\S+/letters/\S+")


class Clock:
    """What the desk takes for now."""

    def __init__(self, monkeypatch: MonkeyPatch) -> None:
        self.now = MONDAY - timedelta(days=4)
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def at(self, moment: datetime) -> None:
        """Go there."""
        self.now = moment


def work() -> None:
    """Do what is in the queue, planning included."""
    KINDS[PLAN].work(OF_NOTHING)()
    while (job := take(uuid4())) is not None:
        do(job)


def reader(creator: Person, rhythm: str = Rhythm.WEEKLY, **values: Any) -> Subscription:
    """Have somebody ask for letters and say yes; what was sent for it is forgotten."""
    wanted = choose(creator, rhythm, **values)
    confirm(wanted)
    Letter.objects.all().delete()
    Job.objects.all().delete()
    return Subscription.objects.get(person=creator)


def checked(creator: Person, at: datetime, name: str = "lena", **more: Any) -> Checkup:
    """Keep a check-up of the creator's account, as the reading process gives it."""
    account, _ = Account.objects.get_or_create(name=name, platform="instagram", owner=creator)
    checkup = Checkup.objects.create(account=account, started_by=creator)
    keep_findings(checkup.pk, [FOUND | {"numbers": numbers()} | more])
    Checkup.objects.filter(pk=checkup.pk).update(made_at=at)
    return checkup


def numbers(percent: float = -31.0, **more: Any) -> dict[str, Any]:
    """Give what the reading process tells for letters."""
    likes = {"metric": "likes", "recent": 4300.0, "normal": 6200.0}
    return {"is_about_person": False, "slow_loss": None, "vitals": [likes | {"percent": percent}], **more}


def parts(letter: EmailMessage) -> tuple[str, str]:
    """Give a letter as plain text and as HTML."""
    plain, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert page is not None
    return plain.get_content(), page.get_content()


def anonymous(lang: str = "en") -> Client:
    """Give a browser of nobody, which brings no token along."""
    return Client(headers={"accept-language": lang}, SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
