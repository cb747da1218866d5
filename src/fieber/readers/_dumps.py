"""JSON files that somebody saved from an interface: found by what is in them, page by page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fieber.errors import UnreadableError
from fieber.readers._json import document_of
from fieber.readers._private import candidates
from fieber.readers._text import decode, decode_head

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import PurePosixPath

    from fieber.readers._protocol import Input

HEAD_BYTES = 16384


def pages(source: Input, is_one: Callable[[str], bool]) -> list[PurePosixPath]:
    """Give the JSON files whose beginning `is_one` knows."""
    found = []
    for path in candidates(source, ".json", ".jsonl", ".ndjson"):
        head = decode_head(source.head(path, HEAD_BYTES)).lstrip("\ufeff \r\n\t")
        if head[:1] in {"[", "{"} and is_one(head):
            found.append(path)
    return found


def documents(source: Input, path: PurePosixPath) -> list[Any]:
    """Give the values in one file: one, or one a line."""
    content = source.read(path)
    if path.suffix.lower() == ".json":
        return [document_of(content, path.name)]
    found = []
    for line in decode(content).splitlines():
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError):
                found.append(None)
    return found


def nothing_in(name: str, what: str) -> UnreadableError:
    """Say that files of a known kind hold no post."""
    return UnreadableError(
        f"{name} looks like {what}, but holds not one post; save it again, with posts in it",
        de=f"{name} sieht nach {what} aus, enthält aber keinen einzigen Post; speichere es noch einmal, mit"
        " Posts darin",
    )
