"""The engine of one machine: whole accounts, each once, whatever the buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fieber.engines import _fold, engines
from fieber.engines._protocol import Posts, Settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from fieber.engines._protocol import Tables

COLUMNS = ("account", "likes")


def counted(rows: pl.DataFrame) -> Tables:
    """Rows and sum of each account."""
    return {"sums": rows.group_by("account").agg(rows=pl.len(), likes=pl.col("likes").sum())}


def files(folder: Path) -> Posts:
    """Two files of a hundred accounts, mixed; the second has no likes; a third has no rows."""
    folder.mkdir()
    whole = pl.DataFrame({"account": [f"a{i % 100}" for i in range(3_000)], "likes": range(3_000)})
    parts = (whole[:2_000], whole[2_000:].drop("likes"), whole[:0])
    for number, part in enumerate(parts):
        part.write_parquet(folder / f"{number}.parquet")
    return Posts(tuple(str(folder / f"{number}.parquet") for number in range(3)), "parquet", COLUMNS)


def test_each_account_is_seen_whole_and_once(tmp_path: Path) -> None:
    """Seven buckets: every account in one of them, with all of its rows."""
    posts = files(tmp_path / "in")
    told: list[tuple[int, int]] = []

    with engines()["local"].open(Settings(tmp_path / "scratch", processes=1)) as session:
        session.map_accounts(posts, counted, tmp_path, buckets=7, tell=lambda done, of: told.append((done, of)))

    found = pl.read_parquet(tmp_path / "sums" / "*.parquet")
    assert found["account"].n_unique() == found.height == 100
    assert set(found["rows"]) == {30}
    assert found["likes"].sum() == sum(range(2_000))
    assert told[0] == (0, 7)
    assert told[-1] == (7, 7)


def test_only_those_who_are_asked_for(tmp_path: Path) -> None:
    """With `only`, no other account is handed over; a bucket without any of them gives nothing."""
    posts, only = files(tmp_path / "in"), pl.DataFrame({"account": ["a3", "a44"]})

    with engines()["local"].open(Settings(tmp_path / "scratch", processes=1)) as session:
        session.map_accounts(posts, counted, tmp_path, buckets=40, only=only)

    found = pl.read_parquet(tmp_path / "sums" / "*.parquet")
    assert found.sort("account")["account"].to_list() == ["a3", "a44"]
    assert set(found["rows"]) == {30}
    assert len(list((tmp_path / "sums").iterdir())) <= 2


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    """A second call leaves the files of the first as they are, and does only what is missing."""
    posts = files(tmp_path / "in")
    with engines()["local"].open(Settings(tmp_path / "scratch", processes=1)) as session:
        session.map_accounts(posts, counted, tmp_path, buckets=5)
        stamps = {part.name: part.stat().st_mtime_ns for part in (tmp_path / "sums").iterdir()}
        first = min(stamps)
        (tmp_path / "sums" / first).unlink()
        (tmp_path / ".done" / first.removeprefix("part-").removesuffix(".parquet")).unlink()

        session.map_accounts(posts, counted, tmp_path, buckets=5)

    again = {part.name: part.stat().st_mtime_ns for part in (tmp_path / "sums").iterdir()}
    assert again.keys() == stamps.keys()
    assert {name for name in stamps if again[name] != stamps[name]} == {first}


def rows_of(piece: pl.DataFrame) -> Tables:
    """Rows of each account in a piece."""
    return {"n": piece.group_by("account").len()}


def summed(tables: Tables) -> Tables:
    """Rows of each account in several pieces."""
    return {"n": tables["n"].group_by("account").agg(pl.col("len").sum())}


def test_rows_in_pieces_add_up(tmp_path: Path) -> None:
    """A function over pieces of the rows sees each row once, and what comes back is put together."""
    posts = files(tmp_path / "in")

    with engines()["local"].open(Settings(tmp_path / "scratch")) as session:
        found = session.map_rows(posts, ["account"], rows_of, summed)

    assert found["n"].height == 100
    assert set(found["n"]["len"]) == {30}


def test_memory_does_not_grow_with_the_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thousand answers of a hundred rows each, never more than a few answers wait together."""
    monkeypatch.setattr(_fold, "FEW", 50)
    piece = pl.DataFrame({"account": [f"a{i}" for i in range(100)], "len": 1}, schema_overrides={"len": pl.UInt32})
    together: list[int] = []

    def recorded(tables: Tables) -> Tables:
        together.append(tables["n"].height)
        return summed(tables)

    found = _fold.folded(({"n": piece} for _ in range(1_000)), recorded)

    assert max(together) <= 2 * 100 + 50 + 100
    assert set(found["n"]["len"]) == {1_000}
    assert _fold.folded([], recorded) == {}
