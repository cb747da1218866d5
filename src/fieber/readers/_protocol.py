"""What a reader has to promise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Protocol

from fieber.model.reading import Reading


class Input(Protocol):
    """One input as every reader sees it: a file, a folder, a ZIP or several parts of one, behind one set of limits."""

    @property
    def name(self) -> str:
        """File or folder name, for messages; never a full path."""
        ...

    def paths(self) -> tuple[PurePosixPath, ...]:
        """All inner paths (of a plain file: its own name), sorted."""
        ...

    def head(self, path: PurePosixPath, size: int = 65536) -> bytes:
        """First bytes of one inner file."""
        ...

    def read(self, path: PurePosixPath) -> bytes:
        """One inner file whole, within the limits; UnreadableError beyond them."""
        ...


class Reader(Protocol):
    """Reads the exports of one platform or tool."""

    @property
    def name(self) -> str:
        """Short name, as in messages and `Source.reader`."""
        ...

    def claims(self, source: Input) -> bool:
        """Say whether this is surely one of mine, by content, never by file name alone."""
        ...

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it. `account` names the account where the export does not; `columns` overrides (ours → theirs)."""
        ...
