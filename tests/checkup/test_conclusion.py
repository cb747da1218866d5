"""From vitals to the finding: what it is, what speaks for chance, one next step, and what must be said with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.checkup.accounts import at, newest, one, steady

import fieber
from fieber.checkup import conclusion
from fieber.model.diagnosis import Change
from fieber.model.reading import Reading
from fieber.model.tables import conform
from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis

ILL = steady(160, seed=2, last_posts=30, factor=0.4)
READ = pl.lit(at(1000))


def diagnosis(posts: pl.DataFrame | Reading, **settings: object) -> Diagnosis:
    return one(fieber.check(posts, **settings)).diagnosis  # type: ignore[arg-type]


def caveats(posts: pl.DataFrame | Reading, **settings: object) -> set[str]:
    return {caveat.key for caveat in diagnosis(posts, **settings).caveats}


def test_a_fever_is_real_without_anybody_to_compare_with() -> None:
    """A fever whose interval lies below zero is real; whose it is, cannot be told alone."""
    found = diagnosis(ILL)

    assert found.verdict in {"fever", "high_fever"}
    assert (found.finding, found.compared_with) == ("real", 0)
    assert [advice.do.key for advice in found.advice] == ["advice.account_status"]


def test_healthy_is_not_in_the_data() -> None:
    """Where nothing but scatter is found, noise is the first cause and waiting the one step."""
    found = diagnosis(steady(160))

    assert (found.verdict, found.finding) == ("healthy", "not_in_data")
    assert found.causes[0].cause == "noise"
    assert found.causes[0].weight > 0.5
    assert [advice.do.key for advice in found.advice] == ["advice.nothing_wait"]


def test_a_drop_is_real_where_its_whole_interval_is_one() -> None:
    """An interval that reaches above zero is no finding, whatever the temperature; nor is anything of a healthy one."""
    ill = diagnosis(ILL).vitals[0]
    maybe = replace(ill, change=Change(-30.0, -50.0, 2.0))

    assert conclusion._finding("fever", ill) == "real"
    assert conclusion._finding("fever", maybe) == "not_in_data"
    assert conclusion._finding("healthy", ill) == "not_in_data"
    assert conclusion._finding("unknown", ill) == conclusion._finding("unknown", None) == "cannot_say"


def test_chance_weighs_most_where_nothing_is_wrong() -> None:
    """Chance is first on a steady account, names what would refute it, and gives way where there is a fever."""
    found = diagnosis(steady(120))
    carried = found.vitals[found.carried_by or 0]

    assert found.causes[0].cause == "noise"
    assert found.causes[0].refuted_by.values == {"detectable": carried.detectable_percent}
    assert found.causes[0].ladder == "observed"
    assert all(one.weight < found.causes[0].weight for one in diagnosis(ILL).causes if one.cause == "noise")


@pytest.mark.parametrize(("posts", "needed"), [(steady(9), 20), (steady(60, median=1e-9), None)])
def test_unknown_asks_for_more_posts(posts: pl.DataFrame, needed: int | None) -> None:
    """Too little to go by gives no finding and no cause; the step is to wait, where it helps for so many posts."""
    found = diagnosis(posts)

    assert (found.finding, found.causes, found.carried_by) == ("cannot_say", (), None)
    assert [(advice.do.key, advice.posts_needed) for advice in found.advice] == [("advice.wait_for_more_posts", needed)]


def test_an_export_without_counts_says_what_to_request() -> None:
    """A reading that holds no counts leads to typing them in or to another export."""
    empty_handed = conform(steady(60).drop("likes"), "posts")
    found = diagnosis(Reading(posts=empty_handed, notes=(Message("note.no_counts_in_export"),)))

    assert [advice.do.key for advice in found.advice] == ["advice.type_in", "advice.request_insights"]
    assert found.caveats[0].key == "note.no_counts_in_export"


def test_when_the_counters_were_read_is_said() -> None:
    """Without `measured_at` the report says what it assumes; with it, it does not."""
    posts = steady(60)

    assert "caveat.counters_read_at_as_of" in caveats(posts)
    assert "caveat.counters_read_at_as_of" not in caveats(posts.with_columns(measured_at=READ))


def test_a_season_needs_two_years() -> None:
    """Below a year the report says that no season is known, and abstains; beyond it does not."""
    short, long = steady(100, every_hours=100), steady(260, every_hours=100)

    assert "caveat.no_season_known" in caveats(short)
    assert ("season", "too_short") in {(each.cause, each.reason) for each in diagnosis(short).abstentions}
    assert "caveat.no_season_known" not in caveats(long)
    assert ("season", "too_short") not in {(each.cause, each.reason) for each in diagnosis(long).abstentions}


def test_a_told_date_comes_with_a_warning() -> None:
    """With `since` the report says that the date must not have been chosen by looking at the numbers."""
    assert "caveat.since_must_be_told" in caveats(ILL, since=at(250))
    assert "caveat.since_must_be_told" not in caveats(ILL)


def test_small_counts_are_said() -> None:
    """With fewer than five likes on a usual post the report says how coarse that is."""
    assert "caveat.small_counts" in caveats(steady(160, median=3.0))
    assert "caveat.small_counts" not in caveats(steady(160, median=30.0))


def test_nobody_to_compare_with_is_always_said() -> None:
    """Without peers there is no weather, and the report says so."""
    for posts in (ILL, steady(1)):
        assert "caveat.no_peers" in caveats(posts)
        assert "weather" in {each.cause for each in diagnosis(posts).abstentions}


def test_the_curve_in_the_report_is_the_fever_curve() -> None:
    """The looks of a report are the last year of the fever curve, with the check itself at the end."""
    posts = steady(420, every_hours=60).with_columns(measured_at=READ)
    now = newest(posts) + timedelta(days=2, hours=5)
    found = diagnosis(posts, as_of=now)
    curve = fieber.fever_curve(posts, as_of=now).filter(pl.col("metric") == "overall").tail(52)

    assert len(found.looks) == 53
    assert [(look.as_of, look.temperature, look.verdict) for look in found.looks[:-1]] == curve.select(
        "as_of", "temperature", "verdict"
    ).rows()
    assert (found.looks[-1].as_of, found.looks[-1].temperature) == (now, found.temperature)


def test_numbers_without_dates() -> None:
    """Typed numbers give a rough temperature; no time is shown, no rhythm, no pause, and the curve is the one look."""
    posts = conform(steady(80), "posts")
    undated = Reading(posts=posts, is_dated=False)
    found = diagnosis(undated)

    assert found.verdict == "healthy"
    assert {"caveat.undated", "caveat.no_peers"} == caveats(undated)
    assert not found.coverage.is_dated
    assert found.coverage.pauses == ()
    assert found.vitals[-1].reason == "column_missing"
    curve = fieber.fever_curve(undated)
    assert curve["metric"].to_list() == ["likes", "overall"]
    assert curve["temperature"].to_list() == [found.temperature] * 2


def test_without_dates_no_post_is_young() -> None:
    """All typed numbers count, the newest too, and a halving among them is seen."""
    posts = conform(steady(80, scatter=0.3, last_posts=20, factor=0.3), "posts")
    found = diagnosis(Reading(posts=posts, is_dated=False))

    assert found.verdict in {"fever", "high_fever"}
    assert found.vitals[0].recent is not None
    assert found.vitals[0].normal is not None
    assert found.vitals[0].recent.n + found.vitals[0].normal.n >= 50


def test_where_to_look_is_where_the_platform_has_it() -> None:
    """The account status is a page of Instagram; nobody else is sent there."""
    elsewhere = diagnosis(ILL.with_columns(platform=pl.lit("youtube")))

    assert [advice.do.key for advice in elsewhere.advice] == ["advice.account_status_elsewhere"]
