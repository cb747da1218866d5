"""What lies in a folder, a ZIP or a tar archive: each file by its inner path, with the way to open it.

Nothing is opened here but the lists of contents. Names that lead out, passwords and bombs are an UnreadableError.
"""

from __future__ import annotations

import gzip
import io
import lzma
import os
import re
import stat
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from fieber.model.reading import Fault
from fieber.readers._limits import (
    DAMAGED,
    MAX_ENTRIES,
    MAX_RATIO,
    MEDIA_SUFFIXES,
    RATIO_COUNTS_FROM,
    bomb,
    damaged,
    leads_out,
    protected,
    too_large,
    too_large_inside,
    too_many,
)
from fieber.readers._mistakes import DELTA_LOG, delta_table, no_such_file, not_opened

if TYPE_CHECKING:
    from collections.abc import Callable

SYSTEM_NAMES = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
ENCRYPTED = 0x1  # bit of a ZIP entry's flags
DRIVE = re.compile(r"[A-Za-z]:")

TAR_MAGIC, TAR_MAGIC_AT = b"ustar", 257
MAX_TAR_RATIO = 100  # a whole archive, photos and all, is at most some 20 times its size
MOST_INNER_ZIPS = 50
MAX_INNER_ZIP_BYTES = 256 * 2**20  # of all ZIPs in one ZIP together: they have to be held in memory


_Stream: TypeAlias = IO[bytes] | gzip.GzipFile | lzma.LZMAFile
Closable: TypeAlias = zipfile.ZipFile | tarfile.TarFile


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
class Entry:
    """One readable file: how to open it, how large it says it is, and the same file on disk where there is one."""

    where: str
    size: int
    stored: int
    checksum: int | None
    open: Callable[[], _Stream]
    local: Path | None = None
    is_media: bool = False


def entries_of(path: Path, faults: list[Fault], opened: list[Closable]) -> dict[PurePosixPath, Entry]:
    """Give all files of one path; adds links that are not followed to `faults`, and what is to be closed to `opened`.

    Raises:
        UsageError: there is no such path.
        UnreadableError: damaged, protected, too large, or a name that leaves the archive.
    """
    if not path.exists():
        raise no_such_file(path)
    if path.is_dir():
        return _folder_entries(path, faults)
    try:
        with path.open("rb") as stream:
            start = stream.read(TAR_MAGIC_AT + len(TAR_MAGIC))
    except OSError as error:
        raise not_opened(path, error) from error
    packer = next((packer for magic, packer in PACKED_MAGIC.items() if start.startswith(magic)), None)
    if start.endswith(TAR_MAGIC) or (packer is _gzip and _holds_tar(path)):
        return _tar_entries(path, faults, opened)
    size = path.stat().st_size
    if packer is not None:
        inner = _unpacked(PurePosixPath(path.name))
        return {inner: Entry(path.name, size, size, None, lambda: packer(path))}
    if start[:2] == b"PK":
        archive = _zip(path)
        if "[Content_Types].xml" not in archive.namelist():
            opened.append(archive)
            return _inner_zips(archive, path.name, opened) or _zip_entries(archive, path.name)
        archive.close()
    return {PurePosixPath(path.name): Entry(path.name, size, size, None, lambda: path.open("rb"), path)}


def _folder_entries(root: Path, faults: list[Fault]) -> dict[PurePosixPath, Entry]:
    entries: dict[PurePosixPath, Entry] = {}
    links = 0
    for folder, folders, files in os.walk(root, followlinks=False):
        inside = [name for name in folders if name not in SYSTEM_NAMES]
        if DELTA_LOG in folders:
            raise delta_table(Path(folder).name)
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


def _file_entry(path: Path, inner: PurePosixPath) -> Entry:
    size = path.stat().st_size
    is_media = inner.suffix.lower() in MEDIA_SUFFIXES
    packer = PACKED.get(path.suffix.lower())
    if packer is not None:
        return Entry(str(inner), size, size, None, lambda: packer(path), None, is_media)
    return Entry(str(inner), size, size, None, lambda: path.open("rb"), path, is_media)


def _zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except DAMAGED as error:
        raise damaged(path.name) from error


def _inner_zips(archive: zipfile.ZipFile, name: str, opened: list[Closable]) -> dict[PurePosixPath, Entry]:
    """Give what lies in the ZIPs of a ZIP that holds nothing else; empty where it holds anything else.

    A ZIP beside other files is somebody's own file within an export, and stays closed.
    """
    own = _zip_entries(archive, name)
    if not 0 < len(own) <= MOST_INNER_ZIPS or any(path.suffix.lower() != ".zip" for path in own):
        return {}
    entries: dict[PurePosixPath, Entry] = {}
    allowed = MAX_INNER_ZIP_BYTES
    for path, entry in own.items():
        allowed -= entry.size
        if allowed < 0:
            raise too_large_inside(name)
        try:
            with entry.open() as stream:
                inner = zipfile.ZipFile(io.BytesIO(bounded(stream, entry.size, entry)))
        except DAMAGED as error:
            raise damaged(entry.where) from error
        opened.append(inner)
        entries |= {PurePosixPath(path.stem) / deeper: one for deeper, one in _zip_entries(inner, path.name).items()}
    return entries


def _holds_tar(path: Path) -> bool:
    try:
        with gzip.open(path) as stream:
            return stream.read(TAR_MAGIC_AT + len(TAR_MAGIC)).endswith(TAR_MAGIC)
    except DAMAGED:
        return False


def _tar_entries(path: Path, faults: list[Fault], opened: list[Closable]) -> dict[PurePosixPath, Entry]:
    allowed = MAX_TAR_RATIO * path.stat().st_size + RATIO_COUNTS_FROM
    entries: dict[PurePosixPath, Entry] = {}
    links = 0
    try:
        archive = tarfile.open(path)  # noqa: SIM115 - the Archive closes it: its files are read later
        opened.append(archive)
        for member in archive:
            allowed -= member.size
            if allowed < 0:  # before what it holds is passed over: that alone takes minutes in a bomb
                raise bomb(path.name)
            links += member.issym() or member.islnk()
            inner = PurePosixPath(member.name)
            if member.isfile() and SYSTEM_NAMES.isdisjoint(inner.parts):
                entries[_unpacked(_within(inner, member.name, path.name))] = _tar_entry(archive, member, path.name)
            if len(entries) > MAX_ENTRIES:
                raise too_many(path.name)
    except DAMAGED as error:
        raise damaged(path.name) from error
    if links:
        faults.append(Fault(path.name, None, "link_not_followed", links))
    return entries


def _tar_entry(archive: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> Entry:
    inner = PurePosixPath(member.name)
    packer = PACKED.get(inner.suffix.lower())

    def open_member() -> _Stream:
        stream = archive.extractfile(member)  # a view on its bytes; nothing is written to disk
        if stream is None:
            raise damaged(name)
        return packer(stream) if packer else stream

    where, is_media = f"{inner.name} in {name}", inner.suffix.lower() in MEDIA_SUFFIXES
    return Entry(where, member.size, member.size, None, open_member, is_media=is_media)


def _zip_entries(archive: zipfile.ZipFile, name: str) -> dict[PurePosixPath, Entry]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_ENTRIES:
        raise too_many(name)
    if any(info.flag_bits & ENCRYPTED for info in infos):
        raise protected(name)
    entries: dict[PurePosixPath, Entry] = {}
    for info in infos:
        inner = _inner_path(info, name)
        if SYSTEM_NAMES.isdisjoint(inner.parts):
            entries[_unpacked(inner)] = _zip_entry(archive, info, inner, name)
    return entries


def _inner_path(info: zipfile.ZipInfo, name: str) -> PurePosixPath:
    # Windows tools write back slashes and drive letters; both must not become a way out
    text = info.filename.replace("\\", "/")
    inner = _within(PurePosixPath(text), text, name)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise leads_out(name)
    return inner


def _within(inner: PurePosixPath, text: str, name: str) -> PurePosixPath:
    if inner.is_absolute() or ".." in inner.parts or DRIVE.match(text) is not None or not inner.parts:
        raise leads_out(name)
    return inner


def _zip_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inner: PurePosixPath, name: str) -> Entry:
    if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise bomb(name)
    packer = PACKED.get(inner.suffix.lower())
    return Entry(
        where=f"{inner.name} in {name}",
        size=info.file_size,
        stored=info.compress_size,
        checksum=info.CRC,
        open=lambda: packer(archive.open(info)) if packer else archive.open(info),
        is_media=inner.suffix.lower() in MEDIA_SUFFIXES,
    )


def is_same(one: Entry, other: Entry) -> bool:
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


def bounded(stream: _Stream, allowed: int, entry: Entry) -> bytes:
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
