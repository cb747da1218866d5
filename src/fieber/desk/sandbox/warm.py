"""A process behind the walls that has loaded everything beforehand and waits for one sentence.

Loading takes longer than judging; whoever is on the phone does not wait for it. Each process answers once, so that no
account's posts are there when the next one's come.
"""

from __future__ import annotations

import json
import subprocess
from contextlib import suppress
from threading import Lock, Thread
from typing import Any

from fieber.desk.sandbox import BROKEN, CHILD, ENVIRONMENT, TOO_MUCH, Refused

PATIENCE = 60.0  # seconds


class Warm:
    """At most one process that waits; a new one is started as soon as it is taken."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Have one waiting, so that the first answer is quick too."""
        with self._lock:
            if self._waiting is None or self._waiting.poll() is not None:
                self._waiting = _started()

    def ask(self, order: dict[str, Any]) -> dict[str, Any] | Refused:
        """Give what `answering.answer` says, or why it says nothing."""
        self.begin()
        with self._lock:
            process, self._waiting = self._waiting or _started(), None
        try:
            told, _ = process.communicate(json.dumps(order).encode(), timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return TOO_MUCH
        finally:
            Thread(target=self.begin, daemon=True).start()
        if process.returncode:
            return BROKEN
        found: dict[str, Any] = json.loads(told)
        return Refused(**found["refused"]) if "refused" in found else found

    def end(self) -> None:
        """Let the one that waits go."""
        with self._lock, suppress(OSError):
            if self._waiting is not None:
                self._waiting.kill()
                self._waiting.communicate()
            self._waiting = None


def _started() -> subprocess.Popen[bytes]:
    # it ends by itself when nobody is left who could ask: its standard input closes
    return subprocess.Popen(  # noqa: S603 - our own program, no word of a stranger in the command
        (*CHILD, "answer"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    )


WARM = Warm()
