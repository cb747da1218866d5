"""Exit codes: 2 for wrong use, 3 for what cannot be read, 0 for what is readable but poor; always one sentence."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

HEAD = "posted_at,likes\n"
HANDLE = "anna.private"

UNREADABLE: dict[str, tuple[str, bytes]] = {
    "empty": ("posts.csv", b""),
    "header only": ("posts.csv", HEAD.encode()),
    "no date column": ("posts.csv", b"mood,likes\nfine,3\nbad,4\n"),
    "HTML named JSON": ("posts.json", b"<!doctype html><html><body>Log in</body></html>"),
    "PDF": ("posts.pdf", b"%PDF-1.7\n1 0 obj"),
    "truncated ZIP": ("export.zip", b"PK\x03\x04" + bytes(60)),
    "truncated gzip": ("posts.csv.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x2b"),
    "truncated JSON": ("posts.json", b'[{"posted_at": "2026-06-01", "likes": 3}, {"posted'),
}

POOR: dict[str, str] = {
    "one post": HEAD + "2026-06-01,3\n",
    "all zero": HEAD + "".join(f"2026-05-{day:02},0\n" for day in range(1, 29)),
    "duplicates": HEAD + "2026-06-01,3\n" * 5,
    "negative": HEAD + "2026-06-01,-3\n2026-06-02,-1\n",
    "future": "posted_at,likes,measured_at\n2031-01-01,3,2026-06-01\n2026-05-01,4,2026-06-01\n",
    "mixed time zones": HEAD + "2026-06-01T10:00:00+02:00,3\n2026-06-01T10:00:00-05:00,4\n2026-06-02T08:00:00Z,5\n",
    "some dates unreadable": HEAD + "2026-06-01,3\nsoon,4\n",
}


def says_one_sentence(ran: Ran, code: int) -> bool:
    return ran.code == code and ran.out == "" and ran.err.startswith("Error: ") and ran.err.count("\n") == 1


@pytest.mark.parametrize("case", UNREADABLE)
def test_unreadable_input(fieber: Callable[..., Ran], tmp_path: Path, case: str) -> None:
    """What cannot be read ends with 3, one sentence on standard error and nothing on standard output."""
    name, content = UNREADABLE[case]
    path = tmp_path / name
    path.write_bytes(content)

    for form in ("terminal", "json", "html"):
        assert says_one_sentence(fieber("check", path, "--format", form), 3)


def test_unreadable_archives(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """A bomb, a way out of the archive and a password end with 3."""
    for name, inner, content in (
        ("bomb.zip", "posts.csv", b"0" * (8 * 2**20)),
        ("escape.zip", "../posts.csv", b"posted_at,likes\n2026-06-01,3\n"),
        ("locked.zip", "posts.csv", b"posted_at,likes\n2026-06-01,3\n"),
    ):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(inner, content)
        if name == "locked.zip":
            packed = bytearray(path.read_bytes())
            packed[6] |= 1  # the flag "encrypted", in the entry and in the directory
            packed[packed.index(b"PK\x01\x02") + 8] |= 1
            path.write_bytes(bytes(packed))

        assert says_one_sentence(fieber("check", path), 3), name


@pytest.mark.parametrize("case", POOR)
def test_poor_input_is_no_mistake(fieber: Callable[..., Ran], tmp_path: Path, case: str) -> None:
    """Readable but poor input ends with 0 and one object whose vitals all have a reason where nothing is known."""
    path = tmp_path / "posts.csv"
    path.write_text(POOR[case])

    ran = fieber("check", path, "--format", "json")

    found = json.loads(ran.out)
    assert ran.code == 0
    assert found["verdict"] == "unknown"
    assert found["temperature"] is None
    assert all(vital["reason"] for vital in found["vitals"] if vital["verdict"] == "unknown")


def test_other_encodings_are_read(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """UTF-16 and Windows' code page are read, not refused."""
    text = "Datum;Gefällt mir\n" + "".join(f"{day:02}.05.2026;{day}\n" for day in range(1, 29))
    for encoding in ("utf-16", "cp1252", "utf-8-sig"):
        path = tmp_path / "posts.csv"
        path.write_text(text, encoding=encoding)

        ran = fieber("check", path, "--format", "json")

        assert ran.code == 0, encoding
        assert json.loads(ran.out)["coverage"]["posts"] == 28


def test_posts_only_after_as_of(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """An input without a single usable post gives one object with verdict unknown."""
    ran = fieber("check", posts_csv, "--as-of", "2001-01-01", "--format", "json")

    found = json.loads(ran.out)
    assert ran.code == 0
    assert (found["verdict"], found["coverage"]["posts"]) == ("unknown", 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing.csv",),
        (),
        ("POSTS", "--nonsense"),
        ("POSTS", "--format", "docx"),
        ("POSTS", "--lang", "fr"),
        ("POSTS", "--fail-on", "unknown"),
        ("POSTS", "--as-of", "yesterday"),
        ("POSTS", "--since", "2026-13-40"),
        ("POSTS", "--account", "nobody"),
        ("POSTS", "--map", "likes"),
        ("POSTS", "--map", "likes=no such column"),
        ("POSTS", "--map", "likes=a", "--map", "likes=b"),
        ("POSTS", "-"),
        ("POSTS", "-o", "FOLDER"),
        ("POSTS", "-o", "FOLDER/none/page.html"),
        ("POSTS", "-o", "POSTS"),
        ("POSTS", "-o", "/dev/full"),
    ],
)
def test_wrong_use(fieber: Callable[..., Ran], posts_csv: Path, arguments: tuple[str, ...]) -> None:
    """A wrong path, option or argument ends with 2 and one sentence; the input stays as it was."""
    before = posts_csv.read_bytes()
    told = [word.replace("POSTS", str(posts_csv)).replace("FOLDER", str(posts_csv.parent)) for word in arguments]

    ran = fieber("check", *told)

    assert says_one_sentence(ran, 2), ran
    assert posts_csv.read_bytes() == before
    assert [path.name for path in posts_csv.parent.iterdir()] == [posts_csv.name]


def test_wrong_command(fieber: Callable[..., Ran]) -> None:
    """A command that does not exist ends with 2."""
    assert says_one_sentence(fieber("chek", "posts.csv"), 2)


@pytest.mark.parametrize("option", ["--since", "--as-of", "--map"])
def test_typed_numbers_have_no_dates(fieber: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    """Dates and columns are no use with typed numbers, and that is said instead of ignored."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"800 900 1000")))

    value = "likes=b" if option == "--map" else "2026-01-01"
    assert says_one_sentence(fieber("check", "-", option, value), 2)


def test_no_number_typed_in(fieber: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input without a number cannot be read."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"hello \xff\xfe\n")))

    assert says_one_sentence(fieber("check", "-"), 3)


def test_no_handle_on_standard_error(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """Neither faults nor mistakes name an account or a caption."""
    path = tmp_path / "posts.csv"
    path.write_text(
        "account,posted_at,likes,caption\n"
        f"{HANDLE},2026-06-01,3,my secret\n{HANDLE},2026-06-01,3,my secret\n{HANDLE},never,x,my secret\n"
    )

    told = [
        fieber("check", path, "--format", "json").err,
        fieber("check", path, "--account", "somebody").err,
        fieber("check", path, "--map", "likes=nothing").err,
        fieber("check", path, "--as-of", "then").err,
    ]

    assert all(told)
    assert not any(HANDLE in text or "secret" in text for text in told)
