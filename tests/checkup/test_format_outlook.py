"""Which formats a roster gains and loses: what is foretold, of whom, and how it came."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import one
from tests.checkup.contract import broken
from tests.checkup.rosters import FIRST, WEEKS, World, only, roster

import fieber
from fieber.api import weather_table
from fieber.checkup.format_outlook import HORIZON_DAYS, formats_ahead
from fieber.checkup.roster_weather import Asked, roster_weather
from fieber.errors import UsageError
from fieber.report.weather_text import to_json

if TYPE_CHECKING:
    from fieber.model.surroundings import FormatOutlook

CALM = World(accounts=40, rate=5.0, weekly=0.02)
SLIDE = 0.06  # log units a week that Reels lose in the last thirty weeks


def sliding() -> pl.DataFrame:
    """Forty accounts whose Reels lose six percent a week from week 30 on, while photos stay as they are."""
    posts = roster(CALM)
    week = (pl.col("posted_at") - FIRST).dt.total_days() / 7
    lost = (-SLIDE * (week - (WEEKS - 30)).clip(0)).exp()
    return posts.with_columns(
        likes=pl.when(pl.col("kind") == "reel")
        .then(pl.col("likes") * lost)
        .otherwise(pl.col("likes"))
        .round()
        .cast(pl.Int64)
    )


@pytest.fixture(scope="module")
def posts() -> pl.DataFrame:
    return sliding()


def foretold(posts: pl.DataFrame, *, until: float) -> dict[str | None, FormatOutlook]:
    """What a roster foretells that ends so many weeks after its first day, by format."""
    known = posts.filter(pl.col("posted_at") < FIRST + timedelta(weeks=until))
    return {found.kind: found for found in formats_ahead(weather_table(known), Asked())}


def test_a_format_that_slides_is_foretold_to_lose(posts: pl.DataFrame) -> None:
    """Reels lose and the whole interval says so; photos stay; and the slide came true four weeks later."""
    found = foretold(posts, until=WEEKS - 4.5)
    came = fieber.score_outlook([as_told(one) for one in found.values()], posts)

    assert found["reel"].high < 0
    assert found["photo"].low < 0 < found["photo"].high
    reel = came.filter(pl.col("kind") == "reel").row(0, named=True)
    assert reel["is_inside"]
    assert reel["error"] < reel["error_of_no_change"]
    assert reel["came_low"] < reel["came_percent"] < reel["came_high"] < 0


def as_told(found: FormatOutlook) -> dict[str, Any]:
    """A forecast as it stands in JSON."""
    text = to_json(_weather_with(found), "en")
    told: dict[str, Any] = json.loads(text)["outlook"][0]
    return told


def _weather_with(found: FormatOutlook) -> Any:
    weather = roster_weather(weather_table(roster(World(accounts=2))), Asked())
    return type(weather)(weather.as_of, weather.accounts, (), (), (found,))


def test_it_knows_nothing_of_later(posts: pl.DataFrame) -> None:
    """Asked for an earlier day, a longer roster foretells from what could be judged by then."""
    table = weather_table(posts)
    now = float((FIRST - FIRST.replace(year=1970, month=1, day=1)).days + 7 * (WEEKS - 6))
    cut = pl.col("ripe") <= now

    late = formats_ahead(table, Asked(now=now))
    early = formats_ahead(type(table)(table.rows.filter(cut)), Asked(now=now))

    assert [one.kind for one in late] == [None, "photo", "reel"]
    assert [one.percent for one in late] == pytest.approx([one.percent for one in early])
    assert late[0].until - late[0].as_of == timedelta(days=HORIZON_DAYS)


def test_it_holds_as_often_as_it_says() -> None:
    """Over made-up rosters, intervals of 80 % hold what the same accounts show four weeks later."""
    inside = []
    for seed in range(10):
        posts = roster(World(accounts=24, weekly=0.06, rate=1.5, seed=seed))
        early = posts.filter(pl.col("posted_at") < FIRST + timedelta(weeks=WEEKS - 14.5))
        told = fieber.score_outlook(map(as_told, formats_ahead(weather_table(early), Asked())), posts)
        inside += told["is_inside"].to_list()

    # the three of a roster share their weeks: as if there were two
    assert len(inside) == 30
    assert float(np.mean(inside)) == pytest.approx(0.8, abs=3 * np.sqrt(0.16 / 20))


def test_what_cannot_be_scored_has_its_reason(posts: pl.DataFrame) -> None:
    """A forecast of a time that has not come, or of accounts that are gone, is not scored."""
    told = [as_told(found) for found in foretold(posts, until=WEEKS - 4.5).values()]
    few = posts.filter(pl.col("account") < "a010")
    short = posts.filter(pl.col("posted_at") < FIRST + timedelta(weeks=WEEKS - 2))

    assert fieber.score_outlook(told, few)["reason"].to_list() == ["too_few_accounts"] * 3
    assert fieber.score_outlook(told, short)["reason"].to_list() == ["not_yet"] * 3
    assert fieber.score_outlook([], posts).columns == fieber.score_outlook(told, posts).columns
    with pytest.raises(UsageError, match="outlook_formats"):
        fieber.score_outlook([{"percent": 3}], posts)


def test_too_few_accounts_foretell_nothing() -> None:
    """With fewer than twenty accounts there is no forecast, and nobody is told one."""
    assert formats_ahead(weather_table(roster(World(accounts=12))), Asked()) == ()


def test_a_check_up_has_the_outlook_of_its_platform(posts: pl.DataFrame) -> None:
    """With a roster the finding holds the forecasts as JSON with a sentence; without one none, and no word of it."""
    mine = only(posts, "a003")

    with_roster = one(fieber.check(mine, peers=posts, lang="de")).to_dict()
    alone = one(fieber.check(mine)).to_dict()

    assert broken(with_roster) == []
    assert [found["kind"] for found in with_roster["outlook_formats"]] == [None, "photo", "reel"]
    assert all("Das ist eine Vorhersage" in found["sentence"] for found in with_roster["outlook_formats"])
    assert alone["outlook_formats"] == []
