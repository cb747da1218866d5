"""Days on which followers fell everywhere: named with date and size, and never where the likes fell too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import one
from tests.checkup.rosters import DROP_WEEK, WEEKS, World, day_of, follower_days, only, roster

import fieber
from fieber.api import weather_table
from fieber.checkup.purge import follower_steps
from fieber.model.reading import Reading
from fieber.model.tables import conform

if TYPE_CHECKING:
    from fieber.checkup.weather_table import WeatherTable

NOW = float((day_of(7 * WEEKS) - day_of(0)).days + 20094)  # 6 January 2025 is day 20,094


def table(days: pl.DataFrame, world: World | None = None) -> WeatherTable:
    posts = roster(world or World(accounts=30))
    return weather_table(Reading(posts=conform(posts, "posts"), days=conform(days, "days")))


def test_a_purge_is_named_with_its_day_and_size() -> None:
    """Four of five accounts lose 2 % on one day for good, likes stay: that day, about 2 %, no counter."""
    (step,) = follower_steps(table(follower_days(lost=0.02)), "instagram", NOW)

    assert (step.what, step.day) == ("followers_purged", day_of(7 * DROP_WEEK))
    assert step.percent == pytest.approx(-2, abs=0.2)
    assert step.fell == 24
    assert step.engagement_percent == pytest.approx(0, abs=10)


def test_followers_that_come_back_were_a_counter() -> None:
    """What is back after three days was a mistake in the counting."""
    (step,) = follower_steps(table(follower_days(lost=0.03, back_after=3)), "instagram", NOW)

    assert (step.what, step.day) == ("counter_bug", day_of(7 * DROP_WEEK))


def test_where_likes_fell_too_it_is_no_matter_of_counting() -> None:
    """Followers and likes gone on the same day are a real loss."""
    fallen = World(accounts=30, rate=6.0, common=float(np.log(0.6)))

    assert follower_steps(table(follower_days(lost=0.02), fallen), "instagram", NOW) == ()


@pytest.mark.parametrize("days", [follower_days(lost=0.0), follower_days(18, lost=0.02)])
def test_nothing_is_named_without_a_common_day(days: pl.DataFrame) -> None:
    """No step, or fewer than twenty accounts that were counted: nothing is named."""
    assert follower_steps(table(days), "instagram", NOW) == ()


def test_own_bad_days_are_no_purge() -> None:
    """Every account has a fall of its own on a day of its own: no day is everybody's."""
    parts = [
        only(follower_days(lost=0.03, day=7 * DROP_WEEK + 2 * (i % 30) - 20, seed=4), f"a{i:03d}") for i in range(30)
    ]

    assert follower_steps(table(pl.concat(parts)), "instagram", NOW) == ()


def test_a_day_that_is_still_to_come_is_not_known() -> None:
    """The day before, nothing is known of it."""
    before = NOW - 7 * WEEKS + 7 * DROP_WEEK - 1

    assert follower_steps(table(follower_days(lost=0.02)), "instagram", before) == ()


def test_followers_beside_posts_will_do() -> None:
    """Without a table of days, followers as they stood beside the posts show the same week."""
    posts = roster(World(accounts=30, rate=10.0))
    day = pl.col("posted_at").dt.date()
    counted = posts.with_columns(day=day).join(
        follower_days(lost=0.03).drop("platform"), on=["account", "day"], how="left"
    )

    (step,) = follower_steps(weather_table(counted.drop("day")), "instagram", NOW)

    assert abs((step.day - day_of(7 * DROP_WEEK)).days) <= 1
    assert step.what == "followers_purged"


@pytest.mark.parametrize(
    ("is_back", "fear", "finding", "cause"),
    [(False, "market", "everyone", "followers_purged"), (True, "unfounded", "counter", "counter_bug")],
)
def test_whose_it_is_when_everybodys_followers_fell(is_back: bool, fear: str, finding: str, cause: str) -> None:
    """Removed accounts are really gone, and everyone's; where the counter gave back two thirds, nobody is gone."""
    again = pl.col("day") >= day_of(7 * DROP_WEEK + 3)
    fell = pl.col("account").str.tail(3).cast(pl.Int64) % 5 != 0
    days = follower_days(lost=0.06, back_after=3 if is_back else None)
    days = days.with_columns(followers=pl.col("followers") * pl.when(again & fell & is_back).then(0.98).otherwise(1.0))

    found = one(
        fieber.check(
            only(roster(World(accounts=30)), "a003"),
            days=only(days, "a003"),
            peers=table(days),
            complaint="I have lost followers",
            since=day_of(7 * DROP_WEEK - 7),
            as_of=day_of(7 * DROP_WEEK + 11),
        )
    ).to_dict()

    (claim, *_) = found["claims"]
    assert (claim["kind"], claim["verdict"], claim["fear"]) == ("follower_loss", "true", fear)
    assert (found["finding"], found["compared_with"] > 0) == (finding, True)
    assert cause in {each["cause"] for each in found["causes"]}


def test_who_was_spared_is_not_told_of_it() -> None:
    """An account that lost nothing that day has no such cause."""
    days = follower_days(lost=0.03)
    mine = only(roster(World(accounts=30)), "a005")

    found = one(fieber.check(mine, days=only(days, "a005"), peers=table(days))).to_dict()

    assert "followers_purged" not in {cause["cause"] for cause in found["causes"]}
