"""Starting the desk: the web server, a worker for the background, or both at once."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from fieber.desk.parent import VARIABLE
from fieber.desk.prepare import Place, Started, prepare_server, prepare_worker, set_environment
from fieber.errors import UsageError, reason_in_german

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROCESSES = min(2, os.cpu_count() or 1)  # of the server: Python works in one at a time
THREADS = 16  # of each: a slow upload keeps one busy while the others answer; each holds a line to the database
PATIENCE = 10  # seconds that the server's processes have to end; whoever still sends a file then begins again
WORKER = (sys.executable, "-m", "django", "work")


def serve(place: Place, tell: Callable[[Started], None]) -> None:
    """Run server and worker until stopped.

    Args:
        place: where. tell: is called once, before the first answer.

    Raises:
        UsageError: the port is taken, the folder cannot be written, or the database does not answer.
    """
    started = _start(place)
    tell(started)
    with _worker():
        _answer(place)


def serve_alone(place: Place, tell: Callable[[Started], None]) -> None:
    """Run the server until stopped; the workers are started elsewhere. For the rest see `serve`."""
    started = _start(place)
    tell(started)
    _answer(place)


def work(place: Place, tell: Callable[[list[str]], None]) -> None:
    """Run a worker until stopped; several may run at once, on several machines too.

    Args:
        place: where; its host and port only name the desk in mails. tell: is called once, with the missing walls.

    Raises:
        UsageError: the folder cannot be written, or the database does not answer.
    """
    os.environ.pop(VARIABLE, None)  # it ends when it is told to, not with whoever started it
    set_environment(place)
    tell(prepare_worker(place))
    call_command("work")


def reseal(place: Place) -> int:
    """Close everything anew with the secret that holds; gives how many texts there were.

    Raises:
        UsageError: the folder cannot be written, or the database does not answer.
    """
    set_environment(place)
    prepare_worker(place)
    return int(call_command("reseal", stdout=io.StringIO()))  # it would print it too


def _start(place: Place) -> Started:
    _check_port(place)
    set_environment(place)
    os.environ[VARIABLE] = str(os.getpid())
    return prepare_server(place)


def _answer(place: Place) -> None:
    server = Granian(
        "fieber.desk.wsgi:application",
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_enabled=False,
    )
    server.serve()


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


@contextmanager
def _worker() -> Iterator[None]:
    """Have a worker for as long as the block runs."""
    done = threading.Event()
    thread = threading.Thread(target=_keep_working, args=(done,))
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


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
