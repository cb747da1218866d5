"""A folder of findings: a file an account, and for pages a list of all of them that leads to each."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from fieber.cli._output import FileOutput
from fieber.errors import UsageError, reason_in_german
from fieber.report.plain import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 60  # letters of an account's name in the name of its file


class FolderOutput:
    """Writes whole files into a folder, which is made if it is not there; files of the same names are replaced.

    Raises:
        UsageError: it is no folder, or cannot be made or written.
    """

    def __init__(self, told: str, inputs: Sequence[Path]) -> None:
        self.path = Path(told)
        self._inputs = inputs
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError(
                f"-o {told}: the folder cannot be made ({reason}); name another one",
                de=f"-o {told}: Den Ordner kann ich nicht anlegen ({reason_in_german(error)}); nenne einen anderen",
            ) from error

    def add(self, name: str, content: str | bytes) -> None:
        """Write one file; it is whole or not there at all."""
        file = FileOutput(str(self.path / name), self._inputs)
        file.write(content)
        file.close()

    def write(self, content: str | bytes) -> None:
        """Write what stands for all accounts."""
        self.add("index.html", content)

    def close(self) -> None:
        """Nothing is left to do."""


def is_folder(told: str | None) -> bool:
    """Say whether -o names a folder: one that is there, or a name that ends like one."""
    return told is not None and (told.endswith(("/", os.sep)) or Path(told).is_dir())


def name_of(account: str, number: int, ending: str) -> str:
    """Give a file name: the number keeps two accounts of one name apart, and the order."""
    bare = re.sub(r"[^\w.-]+", "-", clean(account)).strip("-._")[:LONGEST]
    return f"{number:04d}-{bare}{ending}" if bare else f"{number:04d}{ending}"
