"""Where results go: standard output, or a file that is whole or not there at all."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fieber.errors import UsageError, reason_in_german

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.cli._progress import Progress


class Output(Protocol):
    """Takes the result piece by piece."""

    def write(self, content: str | bytes) -> None:
        """Take another piece: text, or what is no text."""
        ...

    def close(self) -> None:
        """Everything has been written."""
        ...


class StandardOutput:
    """Writes each piece at once; a reader that has gone away is no error.

    Raises:
        UsageError: it cannot be written, for example because the disk is full.
    """

    def __init__(self, encoding: str, progress: Progress) -> None:
        self._encoding = encoding
        self._progress = progress
        self._is_open = True

    def write(self, content: str | bytes) -> None:
        """Write it now."""
        if not self._is_open:
            return
        self._progress.wipe()
        try:
            written = content if isinstance(content, bytes) else content.encode(self._encoding, errors="replace")
            sys.stdout.buffer.write(written)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            self._is_open = False
            # what Python itself would still write at its end goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            raise UsageError(
                f"standard output cannot be written ({error.strerror}); use -o FILE",
                de=f"Auf die Standardausgabe lässt sich nicht schreiben ({reason_in_german(error)}); nimm -o DATEI",
            ) from error

    def close(self) -> None:
        """Nothing is left to do."""


class FileOutput:
    """Keeps everything until the end, then writes it beside the place and renames it.

    Raises:
        UsageError: nothing can be written there, or it is one of the inputs.
    """

    def __init__(self, told: str, inputs: Sequence[Path]) -> None:
        self._name = told
        self._pieces: list[bytes] = []
        self._path = Path(told).resolve()
        if self._path.is_dir():
            raise UsageError(
                f"-o {told} is a folder; name a file in it", de=f"-o {told} ist ein Ordner; nenne eine Datei darin"
            )
        if self._path.exists() and not self._path.is_file():
            raise UsageError(
                f"-o {told} is no ordinary file; leave -o out to write to standard output",
                de=f"-o {told} ist keine gewöhnliche Datei; lass -o weg, dann kommt alles auf die Standardausgabe",
            )
        if not self._path.parent.is_dir():
            raise UsageError(
                f"-o {told}: there is no such folder; make it first",
                de=f"-o {told}: Diesen Ordner gibt es nicht; leg ihn zuerst an",
            )
        if any(path.exists() and self._path.exists() and path.samefile(self._path) for path in inputs):
            raise UsageError(
                f"-o {told} is the input itself; name another file",
                de=f"-o {told} ist die Datei, die gelesen wird; nenne eine andere",
            )

    def write(self, content: str | bytes) -> None:
        """Keep it."""
        self._pieces.append(content if isinstance(content, bytes) else content.encode())

    def close(self) -> None:
        """Write it all, then give it its name: nobody ever sees half a file."""
        temporary = self._path.with_name(f".{self._path.name[:100]}.{secrets.token_hex(4)}.part")
        try:
            try:
                with temporary.open("xb") as file:
                    file.writelines(self._pieces)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(self._path)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError(
                f"-o {self._name} cannot be written ({reason}); name another place",
                de=f"-o {self._name} lässt sich nicht schreiben ({reason_in_german(error)}); nenne einen anderen Ort",
            ) from error
