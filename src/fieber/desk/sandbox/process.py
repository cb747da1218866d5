"""Running another process that is not trusted: what it may say, and how long it may take, is decided from outside."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended: its code, as `subprocess` gives it, and what it said; late: its time was over."""

    code: int
    told: bytes
    is_late: bool


def run(command: Sequence[str], order: bytes, environment: Mapping[str, str], *, seconds: float, most: int) -> Ended:
    """Give an order on standard input, and wait for the answer; who says more than `most` bytes is ended.

    Not `subprocess.run`, which keeps in memory whatever a broken parser says for minutes.
    """
    is_late = Event()
    with subprocess.Popen(  # noqa: S603 - our own program, no word of a stranger in the command
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback may name what is in the file
        env=environment,
    ) as process:

        def end() -> None:
            is_late.set()
            process.kill()

        clock = Timer(seconds, end)
        clock.start()
        try:
            told = _talk(process, order, most)
            if len(told) > most:
                process.kill()
            return Ended(process.wait(), told, is_late.is_set())
        finally:
            clock.cancel()


def _talk(process: subprocess.Popen[bytes], order: bytes, most: int) -> bytes:
    to, of = process.stdin, process.stdout
    if to is None or of is None:  # both were asked for
        return b""
    with suppress(BrokenPipeError), to:
        to.write(order)
    return of.read(most + 1)
