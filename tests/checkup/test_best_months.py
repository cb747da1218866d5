"""Best months in two years: told with an interval, never the weather's, and hardly ever by chance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from fieber.api import weather_table
from fieber.checkup import day_number
from fieber.checkup.best_months import BEST, best_months
from fieber.checkup.weather import Peers
from fieber.model.tables import conform

NOW = datetime(2026, 11, 2, tzinfo=UTC)
WEEKS = 118


def roster(
    accounts: int, *, rise: dict[int, float] | None = None, common: float = 0.0, weeks: int = WEEKS
) -> pl.DataFrame:
    """Give posts of accounts with wandering levels; in the last four weeks all gain `common`, single ones `rise`."""
    random = np.random.default_rng(accounts)
    weekly = random.normal(0, 0.05, weeks + 1)
    frames = []
    for number in range(accounts):
        n = random.poisson(3 * weeks)
        day = np.sort(random.uniform(0, 7 * weeks, n))
        walk = np.cumsum(random.normal(0, 0.02, weeks + 1))
        level = 8 + (walk + weekly)[(day // 7).astype(int)]
        level = level + (day >= 7 * (weeks - 4)) * (common + (rise or {}).get(number, 0.0))
        frames.append(
            pl.DataFrame(
                {
                    "account": f"a{number:03d}",
                    "platform": "instagram",
                    "post_id": [f"{number}-{i}" for i in range(n)],
                    "posted_at": [NOW - timedelta(days=7.0 * weeks - float(x)) for x in day],
                    "kind": "photo",
                    "likes": random.poisson(np.exp(level + 0.4 * random.normal(size=n))),
                }
            )
        )
    return conform(pl.concat(frames).with_columns(measured_at=pl.col("posted_at") + pl.duration(days=10)), "posts")


def found(posts: pl.DataFrame) -> pl.DataFrame:
    now = NOW + timedelta(days=1)
    return best_months(posts, day_number(now), {"instagram": Peers(weather_table(posts), 20, is_told=False)})


def test_a_best_month_is_told_with_its_interval() -> None:
    """One of forty doubles its likes for four weeks: it and its gain, held against those before."""
    table = found(roster(40, rise={7: float(np.log(2))}))

    row = table.filter(account="a007").row(0, named=True)
    assert row["low"] < 100 < row["high"]
    assert row["low"] > 0
    assert row["p_value"] < 1e-4
    assert row["posts"] >= 4
    assert table["account"].to_list()[:1] == ["a007"] or table.height <= 3


def test_a_good_month_of_everybody_is_the_weather() -> None:
    """All gain two thirds: nobody has a reason of their own, but one who gained twice as much has."""
    table = found(roster(41, common=float(np.log(5 / 3)), rise={7: float(np.log(2))}))

    assert "a007" in table["account"].to_list()
    assert table.height <= 3


def test_chance_has_best_months_too_but_rarely_so_clear_ones() -> None:
    """Of 150 accounts with nothing new, about 6 have their best month; p of one in a hundred has one at most or two."""
    table = found(roster(150))

    assert (table["p_value"] <= 0.01).sum() <= 4
    assert (table["p_value"] <= 1e-3).sum() <= 1


@pytest.mark.parametrize("weeks", [60, 30])
def test_less_than_two_years_have_no_best_month(weeks: int) -> None:
    """A record over a year is none over two."""
    assert found(roster(25, rise={3: 1.0}, weeks=weeks)).height == 0


def test_without_others_nobody_knows_the_weather() -> None:
    """An account alone, or an empty table, is not answered."""
    alone = roster(1, rise={0: 1.0})

    assert best_months(alone, day_number(NOW), {}).schema == BEST
    assert best_months(alone, day_number(NOW), {}).height == 0
    assert best_months(alone.clear(), day_number(NOW), {}).height == 0
