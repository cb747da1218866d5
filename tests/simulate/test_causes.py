"""Each cause does what its name says, on its own link, as the twin without it and the counters show."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from fieber.simulate.patients import AS_OF, CAUSES, Cohort, patients
from fieber.simulate.truth import LINKS

ACCOUNTS = 10
DAY = pl.duration(days=1)
# cause → what the median account has: column of the truth, from, to (percent, or log changes)
EXPECTED: dict[str, list[tuple[str, float, float]]] = {
    "noise": [("percent", 0.0, 0.0), ("posting_rate", 0.0, 0.0)],
    "after_viral_hit": [("reach_non_followers", 0.05, 2.0), ("reach_followers", -0.1, 0.1), ("followers", 0.0, 1.0)],
    "season": [("percent", -60.0, -15.0), ("seen_percent", -70.0, -20.0), ("engagement_per_reach", -0.1, 0.1)],
    "holiday": [("percent", -70.0, -25.0), ("engagement_per_reach", -0.1, 0.1)],
    "weather": [("percent", -45.0, -15.0), ("engagement_per_reach", -0.1, 0.1), ("format_mix", -0.1, 0.1)],
    "format_mix": [("format_mix", -1.2, -0.15), ("engagement_per_reach", -0.1, 0.1), ("percent", -70.0, -10.0)],
    "posting_time": [("percent", -50.0, -10.0), ("format_mix", -0.1, 0.1), ("posting_rate", -0.1, 0.1)],
    "posting_more": [("posting_rate", 0.5, 1.6), ("percent", -70.0, -20.0), ("reach_followers", -1.0, -0.1)],
    "pause": [("posting_rate", -3.0, -0.4), ("percent", -25.0, 25.0)],
    "slow_decline": [
        ("percent", -65.0, -20.0),
        ("reach_followers", -0.6, -0.05),
        ("engagement_per_reach", -0.6, -0.05),
    ],
    "young_posts": [("percent", 0.0, 0.0), ("seen_percent", -80.0, -30.0)],
    "metric_change": [("percent", 0.0, 0.0), ("seen_percent", 0.0, 0.0)],
    "hidden_likes": [("percent", 0.0, 0.0)],
    "distribution": [
        ("reach_non_followers", -3.0, -1.0),
        ("reach_followers", -0.05, 0.05),
        ("engagement_per_reach", -0.05, 0.25),
        ("percent", -60.0, -15.0),
    ],
    "content": [("engagement_per_reach", -1.5, -0.3), ("reach_followers", -0.4, 0.0), ("percent", -75.0, -30.0)],
    "followers_bought": [("followers", 0.1, 0.6), ("reach_followers", -0.6, -0.1), ("percent", -25.0, 5.0)],
    "followers_purged": [("followers", -0.25, -0.02), ("reach_followers", 0.02, 0.25), ("percent", -2.0, 8.0)],
    "counter_bug": [("percent", 0.0, 0.0), ("seen_percent", -70.0, -30.0)],
    "fewer_collabs": [("reach_non_followers", -3.0, -0.4), ("reach_followers", -0.05, 0.05), ("percent", -70.0, -10.0)],
    "deleted_flops": [("percent", 0.0, 0.0), ("seen_percent", -50.0, -8.0)],
    "paid_ended": [("reach_non_followers", -4.0, -0.8), ("reach_followers", -0.05, 0.05), ("percent", -60.0, -10.0)],
    "one_off_event": [("percent", -5.0, 15.0), ("seen_percent", -70.0, -15.0)],
    "saturation": [("reach_non_followers", -3.0, -0.4), ("reach_followers", -0.05, 0.1), ("percent", -60.0, -10.0)],
    "usual_churn": [("followers", -0.2, -0.005), ("percent", -15.0, 0.0), ("reach_followers", -0.05, 0.05)],
    "giveaway": [("followers", 0.05, 0.5), ("reach_followers", -0.5, 0.0)],
}


@cache
def ward(cause: str) -> Cohort:
    return patients([cause], accounts=ACCOUNTS, seed=8, posts_per_week=7.0)


@pytest.mark.parametrize("cause", CAUSES)
def test_on_its_own_link(cause: str) -> None:
    """The median account changes where the cause acts, by as much as it may, and hardly elsewhere."""
    truth = ward(cause).truth

    for column, low, high in EXPECTED[cause]:
        middle = truth[column].median()
        assert isinstance(middle, float)
        assert low - 1e-9 <= middle <= high + 1e-9, (column, middle)


@pytest.mark.parametrize("cause", CAUSES)
def test_parts_add_up(cause: str) -> None:
    """What the links contribute is the whole change of the likes, exactly."""
    truth = ward(cause).truth.drop_nulls("percent")

    parts = truth.select(pl.sum_horizontal(f"part_{link}" for link in LINKS)).to_series()

    assert np.allclose(parts, np.log1p(truth["percent"] / 100), atol=1e-9)


@pytest.mark.parametrize("cause", [cause for cause in CAUSES if cause != "noise"])
def test_it_begins_before_now(cause: str) -> None:
    """A cause begins within the record and is over, if it ends, not after the reading."""
    truth = ward(cause).truth

    assert truth["start"].is_not_null().all()
    assert (truth["start"] < AS_OF).all()
    assert (truth["stop"].drop_nulls() <= AS_OF).all()


@pytest.mark.parametrize(
    "cause", ["distribution", "content", "counter_bug", "young_posts", "posting_time", "slow_decline"]
)
def test_counters_show_what_the_truth_says(cause: str) -> None:
    """The likes of 40 accounts fall, from 60 days before to after, by what the truth calls seen: within four errors."""
    cohort = patients([cause], accounts=40, seed=14, posts_per_week=10.0)
    posts = cohort.posts.join(cohort.truth.select("account", "start"), on="account")
    log = pl.col("likes").log1p()
    after = pl.col("posted_at") >= pl.col("start")
    before = pl.col("posted_at").is_between(pl.col("start") - 60 * DAY, pl.col("start"), closed="left")

    found = posts.group_by("account", maintain_order=True).agg(log.filter(after).mean() - log.filter(before).mean())
    surplus = found["likes"].to_numpy() - np.log1p(cohort.truth["seen_percent"].to_numpy() / 100)

    # what an account does anyway (its weather, its own year, its wander) is no more than the twin says: 0.1 of slack
    assert abs(surplus.mean()) < 4 * surplus.std() / np.sqrt(len(surplus)) + 0.1


@pytest.mark.parametrize("cause", [name for name, cause in CAUSES.items() if cause.is_measurement])
def test_what_only_counters_do_changes_nobody(cause: str) -> None:
    """Where only the counting or the showing changes, the truth of every account is that nothing was lost."""
    truth = ward(cause).truth

    assert truth.select(pl.col("percent", "posting_rate", *LINKS).abs().max()).to_numpy().max() < 1e-9


def test_a_restriction_leaves_followers_alone() -> None:
    """In the counters of a restricted account strangers are gone, followers and their likes are there."""
    cohort = patients(["distribution"], accounts=20, seed=4, strength=1.0, posts_per_week=10.0)
    posts = cohort.posts.join(cohort.truth.select("account", "start"), on="account").with_columns(
        after=pl.col("posted_at") >= pl.col("start"), age=AS_OF - pl.col("posted_at")
    )
    near = posts.filter(pl.col("age") > pl.duration(days=5), pl.col("posted_at") > pl.col("start") - 60 * DAY)
    middle = near.group_by("account", "after").agg(pl.col("reach_followers", "reach_non_followers").median())
    wide = middle.pivot(on="after", index="account")

    followers = (wide["reach_followers_true"] / wide["reach_followers_false"]).median()
    strangers = (wide["reach_non_followers_true"] / wide["reach_non_followers_false"]).median()

    assert isinstance(followers, float)
    assert isinstance(strangers, float)
    assert 0.75 < followers < 1.3
    assert strangers < 0.2


def test_hidden_likes_are_null() -> None:
    """From the start on likes are null and said to be hidden; before they are counted."""
    cohort = ward("hidden_likes")
    posts = cohort.posts.join(cohort.truth.select("account", "start"), on="account")
    hidden = posts.filter(pl.col("posted_at") >= pl.col("start"))

    assert hidden["likes"].is_null().all()
    assert hidden["likes_hidden"].all()
    assert posts.filter(pl.col("posted_at") < pl.col("start"))["likes"].is_not_null().all()


def test_a_purge_is_one_day_for_all() -> None:
    """Accounts of one call lose followers on the same day, beyond those who unfollow, and their likes stay."""
    cohort = ward("followers_purged")
    lost = cohort.days.with_columns(
        gone=pl.col("followers").diff().over("account") - pl.col("follows") + pl.col("unfollows")
    ).filter(pl.col("gone") < 0)

    assert lost["day"].n_unique() == 1
    assert lost.height == ACCOUNTS
    assert cohort.truth["start"].n_unique() == 1


def test_a_counter_bug_takes_followers_for_days() -> None:
    """The follower counter falls for some days and comes back, with nobody leaving; comments go on."""
    cohort = ward("counter_bug")
    step = pl.col("followers").diff().over("account") - pl.col("follows") + pl.col("unfollows")
    jumps = cohort.days.with_columns(step=step / pl.col("followers")).filter(pl.col("step").abs() > 0.015)

    assert jumps["day"].n_unique() == 2
    assert jumps.height == 2 * ACCOUNTS


def test_weather_is_the_same_for_all() -> None:
    """A common loss of 30 % is one day and near 30 % for each account, and what else they have comes on top."""
    cohort = patients(["weather", "noise", "content"], accounts=12, seed=3, weather_percent=-30)
    truth = {cause: own for (cause,), own in cohort.truth.group_by("cause")}

    assert cohort.truth["weather_start"].n_unique() == 1
    assert truth["weather"]["start"].unique().to_list() == cohort.truth["weather_start"].unique().to_list()
    assert truth["weather"]["percent"].to_numpy() == pytest.approx(-30.0, abs=3.0)
    assert truth["noise"]["percent"].to_numpy() == pytest.approx(0.0)
    assert (truth["content"]["percent"] < -20).all()
    assert cohort.truth["weather_percent"].unique().to_list() == [-30.0]


def test_two_at_once() -> None:
    """Two causes act on two links, and lose more than each alone."""
    both = patients(["posting_more+content"], accounts=ACCOUNTS, seed=8, strength=0.5)
    alone = patients(["posting_more"], accounts=ACCOUNTS, seed=8, strength=0.5)
    middle = both.truth.select(pl.median("percent", "posting_rate", "engagement_per_reach")).row(0)

    assert middle[0] < alone.truth["percent"].median()
    assert middle[1] > 0.5
    assert middle[2] < -0.2


@pytest.mark.parametrize("cause", ["distribution", "content", "posting_more", "followers_bought", "weather"])
def test_strength_is_strength(cause: str) -> None:
    """The strongest form does more than the mildest."""
    mild, strong = (patients([cause], accounts=6, seed=2, strength=place).truth for place in (0.0, 1.0))
    column = "followers" if cause == "followers_bought" else "percent"

    change = [abs(float(truth[column].median())) for truth in (mild, strong)]  # type: ignore[arg-type]  # numbers

    if cause == "weather":  # everybody's, so it is the seed's, not an account's
        assert change[0] == pytest.approx(change[1], rel=0.1)
    else:
        assert change[0] < change[1]
