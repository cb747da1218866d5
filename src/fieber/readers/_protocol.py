"""What a reader has to promise, and what it is given to read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePosixPath

    from fieber.model.reading import Fault, Reading
    from fieber.readers._guide import Guide


class Input(Protocol):
    """One input as every reader sees it: a file, a folder, a ZIP or several parts of one, behind one set of limits.

    Every method raises UnreadableError where a file is damaged, protected or beyond the limits.
    """

    @property
    def name(self) -> str:
        """File or folder name, for messages; never a full path."""
        ...

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was left aside while opening (links that are not followed)."""
        ...

    def paths(self) -> tuple[PurePosixPath, ...]:
        """All inner paths (of a plain file: its own name, without .gz), sorted; media are listed but never opened."""
        ...

    def size(self, path: PurePosixPath) -> int:
        """Size in bytes as stored or declared; of a gzip file the compressed size."""
        ...

    def head(self, path: PurePosixPath, size: int = 65536) -> bytes:
        """First bytes of one inner file."""
        ...

    def read(self, path: PurePosixPath) -> bytes:
        """One inner file whole, within the limits; UnreadableError beyond them."""
        ...

    def __hash__(self) -> int:
        """By identity: what was found out about an input is remembered while it is read."""
        ...

    def local_path(self, path: PurePosixPath) -> Path | None:
        """The same file on disk if it lies there as it is (not in a ZIP, not gzip), so that it can be scanned."""
        ...


class Reader(Protocol):
    """Reads the exports of one platform or tool.

    A reader may also have `is_general = True`: it reads whatever table it can make sense of and is asked only if no
    other reader claims the input, so that a new reader never needs a line in the general one. With `joins_files = True`
    single files given together are read as one input: pages of answers, or posts here and their numbers there.
    """

    @property
    def name(self) -> str:
        """Short name, as in messages and `Source.reader`."""
        ...

    @property
    def guide(self) -> Guide:
        """What `fieber formats` says: what it reads, how to get it, what it cannot tell."""
        ...

    def claims(self, source: Input) -> bool:
        """Say whether this is surely one of mine, by content, never by file name alone."""
        ...

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it.

        Args:
            source: a single file, or a whole ZIP or folder.
            account: names the account where the export does not. Without it an account that the export does not name
                stays null: `read_export` fills it in, when it has seen all files given together.
            columns: overrides, ours → theirs; only for tables.

        Raises:
            UnreadableError: it is mine, but nothing in it can be read.
            UsageError: an override names a column that is not there.
        """
        ...
