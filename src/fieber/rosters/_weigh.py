"""The second pass: who stands out among all, whose drop is everyone's, and the posts of those asked in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup import day_number
from fieber.checkup.weather import FEWEST_PEERS, Peers
from fieber.checkup.weather_many import ASKED, held_against_weather
from fieber.rosters._judge import latest_posts
from fieber.rosters._rows import conformed
from fieber.rosters._schemas import KEYS
from fieber.stats.false_discovery import q_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from fieber.checkup.priors import Priors
    from fieber.checkup.weather_table import WeatherTable
    from fieber.engines._protocol import Tables

FALSE_DISCOVERY = 0.1  # of those that are said to stand out, at most so many by chance, on average
FEVERS = ("fever", "high_fever")
LOW = ("elevated", *FEVERS)
MOST_IN_FULL = 100  # accounts: nobody talks to more of them in a day, and each takes a second
ORDER = ("q_value", "p_value", *KEYS)


@dataclass(frozen=True, slots=True)
class Chance:
    """The p-values of all accounts that might have had a fever, rising, and what each is worth among so many."""

    p: NDArray[np.float64]
    q: NDArray[np.float64]

    def beside(self, accounts: pl.DataFrame) -> pl.DataFrame:
        """Add `q_value`, and `stands_out`: a fever that is no more than the share of chance that is allowed."""
        p = accounts.select(_asked()).to_series().to_numpy()
        known = ~np.isnan(p)
        q = np.full(len(p), np.nan)
        q[known] = self.q[np.searchsorted(self.p, p[known])]
        stands = pl.col("verdict").is_in(FEVERS) & (pl.col("q_value") <= FALSE_DISCOVERY)
        return accounts.with_columns(q_value=pl.Series(q).fill_nan(None)).with_columns(
            stands_out=stands.fill_null(value=False)
        )


def chance(accounts: pl.LazyFrame) -> Chance:
    """Count all accounts that might have had a fever, also those that are too noisy to be shown without one."""
    p = np.sort(accounts.select(_asked().drop_nulls()).collect(engine="streaming").to_series().to_numpy())
    return Chance(p, q_values(p))


def _asked() -> pl.Expr:
    """Give p of what can stand out, a fever; 1 where an account has none; null where it was not tested.

    Whoever lost surely but little is no fever, however small its p: it would make room for others that are chance.
    """
    p = pl.when(pl.col("verdict").is_in(FEVERS)).then("p_value").otherwise(1.0)
    return pl.when("tested").then(p)


def alone() -> pl.Expr:
    """What is found out about an account by itself: `checkup.conclusion` in columns."""
    cannot = pl.col("p_value").is_null() | pl.col("change_high").is_null() | (pl.col("verdict") == "unknown")
    is_real = pl.col("verdict").is_in(LOW) & (pl.col("change_high") < 0)
    found = pl.when(is_real).then(pl.lit("real")).otherwise(pl.lit("not_in_data"))
    return pl.when(cannot).then(pl.lit("cannot_say")).otherwise(found)


def peers_of(table: WeatherTable) -> dict[str | None, Peers]:
    """Give the accounts of the weather table as peers, by platform; only where there are enough of them."""
    sizes = table.accounts().group_by("platform").len().rows()
    return {platform: Peers(table, FEWEST_PEERS, is_told=False) for platform, n in sizes if n > FEWEST_PEERS}


@dataclass(frozen=True, slots=True)
class Weigh:
    """Work of the second pass.

    as_of, until, priors: as in the first pass. asked: accounts with a real drop, ASKED. full: those whose posts are
    wanted, KEYS. peers: whom they are held against.
    """

    as_of: datetime
    until: datetime
    asked: pl.DataFrame
    full: pl.DataFrame
    peers: Mapping[str | None, Peers]
    priors: Priors

    def __call__(self, rows: pl.DataFrame) -> Tables:
        """Give the tables `held` (HELD) and `posts` (rows of POSTS)."""
        posts = latest_posts(conformed(rows, self.until)[0], self.as_of).drop("row", "may_pool")
        asked, full = (posts.join(keys, on=KEYS, how="semi", nulls_equal=True) for keys in (self.asked, self.full))
        mine = self.asked.select(ASKED).join(asked.select(KEYS).unique(), on=KEYS, how="semi", nulls_equal=True)
        held = held_against_weather(asked, mine, day_number(self.as_of), self.peers, self.priors)
        return {"held": held, "posts": full}
