"""Where on the way of a like a loss lies: on accounts whose every link is known."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import one
from tests.checkup.chains import DAYS, NOW, START, account, days_of, with_only

import fieber
from fieber.readers import read_typed

if TYPE_CHECKING:
    from tests.checkup.chains import Happens

    from fieber.model.surroundings import Split

RIGHT: list[tuple[Happens, str]] = [
    ("distribution", "reach_non_followers"),
    ("content", "engagement_per_reach"),
    ("followers", "followers"),
    ("format_mix", "format_mix"),
    ("posting_less", "posting_rate"),
]
ACCOUNTS = 7


def split(posts: pl.DataFrame, **settings: Any) -> Split:
    """The split of the only account."""
    found = one(fieber.check(posts, as_of=NOW, **settings)).diagnosis.split
    assert found is not None
    return found


def of(found: Split, link: str) -> float:
    """Points of one link."""
    (points,) = [each.percent_points for each in found.links if each.link == link]
    return points


@pytest.mark.parametrize(("happens", "link"), RIGHT)
def test_a_loss_lands_where_it_happened(happens: Happens, link: str) -> None:
    """Of each kind of loss at least 85 % is on the right link, in the median over accounts; and all adds up."""
    shares = []
    for seed in range(ACCOUNTS):
        found = split(account(happens, seed=seed))
        links = {each.link: each.percent_points for each in found.links}
        assert sum(links.values()) == pytest.approx(found.total_percent, abs=1e-9)
        shares.append(links.get(link, 0.0) / found.total_percent)

    assert np.median(shares) >= 0.85
    assert np.median(shares) <= 1.3


@pytest.mark.parametrize("happens", ["distribution", "content", "posting_less"])
def test_the_loss_is_named(happens: Happens) -> None:
    """The account that surely lost is told so, with the right link first and the right side."""
    found = split(account(happens, seed=3))

    assert found.is_loss
    assert found.named[0] == dict(RIGHT)[happens]
    assert found.mostly == ("distribution" if happens == "distribution" else "own")


def test_a_healthy_account_has_no_loss_to_tell() -> None:
    """Where nothing happened the split is there, adds up, and says that there is no loss."""
    found = [split(account(seed=seed)) for seed in range(4)]

    assert all(each.links for each in found)
    assert sum(each.is_loss for each in found) <= 1
    assert all(each.mostly is None and not each.named for each in found if not each.is_loss)


def test_the_total_is_that_of_the_finding() -> None:
    """Where rhythm and formats did not surely change, the total is the change of the vital that the finding tells."""
    checkup = one(fieber.check(account("distribution", seed=3), as_of=NOW))
    found, diagnosis = checkup.diagnosis.split, checkup.diagnosis

    assert found is not None
    assert diagnosis.carried_by is not None
    told = diagnosis.vitals[diagnosis.carried_by]
    assert (found.metric, found.kind) == (told.metric, told.kind)
    assert told.change is not None
    sure = {each.link for each in found.links if each.link in {"format_mix", "posting_rate"} and each.percent_points}
    assert sure == set()
    assert found.total_percent == pytest.approx(told.change.percent, abs=1e-9)


def test_a_loss_of_all_formats_is_not_split_from_one() -> None:
    """Where one format carries the headline and all posts fell too, all posts are split, and the page says so."""
    checkup = one(fieber.check(account("followers", seed=7, last_days=40), as_of=NOW))
    found, diagnosis = checkup.diagnosis.split, checkup.diagnosis

    assert found is not None
    assert diagnosis.carried_by is not None
    assert diagnosis.vitals[diagnosis.carried_by].kind == "photo"
    assert (found.kind, found.is_wider) == (None, True)
    assert of(found, "followers") / found.total_percent > 0.85
    assert "Over all your posts" in checkup.to_html()


def test_who_names_a_metric_gets_that_one_split() -> None:
    """Reach carries the headline; the sentence was about likes, which fell too."""
    posts = account("followers", seed=1, last_days=40)
    since = START + timedelta(days=DAYS - 40)

    alone, asked = (split(posts, complaint=said) for said in (None, f"my likes are down 50% since {since:%B %d, %Y}"))

    assert alone.metric == "reach"
    assert (asked.metric, asked.since) == ("likes", since)


def test_a_pause_is_not_posting_less() -> None:
    """Five weeks of silence within the last twelve, the same rhythm before and after them: the rhythm costs nothing."""
    posts = account(seed=4)
    day = (pl.col("posted_at") - START).dt.total_days()
    silent = posts.filter(~day.is_between(DAYS - 60, DAYS - 26))
    since = START + timedelta(days=DAYS - 84)

    found = [split(each, since=since) for each in (posts, silent)]

    assert [of(each, "posting_rate") for each in found] == [0, 0]
    assert not found[1].is_loss


def test_a_told_date_is_where_the_split_begins() -> None:
    """With a date, the split is of the change since then."""
    since = START + timedelta(days=DAYS - 56)

    found = split(account("distribution", seed=4), since=since)

    assert found.since == since
    assert of(found, "reach_non_followers") / found.total_percent > 0.8


def test_a_week_counts_where_the_rhythm_changed() -> None:
    """Who posts half as often has half as many likes a week: the total is per week, and no post has lost much."""
    found = split(account("posting_less", seed=2))

    assert found.per == "week"
    assert -62 < of(found, "posting_rate") < -35
    assert "posting_rate" in found.named


ONLY = [
    ((), {"rest"}, {"followers", "reach_followers", "reach_non_followers", "engagement_per_reach", "format_mix"}),
    (
        ("kind",),
        {"rest", "format_mix"},
        {"followers", "reach_followers", "reach_non_followers", "engagement_per_reach"},
    ),
    (
        ("reach",),
        {"rest", "engagement_per_reach"},
        {"followers", "reach_followers", "reach_non_followers", "format_mix"},
    ),
    (("followers",), {"rest", "followers"}, {"reach_followers", "reach_non_followers", "engagement_per_reach"}),
    (
        ("reach", "reach_followers", "reach_non_followers"),
        {"reach_followers", "reach_non_followers", "engagement_per_reach"},
        {"followers", "format_mix"},
    ),
    (("reach", "reach_non_followers"), {"reach_followers", "reach_non_followers"}, {"followers"}),
]


@pytest.mark.parametrize(("columns", "told", "missing"), ONLY)
def test_what_the_input_does_not_tell_is_said(columns: tuple[str, ...], told: set[str], missing: set[str]) -> None:
    """Each missing link is named with the column that would tell, and what it hides is in the rest."""
    found = split(with_only(account(seed=5), columns))

    assert (found.metric, found.kind) == ("likes", None)

    links = {each.link for each in found.links}
    assert told <= links
    assert missing <= {link for link, _ in found.missing}
    assert links.isdisjoint(link for link, _ in found.missing)
    assert sum(each.percent_points for each in found.links) == pytest.approx(found.total_percent, abs=1e-9)


def test_likes_alone_tell_nothing_apart() -> None:
    """With likes only, everything is in the rest, and nobody says where it mostly lies."""
    found = split(with_only(account("distribution", seed=5), ()))
    (rest,) = [each for each in found.links if each.link == "rest"]

    assert rest.percent_points == pytest.approx(found.total_percent)
    assert set(rest.holds) == {"followers", "reach_followers", "reach_non_followers", "engagement_per_reach"}
    assert found.mostly is None
    assert dict(found.missing)["engagement_per_reach"] == "reach"


def test_reach_without_followers_is_still_reach() -> None:
    """Where reach is not split, a loss of it is in the rest, which holds nothing but reach: that is distribution."""
    found = split(with_only(account("distribution", seed=5), ("reach",)))

    assert of(found, "rest") < 0.8 * found.total_percent
    assert found.mostly == "distribution"
    assert found.reached_by == "reach"


def test_views_stand_for_reach_where_there_is_none() -> None:
    """Platforms that tell only views say as well whether fewer saw it or fewer liked it."""
    posts = account("content", seed=6)
    views = with_only(posts, ()).with_columns(views=posts["reach"])

    found = split(views)

    assert found.reached_by == "views"
    assert of(found, "engagement_per_reach") / found.total_percent > 0.8


def test_the_days_tell_what_the_posts_do_not() -> None:
    """Followers and the share of non-followers come from the account's days where no post has them."""
    posts = account("distribution", seed=7)

    found = split(with_only(posts, ("reach", "kind")), days=days_of(posts))

    assert found.missing == ()
    assert of(found, "reach_non_followers") / found.total_percent > 0.8


def test_null_is_not_zero() -> None:
    """A post whose reach the platform does not tell counts neither as unseen nor as anything else."""
    posts = account("content", seed=8)
    hidden = pl.int_range(pl.len()) % 4 == 0
    some = posts.with_columns(
        pl.when(~hidden).then(pl.col(name)).alias(name) for name in ("reach", "reach_followers", "reach_non_followers")
    )

    found, whole = split(some), split(posts)

    assert found.missing == ()
    assert of(found, "engagement_per_reach") == pytest.approx(of(whole, "engagement_per_reach"), abs=6)


def test_too_few_posts_have_no_split_and_a_reason() -> None:
    """Without a stretch to compare there is no split, and a sentence says why."""
    checkup = one(fieber.check(account(seed=1).tail(6), as_of=NOW))

    assert checkup.diagnosis.split is None
    assert checkup.to_dict()["split"] is None
    assert any(
        "vergleichen" in caveat for caveat in one(fieber.check(account().tail(6), lang="de")).to_dict()["caveats"]
    )


def test_the_order_of_the_rows_does_not_matter() -> None:
    """Shuffled rows give the same split."""
    posts = account("distribution", seed=9)

    assert split(posts.sample(fraction=1.0, shuffle=True, seed=1)) == split(posts)


def test_the_contract_has_the_split() -> None:
    """The JSON has total, links with intervals, and what is missing; the points add up to 1e-9."""
    checkup = one(fieber.check(with_only(account("distribution", seed=3), ("reach",)), as_of=NOW))
    found = json.loads(checkup.to_json())["split"]

    assert sum(link["percent_points"] for link in found["links"]) == pytest.approx(found["total_percent"], abs=1e-9)
    assert all(link["low"] <= link["high"] for link in found["links"])
    assert {"link": "reach_non_followers", "column": "reach_non_followers"} in found["missing"]
    assert found["per"] in {"post", "week"}


FEARS = [("distribution", "right"), ("content", "right"), (None, "unfounded")]


@pytest.mark.parametrize(("happens", "fear"), FEARS)
def test_whether_it_is_the_algorithm(happens: Happens | None, fear: str) -> None:
    """A loss of one's own is what was feared, but only shown to fewer people is distribution; why stays open."""
    found = one(fieber.check(account(happens, seed=3), as_of=NOW, complaint="Is it the algorithm?")).to_dict()

    assert (found["claims"][0]["fear"], found["claims"][0]["verdict"]) == (fear, "cannot_say")
    assert found["finding"] == ("not_in_data" if happens is None else "real")
    answer = " ".join(found["answer"])
    assert ("do not follow you" in answer) == (happens == "distribution")
    assert ("The drop is real. But" in answer) == (happens == "content")


def test_typed_numbers_have_a_split_without_a_rhythm() -> None:
    """Numbers without dates are split too; the rhythm is missing then."""
    random = np.random.default_rng(1)
    level = np.where(np.arange(60) < 20, 400, 1000)  # the newest first
    reading = read_typed(" ".join(str(int(each * np.exp(0.2 * random.normal()))) for each in level), account="typed")

    found = one(fieber.check(reading)).diagnosis.split

    assert found is not None
    assert ("posting_rate", "posted_at") in found.missing
    assert found.since is None
    assert found.total_percent < -40
