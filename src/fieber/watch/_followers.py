"""Followers of every account at the last run and now: who crossed a round number, and where many fell on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fieber.checkup import day_number
from fieber.checkup.followers import ROUND
from fieber.checkup.purge import follower_steps
from fieber.checkup.weather_table import FOLLOWERS, WeatherTable, table_of
from fieber.model.news import Crossing, FollowersFell
from fieber.model.reading import Reading
from fieber.model.tables import UTC_TIME, conform, empty
from fieber.readers._own_archive import MARK
from fieber.rosters._rows import conformed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from fieber.engines._protocol import Posts, Session, Tables

SMALLEST_MARK = 1_000  # below it an account crosses round numbers every week
KEYS = ("account", "platform")
COUNTED = pl.Schema({"account": pl.String(), "platform": pl.String(), "at": UTC_TIME, "followers": pl.Int64()})
NEWS_DAYS = 14  # a day on which followers fell longer ago is no news, even if it is told for the first time


@dataclass(frozen=True, slots=True)
class Counted:
    """Work on pieces of posts: the last follower counts of each account that were known at these moments."""

    moments: tuple[datetime, ...]

    def __call__(self, rows: pl.DataFrame) -> Tables:
        """Give the table `counted` (COUNTED)."""
        posts = conformed(rows, max(self.moments))[0].rename({"posted_at": "at"})
        return self.together({"counted": posts.select(COUNTED.names())})

    def together(self, tables: Tables) -> Tables:
        """Give the last counts of several pieces."""
        return {"counted": _last_at(tables["counted"], self.moments)}


def _last_at(counts: pl.DataFrame, moments: Iterable[datetime]) -> pl.DataFrame:
    """Give for each account and moment the last count up to it, of several of one moment the largest."""
    known = counts.filter(pl.col("followers") > 0).sort("at", "followers")
    parts = [known.filter(pl.col("at") <= moment).group_by(KEYS).last() for moment in moments]
    return pl.concat([pl.DataFrame(schema=COUNTED), *(part.select(COUNTED.names()) for part in parts)])


def days_of(paths: Sequence[Path]) -> pl.DataFrame:
    """Give the rows of DAYS of those paths that are archives, with `may_pool`: whether the weather may have them."""
    files = [file for path in paths if (path / MARK).exists() for file in sorted(path.rglob("days-*.parquet"))]
    if not files:
        return empty("days").with_columns(may_pool=pl.lit(value=True))
    days = pl.concat([pl.read_parquet(file) for file in files], how="diagonal_relaxed")
    return conform(days, "days").with_columns(may_pool=days["may_pool"].fill_null(value=True))


def crossings(session: Session, posts: Posts, days: pl.DataFrame, before: datetime, now: datetime) -> list[Crossing]:
    """Give who has crossed a round number of followers since the last run; downwards first, larger marks first."""
    moments = (before, now)
    wanted = [name for name in (*KEYS, "posted_at", "followers") if name in posts.columns]
    daily = days.select(*KEYS, at=pl.col("day").cast(UTC_TIME) + pl.duration(days=1), followers="followers")
    parts = [_last_at(daily.cast(COUNTED), moments)]
    if "followers" in wanted:
        work = Counted(moments)
        parts.append(session.map_rows(posts, wanted, work, work.together).get("counted", parts[0].clear()))
    counts = pl.concat(parts)
    then, today = (_last_at(counts, (moment,)).drop("at") for moment in moments)
    both = then.join(today, on=KEYS, suffix="_now", nulls_equal=True).filter(
        pl.col("followers") != pl.col("followers_now")
    )
    found = [one for row in both.sort(KEYS, nulls_last=True).rows() for one in _crossing(*row)]
    return sorted(found, key=lambda one: (one.side == "above", -one.mark))


def _crossing(account: str, platform: str | None, before: int, now: int) -> Iterable[Crossing]:
    """Give the largest round number between two counts."""
    low, high = sorted((before, now))
    marks = [int(first * 10**power) for power in range(3, len(str(high))) for first in ROUND]
    between = [mark for mark in marks if low < mark <= high and mark >= SMALLEST_MARK]
    if between:
        yield Crossing(account, platform, between[-1], "above" if now > before else "below", now, before)


def fell_everywhere(table: WeatherTable, days: pl.DataFrame, now: datetime) -> list[FollowersFell]:
    """Give the days of the last two weeks on which the followers of many accounts fell at once."""
    counted = table_of(Reading(posts=empty("posts"), days=days.filter("may_pool").drop("may_pool"))).rows
    if counted.height:  # who is counted daily is not counted beside the posts too
        beside = (pl.col("metric") == FOLLOWERS) & pl.col("account").is_in(counted["account"].unique().implode())
        table = WeatherTable(pl.concat([table.rows.filter(~beside), counted]))
    at = day_number(now)
    platforms = table.rows["platform"].unique().sort(nulls_last=True)
    steps = [step for platform in platforms for step in follower_steps(table, platform, at)]
    return [FollowersFell(step) for step in steps if (now.date() - step.day).days <= NEWS_DAYS]
