"""A copy of everything while the desk goes on working, and the way back, on both databases."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from fieber.desk import postgres
from fieber.desk.environment import variable
from fieber.errors import UsageError, reason_in_german
from fieber.files import write_whole

DATABASE, DUMP, UPLOADS = "desk.sqlite3", "desk.dump", "uploads"
WAIT_SECONDS = 60.0
NAME, NAMES = "desk-%Y-%m-%dT%H%M%SZ.zip", "desk-*Z.zip"  # of backups that lie in one folder


def back_up_into(folder: Path, target: Path) -> Path:
    """Write a backup into a folder of backups, named by the time, and delete those that are too old; gives its path.

    Too old is what the desk tells people: `FIEBER_DESK_BACKUP_DAYS`. Without it all are kept.

    Raises:
        UsageError: as `back_up`.
    """
    now = datetime.now(UTC)
    made = target / now.strftime(NAME)
    back_up(folder, made)
    days = int(os.environ.get("FIEBER_DESK_BACKUP_DAYS") or 0)
    if days:
        oldest = (now - timedelta(days=days)).strftime(NAME)
        for path in target.glob(NAMES):
            if path.name < oldest:
                path.unlink()
    return made


def back_up(folder: Path, target: Path) -> None:
    """Write database and unread uploads into one ZIP, as they were at one moment; not the secret, which is kept apart.

    Raises:
        UsageError: there is no desk, or one of the places cannot be used.
    """
    if not (folder / UPLOADS if postgres.is_used() else folder / DATABASE).exists():
        raise UsageError(
            f"--backup: there is no desk in {folder}; name its folder with --folder",
            de=f"--backup: In {folder} ist kein Desk; nenne seinen Ordner mit --folder",
        )
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as place:
            if postgres.is_used():
                _postgres(folder, Path(place))
            else:
                _at_one_moment(folder, Path(place))
            write_whole(target, lambda file: _pack(Path(place), file), private=True)
    except (OSError, sqlite3.Error) as error:
        raise _failed("--backup", target, error) from None


def _at_one_moment(folder: Path, place: Path) -> None:
    # nobody writes while it is copied and the uploads are linked, so each check-up that waits has its files; one
    # connection holds all writers back, another copies: SQLite copies nothing from within a writer's transaction
    with closing(sqlite3.connect(folder / DATABASE, timeout=WAIT_SECONDS, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with (
            closing(sqlite3.connect(folder / DATABASE)) as source,
            closing(sqlite3.connect(place / DATABASE)) as copy,
        ):
            source.backup(copy)
        _link_uploads(folder, place)
        holder.execute("ROLLBACK")


def _postgres(folder: Path, place: Path) -> None:
    """Copy without holding anybody back: what the copy names lay there before it was begun, or when it was done."""
    _link_uploads(folder, place)
    postgres.dump(place / DUMP)
    _link_uploads(folder, place)


def _link_uploads(folder: Path, place: Path) -> None:
    for path in (folder / UPLOADS).glob("*/*"):  # parts that are still coming lie one level higher
        link = place / UPLOADS / path.parent.name / path.name
        link.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError, FileNotFoundError):  # linked already; or read since, and gone
            os.link(path, link)


def _pack(place: Path, file: object) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for path in sorted(place.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(place))


def restore(folder: Path, source: Path) -> bool:
    """Put a backup into a folder, and a database, where no desk is; gives whether its secret is there too.

    Raises:
        UsageError: a desk is there already, or the file is no backup, or one of another kind of database.
    """
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
        if postgres.is_used():
            try:
                postgres.load(folder / DUMP)
            finally:
                (folder / DUMP).unlink()
    except BadZipFile:
        raise UsageError(
            f"--restore {source}: is no backup of a desk", de=f"--restore {source} ist keine Sicherung eines Desks"
        ) from None
    except OSError as error:
        raise _failed("--restore", source, error) from None
    return bool(variable("FIEBER_DESK_SECRET")) or (folder / "secret").exists()


def _check_ours(archive: ZipFile) -> None:
    """Refuse what is no backup, or would put a file elsewhere."""
    names = [Path(name).parts for name in archive.namelist()]
    wanted, other = ((DUMP,), (DATABASE,)) if postgres.is_used() else ((DATABASE,), (DUMP,))
    if other in names:
        raise UsageError(
            "--restore: this is a backup of the other kind of database; set DATABASE_URL as it was, or leave it out",
            de="--restore: Das ist eine Sicherung der anderen Art von Datenbank; setz DATABASE_URL wie damals, oder"
            " lass es weg",
        )
    uploads = [parts for parts in names if parts != wanted]
    if wanted not in names or any(len(one) != 3 or one[0] != UPLOADS or ".." in one for one in uploads):
        raise BadZipFile


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
