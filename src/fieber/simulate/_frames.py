"""From the arrays of many patients to one table of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fieber.model.tables import UTC_TIME
from fieber.simulate.platform import COUNTRIES
from fieber.simulate.truth import LINKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.simulate.audience import Traits
    from fieber.simulate.counters import Read

TRUTH: dict[str, Any] = {
    "account": pl.String,
    "platform": pl.String,
    "cause": pl.String,
    "start": UTC_TIME,
    "stop": UTC_TIME,
    "strength": pl.Float64,
    "percent": pl.Float64,
    "seen_percent": pl.Float64,
    **dict.fromkeys((*LINKS, "posting_rate", *(f"part_{link}" for link in LINKS)), pl.Float64),
    "weather_percent": pl.Float64,
    "weather_start": UTC_TIME,
}
TIERS = ((1e4, "nano"), (1e5, "micro"), (5e5, "mid"), (1e6, "macro"), (np.inf, "mega"))  # below so many followers
ID_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Patient:
    """One account: its row of the truth, what it is, and what its counters show."""

    truth: dict[str, Any]
    traits: Traits
    read: Read


def posts_frame(found: Sequence[Patient], withheld: tuple[str, ...]) -> pl.DataFrame:
    """Give the posts of all accounts below each other, without what the platform does not tell."""
    frame = _stacked(found, [one.read.posts for one in found])
    number = pl.col("post_number").cast(pl.String).str.zfill(5)
    code = pl.col("account").str.split("_").list.last()
    told = pl.when(pl.col("has_impressions")).then("impressions")
    return frame.with_columns(
        pl.concat_str(code, number).alias("post_id"),
        pl.when(~pl.col("likes_hidden")).then("likes").alias("likes"),
        told.alias("impressions"),
        *(
            pl.from_epoch(name, "s").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
            for name in ("posted_at", "measured_at")
        ),
    ).with_columns(pl.lit(None).alias(name) for name in withheld)


def days_frame(found: Sequence[Patient], withheld: tuple[str, ...]) -> pl.DataFrame:
    """Give the days of all accounts below each other."""
    frame = _stacked(found, [one.read.days for one in found])
    gone = [name for name in withheld if name in frame.columns]
    return frame.with_columns(pl.col("day").cast(pl.Int32).cast(pl.Date), *(pl.lit(None).alias(name) for name in gone))


def accounts_frame(found: Sequence[Patient]) -> pl.DataFrame:
    """Give one row an account."""
    return pl.DataFrame(
        {
            "account": [one.truth["account"] for one in found],
            "platform": [one.truth["platform"] for one in found],
            "account_kind": ["simulated" for _ in found],
            "size_tier": [next(name for limit, name in TIERS if one.traits.followers < limit) for one in found],
            "country": [one.traits.country for one in found],
            "language": [COUNTRIES[one.traits.country][0] for one in found],
        }
    )


def _stacked(found: Sequence[Patient], tables: Sequence[dict[str, Any]]) -> pl.DataFrame:
    lengths = [len(next(iter(table.values()))) for table in tables]
    columns = {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
    owners = pl.DataFrame(
        {name: pl.Series([one.truth[name] for one in found], dtype=pl.String) for name in ("account", "platform")}
    )
    rows = np.repeat(np.arange(len(found)), lengths)
    return pl.concat([owners[rows], pl.DataFrame(columns)], how="horizontal")
