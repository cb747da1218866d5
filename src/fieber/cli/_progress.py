"""Says on standard error how far long work has come; says nothing where nobody looks or nothing takes long."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE_SECONDS = 1.0
TICK_SECONDS = 0.2
CLEAR_LINE = "\r\x1b[K"


class Progress:
    """A line that appears on a terminal after a second of work and is gone when the work is done."""

    def __init__(self) -> None:
        self._line = self._shown = ""
        self._screen = threading.Lock()
        self._done = threading.Event()
        self._writer: threading.Thread | None = None

    def say(self, line: str) -> None:
        """Tell what is being done now."""
        self._line = line

    def wipe(self) -> None:
        """Take the line away, because something else is about to be written."""
        with self._screen:
            if self._shown:
                sys.stderr.write(CLEAR_LINE)
                sys.stderr.flush()
            self._shown = ""

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._writer = threading.Thread(target=self._write, daemon=True)
            self._writer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._writer is not None:
            self._writer.join()

    def _write(self) -> None:
        start, told = time.monotonic(), ""
        while not self._done.wait(TICK_SECONDS):
            # a line that was wiped comes back only when there is something new to say
            if self._line != told and time.monotonic() - start > PATIENCE_SECONDS:
                told = self._line
                with self._screen:
                    self._shown = told
                    sys.stderr.write(CLEAR_LINE + told)
                    sys.stderr.flush()
        self.wipe()
