"""Recognises what people give by mistake, by content, and says what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.errors import UnreadableError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from fieber.readers._protocol import Input

# position, bytes → what it is, and what to do
PICTURE = "a picture; fieber reads exports, not screenshots. You can type the numbers in: fieber check -"
FILM = "a film or a picture; fieber reads exports with numbers"
MAGIC = (
    (0, b"%PDF", "a PDF; ask the platform for the numbers as CSV, Excel or JSON"),
    (0, b"\x89PNG", PICTURE),
    (0, b"\xff\xd8\xff", PICTURE),
    (0, b"GIF8", PICTURE),
    (0, b"RIFF", PICTURE),
    (4, b"ftyp", FILM),
    (0, b"Rar!", "a RAR archive; unpack it and give fieber the folder"),
    (0, b"7z\xbc\xaf", "a 7z archive; unpack it and give fieber the folder"),
    (0, b"\xfd7zXZ", "an xz archive; unpack it first"),
    (257, b"ustar", "a tar archive; unpack it and give fieber the folder"),
    (0, b"\xd0\xcf\x11\xe0", "an old or a password-protected Excel file; save it as .xlsx without password, or as CSV"),
    (0, b"SQLite format 3", "a database; export its table of posts as CSV"),
    (0, b"PK", "an office document without a table of posts; save the table as .xlsx or CSV"),
)
FACEBOOK_FOLDERS = ("your_facebook_activity", "this_profile's_activity_across_facebook")


def explain(source: Input) -> str | None:
    """Say in one sentence what `source` is instead of an export, or None if it is no known mistake."""
    paths = source.paths()
    if not paths:
        return f"{source.name} is empty; download the export again"
    if is_facebook(source):
        return (
            f"{source.name} is a Facebook export, not one from Instagram;"
            " in Meta's dialog choose the Instagram account, format JSON, all time"
        )
    if len(paths) > 1:
        return None
    return _explain_file(source, paths[0])


def is_facebook(source: Input) -> bool:
    """Say whether this is Meta's export of a Facebook account; none of the tables in it are a person's own numbers."""
    return any(folder in path.parts for path in source.paths() for folder in FACEBOOK_FOLDERS)


def _explain_file(source: Input, path: PurePosixPath) -> str | None:
    try:
        start = source.head(path, 4096)
    except UnreadableError as error:
        return str(error)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        return f"{source.name} is empty; download the export again"
    for position, magic, sentence in MAGIC:
        if start[position:].startswith(magic):
            return f"{source.name} is {sentence}"
    return _explain_text(source.name, path, start)


def _explain_text(name: str, path: PurePosixPath, start: bytes) -> str | None:
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head")):
        ending = path.suffix.lower()
        named = f", although it is called {ending}" if ending not in {"", ".html", ".htm"} else ""
        return f"{name} is an HTML page{named}; log in and download the export itself"
    return None
