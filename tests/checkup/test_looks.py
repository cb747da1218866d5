"""When one looks, and which reading of a post could be seen then."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checkup.accounts import at, steady

from fieber.checkup import day_number
from fieber.checkup.looks import epochs, grid, one_reading
from fieber.checkup.series import add_ripeness
from fieber.errors import UsageError
from fieber.model.moments import moment
from fieber.model.tables import conform


@given(st.floats(0, 2e4), st.floats(0, 4000), st.integers(1, 60), st.sampled_from("dw"))
@settings(deadline=None, max_examples=60)
def test_a_longer_history_only_adds_looks(first: float, length: float, step: int, unit: str) -> None:
    """Looks start on the day of the first post, are equally far apart, and none is later than now."""
    looks = grid(first, first + length, f"{step}{unit}")
    more = grid(first, first + length + 100, f"{step}{unit}")

    assert looks[0] == np.floor(first)
    assert looks[-1] <= first + length + 1e-6
    assert more[: len(looks)].tolist() == looks.tolist()
    assert set(np.diff(looks)) <= {step * {"d": 1.0, "w": 7.0}[unit]}


@pytest.mark.parametrize("step", ["", "7", "0d", "-7d", "1m", "7 d", "post"])
def test_a_wrong_step_says_what_may_be(step: str) -> None:
    """The error repeats the step and lists the choices."""
    with pytest.raises(UsageError, match='use "7d", "2w" or "post"'):
        grid(0.0, 10.0, step)


def readings(*days: float | None, post: str | None = "p1") -> pl.DataFrame:
    """One post of day 0, read on these days; likes tell which reading it is."""
    return conform(
        pl.DataFrame(
            {
                "post_id": pl.Series([post] * len(days), dtype=pl.String),
                "posted_at": [at(0)] * len(days),
                "measured_at": pl.Series(
                    [None if day is None else at(day) for day in days], dtype=pl.Datetime("us", "UTC")
                ),
                "likes": list(range(1, 1 + len(days))),
            }
        ),
        "posts",
    )


@pytest.mark.parametrize(
    ("days", "now", "chosen"),
    [
        ((3, 10), 20, 2),
        ((10, 3), 20, 1),
        ((3, 10), 10, 2),
        ((3, 10), 9.99, 1),
        ((3, 10), 1, 1),
        ((10, 3), 1, 2),
        ((None, 3), 20, 2),
        ((3, None), 20, 1),
        ((None, 30), 20, 1),
    ],
)
def test_the_reading_that_counts(days: tuple[float | None, ...], now: float, chosen: int) -> None:
    """The latest at or before now, else the first after it; a reading without a time only where there is no other."""
    frame = one_reading(readings(*days), day_number(at(now)))

    assert frame["likes"].to_list() == [chosen]
    assert frame.columns == readings(3).columns


def test_without_a_now_the_latest_reading_counts() -> None:
    """Where no moment is told, the last reading is taken."""
    assert one_reading(readings(10, 3, 7), None)["likes"].to_list() == [1]


def test_posts_without_identity_are_told_apart_by_time() -> None:
    """Without an identity two readings of one moment are one post, those of two moments are two."""
    one_post = readings(3, 10, post=None)
    other = readings(4, 11, post=None).with_columns(posted_at=pl.lit(at(1)))

    assert one_reading(pl.concat([one_post, other]), day_number(at(20)))["likes"].to_list() == [2, 2]


def test_other_accounts_and_platforms_are_other_posts() -> None:
    """The same identity elsewhere is another post."""
    here = readings(3, 10).with_columns(account=pl.lit("anna"), platform=pl.lit("x"))
    there = here.with_columns(platform=pl.lit("instagram"))

    assert one_reading(pl.concat([here, there]), day_number(at(20))).height == 2


def test_looks_are_cut_where_a_post_was_read_again() -> None:
    """Between two cuts every post has one reading; posts that were read once cut nothing."""
    looks = np.array([day_number(at(day)) for day in range(0, 70, 7)])

    once, twice = epochs(readings(10), looks, np.empty(0)), epochs(readings(10, 35), looks, np.empty(0))

    assert [len(piece) for piece in once] == [10]
    assert [len(piece) for piece in twice] == [2, 3, 5]
    assert np.concatenate(twice).tolist() == looks.tolist()


def test_a_reading_of_the_moment_of_a_look_is_seen_then() -> None:
    """A reading at the very moment of a look belongs to that look."""
    looks = np.array([day_number(at(day)) for day in (0, 7, 14)])

    assert [len(piece) for piece in epochs(readings(3, 7), looks, np.empty(0))] == [1, 2]


def test_a_day_number_is_that_of_the_table() -> None:
    """A moment and a cell of a table are the same number of days, to the last bit, and come back as the same moment."""
    odd = steady(200).with_columns(pl.col("posted_at") + timedelta(microseconds=123_457))
    table = add_ripeness(conform(odd, "posts"), at(1000))
    moments = odd["posted_at"].to_list()

    assert [day_number(when) for when in moments] == table["posted"].to_list()
    assert [day_number(when + timedelta(days=2)) for when in moments] == table["ripe"].to_list()
    assert [moment(day_number(when)) for when in moments] == moments


def test_whole_days_are_whole() -> None:
    """Midnight is a whole number of days, for any day of a century."""
    midnights = [at(day) for day in range(-19_000, 17_500, 7)]

    assert [day_number(when) % 1 for when in midnights] == [0.0] * len(midnights)


def test_the_order_of_readings_of_one_moment_says_nothing() -> None:
    """Of two counts of one post that were read at one moment, the larger is taken, whichever comes first."""
    frame = readings(3, 10, 10)

    for order in ([0, 1, 2], [0, 2, 1], [2, 1, 0]):
        assert one_reading(frame[order], day_number(at(20)))["likes"].to_list() == [3]
