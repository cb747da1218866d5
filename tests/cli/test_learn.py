"""`fieber learn`: a file from a roster, what came out beside what is shipped, and `--priors` that takes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.checkup.rosters import World, only, roster

from fieber.checkup.priors import read_learned
from fieber.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster of 55 accounts, one of them alone, and one too small to learn from."""
    folder = tmp_path_factory.mktemp("learn")
    many = roster(World(accounts=55, scatter=0.7))
    many.write_parquet(folder / "roster.parquet")
    only(many, "a003").write_csv(folder / "one.csv")
    many.filter(pl.col("account") < "a020").write_parquet(folder / "few.parquet")
    return folder


def test_a_file_is_written_and_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What came out is told, the file is there, and a check-up with it names it."""
    priors = folder / "team.json"

    assert main(["learn", str(folder / "roster.parquet"), "--name", "team", "-o", str(priors), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    origin = read_learned(priors).priors().origin
    assert main(["check", str(folder / "one.csv"), "--priors", str(priors), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert "Learned from 55 of 55 accounts" in told
    assert f"1+priors:{origin}" in told
    assert found["method"] == f"1+priors:{origin}"
    assert (origin or "").startswith("team@")


def test_without_a_file_it_goes_to_standard_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output is the file and nothing else."""
    assert main(["learn", str(folder / "roster.parquet")]) == 0

    assert json.loads(capsys.readouterr().out)["accounts"] == 55


@pytest.mark.parametrize(
    ("lang", "sentence"), [("en", "posts and their counts: 20"), ("de", "Posts und ihren Zahlen: 20")]
)
def test_too_small_a_roster_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str, sentence: str
) -> None:
    """Fewer than fifty accounts are refused in the person's language, and no file is left."""
    path = folder / "few.json"

    assert main(["learn", str(folder / "few.parquet"), "-o", str(path), "--lang", lang]) == 2

    assert sentence in capsys.readouterr().err
    assert not path.exists()


def test_priors_that_are_none_are_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is something else ends with exit code 3 and a sentence."""
    other = folder / "other.json"
    other.write_text("{}", encoding="utf-8")

    assert main(["check", str(folder / "one.csv"), "--priors", str(other), "--lang", "en"]) == 3

    assert "other.json holds no priors" in capsys.readouterr().err
