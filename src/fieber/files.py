"""Writing to disk so that a power cut at any moment leaves the old file or the new one, never half of one."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNFINISHED = ".part"  # ending of what is being written; whatever has it can be thrown away
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
