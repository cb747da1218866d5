"""`fieber record`: says what is new, shows what it holds, forgets for good."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran


def test_recording_says_what_is_new(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """The first time everything is new, the second time nothing; each account has a line."""
    archive = tmp_path / "archive"

    first, second = (fieber("record", two_csv, "--archive", archive) for _ in range(2))

    assert (first.code, first.err, second.code) == (0, "", 0)
    assert first.out.splitlines()[0] == "adam.steady: new posts 120, new readings 120, new days 0"
    assert second.out.splitlines()[1] == "zoe.falls: nothing new"
    assert f"fieber check {archive}" in first.out


def test_the_archive_is_checked_like_the_export(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """`fieber check ARCHIVE` finds what it finds in the export."""
    fieber("record", two_csv, "--archive", tmp_path / "archive")

    found = [
        [json.loads(line) for line in fieber("check", path, "--format", "json").out.splitlines()]
        for path in (two_csv, tmp_path / "archive")
    ]

    assert [one["vitals"] for one in found[0]] == [one["vitals"] for one in found[1]]
    assert [one["verdict"] for one in found[0]] == [one["verdict"] for one in found[1]]


def test_listing_and_forgetting(
    fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list has a line an account; a forgotten one is in it no more. The environment names the archive too."""
    monkeypatch.setenv("FIEBER_ARCHIVE", str(tmp_path / "archive"))
    fieber("record", two_csv)

    before = fieber("record", "--list").out
    gone = fieber("record", "--forget", "zoe.falls", "--lang", "de")
    after = fieber("record", "--list").out

    assert [line.split()[:4] for line in before.splitlines()[1:]] == [
        ["adam.steady", "–", "120", "120"],
        ["zoe.falls", "–", "120", "120"],
    ]
    assert (gone.code, gone.out.startswith("Gelöscht")) == (0, True)
    assert "zoe" not in after
    assert fieber("record", "--forget", "zoe.falls").code == 2


def test_a_moment_can_be_told(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """Without a moment of reading the command asks for one; told, it is in the list."""
    table = tmp_path / "posts.csv"
    table.write_text("account,posted_at,likes\nada,2026-06-01,5\nada,2026-06-03,7\n")

    unsaid = fieber("record", table, "--archive", tmp_path / "one")
    fieber("record", table, "--archive", tmp_path / "two", "--read-at", "2026-06-20")

    assert "--read-at" in unsaid.out
    assert "20 June 2026" in fieber("record", "--list", "--archive", tmp_path / "two").out


@pytest.mark.parametrize(
    "arguments", [(), ("--list", "--forget", "x"), ("posts.csv", "--list"), ("posts.csv", "--read-at", "soon")]
)
def test_mistakes_are_one_sentence(
    fieber: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Wrong use ends with one sentence and exit code 2, and leaves nothing behind."""
    monkeypatch.chdir(tmp_path)

    ran = fieber("record", *arguments, "--archive", "archive")

    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def test_what_terms_forbid_stays_out(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """YouTube's answers are not recorded; the command says why and where that stands, and asks nobody."""
    ran = fieber("record", "youtube:@channel", "--archive", tmp_path / "archive")

    assert ran.code == 2
    assert "https://developers.google.com/youtube/terms/developer-policies" in ran.err
    assert not (tmp_path / "archive").exists()
