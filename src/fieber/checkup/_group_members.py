"""Which accounts are in which group, and what each of them had there on each day: the rows of the group index."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup.weather_table import FOLLOWERS
from fieber.model.groups import Place
from fieber.stats.group_index import Readings

if TYPE_CHECKING:
    from fieber.checkup.weather_table import WeatherTable

PARTS = ("country", "size", "kind")
FEWEST_MEMBERS = 20  # as a weather: DESIGN.md section 8
ACTIVE_DAYS = 28  # a member has a post in the last four weeks
HISTORY_DAYS = 7 * 160  # three years: a season takes two cycles
NEARLY_ALL = 0.95  # a group with so many of a wider one's posts is that group under another name
MOST_GROUPS = 500  # of a platform, the largest; a table of more is read by nobody, and testing them costs power
SEED = 271  # of the hash by which a group's accounts fall into halves
TIERS = (("nano", 1e4), ("micro", 1e5), ("mid", 5e5), ("macro", 1e6), ("mega", np.inf))  # fewer followers than


@dataclass(frozen=True, slots=True)
class Members:
    """The groups of one platform and metric: place and number of active members of each, and what they had."""

    places: tuple[Place, ...]
    accounts: tuple[int, ...]
    readings: Readings


def members(
    table: WeatherTable, about: pl.DataFrame | None, metric: str, platform: str | None, now: float
) -> Members | None:
    """Give the groups with at least 20 active accounts, the whole platform first; None where it has fewer.

    Args:
        table: of the roster. about: country and size tier of accounts, rows of ACCOUNTS; a size that it does not say
            is read from the last follower count in the table. now: days since 1970; later posts are unseen.
    """
    rows = table.of(metric, platform)
    day = pl.col("day")
    rows = rows.filter((pl.col("ripe") <= now) & (day + 1 <= now) & (day > now - HISTORY_DAYS))
    rows = rows.select("account", "kind", "day", "posts", "mean", "scatter")
    rows = rows.join(_described(table, about, platform, now), on="account", how="left")
    frames: list[pl.DataFrame] = []
    places: list[Place] = []
    counts: list[int] = []
    for place, mine in _groups(rows, platform, now):
        each_day = mine.group_by("account", "day").agg(
            value=(pl.col("mean") * pl.col("posts")).sum() / pl.col("posts").sum(),
            noise=pl.col("scatter").first() ** 2 / pl.col("posts").sum(),
        )
        frames.append(each_day.with_columns(group=pl.lit(len(places), dtype=pl.Int64)))
        places.append(place)
        counts.append(_active(mine, now))
    return None if not frames else Members(tuple(places), tuple(counts), _readings(pl.concat(frames), len(places)))


def _described(table: WeatherTable, about: pl.DataFrame | None, platform: str | None, now: float) -> pl.DataFrame:
    """Give country and size of each account, where they are known."""
    counted = table.of(FOLLOWERS, platform).filter(pl.col("ripe") <= now + 1).sort("day")
    followers = counted.group_by("account").agg(pl.col("mean").last())
    tier = pl.lit(TIERS[-1][0])
    for name, below in reversed(TIERS[:-1]):
        tier = pl.when(pl.col("mean") < below).then(pl.lit(name)).otherwise(tier)
    sizes = followers.select("account", counted_size=tier)
    if about is None:
        return sizes.select("account", country=pl.lit(None, dtype=pl.String), size="counted_size")
    same = pl.col("platform").eq_missing(pl.lit(platform, dtype=pl.String)) | pl.col("platform").is_null()
    said = about.filter(same).group_by("account").agg(pl.col("country", "size_tier").drop_nulls().first())
    both = said.join(sizes, on="account", how="full", coalesce=True)
    country = pl.col("country").str.strip_chars().str.to_uppercase()
    size = pl.coalesce(pl.col("size_tier").str.strip_chars().str.to_lowercase(), "counted_size")
    return both.select("account", country=country, size=size)


def _groups(rows: pl.DataFrame, platform: str | None, now: float) -> list[tuple[Place, pl.DataFrame]]:
    """Give the rows of each group, wider ones first; one that is nearly all of a wider one is left out."""
    found: dict[Place, pl.DataFrame] = {}
    posts: dict[Place, int] = {}
    for depth in range(len(PARTS) + 1):
        fresh: list[tuple[Place, pl.DataFrame]] = []
        for names in combinations(PARTS, depth):
            whole = rows.drop_nulls(names) if names else rows
            pieces = whole.partition_by(names, as_dict=True) if names else {(): whole}
            fresh += [(Place(platform, **dict(zip(names, key, strict=True))), mine) for key, mine in pieces.items()]
        for place, mine in fresh:
            count = int(mine["posts"].sum())
            wider = [posts[one] for one in found if _holds(one, place)]
            if _active(mine, now) >= FEWEST_MEMBERS and count < NEARLY_ALL * min(wider, default=np.inf):
                found[place], posts[place] = mine, count
    largest = sorted(found, key=lambda one: (not one.is_whole, -posts[one], _key(one)))[:MOST_GROUPS]
    return [(place, found[place]) for place in largest]


def _holds(wide: Place, narrow: Place) -> bool:
    """Say whether every post of the narrow group is in the wide one."""
    return all(getattr(wide, part) in {None, getattr(narrow, part)} for part in PARTS)


def _key(place: Place) -> tuple[str, ...]:
    return tuple(getattr(place, part) or "" for part in PARTS)


def _active(mine: pl.DataFrame, now: float) -> int:
    return mine.filter(pl.col("day") >= now - ACTIVE_DAYS)["account"].n_unique()


def _readings(rows: pl.DataFrame, groups: int) -> Readings:
    """Number the units, an account in a group each; halves are by the account's name, so they stay what they are."""
    rows = rows.sort("group", "account", "day")
    unit = rows.select(pl.struct("group", "account").rle_id()).to_series()
    first = rows.filter(pl.struct("group", "account").is_first_distinct())
    return Readings(
        unit=unit.to_numpy().astype(np.int64),
        group=rows["group"].to_numpy(),
        day=rows["day"].to_numpy().astype(np.int64),
        value=rows["value"].to_numpy(),
        noise=np.maximum(rows["noise"].to_numpy(), 1e-9),
        half=(first["account"].hash(SEED) % 2).to_numpy().astype(np.int64),
        groups=groups,
    )
