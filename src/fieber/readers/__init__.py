"""One file per platform; each ends in `READER = …` and claims only its own exports.

`read_export` is the way in: it opens what was given, asks every reader, and merges what they read.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fieber import plugins
from fieber.errors import AmbiguousExportError, NoPostsError, UnknownExportError, UnreadableError
from fieber.readers._archive import Archive, open_input
from fieber.readers._entries import SYSTEM_NAMES
from fieber.readers._merge import merge
from fieber.readers._mistakes import explain, is_facebook, no_file_given
from fieber.readers._private import is_private
from fieber.readers._typed import read_typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

__all__ = ["claimants", "read_export", "read_typed"]

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ".parquet", ".jsonl", ".ndjson", ".json"})
MOST_PROBLEMS = 200  # tables of a ZIP that cannot be read: after so many without one that can, the rest is not tried
PART = re.compile(r"(?i)[-_ ]*(part[-_ ]?\d+|\(\d+\))(?=$|\.)|\.zip$")  # "…-part-2.zip", "… (1).zip"


@dataclass(frozen=True, slots=True)
class _Unit:
    """One input with the one reader that claims it; `paths` are what it was opened from."""

    source: Archive
    reader: Reader
    paths: tuple[Path, ...]
    is_inner: bool = False  # a table found inside a ZIP or folder that nobody claims as a whole


def read_export(
    paths: Sequence[Path], *, account: str | None = None, columns: Mapping[str, str] | None = None
) -> Reading:
    """Read everything given together into one `Reading`: files, folders, ZIPs, several parts, several months.

    Args:
        paths: what the person gave; parts of one export are joined, tables are read one by one.
        account: names the account where the export does not.
        columns: overrides for tables, ours → theirs, for example {"posted_at": "Tag der Veröffentlichung"}.

    Raises:
        UsageError: a path does not exist, or an override names a column that is not there.
        UnknownExportError: no reader claims it.
        AmbiguousExportError: two readers claim it.
        NoPostsError: it holds nothing but the like of a table of the audience.
        UnreadableError: it is damaged, protected, empty, or holds nothing that can be read.
    """
    if not paths:
        raise no_file_given()
    readers: dict[str, Reader] = plugins.discover("readers", "READER")
    with ExitStack() as stack:
        units, unknown = _assign(paths, readers, stack)
        readings: list[Reading] = []
        problems: list[UnreadableError] = []
        for unit in units:
            try:
                reading = unit.reader.read(unit.source, account=account, columns=columns)
            except UnreadableError as error:
                is_beside = isinstance(error, NoPostsError) and len(units) > 1
                if not (is_beside or (unit.is_inner and is_general(unit.reader))):
                    raise
                problems.append(error)
                unknown.extend(unit.source.paths())
                if not readings and len(problems) == MOST_PROBLEMS:
                    break
                continue
            readings.append(replace(reading, faults=(*unit.source.faults, *reading.faults)))
    if not readings:
        raise problems[0]
    return merge(readings, account=account, unknown=tuple(str(path) for path in unknown), stem=_stem(paths[0]))


def claimants(source: Input, readers: Iterable[Reader]) -> list[Reader]:
    """Give the readers that claim `source`; the general ones are asked only if no other claims it."""
    known = list(readers)
    special = [reader for reader in known if not is_general(reader) and reader.claims(source)]
    return special or [reader for reader in known if is_general(reader) and reader.claims(source)]


def is_general(reader: Reader) -> bool:
    """Say whether this reader takes whatever table nobody else claims."""
    return bool(getattr(reader, "is_general", False))


def _assign(
    paths: Sequence[Path], readers: Mapping[str, Reader], stack: ExitStack
) -> tuple[list[_Unit], list[PurePosixPath]]:
    units: list[_Unit] = []
    unknown: list[PurePosixPath] = []
    leftovers: list[tuple[Archive, tuple[Path, ...]]] = []
    for group in _parts(_expanded(paths)):
        source = stack.enter_context(open_input(group))
        try:
            reader = _sole(source, readers)
        except AmbiguousExportError:
            found, strangers = _by_folder(source, group, readers)
            if not found:
                raise
            units += found
            unknown += strangers
            continue
        if reader is not None:
            units.append(_Unit(source, reader, group))
            continue
        inner, strangers = _inner_units(source, group, readers)
        if inner:
            units += inner
            unknown += strangers
        else:
            leftovers.append((source, group))
    if leftovers:
        units = _adopt(units, leftovers, readers, stack)
    return _joined(units, stack), unknown


def _joined(units: Sequence[_Unit], stack: ExitStack) -> list[_Unit]:
    """Give single files that only make sense together (pages of answers, posts and their numbers) as one input."""
    together: dict[str, list[_Unit]] = {}
    kept: list[_Unit] = []
    for unit in units:
        is_page = not unit.source.is_container and not unit.is_inner and getattr(unit.reader, "joins_files", False)
        if is_page:
            together.setdefault(unit.reader.name, []).append(unit)
        else:
            kept.append(unit)
    for pages in together.values():
        paths = tuple(path for page in pages for path in page.paths)
        source = pages[0].source if len(pages) == 1 else stack.enter_context(open_input(paths))
        kept.append(replace(pages[0], source=source, paths=paths))
    return kept


def _parts(paths: Sequence[Path]) -> list[tuple[Path, ...]]:
    """Group the parts of one export: ZIPs and folders whose names differ only in the part's number."""
    groups: dict[str, list[Path]] = {}
    for number, path in enumerate(dict.fromkeys(paths)):
        is_part = path.is_dir() or path.suffix.lower() == ".zip"
        key = PART.sub("", path.name or str(path)) if is_part else f"{number}:{path}"
        groups.setdefault(key, []).append(path)
    return [tuple(group) for group in groups.values()]


def _expanded(paths: Sequence[Path]) -> list[Path]:
    """Give the ZIPs that lie in a given folder as if they had been named; the folder too if anything else is in it."""
    given: list[Path] = []
    for path in paths:
        zips = _zips_in(path) if path.is_dir() else []
        if not zips or any(one not in zips and one.name not in SYSTEM_NAMES for one in path.iterdir()):
            given.append(path)
        given += zips
    return given


def _zips_in(folder: Path) -> list[Path]:
    inside = sorted(folder.iterdir())
    return [one for one in inside if one.suffix.lower() == ".zip" and one.is_file() and not one.is_symlink()]


def _by_folder(
    source: Archive, group: tuple[Path, ...], readers: Mapping[str, Reader]
) -> tuple[list[_Unit], list[PurePosixPath]]:
    """Ask for each of the outermost folders by itself: a folder in which several exports lie side by side.

    Gives nothing for a single file.
    """
    units: list[_Unit] = []
    # a folder of letters stays closed as a whole: further in, its files would have lost its name
    closed = {path.parts[0] for path in source.paths() if is_private(PurePosixPath(path.parts[0]))}
    strangers = [path for path in source.paths() if path.parts[0] in closed]
    folders = sorted({path.parts[0] for path in source.paths() if len(path.parts) > 1} - closed)
    loose = [source.only(path) for path in source.paths() if len(path.parts) == 1 and path.parts[0] not in closed]
    if len(folders) + len(loose) < 2:
        return _by_folder(source.under(folders[0]), group, readers) if folders else ([], [])
    for part in (*(source.under(folder) for folder in folders), *loose):
        reader = _sole(part, readers)
        if reader is not None:
            units.append(_Unit(part, reader, group, is_inner=not part.is_container))
            continue
        inner, others = _inner_units(part, group, readers)
        units += inner
        strangers += others if part.is_container else part.paths()
    return units, strangers


def _sole(source: Archive, readers: Mapping[str, Reader]) -> Reader | None:
    # a table inside a ZIP or folder is not the whole of it: general readers are asked file by file
    asked = [reader for reader in readers.values() if not (source.is_container and is_general(reader))]
    found = claimants(source, asked)
    if len(found) > 1:
        names = sorted(reader.name for reader in found)
        raise AmbiguousExportError(
            f"{source.name} is claimed by {' and '.join(names)}; give only the files of one of them",
            de=f"{source.name} passt zu {' und '.join(names)}; gib nur die Dateien von einem davon",
        )
    return found[0] if found else None


def _inner_units(
    source: Archive, group: tuple[Path, ...], readers: Mapping[str, Reader]
) -> tuple[list[_Unit], list[PurePosixPath]]:
    """A ZIP or folder that nobody claims as a whole may still hold tables."""
    if not source.is_container or is_facebook(source):
        return [], []
    units: list[_Unit] = []
    strangers: list[PurePosixPath] = []
    for path in source.paths():
        reader = None
        if path.suffix.lower() in TABLE_SUFFIXES and not is_private(path):
            single = source.only(path)
            reader = _sole(single, readers)
        if reader is None:
            strangers.append(path)
        else:
            units.append(_Unit(single, reader, group, is_inner=True))
    return units, strangers


def _adopt(
    units: list[_Unit],
    leftovers: Sequence[tuple[Archive, tuple[Path, ...]]],
    readers: Mapping[str, Reader],
    stack: ExitStack,
) -> list[_Unit]:
    """Join parts that no reader knows alone (only photos in them) to the one export they were given with."""
    wholes = [unit for unit in units if unit.source.is_container]
    for source, _ in leftovers:
        if not source.is_container or len(wholes) != 1:
            raise _unknown(source, readers)
    whole = wholes[0]
    joined = (*whole.paths, *(path for _, group in leftovers for path in group))
    source = stack.enter_context(open_input(joined))
    return [replace(unit, source=source, paths=joined) if unit is whole else unit for unit in units]


def _unknown(source: Archive, readers: Mapping[str, Reader]) -> UnreadableError:
    mistake = explain(source)
    if mistake is not None:
        return mistake
    # two levels only: deeper folders are named after people
    places = sorted({"/".join(path.parts[:2]) + ("/…" if len(path.parts) > 2 else "") for path in source.paths()})
    some, n_files = ", ".join(places[:3]), len(source.paths())
    guides = [one.guide for one in readers.values() if hasattr(one, "guide") and not is_general(one)]
    known = {lang: ", ".join(sorted(guide.title.in_language(lang) for guide in guides)) for lang in ("en", "de")}
    inside = f" ({n_files} {'file' if n_files == 1 else 'files'}, e.g. {some})" if source.is_container else ""
    darin = f" ({n_files} {'Datei' if n_files == 1 else 'Dateien'}, z. B. {some})" if source.is_container else ""
    return UnknownExportError(
        f"no reader knows {source.name}{inside}. Known are {known['en']}, and tables with one row a post",
        de=f"{source.name}{darin} ist kein Export, den fieber kennt. Bekannt sind {known['de']} "
        "und Tabellen mit einer Zeile je Post",
    )


def _stem(path: Path) -> str:
    name = path.name or path.resolve().name
    for suffix in (".gz", ".tgz", ".tar", ".zip", *sorted(TABLE_SUFFIXES)):
        name = name[: -len(suffix)] if name.lower().endswith(suffix) else name
    return PART.sub("", name) or "account"
