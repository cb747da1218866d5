"""Made-up rosters for the tests of the weather: many accounts, common weeks, a known day on which something happens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST = datetime(2025, 1, 6, tzinfo=UTC)  # a Monday
WEEKS, DROP_WEEK = 60, 50
DROP = FIRST + timedelta(weeks=DROP_WEEK)


@dataclass(frozen=True)
class World:
    """A roster: accounts, posts a week, scatter of a post, what all have in common from DROP on (log units).

    own: further step of single accounts, by number. kinds: what each format has beyond the common step.
    """

    accounts: int = 40
    rate: float = 3.0
    scatter: float = 0.4
    common: float = 0.0
    weekly: float = 0.05
    own: Mapping[int, float] = field(default_factory=dict)
    kinds: Mapping[str, float] = field(default_factory=lambda: {"photo": 0.0, "reel": 0.0})
    platform: str | None = "instagram"
    seed: int = 1


def roster(world: World) -> pl.DataFrame:
    """Give the posts of all accounts, named a000, a001 and so on."""
    random = np.random.default_rng(world.seed)
    weekly = random.normal(0, world.weekly, WEEKS + 1)
    names, steps = list(world.kinds), np.array(list(world.kinds.values()))
    frames = []
    for number in range(world.accounts):
        n = random.poisson(world.rate * WEEKS * random.uniform(0.6, 1.4))
        day = np.sort(random.uniform(0, 7 * WEEKS, n))
        kind = random.integers(0, len(names), n)
        late = day >= 7 * DROP_WEEK
        level = random.normal(8, 1) + weekly[(day // 7).astype(int)] + 0.3 * kind
        level += late * (world.common + world.own.get(number, 0.0) + steps[kind])
        likes = random.poisson(np.exp(level + world.scatter * random.normal(size=n)))
        frames.append(
            pl.DataFrame(
                {
                    "account": f"a{number:03d}",
                    "platform": pl.Series([world.platform] * n, dtype=pl.String),
                    "post_id": [f"{number}-{i}" for i in range(n)],
                    "posted_at": [FIRST + timedelta(days=float(x)) for x in day],
                    "kind": [names[k] for k in kind],
                    "likes": likes,
                },
                schema_overrides={"posted_at": pl.Datetime("us", "UTC")},
            )
        )
    return pl.concat(frames)


def follower_days(
    accounts: int = 30, *, lost: float = 0.02, back_after: int | None = None, day: int = 7 * DROP_WEEK, seed: int = 3
) -> pl.DataFrame:
    """Give the followers of each day; on `day` all but every fifth account lose a share, and get it back or not."""
    random = np.random.default_rng(seed)
    days = np.arange(7 * (DROP_WEEK - 12), 7 * WEEKS)
    frames = []
    for number in range(accounts):
        followers = random.uniform(5e3, 5e5) * np.exp(np.cumsum(random.normal(0.0003, 0.0005, len(days))))
        gone = (days >= day) & ((back_after is None) | (days < day + (back_after or 0)))
        if number % 5:
            followers = np.where(gone, followers * (1 - lost), followers)
        frames.append(
            pl.DataFrame(
                {
                    "account": f"a{number:03d}",
                    "platform": "instagram",
                    "day": [FIRST.date() + timedelta(days=int(d)) for d in days],
                    "followers": followers.round().astype(np.int64),
                }
            )
        )
    return pl.concat(frames)


def day_of(number: int) -> date:
    """Give the date of a day of the roster."""
    return FIRST.date() + timedelta(days=number)


def only(posts: pl.DataFrame, name: str) -> pl.DataFrame:
    """Give one account's rows."""
    return posts.filter(pl.col("account") == name)
