"""Whoever is on the phone waits for nothing else: a process is there for them, and the background stands back."""

from __future__ import annotations

import os
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from tests.desk.people import listed_account, person

from fieber.desk.people.models import Role
from fieber.desk.phone.asking import get_ready
from fieber.desk.roster.models import Kept
from fieber.desk.sandbox.warm import WARM
from fieber.desk.serve import WORKER

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60.0  # seconds


def is_waiting() -> bool:
    return WARM._waiting is not None and WARM._waiting.poll() is None


@pytest.fixture
def cold() -> Iterator[None]:
    WARM.end()
    yield
    WARM.end()


def test_a_process_waits_where_posts_are_kept(kept: None, cold: None) -> None:
    """It is started with the server; a desk without a list needs none."""
    get_ready()
    assert not is_waiting()

    Kept.objects.create(account=listed_account(person("mara", Role.MANAGER)), posts="")
    get_ready()

    assert is_waiting()


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no niceness")
def test_the_worker_stands_back(kept: None) -> None:
    """Pages come before what is done in the background."""
    worker = subprocess.Popen(WORKER)
    end = time.monotonic() + PATIENCE
    try:
        while os.getpriority(os.PRIO_PROCESS, worker.pid) <= os.getpriority(os.PRIO_PROCESS, 0):
            assert time.monotonic() < end
            assert worker.poll() is None
            time.sleep(0.1)
    finally:
        worker.terminate()
        worker.wait()
