"""Many accounts in few steps: the same as one check-up after another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import log
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.checkup.accounts import newest, steady, with_kinds, with_metrics

from fieber.api import as_reading, each_checkup, latest_moment
from fieber.checkup import day_number
from fieber.checkup.many import examine_many
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis, Vital

END = datetime(2026, 9, 1, tzinfo=UTC)
PARTS = {
    "normal": ("median", "low", "high", "n"),
    "recent": ("median", "n", "since"),
    "change": ("percent", "low", "high"),
    "long_term": ("percent", "low", "high"),
    "onset": ("at", "low", "high"),
}
ALONE = ("verdict", "temperature", "return_period_days", "capped", "detectable_percent", "p_drop", "p_value", "reason")
UNMEASURED = {"column_missing", "metric_changed"}


def named(posts: pl.DataFrame, name: str, platform: str | None = "instagram") -> pl.DataFrame:
    """The account under a name of its own, with its newest post at the end of all histories."""
    shift = END - newest(posts)
    times = [name for name in ("posted_at", "measured_at") if name in posts.columns]
    moved = posts.with_columns(pl.col(time) + shift for time in times)
    return moved.with_columns(account=pl.lit(name), platform=pl.lit(platform, dtype=pl.String))


def read_young(posts: pl.DataFrame) -> pl.DataFrame:
    """Every post read a day old, and half of them again at five days, with half as many likes more."""
    early = posts.with_columns(measured_at=pl.col("posted_at") + timedelta(days=1))
    late = posts[::2].with_columns(
        measured_at=pl.col("posted_at") + timedelta(days=5), likes=(pl.col("likes") * 1.5).cast(pl.Int64)
    )
    return pl.concat([early, late])


def strange_accounts() -> pl.DataFrame:
    """Accounts at whose edges the two ways could part."""
    steadily = with_kinds(with_metrics(steady(200, seed=5), ("reach", "comments")))
    accounts = {
        "few": steady(9),
        "one": steady(1),
        "zero": steady(60).with_columns(likes=pl.lit(0, dtype=pl.Int64)),
        "old": steady(80, every_hours=20),
        "formats": steadily,
        "seasons": steady(620, seed=12),
        "halved": steady(150, seed=2, last_posts=30, factor=0.5),
        "hit": steady(160, seed=3, last_posts=12, factor=40.0),
        "tiny": steady(150, seed=6, median=2.0),
        "noisy": steady(60, seed=8, scatter=1.8),
        "slow": steady(400, seed=9, every_hours=60, last_posts=200, factor=0.5),
        "hidden": steady(90, seed=4).with_columns(likes=pl.lit(None, dtype=pl.Int64)),
        "clips": steady(120, seed=14).with_columns(kind=pl.lit("reel")),
        "reads young": read_young(steady(90, seed=11)),
        "same moment": steady(100, seed=15).with_columns(
            posted_at=pl.col("posted_at").dt.truncate("1w"), post_id=pl.lit(None, dtype=pl.String)
        ),
        "views": steady(500, seed=16, every_hours=72).with_columns(views=pl.col("likes") * 9),
    }
    tables = [named(posts, name, None if name == "few" else "instagram") for name, posts in accounts.items()]
    return pl.concat(tables, how="diagonal_relaxed")


def assert_same(told: dict[str, Any], vital: Vital) -> None:
    expected = {name: getattr(vital, name) for name in ALONE}
    for part, names in PARTS.items():
        whole = getattr(vital, part)
        expected |= {f"{part}_{name}": None if whole is None else getattr(whole, name) for name in names}
    for name, value in expected.items():
        if isinstance(value, float):
            assert told[name] == pytest.approx(value, rel=1e-9, abs=1e-9), name
        else:
            assert told[name] == value, name


@pytest.mark.parametrize("days_later", [0.0, 20.0, 70.0])
def test_each_vital_and_headline_is_that_of_its_own_check(days_later: float) -> None:
    """Patients and accounts at the edges get the vitals, reasons and headline of their own check-up."""
    ill = patients(["noise", "distribution", "metric_change", "pause"], accounts=2, seed=4, years=2.5, as_of=END).posts
    edges = as_reading(strange_accounts(), None, None).posts
    posts = pl.concat([as_reading(ill, None, None).posts, edges])
    as_of = END + timedelta(days=days_later)

    vitals, accounts = examine_many(posts, day_number(as_of))

    alone: dict[tuple[str, str | None], Diagnosis] = {
        (found.diagnosis.account, found.diagnosis.platform): found.diagnosis
        for found in each_checkup(posts, as_of=as_of)
    }
    assert accounts.height == len(alone)
    by_owner = {owner[0]: rows for owner, rows in vitals.group_by("owner")}
    answered = 0
    for owner, row in enumerate(accounts.iter_rows(named=True)):
        found = alone[row["account"], row["platform"]]
        assert (row["verdict"], row["temperature"]) == (found.verdict, found.temperature)
        assert (row["p_value"] is None) == (found.p_value is None)
        if row["p_value"] is not None and found.p_value is not None:
            answered += 1
            assert log(row["p_value"]) == pytest.approx(log(found.p_value), abs=1e-9)
        told = {(each["metric"], each["kind"]): each for each in by_owner.get(owner, vitals[:0]).iter_rows(named=True)}
        for vital in found.vitals:
            if (vital.metric, vital.kind) in told:
                assert_same(told.pop((vital.metric, vital.kind)), vital)
            else:
                assert vital.metric == "posting_rate" or vital.reason in {*UNMEASURED, "no_counts"}, vital
        assert not told
    assert answered >= 8


def test_the_order_of_rows_does_not_matter() -> None:
    """Shuffled rows give the same tables."""
    posts = as_reading(strange_accounts(), None, None).posts
    now = day_number(latest_moment(as_reading(posts, None, None), None))

    vitals, accounts = examine_many(posts, now)
    shuffled = examine_many(posts.sample(fraction=1.0, shuffle=True, seed=3), now)

    assert vitals.equals(shuffled[0])
    assert accounts.equals(shuffled[1])


def test_nothing_gives_empty_tables() -> None:
    """Without a post there is no account."""
    posts = as_reading(steady(5), None, None).posts[:0]

    vitals, accounts = examine_many(posts, 0.0)

    assert (vitals.height, accounts.height) == (0, 0)


def test_where_no_post_can_be_judged_yet() -> None:
    """A roster of fresh posts alone has no temperature and says why."""
    fresh = steady(5).with_columns(posted_at=pl.lit(END))

    vitals, accounts = examine_many(as_reading(fresh, None, None).posts, day_number(END))

    assert accounts["verdict"].to_list() == ["unknown"]
    assert vitals["reason"].to_list() == ["too_few_posts"]
