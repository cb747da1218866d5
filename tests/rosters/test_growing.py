"""A roster that grows night by night: its weather and its buckets grow as those of a whole run would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from polars.testing import assert_frame_equal
from tests.rosters.many import many_posts

from fieber.rosters import _plan, roster

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KEYS = ("account", "platform")


def joining(name: str, accounts: int, seed: int, platform: str = "instagram") -> pl.DataFrame:
    """Accounts of another name."""
    made = many_posts(accounts, posts=40, ill=0, seed=seed)
    return made.with_columns(account=name + pl.col("account"), platform=pl.lit(platform))


def test_a_platform_that_joins_has_its_weather(tmp_path: Path) -> None:
    """Accounts of a platform that was not there in the first run make their own weather, as in a whole run."""
    source = tmp_path / "in"
    source.mkdir()
    many_posts(6, posts=40, ill=0).write_parquet(source / "1.parquet")
    roster(source, tmp_path / "out", processes=1)
    joining("new", 8, 5, "tiktok").write_parquet(source / "2.parquet")

    night = roster(source, tmp_path / "out", since_last=True, processes=1)

    whole = roster(source, tmp_path / "whole", processes=1)
    assert night.weather().accounts().filter(platform="tiktok").height == 8
    assert_frame_equal(night.weather().rows, whole.weather().rows, check_exact=True)
    assert night.state.sample == whole.state.sample
    assert night.state.rows == whole.state.rows == (("instagram", 240), ("tiktok", 320))


def test_the_sample_stays_as_large_while_the_roster_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times as many accounts, come in two nights: sample and buckets are those of a whole run."""
    monkeypatch.setattr(_plan, "SAMPLED_ROWS", 400)
    monkeypatch.setattr(_plan, "ROWS", 400)
    source = tmp_path / "in"
    source.mkdir()
    many_posts(10, posts=40, ill=0).write_parquet(source / "1.parquet")
    first = roster(source, tmp_path / "out", processes=1)
    sampled = first.weather().accounts().height
    joining("b", 14, 5).write_parquet(source / "2.parquet")
    roster(source, tmp_path / "out", since_last=True, processes=1)
    joining("c", 16, 6).write_parquet(source / "3.parquet")

    night = roster(source, tmp_path / "out", since_last=True, processes=1)

    whole = roster(source, tmp_path / "whole", processes=1)
    assert sampled == 10
    assert night.weather().accounts().height < 20
    assert_frame_equal(night.weather().rows, whole.weather().rows, check_exact=True)
    assert (first.state.buckets, night.state.buckets, whole.state.buckets) == (1, 4, 4)
    tables = [one.accounts().sort(KEYS).select(*KEYS, "p_value", "fingerprint").collect() for one in (night, whole)]
    assert_frame_equal(*tables, check_exact=True)
