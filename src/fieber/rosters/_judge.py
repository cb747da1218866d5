"""The first pass: a bucket of accounts → their vitals, their headlines, and what the weather is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fieber.checkup import day_number
from fieber.checkup.looks import identity
from fieber.checkup.many import examine_many
from fieber.checkup.priors import SHIPPED
from fieber.checkup.weather_table import table_of
from fieber.model.reading import Reading
from fieber.rosters._alone import headlines
from fieber.rosters._rows import conformed, fingerprints
from fieber.rosters._schemas import HEADLINE, KEYS, VITALS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fieber.checkup.priors import Priors
    from fieber.engines._protocol import Tables

MOST_POSTS = 20_000  # of one account: two years of more than one an hour; what is judged is the last of them
NTH = tuple(sorted({first << power for first in (2, 3) for power in range(40)} | {1}))  # 1, 2, 3, 4, 6, 8, 12, 16, …
SEED = 1_414
PARTS = 1 << 20  # the sample is told in millionths, so that the same accounts are in it on every machine


@dataclass(frozen=True, slots=True)
class Judge:
    """Work of the first pass.

    as_of: the moment of judgement. until: later times are not believed. sample: by platform, the share of accounts that
    the weather is made of. priors: what is taken as known of any account.
    """

    as_of: datetime
    until: datetime
    sample: Mapping[str | None, float]
    priors: Priors = SHIPPED

    def __call__(self, rows: pl.DataFrame) -> Tables:
        """Give the tables `accounts` (HEADLINE), `vitals` (VITALS), `weather` (of a weather table) and `faults`."""
        posts, faults = conformed(rows, self.until)
        about = (
            posts.group_by(KEYS)
            .agg(may_pool=pl.col("may_pool").all(), rows=pl.len())
            .join(fingerprints(rows), on=KEYS, nulls_equal=True)
            .with_columns(posts_left_out=pl.lit(0, dtype=pl.Int64))
        )
        if (about["rows"] > MOST_POSTS).any():
            before, posts = posts, latest_posts(posts, self.as_of)
            number = identity(before).n_unique().cast(pl.Int64) - MOST_POSTS
            over = before.group_by(KEYS).agg(posts_left_out=number.clip(lower_bound=0))
            about = about.drop("posts_left_out").join(over, on=KEYS, nulls_equal=True)
        vitals, accounts = examine_many(posts.drop("row", "may_pool"), day_number(self.as_of), self.priors)
        accounts = accounts.with_columns(pl.col("owner").cast(pl.Int64))
        found = headlines(accounts, vitals).join(about, on=KEYS, nulls_equal=True, maintain_order="left")
        named = accounts.select("owner", *KEYS).join(vitals, on="owner", maintain_order="right")
        return {
            "accounts": self._finished(found, HEADLINE).sort(KEYS, nulls_last=True),
            "vitals": self._finished(named, VITALS).sort(*KEYS, "metric", "kind", nulls_last=True),
            "weather": self._weather(posts),
            "faults": faults,
        }

    def _weather(self, posts: pl.DataFrame) -> pl.DataFrame:
        """Give what a sample of the accounts had on each day, of those that may take part."""
        is_drawn = pl.col("may_pool") & is_sampled(self.sample) & (pl.col("posted_at") <= self.as_of)
        drawn = posts.filter(is_drawn).drop("row", "may_pool")
        return table_of(Reading(posts=drawn)).rows

    def _finished(self, table: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        whole = table.with_columns(as_of=pl.lit(self.as_of), method=pl.lit(self.priors.method))
        return whole.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def is_sampled(sample: Mapping[str | None, float]) -> pl.Expr:
    """Say of each row whether its account is in a sample with these shares; who is in a smaller one is in a larger."""
    share = pl.col("platform").replace_strict(
        {name: round(share * PARTS) for name, share in sample.items()}, default=0, return_dtype=pl.UInt64
    )
    name = pl.concat_str(pl.col("account"), pl.lit("\0"), pl.col("platform").fill_null("")).hash(SEED)
    return name % PARTS < share


def latest_posts(posts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Bound what is looked at of one account: its last MOST_POSTS posts, and of each the readings that tell most.

    These are the last one up to `as_of` and, of those before, the more the earlier: NTH. Accounts with no more rows
    than MOST_POSTS stay as they are.
    """
    is_large = pl.len().over(KEYS) > MOST_POSTS
    large = posts.filter(is_large)
    if not large.height:
        return posts
    named = _fewer_readings(large.with_columns(identity(large).alias("@post")), as_of)
    each = named.group_by(*KEYS, "@post").agg(pl.col("posted_at").max()).sort("posted_at", "@post")
    kept = each.filter(pl.int_range(pl.len(), 0, -1).over(KEYS) <= MOST_POSTS)
    cut = named.join(kept, on=[*KEYS, "@post"], how="semi", nulls_equal=True).drop("@post")
    return pl.concat([posts.filter(~is_large), cut])


def _fewer_readings(posts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    each = [*KEYS, "@post"]
    nth = pl.int_range(1, pl.len() + 1).over(each)
    last = pl.col("measured_at").filter(pl.col("measured_at") <= as_of).max().over(each)
    return posts.sort("measured_at", "row").filter(nth.is_in(NTH) | (pl.col("measured_at") == last))
