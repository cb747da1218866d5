"""Whether there is a worker: each says so again and again, where servers on other machines see it too."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import Error, close_old_connections, connection

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "worker"
EVERY_SECONDS = 10.0
GONE_SECONDS = 35.0  # after three beats that did not come


@contextmanager
def beating() -> Iterator[None]:
    """Say that a worker is here and reaches the database, for as long as the block runs."""
    done = threading.Event()

    def beat() -> None:
        while True:
            with suppress(Error):  # the database is away: nothing is said, which says it
                close_old_connections()
                cache.set(NAME, NAME, GONE_SECONDS)
            if done.wait(EVERY_SECONDS):
                break
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def has_worker() -> bool:
    """Say whether some worker was here in the last half minute."""
    return cache.get(NAME) is not None
