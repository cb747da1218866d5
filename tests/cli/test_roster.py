"""`fieber roster`: the headline on the screen, everything else in a folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.rosters.many import many_posts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran


@pytest.fixture
def source(tmp_path: Path) -> str:
    posts = many_posts(26, posts=70)
    # what a spreadsheet would run is a name all the same
    named = pl.when(pl.col("account") == "account_000").then(pl.lit("=cmd()")).otherwise("account")
    posts.with_columns(account=named).write_parquet(tmp_path / "posts.parquet")
    return str(tmp_path / "posts.parquet")


def test_headline_and_folder(fieber: Callable[..., Ran], source: str, tmp_path: Path) -> None:
    """The screen says how many have a fever, how many chance brings, and who stands out; the folder holds the rest."""
    out = tmp_path / "results"

    ran = fieber("roster", source, "-o", str(out), "--processes", "1", "--lang", "en")

    assert ran.code == 0
    text = " ".join(ran.out.split())
    assert text.startswith("26 accounts were checked. Two accounts have a fever. ")
    assert "Among so few, hardly one would have one by chance." in text
    assert "These two stand out beyond chance: " in text
    assert "=cmd()" in text
    assert str(out) in text.replace(" ", "")
    names = {path.name for path in out.iterdir()}
    assert names == {
        ".lock",
        "accounts",
        "groups.parquet",
        "vitals",
        "weather.parquet",
        "weather.json",
        "look_at.csv",
        "look_at.json",
        "roster.html",
        "state.json",
    }
    assert "'=cmd()" in (out / "look_at.csv").read_text(encoding="utf-8")


def test_german_and_json(fieber: Callable[..., Ran], source: str, tmp_path: Path) -> None:
    """The same in German; as JSON with the whole check-up of those that stand out; again with only what is new."""
    out = str(tmp_path / "results")

    first = fieber("roster", source, "-o", out, "--processes", "1", "--lang", "de", "--format", "json")
    again = fieber("roster", source, "-o", out, "--processes", "1", "--lang", "de", "--since-last")

    said = json.loads(first.out)
    assert said["headline"].startswith("Zwei Accounts haben Fieber. ")
    assert "Diese zwei fallen mehr auf, als der Zufall erklärt: " in said["headline"]
    assert [row["checkup"]["account"] for row in said["look_at"]] == [row["account"] for row in said["look_at"]]
    assert said["look_at"][0]["checkup"]["causes"]
    assert again.out.startswith("26 Accounts sind untersucht. Zwei Accounts haben Fieber.")


def test_countries_come_from_a_table_of_accounts(fieber: Callable[..., Ran], source: str, tmp_path: Path) -> None:
    """--accounts brings countries into the table of groups; a file without them is refused."""
    names = pl.read_parquet(source)["account"].unique().to_list()
    pl.DataFrame({"account": names, "country": "DE"}).head(22).write_csv(tmp_path / "accounts.csv")
    out = tmp_path / "results"

    ran = fieber("roster", source, "-o", str(out), "--accounts", str(tmp_path / "accounts.csv"), "--processes", "1")
    refused = fieber("roster", source, "-o", str(out), "--accounts", source)

    assert ran.code == 0
    assert set(pl.read_parquet(out / "groups.parquet")["country"]) == {None, "DE"}
    assert refused.code == 2
    assert "--accounts posts.parquet must be" in refused.err


def test_a_folder_is_needed(fieber: Callable[..., Ran], source: str) -> None:
    """Without -o there is nowhere to put the results."""
    ran = fieber("roster", source)

    assert ran.code == 2
    assert "add -o results" in ran.err
