"""The only door to files, folders, ZIPs and several parts of one export.

Nothing is unpacked to disk, media are never read, links never followed. Whatever is damaged, protected, too large or
tries to leave its folder is an UnreadableError with one sentence: what, where, what to do.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Self

from fieber.readers._entries import bounded, entries_of, is_same
from fieber.readers._limits import (
    DAMAGED,
    MAX_ENTRIES,
    MAX_ENTRY_BYTES,
    MAX_TOTAL_BYTES,
    damaged,
    media,
    too_large,
    too_many,
)
from fieber.readers._mistakes import no_file_given

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieber.model.reading import Fault
    from fieber.readers._entries import Closable, Entry

HEAD_BYTES = 65536


class Archive:
    """An `Input`: what lies in one or several files, folders or ZIPs, by inner path."""

    def __init__(
        self,
        name: str,
        entries: dict[PurePosixPath, Entry],
        *,
        faults: Sequence[Fault] = (),
        opened: Sequence[Closable] = (),
        is_container: bool = False,
    ) -> None:
        self._name = name
        self._entries = dict(sorted(entries.items()))
        self._faults = tuple(faults)
        self._opened = tuple(opened)
        self._bytes_read = 0
        self._last_head: tuple[PurePosixPath, int, bytes] | None = None
        self.is_container = is_container

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the archives."""
        for archive in self._opened:
            archive.close()

    @property
    def name(self) -> str:
        """File or folder name."""
        return self._name

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Links that were not followed."""
        return self._faults

    def paths(self) -> tuple[PurePosixPath, ...]:
        """All inner paths, sorted."""
        return tuple(self._entries)

    def size(self, path: PurePosixPath) -> int:
        """Declared size in bytes."""
        return self._entries[path].size

    def local_path(self, path: PurePosixPath) -> Path | None:
        """The file on disk, if it lies there as it is."""
        return self._entries[path].local

    def head(self, path: PurePosixPath, size: int = HEAD_BYTES) -> bytes:
        """First bytes of one inner file."""
        entry = self._readable(path)
        known = self._last_head
        if known is None or known[0] != path or known[1] < size:
            # every reader asks for the same first bytes: one after another is answered from the last look
            try:
                with entry.open() as stream:
                    known = path, max(size, HEAD_BYTES), stream.read(max(size, HEAD_BYTES))
            except DAMAGED as error:
                raise damaged(entry.where) from error
            self._last_head = known
        return known[2][:size]

    def read(self, path: PurePosixPath) -> bytes:
        """One inner file whole, within the limits."""
        entry = self._readable(path)
        allowed = min(MAX_ENTRY_BYTES, MAX_TOTAL_BYTES - self._bytes_read)
        if entry.size > allowed:
            raise too_large(entry.where)
        try:
            with entry.open() as stream:
                content = bounded(stream, allowed, entry)
        except DAMAGED as error:
            raise damaged(entry.where) from error
        self._bytes_read += len(content)
        return content

    def only(self, path: PurePosixPath) -> Archive:
        """Give one inner file as an input of its own; it shares this one's open ZIPs and must not outlive it."""
        return Archive(path.name, {path: self._entries[path]})

    def under(self, folder: str) -> Archive:
        """Give what lies in one of the outermost folders as if it had been given by itself."""
        deeper = {path: entry for path, entry in self._entries.items() if path.parts[0] == folder and path.parts[1:]}
        inside = {path.relative_to(folder): entry for path, entry in deeper.items()}
        return Archive(folder, inside, is_container=True)

    def _readable(self, path: PurePosixPath) -> Entry:
        entry = self._entries[path]
        if entry.is_media:
            raise media(entry.where)
        return entry


def open_input(paths: Sequence[Path]) -> Archive:
    """Open one file, folder or ZIP, or several parts of one export, as one input.

    The same inner path with the same content in two parts is one file; with other content the later one keeps its
    part's name in front, so that nothing is lost and matching by path ending still works.

    Raises:
        UsageError: a path does not exist, or no path was given.
        UnreadableError: damaged, protected, too large, or a name that leaves the archive.
    """
    if not paths:
        raise no_file_given()
    entries: dict[PurePosixPath, Entry] = {}
    faults: list[Fault] = []
    opened: list[Closable] = []
    for path in paths:
        found = entries_of(path, faults, opened)
        for inner, entry in found.items():
            twin = entries.get(inner)
            if twin is None:
                entries[inner] = entry
            elif not is_same(twin, entry):
                entries[PurePosixPath(path.name) / inner] = entry
        if len(entries) > MAX_ENTRIES:
            raise too_many(path.name)
    is_container = bool(opened) or any(path.is_dir() for path in paths)
    name = paths[0].name or paths[0].resolve().name
    return Archive(name, entries, faults=faults, opened=opened, is_container=is_container)
