"""Country × size × format: named where a change is, calm where nothing is, and the weather itself beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.checkup.rosters import DROP_WEEK, FIRST, WEEKS, World, follower_days, roster
from tests.rosters.many import many_posts

from fieber.api import weather_table
from fieber.checkup import day_number
from fieber.checkup.groups import group_temperatures
from fieber.checkup.roster_weather import Asked
from fieber.checkup.weather_table import WeatherTable
from fieber.model.groups import GroupTemperature, Place
from fieber.model.reading import Reading
from fieber.model.tables import conform, empty

FELL = float(np.log(0.7))
START = day_number(FIRST)
WEEK_AFTER = START + 7 * DROP_WEEK + 8
CALM = World(accounts=120, rate=4.0, weekly=0.02)


def about(world: World) -> pl.DataFrame:
    """Two of three accounts are Austrian, the others German; every other one is small."""
    names = [f"a{number:03d}" for number in range(world.accounts)]
    table = pl.DataFrame(
        {
            "account": names,
            "platform": [world.platform] * world.accounts,
            "country": ["de" if number % 3 == 0 else "AT" for number in range(world.accounts)],
            "size_tier": ["nano" if number % 2 else "micro" for number in range(world.accounts)],
        }
    )
    return conform(table, "accounts")


def table_of(world: World, *, fell: pl.Expr | None = None) -> WeatherTable:
    """Give the weather table; those of whom `fell` says so lose 30 % of their likes from DROP on."""
    posts = roster(world)
    if fell is not None:
        late = pl.col("posted_at") >= pl.lit(FIRST) + pl.duration(weeks=DROP_WEEK)
        likes = pl.when(late & fell).then(pl.col("likes") * 0.7).otherwise(pl.col("likes"))
        posts = posts.with_columns(likes=likes.round().cast(pl.Int64))
    return weather_table(posts.with_columns(measured_at=pl.col("posted_at") + pl.duration(days=30)))


def temperatures(
    world: World, *, fell: pl.Expr | None = None, now: float = WEEK_AFTER
) -> dict[Place, GroupTemperature]:
    table = table_of(world, fell=fell)
    ripe = table.rows.with_columns(ripe=pl.col("day") + 1.0)  # as a nightly reading has it
    found = group_temperatures(WeatherTable(ripe), about(world), Asked("likes", now))
    return {one.place: one for one in found}


def is_german() -> pl.Expr:
    return pl.col("account").str.tail(3).cast(pl.Int64) % 3 == 0


def test_the_group_that_fell_is_named() -> None:
    """Reels in Germany lose 30 %: that group stands out, with its loss, and the rest of the platform does not."""
    found = temperatures(CALM, fell=is_german() & (pl.col("kind") == "reel"))

    where = found[Place("instagram", "DE", None, "reel")]
    (named,) = [place for place, one in found.items() if one.is_where]
    assert named == where.place
    assert where.verdict in {"fever", "high_fever"}
    assert where.own_percent == pytest.approx(-30, abs=12)
    assert where.own_high is not None
    assert where.own_high < 0
    assert where.own_temperature is not None
    assert where.own_temperature >= 38.5
    assert not found[Place("instagram", "AT", None, "photo")].stands_out
    assert found[Place("instagram")].verdict in {"healthy", "elevated"}


def test_what_hits_everybody_is_the_weather() -> None:
    """All lose 30 %: the weather itself has a fever, and no group stands out from it."""
    found = temperatures(replace(CALM, common=FELL))

    assert found[Place("instagram")].verdict in {"fever", "high_fever"}
    assert found[Place("instagram")].since is not None
    assert not any(one.is_where for one in found.values())


def test_nothing_wrong_is_told_as_nothing() -> None:
    """Without a change the weather has no fever, and nobody is named."""
    found = temperatures(CALM)

    assert found[Place("instagram")].verdict in {"healthy", "elevated"}
    assert not any(one.is_where for one in found.values())


def test_formats_that_ripen_at_different_ages_raise_no_alarm() -> None:
    """With all counters read on one day the last days have photos only; they are held against nobody then."""
    rosters = (many_posts(30, posts=200, ill=0, seed=seed) for seed in range(10, 15))

    found = [one for posts in rosters for one in group_temperatures(weather_table(posts)) if not one.place.is_whole]

    own = np.array([one.own_p_value for one in found])
    assert len(own) == 10  # photos and reels of five rosters
    assert own.min() > 1e-3  # of one calm set of ten in a hundred it is lower


def test_groups_are_of_twenty_accounts_and_more_and_none_is_another_under_a_new_name() -> None:
    """24 accounts in two countries: no country is large enough, the formats are, and a single size is everybody."""
    world = replace(CALM, accounts=24)
    table = table_of(world)
    one_size = about(world).with_columns(size_tier=pl.lit("nano"))

    places = {one.place for one in group_temperatures(table, one_size, Asked("likes", START + 7 * WEEKS))}

    assert places == {Place("instagram"), Place("instagram", kind="photo"), Place("instagram", kind="reel")}


def test_size_is_read_from_followers_where_nobody_says_it() -> None:
    """Accounts of 5,000 to 500,000 followers are nano, micro and mid."""
    posts = roster(CALM)
    reading = Reading(posts=conform(posts, "posts"), days=conform(follower_days(120), "days"))

    found = group_temperatures(weather_table(reading), None, Asked("likes", START + 7 * WEEKS))

    assert {one.place.size for one in found} >= {None, "micro", "mid"}
    assert {one.place.country for one in found} == {None}


def test_later_posts_are_unseen() -> None:
    """The day before the change its loss is not known."""
    before = temperatures(replace(CALM, common=FELL), now=START + 7 * DROP_WEEK)

    assert before[Place("instagram")].verdict in {"healthy", "elevated"}


@pytest.mark.parametrize("world", [replace(CALM, accounts=12), replace(CALM, platform=None)])
def test_too_few_accounts_and_no_platform(world: World) -> None:
    """Twelve accounts have no weather; accounts of which nobody says the platform have one without a name."""
    places = {place for place in temperatures(world) if place.is_whole}

    assert places == (set() if world.accounts == 12 else {Place(None)})


def test_old_and_short_histories_have_no_temperature() -> None:
    """Two months after the last post, and in the first weeks, the reason is said."""
    now = START + 7 * WEEKS
    early = temperatures(CALM, now=START + 9)
    late = group_temperatures(table_of(CALM), None, Asked("likes", now + 20.0))

    assert early[Place("instagram")].reason == "too_few_days"
    assert {one.reason for one in late} == {"too_old"}
    assert group_temperatures(weather_table(Reading(posts=empty("posts"))), None) == ()
