"""`fieber anonymise`: files in, a copy without names out."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from tests.cli.conftest import Ran


def checked(fieber: Callable[..., Ran], *paths: Path) -> list[dict[str, object]]:
    lines = fieber("check", *paths, "--format", "json").out.splitlines()
    return sorted(({**json.loads(line), "account": None} for line in lines), key=lambda one: str(one["verdict"]))


def test_the_copy_gets_the_same_verdict(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """What `check` says of the copy is what it says of the original, in both kinds of table."""
    before = checked(fieber, two_csv)

    for ending in ("csv", "parquet"):
        made = fieber("anonymise", two_csv, "-o", tmp_path / f"copy.{ending}")
        after = checked(fieber, tmp_path / f"copy.{ending}")

        assert (made.code, made.err) == (0, "")
        assert f"fieber check {tmp_path / f'copy.{ending}'}" in made.out
        for name in ("vitals", "verdict", "temperature", "finding"):
            assert [one[name] for one in before] == [one[name] for one in after]


def test_no_name_is_written_or_said(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """Neither the file nor what the command says holds a name of the original."""
    made = fieber("anonymise", two_csv, "-o", tmp_path / "copy.parquet")

    everything = (tmp_path / "copy.parquet").read_bytes() + (made.out + made.err).encode()
    assert not [name for name in (b"zoe", b"adam", two_csv.name.encode()) if name in everything]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.parquet"]


def test_a_kept_salt_gives_the_same_names(fieber: Callable[..., Ran], posts_csv: Path, tmp_path: Path) -> None:
    """The salt is made once, is for its owner's eyes only, and makes two copies agree; without it they do not."""
    for name in ("one", "two"):
        fieber("anonymise", posts_csv, "-o", tmp_path / f"{name}.csv", "--salt-file", tmp_path / "salt")
    fieber("anonymise", posts_csv, "-o", tmp_path / "three.csv")

    one, two, three = ((tmp_path / f"{name}.csv").read_text() for name in ("one", "two", "three"))
    assert one == two
    assert one != three
    assert (tmp_path / "salt").stat().st_mode & 0o077 == 0


def test_only_one_account(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """With --account the copy holds that one; a name that is not there is refused."""
    fieber("anonymise", two_csv, "-o", tmp_path / "copy.csv", "--account", "adam.steady")

    assert len((tmp_path / "copy.csv").read_text().splitlines()) == 121
    assert fieber("anonymise", two_csv, "-o", tmp_path / "c.csv", "--account", "nobody").code == 2


def test_random_shift_keeps_the_days_of_the_week(fieber: Callable[..., Ran], posts_csv: Path, tmp_path: Path) -> None:
    """A random shift goes back by whole weeks, and the command says that times are moved."""
    made = fieber("anonymise", posts_csv, "-o", tmp_path / "copy.csv", "--shift-days", "random")

    original, moved = (path.read_text().splitlines()[1] for path in (posts_csv, tmp_path / "copy.csv"))
    days = [
        date.fromisoformat(found[0]) for found in (re.findall(r"\d{4}-\d\d-\d\d", line) for line in (original, moved))
    ]
    assert "moved" in made.out
    assert days[1] < days[0]
    assert days[1].weekday() == days[0].weekday()


def test_mistakes_are_one_sentence(
    fieber: Callable[..., Ran], posts_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be done is said before anything is written, with exit code 2."""
    (tmp_path / "short").write_bytes(b"too short")
    monkeypatch.chdir(tmp_path)

    for arguments in (
        ("-o", "copy.zip"),
        ("-o", "nowhere/copy.csv"),
        ("-o", "copy.csv", "--shift-days", "later"),
        ("-o", "copy.csv", "--salt-file", "short"),
        ("-o", "copy.csv", "--salt-file", "nowhere/salt"),
        ("-o", posts_csv),
    ):
        ran = fieber("anonymise", posts_csv, *arguments)

        assert ran.code == 2, arguments
        assert ran.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["short"]
