"""The only door to files, folders, ZIPs and several parts of one export.

Nothing is unpacked to disk, media are never read, links never followed. Whatever is damaged, protected, too large or
tries to leave its folder is an UnreadableError with one sentence: what, where, what to do.
"""

from __future__ import annotations

import gzip
import io
import lzma
import os
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Self, TypeAlias

from fieber.model.reading import Fault
from fieber.readers._limits import (
    MAX_ENTRIES,
    MAX_ENTRY_BYTES,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    MEDIA_SUFFIXES,
    RATIO_COUNTS_FROM,
    bomb,
    damaged,
    leads_out,
    media,
    protected,
    too_large,
    too_many,
)
from fieber.readers._mistakes import no_file_given, no_such_file, not_opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SYSTEM_NAMES = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
HEAD_BYTES = 65536
ENCRYPTED = 0x1  # bit of a ZIP entry's flags
DRIVE = re.compile(r"[A-Za-z]:")

DAMAGED = (zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, lzma.LZMAError, EOFError, NotImplementedError, OSError)


_Stream: TypeAlias = IO[bytes] | gzip.GzipFile | lzma.LZMAFile


def _gzip(origin: Path | IO[bytes]) -> _Stream:
    return gzip.open(origin, "rb")


def _xz(origin: Path | IO[bytes]) -> _Stream:
    return lzma.open(origin, "rb")


# ending, or first bytes → how a packed file is opened; inside it is one file
PACKED: dict[str, Callable[[Any], _Stream]] = {".gz": _gzip, ".xz": _xz}
PACKED_MAGIC: dict[bytes, Callable[[Any], _Stream]] = {b"\x1f\x8b": _gzip, b"\xfd7zX": _xz}


def _unpacked(path: PurePosixPath) -> PurePosixPath:
    return path.with_suffix("") if path.suffix.lower() in PACKED else path


@dataclass(frozen=True, slots=True)
class _Entry:
    """One readable file: how to open it, how large it says it is, and the same file on disk where there is one."""

    where: str
    size: int
    stored: int
    checksum: int | None
    open: Callable[[], _Stream]
    local: Path | None = None
    is_media: bool = False


class Archive:
    """An `Input`: what lies in one or several files, folders or ZIPs, by inner path."""

    def __init__(
        self,
        name: str,
        entries: dict[PurePosixPath, _Entry],
        *,
        faults: Sequence[Fault] = (),
        zips: Sequence[zipfile.ZipFile] = (),
        is_container: bool = False,
    ) -> None:
        self._name = name
        self._entries = dict(sorted(entries.items()))
        self._faults = tuple(faults)
        self._zips = tuple(zips)
        self._bytes_read = 0
        self._last_head: tuple[PurePosixPath, int, bytes] | None = None
        self.is_container = is_container

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the ZIP files."""
        for archive in self._zips:
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
                content = _bounded(stream, allowed, entry)
        except DAMAGED as error:
            raise damaged(entry.where) from error
        self._bytes_read += len(content)
        return content

    def only(self, path: PurePosixPath) -> Archive:
        """Give one inner file as an input of its own; it shares this one's open ZIPs and must not outlive it."""
        return Archive(path.name, {path: self._entries[path]})

    def _readable(self, path: PurePosixPath) -> _Entry:
        entry = self._entries[path]
        if entry.is_media:
            raise media(entry.where)
        return entry


def _bounded(stream: _Stream, allowed: int, entry: _Entry) -> bytes:
    chunks: list[bytes] = []
    total = 0
    while chunk := stream.read(2**20):
        total += len(chunk)
        if total > RATIO_COUNTS_FROM and total > MAX_RATIO * max(entry.stored, 1):
            raise bomb(entry.where)
        if total > allowed:
            raise too_large(entry.where)
        chunks.append(chunk)
    return b"".join(chunks)


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
    entries: dict[PurePosixPath, _Entry] = {}
    faults: list[Fault] = []
    zips: list[zipfile.ZipFile] = []
    for path in paths:
        found = _open_one(path, faults, zips)
        for inner, entry in found.items():
            twin = entries.get(inner)
            if twin is None:
                entries[inner] = entry
            elif not _is_same(twin, entry):
                entries[PurePosixPath(path.name) / inner] = entry
        if len(entries) > MAX_ENTRIES:
            raise too_many(path.name)
    is_container = bool(zips) or any(path.is_dir() for path in paths)
    name = paths[0].name or paths[0].resolve().name
    return Archive(name, entries, faults=faults, zips=zips, is_container=is_container)


def _open_one(path: Path, faults: list[Fault], zips: list[zipfile.ZipFile]) -> dict[PurePosixPath, _Entry]:
    if not path.exists():
        raise no_such_file(path)
    if path.is_dir():
        return _folder_entries(path, faults)
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise not_opened(path, error) from error
    packer = next((packer for magic, packer in PACKED_MAGIC.items() if start.startswith(magic)), None)
    if packer is not None:
        inner = _unpacked(PurePosixPath(path.name))
        size = path.stat().st_size
        return {inner: _Entry(path.name, size, size, None, lambda: packer(path))}
    if start[:2] == b"PK":
        archive = _zip(path)
        if "[Content_Types].xml" not in archive.namelist():
            zips.append(archive)
            return _zip_entries(archive, path.name)
        archive.close()
    size = path.stat().st_size
    return {PurePosixPath(path.name): _Entry(path.name, size, size, None, lambda: path.open("rb"), path)}


def _folder_entries(root: Path, faults: list[Fault]) -> dict[PurePosixPath, _Entry]:
    entries: dict[PurePosixPath, _Entry] = {}
    links = 0
    for folder, folders, files in os.walk(root, followlinks=False):
        inside = [name for name in folders if name not in SYSTEM_NAMES]
        links += sum((Path(folder) / name).is_symlink() for name in inside)
        folders[:] = [name for name in inside if not (Path(folder) / name).is_symlink()]
        for name in files:
            path = Path(folder) / name
            if name in SYSTEM_NAMES:
                continue
            if not stat.S_ISREG(path.lstat().st_mode):
                links += 1
                continue
            inner = _unpacked(PurePosixPath(path.relative_to(root).as_posix()))
            entries[inner] = _file_entry(path, inner)
        if len(entries) > MAX_ENTRIES:
            raise too_many(root.name)
    if links:
        faults.append(Fault(root.name, None, "link_not_followed", links))
    return entries


def _file_entry(path: Path, inner: PurePosixPath) -> _Entry:
    size = path.stat().st_size
    is_media = inner.suffix.lower() in MEDIA_SUFFIXES
    packer = PACKED.get(path.suffix.lower())
    if packer is not None:
        return _Entry(str(inner), size, size, None, lambda: packer(path), None, is_media)
    return _Entry(str(inner), size, size, None, lambda: path.open("rb"), path, is_media)


def _zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise damaged(path.name) from error


def _zip_entries(archive: zipfile.ZipFile, name: str) -> dict[PurePosixPath, _Entry]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_ENTRIES:
        raise too_many(name)
    if any(info.flag_bits & ENCRYPTED for info in infos):
        raise protected(name)
    entries: dict[PurePosixPath, _Entry] = {}
    for info in infos:
        inner = _inner_path(info, name)
        if SYSTEM_NAMES.isdisjoint(inner.parts):
            entries[_unpacked(inner)] = _zip_entry(archive, info, inner, name)
    return entries


def _inner_path(info: zipfile.ZipInfo, name: str) -> PurePosixPath:
    # Windows tools write back slashes and drive letters; both must not become a way out
    text = info.filename.replace("\\", "/")
    inner = PurePosixPath(text)
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    is_outside = inner.is_absolute() or ".." in inner.parts or DRIVE.match(text) is not None
    if is_outside or is_link or not inner.parts:
        raise leads_out(name)
    return inner


def _zip_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inner: PurePosixPath, name: str) -> _Entry:
    if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise bomb(name)
    packer = PACKED.get(inner.suffix.lower())
    return _Entry(
        where=f"{inner.name} in {name}",
        size=info.file_size,
        stored=info.compress_size,
        checksum=info.CRC,
        open=lambda: packer(archive.open(info)) if packer else archive.open(info),
        is_media=inner.suffix.lower() in MEDIA_SUFFIXES,
    )


def _is_same(one: _Entry, other: _Entry) -> bool:
    if one.size != other.size:
        return False
    if one.is_media or (one.checksum is not None and one.checksum == other.checksum):
        return True
    if one.checksum is not None and other.checksum is not None:
        return False
    with one.open() as first, other.open() as second:
        return _digest(first) == _digest(second)


def _digest(stream: _Stream) -> int:
    checksum = 0
    while chunk := stream.read(io.DEFAULT_BUFFER_SIZE):
        checksum = zlib.crc32(chunk, checksum)
    return checksum
