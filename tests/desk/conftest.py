"""A desk in this process on SQLite, emptied after each test; and whole desks of their own (`running`)."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import django
import pytest

FOLDER = Path(tempfile.mkdtemp(prefix="fieber-desk-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["FIEBER_DESK_FOLDER"] = str(FOLDER)
os.environ["FIEBER_DESK_SECRET"] = "a secret that only tests know"  # noqa: S105 - of a desk that is thrown away
os.environ["DJANGO_SETTINGS_MODULE"] = "fieber.desk.settings"
os.environ.pop("DATABASE_URL", None)
(FOLDER / "uploads").mkdir()
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.core.cache import cache  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connection, transaction  # noqa: E402 - likewise
from django.test import Client  # noqa: E402 - likewise
from playwright.sync_api import Browser, sync_playwright  # noqa: E402 - likewise
from tests.desk.people import Team, person  # noqa: E402 - likewise
from tests.desk.post import Clock  # noqa: E402 - likewise
from tests.report.browsing import ARGUMENTS, CHROMIUM  # noqa: E402 - likewise
from tests.watch.servers import Mailbox, mail_server  # noqa: E402 - likewise

from fieber.desk.audit.guards import put_up, take_away  # noqa: E402 - likewise
from fieber.desk.people.models import Person, Role  # noqa: E402 - likewise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest import MonkeyPatch  # noqa: PT013 - a type


@pytest.fixture(scope="session")
def _tables() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["*.html", "*.typ"])


@pytest.fixture
def desk(_tables: None) -> Iterator[None]:
    """An empty desk: what a test writes is never kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    _clear_uploads()


@pytest.fixture
def kept(_tables: None) -> Iterator[None]:
    """An empty desk that keeps what is written, for what happens at the end of a transaction or in several threads."""
    yield
    _clear_uploads()
    take_away(connection)  # the audit log lets nobody empty it
    call_command("flush", verbosity=0, interactive=False)
    put_up(connection)
    cache.clear()


def _clear_uploads() -> None:
    for path in (FOLDER / "uploads").iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture
def client(desk: None) -> Client:
    """A browser without script, not signed in, that prefers English."""
    return Client(headers={"accept-language": "en"}, SERVER_NAME="127.0.0.1")


@pytest.fixture
def team(desk: None) -> Team:
    """An administrator and two managers."""
    return Team()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def clock(monkeypatch: MonkeyPatch) -> Clock:
    """What the desk takes for now: a Thursday in November."""
    return Clock(monkeypatch)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that the desk hands its letters to."""
    with mail_server(tmp_path, with_tls=False) as box:
        monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setattr(settings, "EMAIL_PORT", box.port)
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        yield box


@pytest.fixture
def lena(desk: None) -> Person:
    """A creator who reads German."""
    creator = person("lena", Role.CREATOR)
    creator.language = "de"
    creator.save()
    return creator
