"""`fieber weather` and `fieber check --roster`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from tests.checkup.rosters import DROP, World, only, roster

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

    Fieber = Callable[..., Ran]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster of 30 accounts that all lost a third, and one of them alone."""
    folder = tmp_path_factory.mktemp("roster")
    posts = roster(World(accounts=30, common=float(np.log(2 / 3))))
    posts.write_csv(folder / "roster.csv")
    only(posts, "a003").write_csv(folder / "one.csv")
    return folder


def test_the_weather_is_told_in_every_form(fieber: Fieber, files: Path, tmp_path: Path) -> None:
    """Terminal, JSON and page by option or by the ending of the file."""
    page = tmp_path / "w.html"

    told, as_json = fieber("weather", files / "roster.csv"), fieber("weather", files / "roster.csv", "--format", "json")
    written = fieber("weather", files / "roster.csv", "-o", page, "--lang", "de")

    assert (told.code, as_json.code, written.code) == (0, 0, 0)
    assert "30 accounts" in told.out
    assert json.loads(as_json.out)["strips"][0]["accounts"] == 30
    assert "Das Wetter" in page.read_text(encoding="utf-8")


def test_a_roster_file_and_its_table_give_the_same_check_up(fieber: Fieber, files: Path, tmp_path: Path) -> None:
    """A table that was kept says what the roster itself says."""
    table = tmp_path / "weather.parquet"
    since = ("--since", f"{DROP:%Y-%m-%d}", "--format", "json")

    kept = fieber("weather", files / "roster.csv", "-o", table)
    found = [
        json.loads(fieber("check", files / "one.csv", "--roster", path, *since).out)
        for path in (table, files / "roster.csv")
    ]

    assert (kept.code, kept.out) == (0, "")
    assert found[0] == found[1]
    assert found[0]["weather"]["accounts"] == found[0]["compared_with"] == 29
    assert found[0]["weather"]["percent"] == pytest.approx(-33, abs=6)


def test_the_weather_of_an_earlier_day(fieber: Fieber, files: Path) -> None:
    """With --as-of, later weeks are not there."""
    told = fieber("weather", files / "roster.csv", "--as-of", "2025-10-01", "--format", "json", "--metric", "likes")

    assert max(json.loads(told.out)["strips"][0]["week"]) <= "2025-10-01"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--metric", "applause"), "no such metric"),
        (("-o", "weather.pdf"), ".parquet"),
        (("--format", "parquet"), "-o weather.parquet"),
        (("-o", "nowhere/weather.parquet"), "folder"),
    ],
)
def test_what_cannot_be_done_is_said(fieber: Fieber, files: Path, arguments: tuple[str, ...], words: str) -> None:
    """Wrong options end with 2 and a sentence."""
    told = fieber("weather", files / "roster.csv", *arguments)

    assert told.code == 2
    assert words in told.err


def test_the_weather_has_a_year(fieber: Fieber, files: Path) -> None:
    """A roster that ended long ago is not taken for one of this year."""
    assert "as of" in (told := fieber("weather", files / "roster.csv", "--as-of", "2025-12-01").out)
    assert "as of 1 December 2025." in told


def test_a_roster_without_posts_has_no_day(fieber: Fieber, tmp_path: Path) -> None:
    """Where nothing can be judged, no day is made up."""
    path = tmp_path / "one.csv"
    path.write_text("posted_at,likes\n2026-05-01,100\n")

    told, as_json = fieber("weather", path), fieber("weather", path, "--format", "json")

    assert "No account has enough posts." in told.out
    assert "as of" not in told.out
    assert json.loads(as_json.out)["as_of"] is None


def test_groups_have_a_temperature_and_say_where_it_is(fieber: Fieber, tmp_path: Path) -> None:
    """Photos in Austria lose 40 %: named in the terminal, in JSON and on the page, in both languages."""
    posts = roster(World(accounts=60, rate=6.0)).with_columns(measured_at=pl.col("posted_at") + pl.duration(days=30))
    number = pl.col("account").str.tail(3).cast(pl.Int64)
    fell = (
        (posts["kind"] == "photo")
        & (posts["posted_at"] >= DROP)
        & (posts["account"].str.tail(1).is_in(["1", "3", "5", "7", "9"]))
    )
    posts = posts.with_columns(likes=pl.when(fell).then(pl.col("likes") * 6 // 10).otherwise("likes"))
    posts.write_parquet(tmp_path / "roster.parquet")
    about = (
        posts.select("account")
        .unique()
        .with_columns(country=pl.when(number % 2 == 1).then(pl.lit("AT")).otherwise(pl.lit("DE")))
    )
    about.write_csv(tmp_path / "accounts.csv")
    asked = ("weather", tmp_path / "roster.parquet", "--accounts", tmp_path / "accounts.csv", "--as-of", "2026-01-30")

    told, german, as_json = fieber(*asked), fieber(*asked, "--lang", "de"), fieber(*asked, "--format", "json")
    page = fieber(*asked, "--format", "html")

    assert "Instagram: photos, Austria" in told.out
    assert "Instagram: Fotos, Österreich" in german.out
    assert "Instagram: photos, Austria" in page.out
    (where,) = [one for one in json.loads(as_json.out)["groups"] if one["is_where"]]
    assert (where["country"], where["kind"], where["size"]) == ("AT", "photo", None)


def test_a_table_of_accounts_without_country_or_size_is_refused(fieber: Fieber, files: Path, tmp_path: Path) -> None:
    """What cannot be used is said, not left out quietly."""
    (tmp_path / "accounts.csv").write_text("account,colour\na001,red\n", encoding="utf-8")

    for name in ("accounts.csv", "nowhere.parquet"):
        told = fieber("weather", files / "roster.csv", "--accounts", tmp_path / name)
        assert told.code == 2
        assert "size_tier" in told.err
