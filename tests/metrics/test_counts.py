"""Metrics that are a counter as it stands, and how often somebody posts."""

from __future__ import annotations

import polars as pl
import pytest

from fieber.metrics import comments, followers_gained, likes, posting_rate, reach, saves, shares, views

COUNTERS = (likes, comments, shares, saves, views, reach)


@pytest.mark.parametrize("module", COUNTERS, ids=lambda module: module.METRIC.name)
def test_a_counter_is_its_column(module: object) -> None:
    """The value is the count of the column of the same name, as a number that may have a fraction."""
    metric = module.METRIC  # type: ignore[attr-defined]
    frame = pl.DataFrame({metric.name: [0, 7, None, -1]})

    found = frame.select(metric.measure()).to_series()

    assert found.dtype == pl.Float64
    assert found.to_list() == [0.0, 7.0, None, None]
    assert metric.needs == (metric.name,)
    assert (metric.per, metric.offset) == ("post", 1.0)


def test_new_followers_are_gross() -> None:
    """Followers gained are the day's new ones; those who left do not count against them."""
    frame = pl.DataFrame({"follows": [5, 0, None, -2], "unfollows": [9, 9, 9, 9]})

    assert frame.select(followers_gained.METRIC.measure()).to_series().to_list() == [5.0, 0.0, None, None]


def test_each_post_is_one() -> None:
    """For the posting rate every post counts one, whatever its numbers."""
    frame = pl.DataFrame({"posted_at": ["a", "b"], "likes": [1, None]})

    assert frame.with_columns(n=posting_rate.METRIC.measure())["n"].to_list() == [1.0, 1.0]
