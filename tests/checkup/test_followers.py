"""Followers: what comes in and goes, marks, growth beside others, sudden steps, and the sentences about them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import one, steady
from tests.checkup.contract import broken

import fieber
from fieber.checkup._follower_events import events_of
from fieber.checkup._follower_flows import brought_by, flows_of
from fieber.checkup._follower_growth import growth_of
from fieber.checkup._follower_series import snapshots
from fieber.checkup.weather import Peers
from fieber.checkup.weather_table import table_of
from fieber.model.reading import Reading
from fieber.model.tables import conform, empty
from fieber.simulate.patients import patients
from fieber.simulate.write import write_patients
from fieber.stats.milestones import futures

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.model.surroundings import FollowerEvent

LAST = date(2026, 9, 30)
NOW = float((LAST - date(1970, 1, 1)).days + 1)
AS_OF = datetime(2026, 10, 1, tzinfo=UTC)


def days_of(
    n: int = 400,
    *,
    came: float = 165.0,
    lately: float = 140.0,
    went: float = 165.0,
    now_at: int = 98_040,
    seed: int = 4,
) -> pl.DataFrame:
    """Followers that end at `now_at`; as many come as go until ten weeks ago, and then fewer come."""
    random = np.random.default_rng(seed)
    rate = np.where(np.arange(n) < n - 70, came, lately)
    follows = random.poisson(rate * random.gamma(9, 1 / 9, n))
    unfollows = random.poisson(went * random.gamma(20, 1 / 20, n))
    followers = np.cumsum(follows - unfollows)
    day = [LAST - timedelta(days=n - 1 - i) for i in range(n)]
    table = {"account": "anna", "platform": "instagram", "day": day, "follows": follows, "unfollows": unfollows}
    return conform(pl.DataFrame({**table, "followers": followers - followers[-1] + now_at}), "days")


def nothing_posted() -> pl.DataFrame:
    return empty("posts").with_columns(posted=pl.lit(None, dtype=pl.Float64))


def with_days(days: pl.DataFrame) -> Reading:
    """The account with its posts of the year before; their likes are as usual."""
    posts = steady(160)
    shift = datetime(2026, 9, 20, tzinfo=UTC) - max(posts["posted_at"].to_list())
    return Reading(posts=conform(posts.with_columns(pl.col("posted_at") + shift), "posts"), days=days)


def found(days: pl.DataFrame, sentence: str | None = None, **options: Any) -> dict[str, Any]:
    """The contract object of the account."""
    whole: dict[str, Any] = one(
        fieber.check(with_days(days), complaint=sentence, as_of=AS_OF, lang="en", **options)
    ).to_dict()
    return whole


@pytest.fixture(scope="module")
def fell() -> dict[str, Any]:
    return found(days_of(), "I fell below 100k, please help.")


def test_who_fell_below_a_mark_hears_what_the_numbers_are(fell: dict[str, Any]) -> None:
    """The answer has the mark, since when, how many are missing, who goes and who comes."""
    whole = " ".join(fell["answer"]).replace("\N{NO-BREAK SPACE}", " ")

    assert "You are at 98,040, and you have been below 100,000 since" in whole
    assert "That is 2 % of your followers, about" in whole
    assert broken(fell) == []


def test_the_claim_and_the_milestone_say_the_same(fell: dict[str, Any]) -> None:
    """Mark, count and day are one number each; the person's mark comes first."""
    claim, mark = fell["claims"][0], fell["milestones"][0]

    assert (claim["mark"], claim["now"], claim["crossed"]) == (mark["mark"], mark["now"], mark["crossed"])
    assert mark["is_told"]
    assert mark["slope_low"] < mark["slope_per_day"] < mark["slope_high"] < 0
    assert 0 <= mark["odds"] <= mark["odds_year"] <= 1


def test_the_flows_add_up(fell: dict[str, Any]) -> None:
    """Came less went is what is left, and what is left is the slope of the milestone."""
    flows = fell["flows"]

    assert flows["gained"] - flows["lost"] == pytest.approx(flows["net"])
    assert flows["net"] == pytest.approx(fell["milestones"][0]["slope_per_day"])
    assert (flows["gained_standing"], flows["lost_standing"]) == ("fewer", "usual")
    assert flows["usual_gained"] == pytest.approx(165, abs=10)


def test_a_clean_up_is_nobody_going() -> None:
    """Four thousand gone in one night stand as a clean-up; as many go otherwise as always, and no advice says why."""
    days = days_of(lately=165.0, now_at=90_000)
    night, is_later = pl.col("day") == LAST - timedelta(days=18), pl.col("day") >= LAST - timedelta(days=18)
    cleaned = days.with_columns(
        unfollows=pl.col("unfollows") + 4000 * night.cast(pl.Int64),
        followers=pl.col("followers") - 4000 * is_later.cast(pl.Int64),
    )

    flows = [found(each, "I am losing followers")["flows"] for each in (days, cleaned)]

    assert flows[1]["lost_standing"] == "usual"
    assert flows[1]["lost"] == pytest.approx(flows[0]["lost"], rel=0.05)


def test_the_outlook_is_in_order_and_wider_farther_ahead(fell: dict[str, Any]) -> None:
    """Thirty days, then ninety; each middle within its interval."""
    near, far = fell["outlook"]

    assert (near["days"], far["days"], near["level"]) == (30, 90, 0.8)
    assert near["low"] < near["middle"] < near["high"] < 98_040
    assert far["high"] - far["low"] > near["high"] - near["low"]


def test_a_number_alone_says_only_the_balance() -> None:
    """From the number of followers alone nobody can tell who came and who went; it is said with what is missing."""
    whole = found(days_of().with_columns(follows=None, unfollows=None), "Ich verliere jeden Tag Follower")
    flows = whole["flows"]

    assert (flows["gained"], flows["lost"], flows["missing"]) == (None, None, "net_only")
    assert flows["net"] < 0
    assert abs(flows["usual_net"]) < 3 * 66 * 1.25 / np.sqrt(28 * 13) + 25 * 2 / 13  # the median of 13 such means
    assert whole["claims"][0]["verdict"] == "true"


@pytest.mark.parametrize("hidden", ["follows", "unfollows"])
def test_the_other_half_follows_from_the_balance(hidden: str) -> None:
    """Whoever knows the number and who came, knows who went; and the other way round."""
    days = days_of()
    whole = flows_of(snapshots(nothing_posted(), days), days, now=NOW, is_surviving=False)
    part = days.with_columns(pl.lit(None, dtype=pl.Int64).alias(hidden))
    half = flows_of(snapshots(nothing_posted(), part), part, now=NOW, is_surviving=False)

    assert whole is not None
    assert half is not None
    assert (half.gained, half.lost) == pytest.approx((whole.gained, whole.lost))
    assert half.missing is None


def test_a_list_of_those_who_stayed_is_no_count_of_those_who_came() -> None:
    """Where only surviving followers are listed, neither half is told."""
    days = days_of().with_columns(followers=None, unfollows=None)

    flows = flows_of(snapshots(nothing_posted(), days), days, now=NOW, is_surviving=True)

    assert flows is not None
    assert (flows.gained, flows.lost, flows.net, flows.missing) == (None, None, None, "surviving")


def test_without_followers_there_is_nothing() -> None:
    """An account without any number of followers has no flows, marks or outlook."""
    whole = found(empty("days"))

    assert (whole["flows"], whole["milestones"], whole["growth"], whole["outlook"]) == (None, [], None, [])


def test_followers_beside_posts_are_enough_for_a_mark() -> None:
    """Where only the posts tell how many there were, mark, day and slope are known all the same."""
    posts = with_days(empty("days")).posts
    counts = pl.Series(np.linspace(10_900, 9_800, posts.height).round().astype(int))

    whole = one(
        fieber.check(posts.with_columns(followers=counts), complaint="I fell below 10k", as_of=AS_OF, lang="en")
    ).to_dict()

    mark = whole["milestones"][0]
    assert (mark["mark"], mark["now"], mark["side"]) == (10_000, 9_800, "below")
    assert mark["slope_per_day"] == pytest.approx(-1100 / (159 * 50 / 24), rel=0.1)


def test_a_failed_reading_is_not_an_empty_account() -> None:
    """A zero among tens of thousands is left out."""
    days = days_of().with_columns(followers=pl.when(pl.int_range(pl.len()) == 300).then(0).otherwise("followers"))

    assert snapshots(nothing_posted(), days).count.min() > 90_000


def test_does_not_grow_is_answered() -> None:
    """Whoever stands still is right; whoever grows is not."""
    still, grows = (found(days_of(lately=lately), "My account is not growing anymore") for lately in (150.0, 260.0))

    assert (still["claims"][0]["verdict"], still["claims"][0]["fear"]) == ("true", "right")
    assert still["growth"]["stalled_since"] is not None
    assert (grows["claims"][0]["verdict"], grows["growth"]["stalled_since"]) == ("never", None)


def test_growth_stands_beside_that_of_others() -> None:
    """Ten others that grew by about nine percent in ninety days are told as that."""
    day = [LAST - timedelta(days=back) for back in range(80, -1, -10)]
    others = [
        pl.DataFrame(
            {
                "account": f"peer{number}",
                "platform": "instagram",
                "day": day,
                "followers": (1000 * (number + 1) * np.exp(0.001 * np.arange(0, 81, 10))).round().astype(int),
            }
        )
        for number in range(10)
    ]
    table = table_of(Reading(days=conform(pl.concat(others), "days")))
    own = snapshots(nothing_posted(), days_of())
    drift = futures(own.day, own.count, now=NOW).drift

    growth = growth_of(drift, own, Peers(table), platform="instagram", now=NOW)

    assert growth.peers == 10
    assert growth.peers_percent == pytest.approx(100 * np.expm1(0.09), abs=0.5)
    assert growth.own_percent is not None
    assert growth.own_percent < 0


def test_what_brought_new_followers_is_named() -> None:
    """Reels with nine of ten new followers are named; formats that share them evenly are not."""
    posts = steady(60).with_columns(
        posted=NOW - 100.0 + pl.int_range(60), kind=pl.Series(["reel", "photo", "text"] * 20), collab=False
    )
    one_sided = posts.with_columns(follows=pl.Series([90, 5, 5] * 20))
    even = pl.concat([posts.with_columns(follows=10), posts.with_columns(follows=10, kind=pl.lit("video"))])

    assert brought_by(one_sided, now=NOW) == ("reel",)
    assert brought_by(even.head(60), now=NOW) == ("photo", "reel")
    assert brought_by(one_sided.with_columns(follows=None), now=NOW) == ()


def steps_in(cause: str, accounts: int = 6) -> list[tuple[Any, tuple[FollowerEvent, ...]]]:
    """Give for each simulated account when it happened, and the steps that were found."""
    cohort = patients([cause], accounts=accounts, seed=11)
    result, now = [], cohort.as_of.timestamp() / 86_400
    for truth in cohort.truth.iter_rows(named=True):
        posts = cohort.posts.filter(pl.col("account") == truth["account"])
        posts = posts.with_columns(posted=pl.col("posted_at").dt.timestamp("us") / 86_400e6)
        days = cohort.days.filter(pl.col("account") == truth["account"])
        result.append((truth["start"], events_of(snapshots(posts, days), posts, days, now=now)))
    return result


@pytest.mark.parametrize(
    ("cause", "kinds", "at_least"),
    [
        ("followers_purged", {"clean_up", "drop"}, 5),
        ("counter_bug", {"counter"}, 5),
        ("giveaway", {"giveaway"}, 5),
        ("followers_bought", {"bought", "surge"}, 5),
    ],
)
def test_fingerprints_are_found_on_their_day(cause: str, kinds: set[str], at_least: int) -> None:
    """What a made-up platform does on a known day is found within four days of it, and called what it fits."""
    hits = [
        any(event.kind in kinds and abs((event.start - start).days) <= 4 for event in events)
        for start, events in steps_in(cause)
    ]

    assert sum(hits) >= at_least


def test_nothing_is_said_of_bought_where_nothing_was_bought() -> None:
    """In healthy accounts no step is called bought, cleaned up or a giveaway, but for chance."""
    kinds = [event.kind for _, events in steps_in("noise", 8) for event in events]

    assert sum(kind != "surge" for kind in kinds) <= 1


def test_survivors_in_an_export_are_no_vital(tmp_path: Path) -> None:
    """The list of present followers in an Instagram export carries no temperature, and the report says why."""
    cohort = patients(["pause"], accounts=1, seed=3, followers=2000, posts_per_week=3)
    *exports, _ = write_patients(cohort, tmp_path, form="instagram", told={})

    checkup = one(fieber.check(fieber.read(exports), complaint="Ich verliere jeden Tag Follower"))
    daily = next(vital for vital in checkup.diagnosis.vitals if vital.metric == "followers_gained")

    assert (daily.reason, daily.temperature) == ("column_missing", None)
    assert "note.surviving_followers" in {caveat.key for caveat in checkup.diagnosis.caveats}
    assert checkup.diagnosis.flows is not None
    assert checkup.diagnosis.flows.missing == "surviving"
