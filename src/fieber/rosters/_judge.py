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
SEED = 1_414
PARTS = 1 << 20  # the sample is told in millionths, so that the same accounts are in it on every machine


@dataclass(frozen=True, slots=True)
class Judge:
    """Work of the first pass.

    as_of: the moment of judgement. sample: by platform, the share of accounts that the weather is made of. priors: what
    is taken as known of any account.
    """

    as_of: datetime
    sample: Mapping[str | None, float]
    priors: Priors = SHIPPED

    def __call__(self, rows: pl.DataFrame) -> Tables:
        """Give the tables `accounts` (HEADLINE), `vitals` (VITALS), `weather` (of a weather table) and `faults`."""
        posts, faults = conformed(rows)
        about = (
            posts.group_by(KEYS)
            .agg(may_pool=pl.col("may_pool").all(), rows=pl.len())
            .join(fingerprints(rows), on=KEYS, nulls_equal=True)
            .with_columns(posts_left_out=pl.lit(0, dtype=pl.Int64))
        )
        if (about["rows"] > MOST_POSTS).any():
            before, posts = posts, latest_posts(posts)
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
        share = pl.col("platform").replace_strict(
            {name: round(share * PARTS) for name, share in self.sample.items()}, default=0, return_dtype=pl.UInt64
        )
        name = pl.concat_str(pl.col("account"), pl.lit("\0"), pl.col("platform").fill_null("")).hash(SEED)
        is_drawn = pl.col("may_pool") & (name % PARTS < share) & (pl.col("posted_at") <= self.as_of)
        drawn = posts.filter(is_drawn).drop("row", "may_pool")
        return table_of(Reading(posts=drawn)).rows

    def _finished(self, table: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        whole = table.with_columns(as_of=pl.lit(self.as_of), method=pl.lit(self.priors.method))
        return whole.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def latest_posts(posts: pl.DataFrame) -> pl.DataFrame:
    """Leave out the oldest posts of accounts that have more than MOST_POSTS, however often each was read."""
    if not (posts.group_by(KEYS).len()["len"] > MOST_POSTS).any():
        return posts
    named = posts.with_columns(identity(posts).alias("@post"))
    each = named.group_by(*KEYS, "@post").agg(pl.col("posted_at").max()).sort("posted_at", "@post")
    kept = each.filter(pl.int_range(pl.len(), 0, -1).over(KEYS) <= MOST_POSTS)
    return named.join(kept, on=[*KEYS, "@post"], how="semi", nulls_equal=True).drop("@post")
