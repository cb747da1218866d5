"""Folder and database of a desk, brought up to date: once, however many processes start at the same moment."""

from __future__ import annotations

import io
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from fieber.desk import sandbox
from fieber.desk.environment import variable
from fieber.errors import UsageError, reason_in_german
from fieber.files import LOCK, waiting_for, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWN_EYES = 0o700
NUMBER = int.from_bytes(b"fieber")  # of a lock in PostgreSQL that no other program there takes


@dataclass(frozen=True, slots=True)
class Place:
    """Where the desk runs."""

    folder: Path
    host: str
    port: int
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Started:
    """What to tell whoever started it: where it is, how the first administrator joins, which walls are missing.

    mails: the folder into which they are written where there is no mail server. pages: where the legal pages
    are filled in, while they are not.
    """

    address: str
    invitation: str | None
    missing: list[str]
    mails: Path | None
    pages: str | None


def set_environment(place: Place) -> None:
    """Tell Django, the worker and the server's processes where everything is.

    Raises:
        UsageError: the folder cannot be written.
    """
    os.umask(0o077)  # whatever is written from here on is nobody else's to read
    try:
        for folder in (place.folder, place.folder / "uploads"):
            folder.mkdir(mode=OWN_EYES, parents=True, exist_ok=True)
        with waiting_for(place.folder):
            _make_secret(place.folder / "secret")
    except OSError as error:
        raise UsageError(
            f"--folder {place.folder}: cannot be written ({error.strerror}); choose another one",
            de=f"--folder {place.folder} lässt sich nicht beschreiben ({reason_in_german(error)}); nimm einen anderen",
        ) from None
    os.environ["DJANGO_SETTINGS_MODULE"] = "fieber.desk.settings"
    os.environ["FIEBER_DESK_FOLDER"] = str(place.folder)
    os.environ["FIEBER_DESK_DEMO"] = str(int(place.is_demo))
    os.environ.setdefault("FIEBER_DESK_ADDRESS", f"http://{place.host}:{place.port}")


def _make_secret(path: Path) -> None:
    if not path.exists() and not variable("FIEBER_DESK_SECRET"):
        write_whole(path, lambda file: file.write(secrets.token_urlsafe(48).encode()), private=True)


def prepare_worker(place: Place) -> list[str]:
    """Bring the database up to date; give which walls are missing.

    Raises:
        UsageError: the database does not answer, or a newer fieber has changed it.
    """
    django.setup()
    with _alone(place.folder):
        _migrate()
    return sandbox.missing(place.folder / LOCK)


def prepare_server(place: Place) -> Started:
    """Bring database and static files up to date; give what to tell.

    Raises:
        UsageError: the database does not answer, or a newer fieber has changed it.
    """
    django.setup()
    with _alone(place.folder):
        _migrate()
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["*.html", "*.typ", "print"])
        if place.is_demo:
            call_command("demo")
    address = os.environ["FIEBER_DESK_ADDRESS"].rstrip("/")
    secret = call_command("invite", stdout=io.StringIO())  # what a command gives it would print too
    return Started(
        address=f"{address}/",
        invitation=f"{address}/start/{secret}/" if secret else None,
        missing=sandbox.missing(place.folder / LOCK),
        mails=None if variable("FIEBER_DESK_MAIL") else place.folder / "mails",
        pages=f"{address}/pages/" if call_command("unfinished", stdout=io.StringIO()) and not place.is_demo else None,
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else is at it: on this machine by the folder, on others by a lock in their database."""
    with waiting_for(folder):
        if connection.vendor != "postgresql":
            yield
            return
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
        except OperationalError:
            raise _away() from None
        try:
            yield
        finally:
            connection.close()  # the lock ends with the line, also where an error broke it


def _migrate() -> None:
    try:
        _check_version()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except OperationalError:
        raise _away() from None


def _away() -> UsageError:
    # what the database itself says may hold the password
    return UsageError(
        "DATABASE_URL: this database does not answer, or does not let the desk in",
        de="DATABASE_URL: Diese Datenbank antwortet nicht oder lässt den Desk nicht hinein",
    )


def _check_version() -> None:
    """Refuse a database that a newer fieber has changed: what it keeps there this one does not know of."""
    loader = MigrationLoader(connection)
    unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    if any(app in loader.migrated_apps for app, _ in unknown):
        raise UsageError(
            "this desk was used with a newer fieber; install that one, or restore a backup from before",
            de="Hier lief schon ein neueres fieber; installiere das, oder stell eine Sicherung von vorher wieder her",
        )
