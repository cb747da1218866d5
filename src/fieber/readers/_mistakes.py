"""Recognises what people give by mistake, by content, and says what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.errors import UnreadableError, UsageError, reason_in_german
from fieber.readers._old_excel import MAGIC as OLD_OFFICE
from fieber.readers._workbook import sheets_of

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

    from fieber.readers._protocol import Input

# what it is, and what to do: in English and in German
PICTURE = (
    "a picture; fieber reads exports, not screenshots. You can type the numbers in: fieber check -",
    "ein Bild; fieber liest Exporte, keine Screenshots. Du kannst die Zahlen eintippen: fieber check -",
)
FILM = (
    "a film or a picture; fieber reads exports with numbers",
    "ein Film oder ein Bild; fieber liest Exporte mit Zahlen",
)
PDF = (
    "a PDF; ask the platform for the numbers as CSV, Excel or JSON",
    "ein PDF; lass dir die Zahlen von der Plattform als CSV, Excel oder JSON geben",
)
RAR = (
    "a RAR archive; unpack it and give fieber the folder",
    "ein RAR-Archiv; entpacke es und gib fieber den Ordner",
)
SEVEN_ZIP = (
    "a 7z archive; unpack it and give fieber the folder",
    "ein 7z-Archiv; entpacke es und gib fieber den Ordner",
)
OLD_EXCEL = (
    "an old Excel file with sheets that fieber does not know; save the table of posts as .xlsx or CSV",
    "eine alte Excel-Datei mit Blättern, die fieber nicht kennt; speichere die Tabelle als .xlsx oder CSV",
)
DATABASE = (
    "a database; export its table of posts as CSV",
    "eine Datenbank; exportiere die Tabelle mit den Posts als CSV",
)
DOCUMENT = (
    "an office document without a table of posts; save the table as .xlsx or CSV",
    "ein Office-Dokument ohne eine Tabelle mit Posts; speichere die Tabelle als .xlsx oder CSV",
)
# position, bytes → what it is
MAGIC = (
    (0, b"%PDF", PDF),
    (0, b"\x89PNG", PICTURE),
    (0, b"\xff\xd8\xff", PICTURE),
    (0, b"GIF8", PICTURE),
    (0, b"RIFF", PICTURE),
    (4, b"ftyp", FILM),
    (0, b"Rar!", RAR),
    (0, b"7z\xbc\xaf", SEVEN_ZIP),
    (0, b"SQLite format 3", DATABASE),
    (0, b"PK", DOCUMENT),
)
DELTA_LOG = "_delta_log"  # says which files of a folder count; without it, rows that were deleted would
FACEBOOK_FOLDERS = ("your_facebook_activity", "this_profile's_activity_across_facebook")


def no_file_given() -> UsageError:
    """Say that there is nothing to read."""
    return UsageError(
        "no file given; name an export, for example: fieber check export.zip",
        de="Es ist keine Datei angegeben; nenne einen Export, zum Beispiel: fieber check export.zip",
    )


def no_such_file(path: Path) -> UsageError:
    """Say that a path leads nowhere."""
    folder = path.parent.name
    return UsageError(
        f"there is no file {path.name} in {folder or 'this folder'}; check the path",
        de=f"Es gibt keine Datei {path.name} in {folder or 'diesem Ordner'}; sieh nach, ob der Pfad stimmt",
    )


def delta_table(name: str) -> UnreadableError:
    """Say who reads a Delta table."""
    return UnreadableError(
        f"{name} is a Delta table: fieber roster reads it; for one account export its rows as Parquet or CSV",
        de=f"{name} ist eine Delta-Tabelle: Die liest fieber roster; für einen Account exportiere seine Zeilen als"
        " Parquet oder CSV",
    )


def not_opened(path: Path, error: OSError) -> UnreadableError:
    """Say that the system does not let us read a file."""
    return UnreadableError(
        f"{path.name} cannot be opened ({error.strerror}); check its permissions",
        de=f"{path.name} lässt sich nicht öffnen ({reason_in_german(error)}); sieh nach, ob du die Datei lesen darfst",
    )


def explain(source: Input) -> UnreadableError | None:
    """Say in one sentence what `source` is instead of an export, or None if it is no known mistake."""
    paths = source.paths()
    if not paths:
        return _empty(source.name)
    if is_facebook(source):
        return UnreadableError(
            f"{source.name} is a Facebook export, not one from Instagram;"
            " in Meta's dialog choose the Instagram account, format JSON, all time",
            de=f"{source.name} ist ein Export von Facebook, nicht von Instagram;"
            " wähle bei Meta den Instagram-Account, als Format JSON und die gesamte Zeit",
        )
    if len(paths) > 1:
        return None
    return _explain_file(source, paths[0])


def is_facebook(source: Input) -> bool:
    """Say whether this is Meta's export of a Facebook account; none of the tables in it are a person's own numbers."""
    return any(folder in path.parts for path in source.paths() for folder in FACEBOOK_FOLDERS)


def _explain_file(source: Input, path: PurePosixPath) -> UnreadableError | None:
    try:
        start = source.head(path, 4096)
    except UnreadableError as error:
        return error
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        return _empty(source.name)
    if start.startswith(OLD_OFFICE):
        return _explain_old(source, path)
    for position, magic, what in MAGIC:
        if start[position:].startswith(magic):
            return _is(source.name, what)
    return _explain_text(source.name, path, start)


def _explain_old(source: Input, path: PurePosixPath) -> UnreadableError:
    try:
        return _is(source.name, DOCUMENT if sheets_of(source, path) is None else OLD_EXCEL)
    except UnreadableError as error:
        return error


def _is(name: str, what: tuple[str, str]) -> UnreadableError:
    return UnreadableError(f"{name} is {what[0]}", de=f"{name} ist {what[1]}")


def _explain_text(name: str, path: PurePosixPath, start: bytes) -> UnreadableError | None:
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head")):
        ending = path.suffix.lower()
        is_misnamed = ending not in {"", ".html", ".htm"}
        named = f", although it is called {ending}" if is_misnamed else ""
        genannt = f", obwohl die Datei auf {ending} endet" if is_misnamed else ""
        return UnreadableError(
            f"{name} is an HTML page{named}; log in and download the export itself",
            de=f"{name} ist eine HTML-Seite{genannt}; melde dich an und lade den Export selbst herunter",
        )
    return None


def _empty(name: str) -> UnreadableError:
    return UnreadableError(
        f"{name} is empty; download the export again", de=f"{name} ist leer; lade den Export noch einmal herunter"
    )
