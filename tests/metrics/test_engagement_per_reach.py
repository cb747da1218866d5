"""Interactions per reached account."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieber.metrics.engagement_per_reach import METRIC


def ratio(**counts: int | None) -> float | None:
    row = {"likes": None, "comments": None, "shares": None, "saves": None, "reach": None} | counts
    frame = pl.DataFrame({name: [value] for name, value in row.items()}, schema=dict.fromkeys(row, pl.Int64))
    value: float | None = frame.select(METRIC.measure()).item()
    return value


def test_all_interactions_count() -> None:
    """Likes, comments, shares and saves are added; half an interaction and one account keep the logarithm finite."""
    assert ratio(likes=10, comments=3, shares=2, saves=4, reach=99) == pytest.approx(19.5 / 100)
    assert ratio(likes=0, reach=99) == pytest.approx(0.5 / 100)


def test_what_the_platform_did_not_say_is_left_out() -> None:
    """Unknown comments add nothing; unknown likes or an unknown or empty reach give no value."""
    assert ratio(likes=10, comments=None, reach=99) == ratio(likes=10, comments=0, reach=99)
    assert ratio(likes=None, comments=5, reach=99) is None
    assert ratio(likes=10, reach=None) is None
    assert ratio(likes=10, reach=0) is None


def test_a_negative_number_is_no_interaction() -> None:
    """A platform's −1 for "not told" is not taken off the others."""
    assert ratio(likes=10, comments=-1, reach=99) == ratio(likes=10, reach=99)
    assert ratio(likes=-1, comments=5, reach=99) is None


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 10**6))
@settings(deadline=None, max_examples=50)
def test_more_interactions_are_more_and_more_reach_is_less(likes: int, reach: int, more: int) -> None:
    """The ratio is positive, rises with the likes and falls with the reach."""
    value = ratio(likes=likes, reach=reach)

    assert value is not None
    assert value > 0
    assert ratio(likes=likes + more, reach=reach) > value  # type: ignore[operator]
    assert ratio(likes=likes, reach=reach + more) < value  # type: ignore[operator]
