"""Simulated accounts look like accounts, hang on their seed alone, and are healthy where nothing happens to them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from fieber.api import fever_curve
from fieber.errors import UsageError
from fieber.model.tables import TABLES
from fieber.simulate.patients import AS_OF, CAUSES, PLATFORMS, TRUTH, Cohort, patients
from fieber.stats.temperature import WEEKS_PER_YEAR

READ_LATE = timedelta(days=8)


@pytest.fixture(scope="module")
def healthy() -> Cohort:
    """A hundred and twenty healthy accounts."""
    return patients(["noise"], accounts=120, seed=11)


def by_account(cohort: Cohort, **values: pl.Expr) -> pl.DataFrame:
    ripe = cohort.posts.filter(pl.col("posted_at") < AS_OF - READ_LATE)
    return ripe.group_by("account", maintain_order=True).agg(**values)


def test_tables_are_those_of_everything_else(healthy: Cohort) -> None:
    """Posts, days and accounts have the columns and types of the model; each account has its row of truth."""
    for name in ("posts", "days", "accounts"):
        frame = getattr(healthy, name)
        assert frame.schema == {column: spec.dtype for column, spec in TABLES[name].items()}
    assert healthy.truth.schema == TRUTH
    assert healthy.truth["account"].n_unique() == 120
    assert set(healthy.posts["account"]) == set(healthy.truth["account"]) == set(healthy.accounts["account"])
    assert healthy.posts["post_id"].n_unique() == healthy.posts.height


def test_one_more_account_changes_none_of_the_others() -> None:
    """An account is its seed, cause and number: other causes, more accounts and their order do not touch it."""
    few = patients(["content"], accounts=2, seed=5)
    many = patients(["noise", "content"], accounts=3, seed=5)
    other = patients(["content"], accounts=2, seed=6)

    for name in ("posts", "days", "accounts", "truth"):
        again = getattr(many, name).filter(pl.col("account").is_in(few.truth["account"].implode()))
        assert again.equals(getattr(few, name)), name
    assert not set(other.truth["account"]) & set(many.truth["account"])


def test_a_cause_told_twice_is_twice_as_many() -> None:
    """Naming a cause twice gives other accounts, never the same ones again."""
    twice = patients(["noise", "noise"], accounts=2)

    assert twice.truth["account"].to_list() == patients(["noise"], accounts=4).truth["account"].to_list()


def test_numbers_look_like_accounts(healthy: Cohort) -> None:
    """Scatter, sizes, rhythm and heavy tails are in the range of real accounts."""
    logs = pl.col("likes").log1p()
    found = by_account(
        healthy, sd=logs.std(), top=logs.max() - logs.median(), n=pl.len(), size=pl.col("followers").first()
    )
    sd, top, n, size = (found[name].to_numpy() for name in ("sd", "top", "n", "size"))
    per_week = n / (2 * 365.25 - 8) * 7

    assert np.quantile(sd, 0.05) > 0.45
    assert 0.5 < np.median(sd) < 0.9
    assert np.quantile(sd, 0.95) < 1.15
    # of 350 normal posts the best lies 2.9 sd above the middle
    assert np.median(top / sd) > 2.7
    assert size.min() >= 250
    assert size.max() <= 6e6
    assert size.max() / size.min() > 1000
    assert per_week.min() > 0.25
    assert per_week.max() > 10


def test_engagement_falls_with_size(healthy: Cohort) -> None:
    """Likes per follower are fewer for larger accounts, and within what is published for them."""
    rate = (pl.col("likes") / pl.col("followers")).median()
    found = by_account(healthy, rate=rate, size=pl.col("followers").first().log())
    rates = found["rate"].to_numpy()

    slope = np.polyfit(found["size"].to_numpy(), np.log(rates), 1)[0]

    assert -0.35 < slope < -0.02
    assert 0.003 < np.median(rates) < 0.08


def test_weekdays_and_hours_matter(healthy: Cohort) -> None:
    """Posts of a good hour do better than posts before dawn, by less than a format or a lucky hand does."""
    local = patients(["noise"], accounts=30, seed=3, posts_per_week=30).posts.with_columns(
        hour=pl.col("posted_at").dt.hour(),
        value=pl.col("likes").log1p() - pl.col("likes").log1p().mean().over("account"),
    )
    by_hour = local.group_by("hour").agg(pl.col("value").mean(), pl.len()).filter(pl.col("len") > 100)["value"]

    assert 0.05 < np.ptp(by_hour.to_numpy()) < 0.8
    assert healthy.posts["posted_at"].dt.weekday().n_unique() == 7


def test_followers_are_what_came_and_went(healthy: Cohort) -> None:
    """Each day's followers are those of the day before, plus who came, minus who left; nobody is counted twice."""
    days = healthy.days.with_columns(step=pl.col("followers").diff().over("account"))
    net = days.filter(pl.col("step").is_not_null() & (pl.col("followers") > 0))

    assert (net["step"] == net["follows"] - net["unfollows"]).all()
    assert (healthy.posts["reach"] == healthy.posts["reach_followers"] + healthy.posts["reach_non_followers"]).all()
    assert (healthy.posts["likes"] <= healthy.posts["reach"]).all()
    growth = healthy.days.group_by("account").agg(pl.col("followers").last() / pl.col("followers").first())["followers"]
    assert 0.8 < np.median(growth.to_numpy()) < 1.8


def test_counters_only_grow() -> None:
    """With readings at several ages, no counter of a post is lower at a later reading, and young ones are lower."""
    cohort = patients(["noise"], accounts=3, seed=2, reading_ages=(0.5, 3, 20))
    posts = cohort.posts.sort("post_id", "measured_at")
    counts = ("likes", "reach", "views", "comments")

    steps = posts.select(pl.col(name).diff().over("post_id") for name in counts)
    final = posts.group_by("post_id").agg(pl.col("likes").first() / pl.col("likes").last(), pl.len())
    young = final.filter(pl.col("likes").is_finite())["likes"].to_numpy()

    assert all((steps[name].drop_nulls() >= 0).all() for name in counts)
    assert final["len"].max() == 4
    assert 0.3 < np.median(young) < 0.9


def test_healthy_patients_have_no_more_fever_than_the_scale_says() -> None:
    """Of weekly looks at healthy patients, no more are at 38.5 and 37.5 than one and four weeks a year."""
    cohort = patients(["noise"], accounts=24, seed=21)
    likes = cohort.posts.select("account", "platform", "posted_at", "kind", "likes", "measured_at", "collab")
    looks = fever_curve(likes).filter(pl.col("metric") == "likes", pl.col("p_value").is_not_null())

    for weeks in (1, 4):
        hot = (pl.col("p_value") <= weeks / WEEKS_PER_YEAR).sum()
        found = looks.group_by("account").agg(hot.alias("hot"), n=pl.len()).to_dict(as_series=False)
        k, n = (np.array(found[name], dtype=float) for name in ("hot", "n"))
        share = k.sum() / n.sum()
        # accounts are what is independent, looks come in runs
        error = np.sqrt(np.sum((k - share * n) ** 2)) / n.sum()
        assert 0 < share < weeks / WEEKS_PER_YEAR + 3 * error


def test_an_account_takes_milliseconds() -> None:
    """Two years of an account, with its twin, cost well under 50 milliseconds of one core."""
    patients(["content"])
    before = time.process_time()

    patients(["content"], accounts=30)

    assert (time.process_time() - before) / 30 < 0.05


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform(platform: str) -> None:
    """Each platform has its own formats, and does not tell what it withholds."""
    cohort = patients(["distribution"], accounts=2, platform=platform)

    assert set(cohort.posts["kind"]) <= {one.kind for one in PLATFORMS[platform].formats}
    assert all(cohort.posts[name].is_null().all() for name in PLATFORMS[platform].withheld)
    assert cohort.posts["likes"].is_not_null().all()
    assert (cohort.truth["percent"] < 0).all()


def test_as_of_is_when_counters_are_read() -> None:
    """No post is from later than `as_of`, and the record is as long as asked."""
    moment = datetime(2021, 3, 5, 17, 30, tzinfo=UTC)
    cohort = patients(["noise"], as_of=moment, years=1.0, posts_per_week=10)

    assert cohort.as_of == moment
    assert cohort.posts["measured_at"].unique().to_list() == [moment]
    assert cohort.posts["posted_at"].max() <= moment  # type: ignore[operator]  # a moment
    assert cohort.days["day"].max() == datetime(2021, 3, 4, tzinfo=UTC).date()
    assert cohort.days.height == pytest.approx(365, abs=1)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"causes": ["algorithm"]}, "algorithm"),
        ({"causes": ["noise+gravity"]}, "gravity"),
        ({"platform": "myspace"}, "myspace"),
        ({"accounts": 0}, "accounts"),
        ({"years": 0.1}, "years"),
        ({"as_of": datetime(1980, 1, 1, tzinfo=UTC)}, "as_of"),
        ({"strength": 1.5}, "strength"),
        ({"weather_percent": -100.0}, "weather_percent"),
        ({"followers": 1}, "followers"),
        ({"posts_per_week": 0.0}, "posts_per_week"),
        ({"from_days": (30, 10)}, "from_days"),
        ({"reading_ages": (0,)}, "reading_ages"),
    ],
)
def test_what_cannot_be_simulated(asked: dict[str, object], word: str) -> None:
    """What is unknown or out of range is refused, and the sentence names it in both languages."""
    with pytest.raises(UsageError, match=word) as refused:
        patients(**{"causes": ["noise"], **asked})  # type: ignore[arg-type]  # wrong on purpose

    assert word in refused.value.german


def test_every_cause_of_the_design_is_there() -> None:
    """All names of causes that a diagnosis may give can be simulated."""
    named = (
        "noise after_viral_hit season holiday weather format_mix posting_time posting_more pause slow_decline"
        " young_posts metric_change hidden_likes distribution content followers_bought followers_purged counter_bug"
        " fewer_collabs deleted_flops paid_ended one_off_event saturation usual_churn"
    )

    assert set(named.split()) <= set(CAUSES)
