"""Writing to disk so that a power cut at any moment leaves the old file or the new one, never half of one.

And one run at a time: who works in a folder holds it.
"""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from fieber.errors import UsageError, reason_in_german

try:
    import fcntl
except ImportError:  # Windows has none; there two runs at once are the person's own care
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

UNFINISHED = ".part"  # ending of what is being written; whatever has it can be thrown away
LOCK = ".lock"  # in a folder that one run at a time works in; it stays there, and means nothing by itself
OWN_EYES = 0o600


def write_whole(path: Path, write: Callable[[IO[bytes]], object], *, private: bool = False) -> None:
    """Let `write` fill a file beside `path`, then give it that name; the disk has it when this returns.

    Args:
        path: where it is to stand; its folder is there. write: gets the open file. private: only its owner may read it.

    Raises:
        OSError: it cannot be written; what stood there before is still there.
    """
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}{UNFINISHED}")
    mode = OWN_EYES if private else 0o666
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the disk remember which names a folder holds; a system that cannot (Windows) does so by itself."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def waiting_for(folder: Path) -> Iterator[None]:
    """Hold a folder for this run alone; where another run holds it, wait until it has ended."""
    with (folder / LOCK).open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)  # let go of by the system, however this run ends
        yield


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder for this run alone.

    Raises:
        UsageError: another run holds it, or it cannot be written.
    """
    try:
        file = (folder / LOCK).open("w")
    except OSError as error:
        raise UsageError(
            f"{folder.name} cannot be written ({error.strerror}); name another folder",
            de=f"In {folder.name} lässt sich nicht schreiben ({reason_in_german(error)}); nenne einen anderen Ordner",
        ) from error
    with file:
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                f"another run of fieber is at work in {folder.name}; wait until it has ended, or name another folder",
                de=f"In {folder.name} arbeitet gerade ein anderer Lauf von fieber; warte, bis er fertig ist, oder nenne"
                " einen anderen Ordner",
            ) from None
        yield
