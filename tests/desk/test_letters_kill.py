"""kill -9 while a letter is handed to the mail server: it is not sent a second time. On both databases."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from tests.desk.servers import HAS_POSTGRES, environment, running
from tests.watch.servers import free_port

from fieber.desk.jobs.services import HOLD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desk.servers import Desk

pytestmark = pytest.mark.slow
no_postgres = pytest.mark.skipif(not HAS_POSTGRES, reason="PostgreSQL is missing: apt-get install postgresql")
SLOW_SECONDS = 60.0  # longer than any test waits: the server takes the letter and then says nothing
# somebody who has morning now, and news
READER = """
import django; django.setup()
from datetime import timedelta
from zoneinfo import ZoneInfo
from django.utils import timezone
from fieber.desk.letters.models import Letter, Subscription
from fieber.desk.letters.subscriptions import choose, confirm, zones
from fieber.desk.people.models import Person, Role
now = timezone.now()
zone = next(name for name in zones() if 8 <= now.astimezone(ZoneInfo(name)).hour < 11)
lena = Person.objects.create_user("lena@example.org", None, name="Lena", role=Role.CREATOR)
confirm(choose(lena, "weekly", zone=zone))
Subscription.objects.update(confirmed_at=now - timedelta(days=9))
Letter.objects.all().delete()
"""
PLAN_NOW = """
import django; django.setup()
from django.utils import timezone
from fieber.desk.jobs.models import Job
print(Job.objects.filter(kind="plan_letters").update(due=timezone.now()))
"""
LOOK = """
import json, django; django.setup()
from fieber.desk.jobs.models import Job
from fieber.desk.letters.models import Letter
print(json.dumps({"letters": list(Letter.objects.values_list("kind", "state")),
                  "open": Job.objects.filter(kind="letter", done_at=None).count()}))
"""


@dataclass
class SlowServer:
    """A mail server that takes a letter and is then slow to say so."""

    taken: list[bytes] = field(default_factory=list)
    is_slow: bool = True
    has_one: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take it; the sender is killed before it hears of that."""
        self.taken.append(envelope.content)
        self.has_one.set()
        if self.is_slow:
            await asyncio.sleep(SLOW_SECONDS)
        return "250 taken"


@pytest.fixture
def server() -> Iterator[tuple[SlowServer, int]]:
    box, port = SlowServer(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    box.is_slow = False
    controller.stop()


def told(desk: Desk, script: str) -> str:
    """Run a script in the environment of a desk; gives what it prints."""
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, env=environment(desk.folder, desk.database) | desk.more, check=True, capture_output=True
    )
    return done.stdout.decode()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=no_postgres)])
def test_killed_at_the_servers_door(kind: str, tmp_path: Path, server: tuple[SlowServer, int]) -> None:
    """The letter is with the server, whoever sent it is gone before it answers: the next worker leaves it."""
    box, port = server
    with running(kind, tmp_path, FIEBER_DESK_MAIL=f"smtp://127.0.0.1:{port}") as desk:
        told(desk, READER)
        told(desk, PLAN_NOW)
        assert box.has_one.wait(60)
        desk.kill()
        box.is_slow = False
        desk.start()

        time.sleep(HOLD.total_seconds())  # until then the job is held by who was killed
        desk.wait_for(lambda: json.loads(told(desk, LOOK))["open"] == 0)
        told(desk, PLAN_NOW)  # and whoever plans again finds this morning's letter made
        time.sleep(2)  # some turns of the worker

        assert json.loads(told(desk, LOOK)) == {"letters": [["digest", "unclear"]], "open": 0}
        assert len(box.taken) == 1
        assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in box.taken[0]
