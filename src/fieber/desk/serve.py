"""Starting the desk: its folder, its database, a worker for the background, and the web server."""

from __future__ import annotations

import io
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from granian import Granian
from granian.constants import Interfaces

from fieber.desk import sandbox
from fieber.desk.parent import VARIABLE
from fieber.errors import UsageError, reason_in_german
from fieber.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWN_EYES = 0o700
PROCESSES = min(2, os.cpu_count() or 1)  # of the server: Python works in one at a time
THREADS = 16  # of each: a slow upload keeps one busy while the others answer; each holds a line to the database
WORKER = (sys.executable, "-m", "django", "work")


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where the desk runs."""

    folder: Path
    host: str
    port: int
    is_demo: bool


def serve(place: Place, tell: Callable[[Started], None]) -> None:
    """Run until stopped.

    Args:
        place: where. tell: is called once, before the first answer.

    Raises:
        UsageError: the port is taken, the folder cannot be written, or the database does not answer.
    """
    _check_port(place)
    _environment(place)
    os.umask(0o077)  # whatever is written from here on is nobody else's to read
    started = prepare(place)
    tell(started)
    done = threading.Event()
    worker = threading.Thread(target=_keep_working, args=(done,))
    worker.start()
    try:
        server = Granian(
            "fieber.desk.wsgi:application",
            address=place.host,
            port=place.port,
            interface=Interfaces.WSGI,
            workers=PROCESSES,
            blocking_threads=THREADS,
            respawn_failed_workers=True,
            log_enabled=False,
        )
        server.serve()
    finally:
        done.set()
        worker.join()


def _check_port(place: Place) -> None:
    """Refuse a port that somebody else has: the server would only say so again and again."""
    with socket.socket(socket.AF_INET6 if ":" in place.host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((place.host, place.port))
        except OSError as error:
            raise UsageError(
                f"--port {place.port}: cannot be used on {place.host} ({error.strerror}); choose another one",
                de=f"--port {place.port} geht auf {place.host} nicht ({reason_in_german(error)}); nimm einen anderen",
            ) from None


def _environment(place: Place) -> None:
    """Tell Django, the worker and the server's processes where everything is."""
    secret = place.folder / "secret"
    try:
        for folder in (place.folder, place.folder / "uploads"):
            folder.mkdir(mode=OWN_EYES, parents=True, exist_ok=True)
        if not secret.exists():
            write_whole(secret, lambda file: file.write(secrets.token_urlsafe(48).encode()), private=True)
    except OSError as error:
        raise UsageError(
            f"--folder {place.folder}: cannot be written ({error.strerror}); choose another one",
            de=f"--folder {place.folder} lässt sich nicht beschreiben ({reason_in_german(error)}); nimm einen anderen",
        ) from None
    os.environ["DJANGO_SETTINGS_MODULE"] = "fieber.desk.settings"
    os.environ["FIEBER_DESK_FOLDER"] = str(place.folder)
    os.environ[VARIABLE] = str(os.getpid())
    os.environ["FIEBER_DESK_DEMO"] = str(int(place.is_demo))
    os.environ.setdefault("FIEBER_DESK_ADDRESS", f"http://{place.host}:{place.port}")


def prepare(place: Place) -> Started:
    """Bring database and static files up to date; give what to tell."""
    django.setup()
    try:
        _check_version()
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError:  # what it says may hold the password
        raise UsageError(
            "DATABASE_URL: this database does not answer, or does not let the desk in",
            de="DATABASE_URL: Diese Datenbank antwortet nicht oder lässt den Desk nicht hinein",
        ) from None
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["*.html", "*.typ", "print"])
    if place.is_demo:
        call_command("demo")
    address = os.environ["FIEBER_DESK_ADDRESS"].rstrip("/")
    secret = call_command("invite", stdout=io.StringIO())  # what a command gives it would print too
    return Started(
        address=f"{address}/",
        invitation=f"{address}/start/{secret}/" if secret else None,
        missing=sandbox.missing(place.folder / "secret"),
        mails=None if os.environ.get("FIEBER_DESK_MAIL") else place.folder / "mails",
        pages=f"{address}/pages/" if call_command("unfinished", stdout=io.StringIO()) and not place.is_demo else None,
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


def _keep_working(done: threading.Event) -> None:
    """Run a worker, and another one where it was killed."""
    while not done.is_set():
        process = subprocess.Popen(WORKER)  # noqa: S603 - our own program
        while process.poll() is None and not done.wait(0.2):
            pass
        if done.is_set():
            process.terminate()
            process.wait()
        else:
            time.sleep(1.0)
