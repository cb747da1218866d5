"""A loss with and without the weather: how much is everyone's, and that nobody is compared with themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import one
from tests.checkup.contract import broken
from tests.checkup.rosters import DROP, FIRST, World, only, roster

import fieber
from fieber.api import Checkup, weather_table
from fieber.checkup.roster_weather import Asked, roster_weather
from fieber.checkup.weather_step import whose
from fieber.checkup.weather_table import load_table
from fieber.errors import UnreadableError, UsageError
from fieber.model.surroundings import Weather
from fieber.readers import read_typed

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.checkup.weather_table import WeatherTable

ALL_LOSE = World(accounts=60, rate=6.0, common=float(np.log(0.7)), own={0: float(np.log(0.4 / 0.7))}, weekly=0.0)


@pytest.fixture(scope="module")
def lost() -> pl.DataFrame:
    """Sixty accounts that all lose 30 %; the first one 60 %."""
    return roster(ALL_LOSE)


@pytest.fixture(scope="module")
def table(lost: pl.DataFrame) -> WeatherTable:
    return weather_table(lost)


def weather_of(posts: pl.DataFrame, name: str, **settings: Any) -> Weather:
    found = checkup(posts, name, **settings).diagnosis.weather
    assert found is not None
    return found


def checkup(posts: pl.DataFrame, name: str, **settings: Any) -> Checkup:
    return one(fieber.check(only(posts, name), since=DROP, **settings))


def keys(found: Checkup) -> set[str]:
    return {message.key for message in found.diagnosis.caveats}


def test_what_everyone_lost_is_weather_and_the_rest_is_its_own(lost: pl.DataFrame, table: WeatherTable) -> None:
    """Of a common 30 %, at least 90 % is weather; who lost 60 % has about 43 % of its own, by the interval too."""
    weather = weather_of(lost, "a000", peers=table)

    assert weather.percent == pytest.approx(-30, abs=3)
    assert weather.accounts == 59
    assert weather.own_percent is not None
    assert weather.own_low is not None
    assert weather.own_high is not None
    assert weather.own_low <= 100 * (0.4 / 0.7 - 1) <= weather.own_high < 0


def test_the_rest_is_right_on_average(lost: pl.DataFrame, table: WeatherTable) -> None:
    """Fifteen accounts that lost only what all lost have on average nothing of their own, within three points."""
    own = [weather_of(lost, f"a{number:03d}", peers=table).own_percent for number in range(1, 16)]

    assert abs(float(np.median(np.array(own, dtype=np.float64)))) < 3


def test_finding_and_sentences_say_whose_it_is(lost: pl.DataFrame, table: WeatherTable) -> None:
    """The one that lost more hears that part is its own, with how many it was compared with, and keeps the contract."""
    found = checkup(lost, "a000", peers=table)

    said = found.to_dict()

    assert said["finding"] == "both"
    assert said["compared_with"] == said["weather"]["accounts"] == 59
    assert "weather" in {cause["cause"] for cause in said["causes"]}
    assert broken(said) == []
    assert "59 other accounts" in found.to_html()
    assert "caveat.no_peers" not in keys(found)
    assert "weather" not in {missing["cause"] for missing in said["abstentions"]}


def test_the_temperature_is_that_of_the_own_series(lost: pl.DataFrame, table: WeatherTable) -> None:
    """The scan's p, temperature and verdict are the same with and without anybody to compare with."""
    alone, together = checkup(lost, "a003").diagnosis, checkup(lost, "a003", peers=table).diagnosis

    assert (alone.p_value, alone.temperature, alone.verdict) == (
        together.p_value,
        together.temperature,
        together.verdict,
    )


def test_nobody_is_compared_with_themselves(lost: pl.DataFrame, table: WeatherTable) -> None:
    """Whatever the account's own rows in the roster say, its weather is the same to the last bit."""
    mine = pl.col("account") == "a005"
    other = lost.with_columns(likes=pl.when(mine).then(pl.col("likes") * 50 + 7).otherwise("likes"))
    without = lost.filter(~mine)

    found = [weather_of(lost, "a005", peers=peers) for peers in (table, other, without, lost)]

    assert len(set(found)) == 1


def test_later_posts_change_nothing_at_an_earlier_day(lost: pl.DataFrame, table: WeatherTable) -> None:
    """The weather of a day knows only what could be judged by then."""
    then = DROP + timedelta(days=30)
    until = lost.filter(pl.col("posted_at") <= then + timedelta(days=60))
    early = weather_of(until, "a004", as_of=then, peers=until.with_columns(measured_at=pl.lit(then)))

    late = weather_of(lost, "a004", as_of=then, peers=table)

    assert late.percent == pytest.approx(early.percent, abs=2)


def test_own_falls_of_others_are_not_weather() -> None:
    """Where three of ten others fell by two thirds on their own, the rest is what counts."""
    posts = roster(World(accounts=60, rate=6.0, own={number: float(np.log(0.33)) for number in range(3, 21)}))

    weather = weather_of(posts, "a040", peers=posts)

    assert weather.percent == pytest.approx(0, abs=6)


def test_a_format_that_fell_everywhere_is_weather_for_those_who_use_it() -> None:
    """Reels lose half everywhere; who posts only Reels hears about half, who posts only photos about nothing."""
    posts = roster(World(accounts=50, rate=6.0, kinds={"photo": 0.0, "reel": float(np.log(0.5))}))

    found = {
        kind: weather_of(posts.filter((pl.col("account") != "a000") | (pl.col("kind") == kind)), "a000", peers=posts)
        for kind in ("photo", "reel")
    }

    assert found["reel"].percent == pytest.approx(-50, abs=6)
    assert found["photo"].percent == pytest.approx(0, abs=6)


def test_other_platforms_are_not_peers(lost: pl.DataFrame) -> None:
    """Accounts of another platform say nothing; a roster that names no platform is taken as the same one."""
    elsewhere = lost.with_columns(platform=pl.lit("tiktok"))
    unnamed = lost.with_columns(platform=pl.lit(None, dtype=pl.String))

    assert checkup(lost, "a002", peers=elsewhere).diagnosis.weather is None
    assert weather_of(lost, "a002", peers=unnamed).accounts == 59


@pytest.mark.parametrize(("accounts", "compared"), [(20, 0), (21, 20)])
def test_accounts_of_one_input_are_peers_from_twenty_on(accounts: int, compared: int) -> None:
    """With 20 others in the same input there is a weather, with 19 a caveat says that there is none."""
    posts = roster(World(accounts=accounts, common=float(np.log(0.7))))

    found = one(fieber.check(posts, account="a001", since=DROP))

    assert found.diagnosis.compared_with == compared
    assert (found.diagnosis.weather is None) == (compared == 0)
    assert ("caveat.no_peers" in keys(found)) == (compared == 0)
    assert ("caveat.peers_of_the_input" in keys(found)) == (compared > 0)


def test_too_few_peers_are_said_to_be_too_few(lost: pl.DataFrame) -> None:
    """A roster of five gives no weather, and how many there were."""
    few = lost.filter(pl.col("account").is_in([f"a00{number}" for number in range(5)]))

    found = checkup(lost, "a009", peers=few)

    assert found.diagnosis.weather is None
    assert "caveat.too_few_peers" in keys(found)
    assert [one.reason for one in found.diagnosis.abstentions if one.cause == "weather"] == ["too_few_peers"]


def test_peers_of_another_platform_are_told_to_be_no_peers(lost: pl.DataFrame) -> None:
    """Who brings a roster that does not fit reads so in the finding, not only in the fine print."""
    found = checkup(lost, "a009", peers=lost.with_columns(platform=pl.lit("facebook")))

    assert "caveat.unfit_peers" in keys(found)
    assert "Among the other accounts there is none to compare with" in found.to_markdown().split("\n## ")[0]


def test_a_fear_is_the_market_s_where_everyone_lost_the_same(lost: pl.DataFrame, table: WeatherTable) -> None:
    """'Down 30 % since …' is answered with the market by an account that fell like all, with `right` by the other."""
    said = f"my likes are down 30% since {DROP:%d %B %Y}"
    names = ("a001", "a006", "a007", "a000")

    found = {name: one(fieber.check(only(lost, name), peers=table, complaint=said)).to_dict() for name in names}

    for told in found.values():
        fear = told["claims"][0]["fear"]
        assert (
            told["finding"]
            in {
                "market": {"everyone"},
                "right": {"yours", "both", "real"},
                "unfounded": {"not_in_data"},
                "unknown": {"cannot_say"},
            }[fear]
        )
    assert found["a000"]["claims"][0]["fear"] == "right"
    assert "market" in {told["claims"][0]["fear"] for told in found.values()}


@pytest.mark.parametrize(
    ("weather", "own", "finding"),
    [
        ((-30, -35, -25), (-2, -20, 20), "everyone"),
        ((-30, -35, -25), (-40, -55, -20), "both"),
        ((-2, -4, -1), (-40, -55, -20), "yours"),
        ((-30, -35, -25), (-4, -7, -1), "everyone"),
        ((-5, -9, -1), (-20, -40, 5), "yours"),
        ((0, -5, 5), (-40, -55, -20), "yours"),
        ((-5, -15, 5), (-10, -30, 15), "real"),
        ((10, 5, 15), (-40, -55, -20), "yours"),
        ((-30, -35, -25), (20, 5, 40), "everyone"),
    ],
)
def test_whose_drop_it_is(weather: tuple[float, ...], own: tuple[float, ...], finding: str) -> None:
    """What is certain, and which share of the loss it is, decides."""
    percent, low, high = weather
    found = Weather(percent, low, high, 200, own_percent=own[0], own_low=own[1], own_high=own[2])

    assert whose(found) == finding


def test_without_a_test_of_its_own_only_a_clear_weather_is_named() -> None:
    """Too few posts for a test: a common loss of a fifth is everyone's, one of 3 % leaves it open."""
    clear = Weather(-20.0, -25.0, -15.0, 200)

    assert whose(clear) == "everyone"
    assert whose(replace(clear, percent=-3.0, low=-5.0, high=-1.0)) == "real"


def test_a_kept_table_says_the_same(lost: pl.DataFrame, table: WeatherTable, tmp_path: Path) -> None:
    """What was written as Parquet and read again gives the very same weather."""
    path = tmp_path / "weather.parquet"
    table.save(path)

    assert weather_of(lost, "a011", peers=load_table(path)) == weather_of(lost, "a011", peers=table)


def test_another_parquet_file_is_no_table(lost: pl.DataFrame, tmp_path: Path) -> None:
    """A file of posts is refused as a table, in both languages."""
    path = tmp_path / "posts.parquet"
    lost.write_parquet(path)

    with pytest.raises(UnreadableError, match="no weather table") as told:
        load_table(path)
    assert "Wettertabelle" in told.value.in_language("de")


def test_typed_numbers_are_no_roster() -> None:
    """Numbers without dates cannot be laid beside each other."""
    with pytest.raises(UsageError, match="dates"):
        weather_table(read_typed("100 200 300 400", account="typed"))


def test_the_weather_of_a_roster_is_drawn_week_by_week(table: WeatherTable) -> None:
    """The strip of a platform falls by 30 % at the right week, and its band holds that."""
    found = roster_weather(table, Asked())

    whole = next(strip for strip in found.strips if strip.kind is None)
    place = sum(week < DROP.date() for week in whole.week)
    after, before = np.array(whole.percent[place + 1 :]), np.array(whole.percent[:place])
    assert (np.median(after) + 100) / (np.median(before) + 100) == pytest.approx(0.7, abs=0.03)
    assert {strip.kind for strip in found.strips} == {None, "photo", "reel"}
    assert whole.accounts == found.accounts == 60
    assert all(low <= middle <= high for low, middle, high in zip(whole.low, whole.percent, whole.high, strict=True))
    assert whole.week[0] >= FIRST.date() - timedelta(days=7)


def test_a_small_roster_has_no_strips() -> None:
    """Nineteen accounts are no weather."""
    found = roster_weather(weather_table(roster(World(accounts=19))), Asked())

    assert found.strips == ()
    assert roster_weather(weather_table(roster(World(accounts=19)).clear()), Asked()).accounts == 0


def test_without_a_told_date_the_others_day_is_asked(lost: pl.DataFrame, table: WeatherTable) -> None:
    """The scan's own stretch is where the account is lowest; the loss is told from the day on which the others fell."""
    found = [one(fieber.check(only(lost, f"a{number:03d}"), peers=table)).diagnosis for number in range(1, 13)]
    real = [each for each in found if each.finding != "not_in_data"]

    weathers = [each.weather for each in real if each.weather is not None]

    assert len(weathers) == len(real) > 3
    assert all(each.since is not None and abs(each.since - DROP) <= timedelta(days=7) for each in weathers)
    assert np.median([each.percent for each in weathers]) == pytest.approx(-30, abs=2)
    assert abs(float(np.median([each.own_percent or 0.0 for each in weathers]))) < 7


def test_a_calm_weather_moves_no_date() -> None:
    """Where nothing happened to the others, the stretch that the scan found is asked for."""
    posts = roster(World(accounts=40, rate=6.0, own={1: float(np.log(0.4))}))

    found = one(fieber.check(only(posts, "a001"), peers=posts)).diagnosis

    assert found.finding == "yours"
    assert found.weather is not None
    assert found.carried_by is not None
    recent = found.vitals[found.carried_by].recent
    assert recent is not None
    assert found.weather.since == recent.since


def test_a_counter_of_which_nobody_says_when_it_was_read_is_not_completed(lost: pl.DataFrame) -> None:
    """The last two weeks stand in the table as they were read, as in the check-up of the account itself."""
    read_late = lost.with_columns(measured_at=pl.lit(FIRST + timedelta(days=900)))
    last = pl.col("day") > pl.col("day").max() - 14

    tables = [weather_table(posts).rows.filter(pl.col("metric") == "likes") for posts in (lost, read_late)]
    both = tables[0].filter(last).join(tables[1], on=["account", "kind", "day"], suffix="_late")

    assert both.height > 100
    assert (both["mean"] - both["mean_late"]).mean() == pytest.approx(0, abs=0.005)


def test_who_names_a_metric_hears_the_weather_of_that_one(lost: pl.DataFrame) -> None:
    """Comments fell by more and carry the headline; where the sentence is about likes, the weather is too."""
    late = pl.col("posted_at") >= DROP
    fewer = pl.when(late & (pl.col("account") == "a000")).then(0.02).otherwise(0.1)
    posts = lost.with_columns(comments=(pl.col("likes") * fewer).round().cast(pl.Int64))

    said = (None, f"my likes are down 60% since {DROP:%d %B %Y}")
    found = [weather_of(posts, "a000", peers=posts, complaint=sentence) for sentence in said]

    assert [one.metric for one in found] == ["comments", "likes"]
