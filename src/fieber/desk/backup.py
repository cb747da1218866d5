"""A copy of everything while the desk goes on working, and the way back (SQLite; PostgreSQL has tools of its own)."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from fieber.errors import UsageError, reason_in_german
from fieber.files import write_whole

DATABASE, UPLOADS = "desk.sqlite3", "uploads"
WAIT_SECONDS = 60.0


def back_up(folder: Path, target: Path) -> None:
    """Write database and unread uploads into one ZIP, as they were at one moment; not the secret, which is kept apart.

    Nobody writes while the database is copied and the uploads are linked, so each check-up that waits has its files.

    Raises:
        UsageError: the database is elsewhere, there is none, or one of the places cannot be used.
    """
    _check_here()
    if not (folder / DATABASE).is_file():
        raise UsageError(
            f"--backup: there is no desk in {folder}; name its folder with --folder",
            de=f"--backup: In {folder} ist kein Desk; nenne seinen Ordner mit --folder",
        )
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as place:
            _at_one_moment(folder, Path(place))
            write_whole(target, lambda file: _pack(Path(place), file), private=True)
    except (OSError, sqlite3.Error) as error:
        raise _failed("--backup", target, error) from None


def _at_one_moment(folder: Path, place: Path) -> None:
    # one connection holds all writers back, another copies: SQLite copies nothing from within a writer's transaction
    with closing(sqlite3.connect(folder / DATABASE, timeout=WAIT_SECONDS, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with (
            closing(sqlite3.connect(folder / DATABASE)) as source,
            closing(sqlite3.connect(place / DATABASE)) as copy,
        ):
            source.backup(copy)
        for path in (folder / UPLOADS).glob("*/*"):  # parts that are still coming lie one level higher
            link = place / UPLOADS / path.parent.name / path.name
            link.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, link)
        holder.execute("ROLLBACK")


def _pack(place: Path, file: object) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for path in sorted(place.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(place))


def restore(folder: Path, source: Path) -> bool:
    """Put a backup into a folder where no desk is; gives whether its secret is there too.

    Raises:
        UsageError: the database is elsewhere, a desk is there already, or the file is no backup.
    """
    _check_here()
    if (folder / DATABASE).exists():
        raise UsageError(
            f"--restore: there is a desk in {folder} already; choose an empty folder",
            de=f"--restore: In {folder} ist schon ein Desk; nimm einen leeren Ordner",
        )
    try:
        with ZipFile(source) as archive:
            _check_ours(archive)
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            archive.extractall(folder)
    except BadZipFile:
        raise UsageError(
            f"--restore {source}: is no backup of a desk", de=f"--restore {source} ist keine Sicherung eines Desks"
        ) from None
    except OSError as error:
        raise _failed("--restore", source, error) from None
    return bool(os.environ.get("FIEBER_DESK_SECRET")) or (folder / "secret").exists()


def _check_ours(archive: ZipFile) -> None:
    """Refuse what is no backup, or would put a file elsewhere."""
    names = [Path(name).parts for name in archive.namelist()]
    uploads = [parts for parts in names if parts != (DATABASE,)]
    if (DATABASE,) not in names or any(len(one) != 3 or one[0] != UPLOADS or ".." in one for one in uploads):
        raise BadZipFile


def _check_here() -> None:
    if os.environ.get("DATABASE_URL"):
        raise UsageError(
            "DATABASE_URL: back up and restore this database with its own tools (docs/guide/desk.md)",
            de="DATABASE_URL: Sichere diese Datenbank mit ihren eigenen Werkzeugen (docs/guide/desk.de.md)",
        )


def _failed(option: str, path: Path, error: Exception) -> UsageError:
    if isinstance(error, OSError):
        return UsageError(
            f"{option} {path}: does not work ({error.strerror})",
            de=f"{option} {path} geht nicht ({reason_in_german(error)})",
        )
    return UsageError(
        f"{option} {path}: does not work (the database is busy or damaged)",
        de=f"{option} {path} geht nicht (die Datenbank ist beschäftigt oder beschädigt)",
    )
