"""The fever curve says at each look what `check` would have said then: one pass, no look ahead."""

from __future__ import annotations

import math
from datetime import timedelta
from math import isclose, log
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.checkup.accounts import START, at, newest, one, steady, with_kinds, with_metrics

import fieber
from fieber.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

METRICS = ("comments", "reach")


def read_twice(posts: pl.DataFrame) -> pl.DataFrame:
    """Each post read a week and three weeks after it was made, the second time with a tenth more likes."""
    early = posts.with_columns(measured_at=pl.col("posted_at") + timedelta(days=8))
    late = posts.with_columns(
        measured_at=pl.col("posted_at") + timedelta(days=22), likes=(pl.col("likes") * 1.1).cast(pl.Int64)
    )
    return pl.concat([early, late])


def read_young(posts: pl.DataFrame) -> pl.DataFrame:
    """Each post read a day after it was made, and every other one five days after it, with half as many likes more."""
    early = posts.with_columns(measured_at=pl.col("posted_at") + timedelta(days=1))
    again = posts.filter(pl.int_range(pl.len()) % 2 == 0)
    late = again.with_columns(
        measured_at=pl.col("posted_at") + timedelta(days=5), likes=(pl.col("likes") * 1.5).cast(pl.Int64)
    )
    return pl.concat([early, late])


def swinging(posts: pl.DataFrame) -> pl.DataFrame:
    """Every counter at its best at the start of a year of the account, and a third of that half a year later."""
    year = (pl.col("posted_at") - START).dt.total_seconds() / (365.25 * 86_400)
    swing = (0.5 * (year * 2 * math.pi).cos()).exp()
    counts = [name for name in posts.columns if posts[name].dtype.is_integer()]
    return posts.with_columns((pl.col(name) * swing).round().cast(pl.Int64) for name in counts)


def days_table(days: int) -> pl.DataFrame:
    """New followers of each day, without chance: 40 and a weekly rhythm."""
    return pl.DataFrame(
        {
            "account": "anna",
            "platform": "instagram",
            "day": [at(i).date() for i in range(days)],
            "follows": [40 + 5 * (i % 7) + (i * 7919) % 11 for i in range(days)],
        }
    )


WORLDS = {
    "one metric": steady(150),
    "halving": steady(150, seed=2, last_posts=30, factor=0.5),
    "growth": steady(150, seed=3).with_columns(
        likes=(pl.col("likes") * (1 + pl.int_range(pl.len()) / 50)).cast(pl.Int64)
    ),
    "metrics": with_metrics(steady(150, seed=4), METRICS),
    "formats": with_kinds(with_metrics(steady(200, seed=5), ("reach",))),
    "tiny": steady(150, seed=6, median=2.0),
    "sure but small": steady(150, seed=9, scatter=0.03, last_posts=50, factor=0.94),
    "two readings": read_twice(steady(80, seed=7)),
    "read at a day old": steady(100, seed=10).with_columns(measured_at=pl.col("posted_at") + timedelta(days=1)),
    "read young, some twice": read_young(steady(80, seed=11)),
    "seasons of three years": swinging(with_kinds(with_metrics(steady(620, seed=12), ("reach",)))),
    "clips read twice": read_twice(with_kinds(steady(100, seed=8), ("photo", "reel"))),
}
every_world = pytest.mark.parametrize("posts", WORLDS.values(), ids=WORLDS)
every_step = pytest.mark.parametrize("every", ["7d", "post"])


def assert_same_row(told: dict[str, Any], expected: dict[str, Any]) -> None:
    """Two rows agree: p to 1e-9 in its logarithm, the loss as closely, words and degrees exactly."""
    for exact in ("temperature", "verdict"):
        assert told[exact] == expected[exact], (told, expected)
    assert (told["p_value"] is None) == (expected["p_value"] is None), (told, expected)
    if expected["p_value"] is not None:
        assert abs(log(told["p_value"]) - log(expected["p_value"])) <= 1e-9, (told, expected)
        assert isclose(told["percent"], expected["percent"], rel_tol=1e-9, abs_tol=1e-9)


def by_look(curve: pl.DataFrame) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {(row["account"], row["metric"], row["as_of"]): row for row in curve.iter_rows(named=True)}


@every_step
@every_world
def test_the_head_of_the_curve_is_the_curve_of_the_shorter_history(posts: pl.DataFrame, every: str) -> None:
    """Cutting the history at two thirds changes no look before the cut: nothing looks ahead."""
    cut = START + (newest(posts) - START) * (2 / 3)
    cut = cut.replace(hour=0, minute=0, second=0, microsecond=0)
    seen = posts.filter(pl.col("posted_at") <= cut)
    if "measured_at" in seen.columns:
        # what is read later cannot be in a shorter history, but for posts that were never read before
        first = pl.col("measured_at").min().over("post_id")
        seen = seen.filter((pl.col("measured_at") <= cut) | (pl.col("measured_at") == first))

    whole, head = (
        by_look(fieber.fever_curve(posts, every=every)),
        by_look(fieber.fever_curve(seen, as_of=cut, every=every)),
    )

    assert sum(row["p_value"] is not None for row in head.values()) >= 12
    for key, row in head.items():
        assert_same_row(row, whole[key])


def check_rows(posts: pl.DataFrame, look: datetime, **settings: Any) -> dict[str, dict[str, Any]]:
    """What `check` says at a look, as rows of the curve by metric."""
    found = one(fieber.check(posts, as_of=look, **settings))
    rows = {
        vital["metric"]: vital | {"percent": None if vital["change"] is None else vital["change"]["percent"]}
        for vital in found.to_dict()["vitals"]
        if vital["kind"] is None
    }
    carried = found.diagnosis.carried_by
    change = None if carried is None else found.diagnosis.vitals[carried].change
    rows["overall"] = {
        "p_value": found.diagnosis.p_value,
        "temperature": found.diagnosis.temperature,
        "verdict": found.diagnosis.verdict,
        "percent": None if change is None else change.percent,
    }
    return rows


@every_step
@every_world
def test_each_look_is_the_check_at_that_look(posts: pl.DataFrame, every: str) -> None:
    """Every vital and the headline are those of `check` with the look as `as_of`."""
    curve = fieber.fever_curve(posts, every=every)
    looks = curve["as_of"].unique().sort().to_list()
    chosen = looks[len(looks) % 13 :: max(1, len(looks) // 12)]

    known = 0
    for look in [*chosen, looks[-1]]:
        expected = check_rows(posts, look)
        for row in curve.filter(pl.col("as_of") == look).iter_rows(named=True):
            assert_same_row(row, expected[row["metric"]])
            known += row["p_value"] is not None

    assert known >= 10


def test_days_are_looked_at_like_posts() -> None:
    """New followers a day are in the curve, equal to `check` at that look, alone and beside posts."""
    days = days_table(200)

    for posts in (WORLDS["one metric"].head(90), pl.DataFrame(schema=WORLDS["one metric"].schema)):
        curve = fieber.fever_curve(posts, days=days, as_of=at(190))
        look = curve["as_of"].unique().sort().to_list()[-1]
        expected = check_rows(posts, look, days=days)
        rows = curve.filter(pl.col("as_of") == look).rows(named=True)

        assert {"followers_gained", "overall"} <= {row["metric"] for row in rows}
        for row in rows:
            assert_same_row(row, expected[row["metric"]])


def test_looks_hang_on_the_first_post() -> None:
    """Weekly looks start on the day of the first post and go on to `as_of`; steps may be days or weeks."""
    posts = WORLDS["one metric"]

    weekly = fieber.fever_curve(posts, as_of=at(100))["as_of"].unique().sort().to_list()
    fortnightly = fieber.fever_curve(posts, as_of=at(100), every="2w")["as_of"].unique().sort().to_list()

    assert weekly == [at(7 * i) for i in range(15)]
    assert fortnightly == weekly[::2]


def test_one_look_a_post() -> None:
    """With every="post" there is a look when another post can be judged, two days after it on Instagram."""
    posts = WORLDS["one metric"].head(20)

    looks = fieber.fever_curve(posts, every="post", as_of=at(60))["as_of"].unique().sort().to_list()

    # the newest ones may have been read before they were ripe
    last = newest(posts)
    assert looks == [when + timedelta(days=2) for when in posts["posted_at"] if when + timedelta(days=2) <= last]


@pytest.mark.parametrize("every", ["7", "0d", "2m", "week", ""])
def test_a_step_that_is_none_is_told(every: str) -> None:
    """A wrong step is the caller's mistake; the error names the choices."""
    with pytest.raises(UsageError, match='use "7d", "2w" or "post"'):
        fieber.fever_curve(WORLDS["one metric"], every=every)


def test_the_columns_are_those_promised() -> None:
    """The columns of DESIGN.md section 8 are there, also without a single row."""
    names = [
        "account",
        "platform",
        "metric",
        "as_of",
        "p_value",
        "temperature",
        "return_period_days",
        "percent",
        "verdict",
    ]
    nothing = pl.DataFrame(schema={"posted_at": pl.Datetime("us", "UTC"), "likes": pl.Int64})

    assert fieber.fever_curve(WORLDS["one metric"]).columns == names
    assert fieber.fever_curve(nothing).columns == names
    assert fieber.fever_curve(WORLDS["one metric"], as_of="2020-01-01").is_empty()


def test_the_return_period_is_seven_days_by_p() -> None:
    """Where there is a temperature, the return period is 7 / p days; where there is none, the verdict is unknown."""
    curve = fieber.fever_curve(WORLDS["metrics"])

    shown = curve.filter(pl.col("temperature").is_not_null())
    assert shown.height > 50
    assert (shown["return_period_days"] * shown["p_value"]).to_list() == pytest.approx([7.0] * shown.height)
    assert set(curve.filter(pl.col("temperature").is_null())["verdict"]) == {"unknown"}


def test_two_accounts_do_not_touch_each_other() -> None:
    """An account's curve beside another one is its curve alone."""
    anna, bert = WORLDS["one metric"], WORLDS["halving"].with_columns(account=pl.lit("bert"))
    now = at(250)

    both = fieber.fever_curve(pl.concat([anna, bert]), as_of=now)

    alone = pl.concat([fieber.fever_curve(anna, as_of=now), fieber.fever_curve(bert, as_of=now)])
    assert both.equals(alone)
