"""Every error says the same thing in English and in German."""

from __future__ import annotations

import ast
import copy
import errno
import pickle
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

import fieber
from fieber import errors
from fieber.api import as_time, check_lang
from fieber.checkup.looks import grid
from fieber.cli._output import FileOutput
from fieber.errors import (
    AmbiguousExportError,
    FieberError,
    NoPostsError,
    UnknownExportError,
    UnreadableError,
    UsageError,
    reason_in_german,
)
from fieber.model.tables import conform
from fieber.readers import _limits, _mistakes, read_typed
from fieber.report.catalogue import load
from fieber.simulate.creator import simulated_creator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCES = Path(fieber.__file__).parent
KINDS = (FieberError, UsageError, UnreadableError, NoPostsError, UnknownExportError, AmbiguousExportError)
# pieces that have a name in each language, and what stands for one and the same value
SAME_VALUE = {
    "darin": "inside",
    "genannt": "named",
    "zeiten": "times",
    "HOW_TO_MAP_DE": "HOW_TO_MAP",
    "german": "english",
    "reason": "error",
}
HELPERS = {"reason_in_german"}

FILES: dict[str, bytes] = {
    "empty.csv": b"",
    "header_only.csv": b"posted_at,likes\n",
    "no_header.csv": b"2026-06-01,3\n2026-06-02,4\n",
    "no_dates.csv": b"mood,likes\nfine,3\nbad,4\n",
    "no_counts.csv": b"posted_at,mood\n2026-06-01,fine\n2026-06-02,bad\n",
    "dates_unreadable.csv": b"posted_at,likes\nsoon,3\nlater,4\n",
    "truncated.json": b'[{"posted_at": "2026-06-01", "likes": 3}, {"posted',
    "truncated.csv.gz": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x2b",
    "truncated.zip": b"PK\x03\x04" + bytes(60),
    "damaged.parquet": b"PAR1" + bytes(100),
    "page.json": b"<!doctype html><html><body>Log in</body></html>",
    "page.html": b"<html><head></head></html>",
    "letter.txt": b"Dear all\nthis is a letter, not a table\nYours\n",
    "insights.csv": b"Date,Message,Profile,Network,Likes per post,Comments per post,Message-ID,Profile-ID,Link\n",
}
ENTRIES = {"bomb.zip": ("posts.csv", b"0" * (8 * 2**20)), "escape.zip": ("../posts.csv", b"posted_at,likes\n")}


CALLS: dict[str, Callable[[Path], object]] = {
    "no path": lambda _: fieber.read([]),
    "missing path": lambda folder: fieber.read(folder / "nothing.csv"),
    "no such column of ours": lambda folder: fieber.read(table(folder), map={"love": "likes"}),
    "no such column of theirs": lambda folder: fieber.read(table(folder), map={"likes": "hearts"}),
    "no number typed": lambda _: read_typed("hello", account=None),
    "no table": lambda _: conform([1, 2], "posts"),
    "wrong column": lambda _: conform(pl.DataFrame({"posted_at": [1, 2]}), "posts"),
    "no such account": lambda folder: fieber.check(fieber.read(table(folder)), account="nobody"),
    "no times": lambda _: fieber.check(pl.DataFrame({"likes": [1, 2]})),
    "no date": lambda _: as_time("yesterday", "since"),
    "no such language": lambda _: check_lang("fr"),
    "no such catalogue": lambda _: load("xx"),
    "no step": lambda _: grid(0.0, 10.0, "0d"),
    "too few posts": lambda _: simulated_creator(posts=3, as_of=datetime(2026, 11, 1, tzinfo=UTC)),
    "too many files": lambda folder: raise_it(_limits.too_many(folder.name)),
    "too large": lambda folder: raise_it(_limits.too_large(folder.name)),
    "not opened": lambda folder: raise_it(_mistakes.not_opened(folder, PermissionError(errno.EACCES, "no"))),
    "a folder as output": lambda folder: FileOutput(str(folder), []),
    "no folder for the output": lambda folder: FileOutput(str(folder / "none" / "page.html"), []),
    "output is input": lambda folder: FileOutput(str(table(folder)), [table(folder)]),
}


def table(folder: Path) -> Path:
    path = folder / "posts.csv"
    path.write_text("posted_at,likes\n2026-06-01,3\n2026-06-02,4\n")
    return path


def raise_it(error: FieberError) -> None:
    raise error


def numbers(sentence: str) -> set[str]:
    return {re.sub(r"[.,]", "", found) for found in re.findall(r"\d+(?:[.,]\d+)*", sentence)}


def names(sentence: str) -> set[str]:
    """Give what must not be translated: options, quoted values, names of files and columns."""
    return set(
        re.findall(r"--[a-z-]+|'[^']*'|\b[\w-]+\.(?:csv|json|zip|gz|txt|html|parquet)\b|\b[a-z]+_[a-z]+\b", sentence)
    )


def says_the_same(error: FieberError) -> bool:
    english, german = error.in_language("en"), error.in_language("de")
    assert english == str(error)
    assert german != english
    assert numbers(german) == numbers(english), german
    assert names(german) == names(english), german
    assert "Sie " not in german
    assert "!" not in german
    assert "\n" not in german
    return True


@pytest.mark.parametrize("name", [*FILES, *ENTRIES])
def test_bad_files_are_told_in_both(tmp_path: Path, name: str) -> None:
    """What cannot be read is told in German with the same numbers and names."""
    path = tmp_path / name
    if name in FILES:
        path.write_bytes(FILES[name])
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(*ENTRIES[name])

    with pytest.raises(UnreadableError) as caught:
        fieber.read(path)

    assert says_the_same(caught.value)
    assert name.removesuffix(".gz") in caught.value.in_language("de")


@pytest.mark.parametrize("place", range(len(_mistakes.MAGIC)))
def test_mistakes_are_told_in_both(tmp_path: Path, place: int) -> None:
    """A picture, a PDF or an archive given by mistake is told in German too."""
    position, magic, (_, german) = _mistakes.MAGIC[place]
    path = tmp_path / "export.xyz"
    path.write_bytes(b"x" * position + magic + b" and more of it")

    with pytest.raises(UnreadableError) as caught:
        fieber.read(path)

    assert says_the_same(caught.value)
    if magic != b"PK":  # what begins so but is no ZIP is cut off
        assert caught.value.in_language("de") == f"export.xyz ist {german}"


@pytest.mark.parametrize("case", CALLS)
def test_wrong_use_is_told_in_both(tmp_path: Path, case: str) -> None:
    """What is called wrongly is told in German with the same numbers and names."""
    with pytest.raises(FieberError) as caught:
        CALLS[case](tmp_path)

    assert says_the_same(caught.value)


def sites() -> Iterator[tuple[str, ast.Call]]:
    """Give every place of the sources where an error of ours is made: file and line, and the call."""
    kinds = {kind.__name__ for kind in KINDS}
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                yield f"{path.relative_to(SOURCES)}:{node.lineno}", node


def values_in(sentence: ast.expr) -> set[str]:
    found = {node.id for node in ast.walk(sentence) if isinstance(node, ast.Name)} - HELPERS
    return {SAME_VALUE.get(name, name) for name in found}


def text_in(sentence: ast.expr) -> str:
    parts = sentence.values if isinstance(sentence, ast.JoinedStr) else [sentence]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)


def test_every_place_has_the_same_values_in_both() -> None:
    """Wherever an error is made, its German sentence has the values, numbers and options of the English one."""
    found = list(sites())

    for where, call in found:
        english, german = call.args[0], next(word.value for word in call.keywords if word.arg == "de")
        assert values_in(german) == values_in(english), where
        assert text_in(german) != text_in(english), where
        assert numbers(text_in(german)) == numbers(text_in(english)), where
        assert set(re.findall(r"--[a-z-]+", text_in(german))) == set(re.findall(r"--[a-z-]+", text_in(english))), where
        assert not re.search(r"\bSie\b|\bIhre?n?\b|!", text_in(german)), where
    assert len(found) > 50


def test_every_kind_is_in_the_tree() -> None:
    """The kinds tested here are all that there are, and each gives both sentences."""
    made = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, FieberError)}

    assert made == set(KINDS)
    for kind in KINDS:
        error = kind("two files", de="zwei Dateien")
        assert (str(error), error.in_language("en"), error.in_language("de")) == ("two files",) * 2 + ("zwei Dateien",)
        assert error.in_language("fr") == "two files"


@pytest.mark.parametrize("kind", KINDS)
def test_german_survives_a_copy(kind: type[FieberError]) -> None:
    """An error that another process raised, or that was copied, still speaks both languages."""
    error = kind("two files", de="zwei Dateien")

    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own bytes
        assert type(twin) is kind
        assert (str(twin), twin.in_language("de")) == ("two files", "zwei Dateien")


def test_reasons_of_the_system() -> None:
    """Why the system refused is German; a rare reason keeps its number, one without a number its name."""
    assert reason_in_german(OSError(errno.ENOSPC, "No space left on device")) == "kein Platz mehr"
    assert reason_in_german(OSError(errno.EXDEV, "Invalid cross-device link")) == f"Systemfehler {errno.EXDEV}"
    assert reason_in_german(OSError("anything")) == "OSError"
