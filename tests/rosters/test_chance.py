"""Who stands out among many: what chance alone gives is counted over all who might have had a fever."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from tests.rosters.many import END, many_posts

import fieber
from fieber.rosters._weigh import chance

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_short_and_noisy_accounts_count_as_tested(tmp_path: Path) -> None:
    """Four hundred healthy accounts with thirty posts each have as many fevers as chance gives, and none stands out."""
    source = tmp_path / "posts.parquet"
    many_posts(400, posts=30, ill=0, seed=5).write_parquet(source)
    results = fieber.roster(source, tmp_path / "out", processes=1)
    counts = results.state.counts
    assert counts.judged > 350
    assert counts.expected_fevers == pytest.approx(counts.judged / (365.25 / 7), rel=0.01)
    room = 3.5 * np.sqrt(counts.expected_fevers)  # Poisson; one chance in some thousands that a right count fails
    assert abs(counts.fevers - counts.expected_fevers) < room
    assert counts.stand_out == 0


def test_sure_but_small_losses_make_no_room_for_chance() -> None:
    """Accounts that lost little for sure have tiny p and no fever; beside them a fever by chance does not stand out."""
    accounts = pl.DataFrame(
        {
            "account": [f"a{i}" for i in range(100)],
            "p_value": [1e-9] * 30 + [0.01] + [0.5] * 69,
            "verdict": ["elevated"] * 30 + ["fever"] + ["healthy"] * 69,
            "tested": True,
        }
    )
    found = chance(accounts.lazy()).beside(accounts)
    assert not found["stands_out"].any()
    assert found.filter(pl.col("verdict") == "fever")["q_value"].to_list() == [1.0]


def test_who_begins_later_is_not_there_yet(tmp_path: Path) -> None:
    """Judged as of a day on which an account had no post, the others are judged as if it were not in the file."""
    posts = many_posts(25, seed=8)
    late = posts.filter((pl.col("account") != "account_005") | (pl.col("posted_at") > END - timedelta(days=20)))
    without = posts.filter(pl.col("account") != "account_005")
    found = []
    for name, table in (("late", late), ("without", without)):
        table.write_parquet(tmp_path / f"{name}.parquet")
        results = fieber.roster(tmp_path / f"{name}.parquet", tmp_path / name, as_of="2026-07-01", processes=1)
        found.append(results.accounts().drop("fingerprint").collect().sort("account"))
    assert found[0].height == 24
    assert found[0].drop("q_value").equals(found[1].drop("q_value"))


def test_what_comes_after_the_moment_is_not_in_the_weather(tmp_path: Path) -> None:
    """Judged as of a day, the weather of all is the same whether the posts after that day are in the file or not."""
    posts = many_posts(40, seed=9)
    day = END - timedelta(days=60)
    found = []
    for name, table in (("whole", posts), ("cut", posts.filter(pl.col("posted_at") <= day))):
        table.write_parquet(tmp_path / f"{name}.parquet")
        results = fieber.roster(tmp_path / f"{name}.parquet", tmp_path / name, as_of=day, processes=1)
        found.append(pl.read_parquet(tmp_path / name / "weather.parquet"))
        assert results.state.counts.sampled == 40
    assert found[0].equals(found[1])
