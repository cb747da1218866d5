"""What is said of one vital: DESIGN.md section 2."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import log

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import START, likes, one, steady, vital, with_kinds, with_metrics

import fieber
from fieber.checkup.vital import percent
from fieber.model.moments import moment

HALVED = [steady(160, seed=seed, last_posts=30, factor=0.5) for seed in range(20)]


def test_a_halving_is_found_where_it_is() -> None:
    """A planted halving is mostly a fever, its loss and its begin lie in their 90 % intervals as often as promised."""
    found = [likes(posts) for posts in HALVED]
    starts = [posts["posted_at"][130].isoformat() for posts in HALVED]

    fevers = sum(one_vital["verdict"] in {"fever", "high_fever"} for one_vital in found)
    losses = sum(one_vital["change"]["low"] <= -50 <= one_vital["change"]["high"] for one_vital in found)
    onsets = [one_vital["onset"] for one_vital in found]
    near = [
        abs(datetime.fromisoformat(onset["at"]) - datetime.fromisoformat(start)) < timedelta(days=14)
        for onset, start in zip(onsets, starts, strict=True)
        if onset is not None
    ]
    # of 20 intervals at 90 %, fewer than 14 cover in one case of 400; at 80 % power, fewer than 12 fevers in one of 100
    assert losses >= 14
    assert fevers >= 12
    assert len(near) >= 12
    assert sum(near) >= 0.8 * len(near)


def test_a_loss_that_is_sure_but_small_is_no_fever() -> None:
    """A loss below 10 % is capped at 38.4, however certain; p and the return period are not."""
    found = likes(steady(300, scatter=0.05, last_posts=60, factor=0.94))

    assert found["p_value"] < 1 / 52.18
    assert found["p_drop"] < 0.5
    assert (found["temperature"], found["verdict"], found["capped"]) == (38.4, "elevated", True)
    assert found["return_period_days"] == pytest.approx(7 / found["p_value"])
    assert -10 < found["change"]["percent"] < -3


def test_too_much_scatter_to_say() -> None:
    """Where not even a loss of 60 % would have shown, the verdict is unknown, and p is still given."""
    found = likes(steady(60, scatter=1.6))

    assert (found["verdict"], found["reason"]) == ("unknown", "too_noisy")
    assert found["temperature"] is None
    assert found["return_period_days"] == pytest.approx(7 / found["p_value"])
    assert found["detectable_percent"] < -60
    assert 0 < found["p_value"] < 1


def test_too_noisy_to_say_healthy_but_not_to_say_fever() -> None:
    """An account too noisy for "no fever" still has a fever when nearly everything is lost."""
    found = [likes(steady(120, seed=seed, scatter=1.1, last_posts=40, factor=0.01)) for seed in range(6)]

    feverish = [one_vital for one_vital in found if one_vital["verdict"] in {"fever", "high_fever"}]
    assert len(feverish) >= 3
    assert all(one_vital["reason"] is None for one_vital in feverish)


@pytest.mark.parametrize(
    ("posts", "reason"),
    [
        (steady(1), "too_few_posts"),
        (steady(9), "too_few_posts"),
        (steady(60, median=1e-9), "all_zero"),
        (steady(60).with_columns(likes=pl.lit(None, pl.Int64)), "column_missing"),
        (steady(60).with_columns(likes=-1), "column_missing"),
        (steady(60).with_columns(likes_hidden=True), "column_missing"),
    ],
    ids=["one post", "nine posts", "all zero", "no likes", "minus one", "hidden likes"],
)
def test_silence_has_its_reason(posts: pl.DataFrame, reason: str) -> None:
    """With too little to go by the vital is unknown, and says why."""
    found = likes(posts)

    assert (found["verdict"], found["reason"], found["temperature"]) == ("unknown", reason, None)
    assert one(fieber.check(posts)).diagnosis.verdict == "unknown"


def test_no_post_at_all() -> None:
    """A table without rows is one object with verdict unknown and a reason for every vital."""
    found = one(fieber.check(steady(5).clear())).to_dict()

    assert found["verdict"] == "unknown"
    assert found["coverage"]["posts"] == 0
    assert found["coverage"]["first"] is None
    assert all(each["reason"] for each in found["vitals"])


def test_too_long_ago() -> None:
    """Years after the last post nothing can be said of today."""
    found = likes(steady(60), as_of="2030-01-01")

    assert (found["verdict"], found["reason"]) == ("unknown", "too_old")


def test_null_is_not_zero() -> None:
    """Posts without a count are left out of the vital; as zeros they would be a fever."""
    posts = steady(120)
    last = pl.int_range(pl.len()) >= 90
    hidden = likes(posts.with_columns(likes=pl.when(~last).then("likes")))
    lost = likes(posts.with_columns(likes=pl.when(last).then(0).otherwise("likes")))

    assert hidden["normal"]["n"] + hidden["recent"]["n"] <= 90
    assert hidden["verdict"] == "healthy"
    assert lost["verdict"] in {"fever", "high_fever"}
    assert lost["change"]["percent"] < -80


def test_hidden_likes_are_left_out() -> None:
    """Posts whose likes the platform hid are not taken for posts without likes."""
    posts = steady(120)
    hidden = (pl.int_range(pl.len()) % 4 == 0) | (pl.int_range(pl.len()) > 112)
    marked = posts.with_columns(likes=pl.when(hidden).then(0).otherwise("likes"), likes_hidden=hidden)
    without = posts.with_columns(likes=pl.when(~hidden).then("likes"))

    assert likes(marked) == likes(without)


def test_a_zero_is_a_zero() -> None:
    """An account with few likes has zeros among them and is judged with them."""
    posts = steady(160, median=1.2, scatter=0.3)
    found = likes(posts)

    assert (posts["likes"] == 0).sum() > 20
    assert found["p_value"] is not None
    assert found["normal"]["low"] == 0


def test_growth_is_no_drop() -> None:
    """An account that grows steadily has no temperature to speak of."""
    posts = steady(160).with_columns(likes=(pl.col("likes") * 1.01 ** pl.int_range(pl.len())).cast(pl.Int64))

    assert likes(posts)["verdict"] in {"healthy", "unknown"}  # fast growth also looks like wander
    assert likes(posts)["p_value"] > 0.5
    assert likes(posts)["change"]["high"] > 0
    assert likes(posts)["onset"] is None


def test_the_normal_is_what_was_before_the_recent() -> None:
    """Recent and normal posts do not overlap, and both are told in the metric's own unit."""
    posts = HALVED[2]
    found = likes(posts)

    since = datetime.fromisoformat(found["recent"]["since"])
    recent = posts.filter(pl.col("posted_at") >= since)
    assert found["recent"]["n"] + found["normal"]["n"] <= posts.height
    assert found["recent"]["median"] == pytest.approx(recent["likes"][: found["recent"]["n"]].median())
    assert found["normal"]["low"] < 5000 < found["normal"]["high"]
    assert found["normal"]["median"] == pytest.approx(5000, rel=0.15)


def test_a_told_date_is_tested_beside_the_scan() -> None:
    """`since` adds its own block, paid without the scan's price; nothing else changes."""
    posts = HALVED[2]
    date = posts["posted_at"][130]
    found, without = likes(posts, since=date), likes(posts)

    block = found.pop("since")
    assert without.pop("since") is None
    assert found == without
    assert datetime.fromisoformat(block["at"]) == date
    assert block["p_value"] < found["p_value"]
    assert block["low"] <= -50 <= block["high"]
    assert block["p_drop"] > 0.99


def test_a_told_date_without_posts_on_both_sides() -> None:
    """Before the history or after it there is nothing to test."""
    assert likes(HALVED[0], since="2020-01-01")["since"] is None
    assert likes(HALVED[0], since="2030-01-01")["since"] is None


@pytest.mark.parametrize(("years", "loss"), [(2.2, 0.45), (2.2, 0.0)])
def test_long_term(years: float, loss: float) -> None:
    """The last 90 days are held against the same 90 days a year before; a slow loss is seen, a flat account is not."""
    n = int(years * 365.25 / 2)
    days = 2.0 * np.arange(n)
    covered = 0
    for seed in range(5):
        posts = steady(n, seed=seed, every_hours=48)
        slow = posts.with_columns(likes=(pl.col("likes") * (1 - loss) ** pl.Series(days / 365.25)).cast(pl.Int64))
        told = fieber.check(slow)
        found = vital(told)["long_term"]
        covered += found["low"] <= -100 * loss <= found["high"]
        assert (one(told).diagnosis.slow_loss is not None) == (found["high"] < -10)
        assert (found["high"] < -10) == (loss > 0)

    # five intervals at 90 %: fewer than three cover in one case of 100
    assert covered >= 3


def test_no_long_term_without_two_years() -> None:
    """Where the same days a year before are missing, there is no long-term comparison."""
    assert likes(steady(150))["long_term"] is None
    assert one(fieber.check(steady(150))).diagnosis.slow_loss is None


def test_formats_have_vitals_of_their_own() -> None:
    """A format with 40 posts has its own vitals; one alone has none beside the whole; a rare one has none."""
    mixed = with_kinds(with_metrics(steady(120), ("reach",)), ("photo", "reel"))
    rare = mixed.with_columns(kind=pl.when(pl.int_range(pl.len()) < 39).then(pl.lit("reel")).otherwise(pl.lit("photo")))

    def parts(posts: pl.DataFrame) -> set[tuple[str, str | None]]:
        told = one(fieber.check(posts)).diagnosis.vitals
        return {(each.metric, each.kind) for each in told if each.kind is not None}

    assert parts(mixed) == {
        (metric, kind) for metric in ("likes", "reach", "engagement_per_reach") for kind in ("photo", "reel")
    }
    assert parts(rare) == {(metric, "photo") for metric in ("likes", "reach", "engagement_per_reach")}
    assert parts(mixed.with_columns(kind=pl.lit("photo"))) == set()


def test_a_fever_of_one_format() -> None:
    """When only Reels lose, Reels have the fever and photos do not."""
    posts = with_kinds(steady(240, scatter=0.25), ("photo", "reel"))
    lost = (pl.col("kind") == "reel") & (pl.int_range(pl.len()) >= 180)
    told = fieber.check(posts.with_columns(likes=pl.when(lost).then(pl.col("likes") * 0.4).otherwise("likes")))

    assert vital(told, kind="reel")["verdict"] in {"fever", "high_fever"}
    assert vital(told, kind="photo")["verdict"] in {"healthy", "elevated"}
    assert one(told).diagnosis.verdict in {"fever", "high_fever"}


def test_more_reels_are_no_drop() -> None:
    """When an account turns to a format that always had fewer likes, the level has not fallen."""
    n = 180
    share = np.where(np.arange(n) < 150, 0.3, 0.9)
    reel = np.random.default_rng(3).uniform(size=n) < share
    posts = steady(n, scatter=0.2).with_columns(kind=pl.Series(np.where(reel, "reel", "photo")))
    turned = posts.with_columns(likes=pl.when(pl.col("kind") == "reel").then(pl.col("likes") / 4).otherwise("likes"))
    told, untold = likes(turned), likes(turned.drop("kind"))

    assert told["verdict"] in {"healthy", "elevated"}
    assert abs(told["change"]["percent"]) < 15
    assert untold["change"]["high"] < -20


def test_percent_of_counts_and_of_ratios() -> None:
    """A step of the logarithm is a percentage; near zero the one that was added is taken off again."""
    assert percent(log(0.5), log(1e9), 1.0) == pytest.approx(-50, abs=1e-6)
    assert percent(log(0.5), log(0.1), 0.0) == pytest.approx(-50)
    assert percent(log(0.5), log(1 + 1.0), 1.0) == pytest.approx(-100)
    assert percent(-20.0, log(1 + 5.0), 1.0) == -100.0


def test_moments_are_exact() -> None:
    """A moment that became days comes back to the microsecond."""
    odd = START + timedelta(microseconds=1_234_567_890_123)

    assert moment((odd - moment(0.0)) / timedelta(days=1)) == odd
    assert moment(0.5) == datetime.fromisoformat("1970-01-01T12:00:00Z")


def test_a_format_that_is_not_used_any_more_falls_silent() -> None:
    """Reels that fell and then stopped do not keep the account in fever months later."""
    photos = steady(300, scatter=0.4, every_hours=24.0).with_columns(kind=pl.lit("photo"))
    reels = steady(100, seed=7, scatter=0.4, every_hours=30.0, last_posts=12, factor=0.3).with_columns(
        kind=pl.lit("reel"), post_id=pl.lit("r") + pl.col("post_id")
    )
    found = fieber.check(pl.concat([photos, reels]))

    assert isinstance(found, fieber.Checkup)
    reel = next(vital for vital in found.diagnosis.vitals if vital.kind == "reel")
    assert (reel.verdict, reel.reason) == ("unknown", "too_old")
    assert found.diagnosis.verdict in {"healthy", "elevated"}


def test_a_told_date_is_tested_where_a_search_cannot_be() -> None:
    """Two weeks of six posts a day are too short for the scan; the date that was told is tested all the same."""
    posts = steady(90, every_hours=4.0, last_posts=30, factor=0.4)

    found = likes(posts, since=posts["posted_at"][60])

    assert (found["p_value"], found["reason"]) == (None, "too_few_posts")
    assert found["since"]["p_value"] < 0.01
    assert found["since"]["high"] < -20
