"""A roster's posts made ready to be judged, all accounts at once: as `checkup.diagnose` makes ready those of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fieber.checkup import maturity
from fieber.checkup._lessons import FEWEST
from fieber.checkup.cuts import counter_changes, lies_outside, of_kinds
from fieber.checkup.looks import one_reading, read_again
from fieber.checkup.series import in_order
from fieber.model.moments import DAYS_PER_MICROSECOND, day_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.checkup.maturity import Growths

KEYS = ("account", "platform")
YOUNG_SHARE = 0.25  # of an account's readings: with fewer, and none read twice, nothing is learned from them


def prepared(posts: pl.DataFrame, now: float, learned: Growths = maturity.AS_PUBLISHED) -> pl.DataFrame:
    """Give what could be seen of each account at `now` (days since 1970): one reading a post, changed counters cut.

    Args:
        posts: rows of POSTS of any number of accounts, in any order, each with a time of posting.
        learned: how posts grow as far as it is known beforehand, in place of what is published.

    Returns:
        The posts with `owner` (0, 1, …, by account and platform), `posted`, `ripe` and `grown` as of
        `series.add_ripeness`, sorted by owner and then as `series.in_order` has it.
    """
    owners = posts.select(KEYS).unique().sort(*KEYS, nulls_last=True).with_row_index("owner")
    posts = posts.join(owners, on=KEYS, nulls_equal=True, maintain_order="left")
    kept = _ripened(posts, _read_once(posts, now), now, learned)
    kept = in_order(kept.filter(pl.col("posted") <= now), "owner")
    return _cut(kept.with_columns(owner=pl.col("owner").rle_id()), now)  # who had no post by then is not there


def _read_once(posts: pl.DataFrame, now: float) -> pl.DataFrame:
    """Keep one reading a post, as `looks.one_reading` does for each account by itself."""
    again = pl.col("measured_at").n_unique().over("owner") > 1
    if not posts.select(again.any()).item():
        return posts
    split = posts.with_columns(again=again)
    several, single = (split.filter(pl.col("again") == wanted).drop("again") for wanted in (True, False))
    return pl.concat([single, one_reading(several, now)])


def _ripened(posts: pl.DataFrame, kept: pl.DataFrame, now: float, learned: Growths) -> pl.DataFrame:
    """Add `posted`, `ripe` and `grown`; accounts whose readings teach how their posts grow are held apart."""
    newest = posts.group_by("owner").agg(newest=pl.col("posted_at").max())
    kept = kept.join(newest, on="owner", maintain_order="left")
    teachers = _teachers(posts.filter(pl.col("measured_at").is_not_null()), learned)
    readings = posts.filter(pl.col("owner").is_in(teachers.implode()))
    own = maturity.growths_of_many(readings, now, learned) if readings.height else {}
    return _with_ripeness(kept, learned, own)


def _teachers(readings: pl.DataFrame, learned: Growths) -> pl.Series:
    """Give the accounts of which a growth of their own may be learned: some posts read young, and twice or many."""
    if not readings.height:
        return pl.Series([], dtype=pl.UInt32)
    told = readings.select("owner", is_young=maturity.read_young(readings, learned)).group_by("owner")
    found = told.agg(young=pl.col("is_young").sum(), share=pl.col("is_young").mean()).filter(pl.col("young") > 0)
    is_many = (pl.col("young") >= FEWEST) | (pl.col("share") >= YOUNG_SHARE)
    many, few = found.filter(is_many)["owner"], found.filter(~is_many)["owner"]
    again = read_again(readings.filter(pl.col("owner").is_in(few.implode())), "owner")["owner"]
    return pl.concat([many, again.unique()])


def _with_ripeness(posts: pl.DataFrame, learned: Growths, own: Mapping[int, Growths]) -> pl.DataFrame:
    table = maturity.ripeness(posts, posts["newest"], learned, own)
    return posts.with_columns(
        posted=pl.col("posted_at").dt.timestamp("us") * DAYS_PER_MICROSECOND,
        ripe=table["ripe_us"] * DAYS_PER_MICROSECOND,
        grown=table["grown"],
    ).drop("newest")


def _cut(posts: pl.DataFrame, now: float) -> pl.DataFrame:
    """Take away the values of the old meaning of a counter, as `cuts.cut_counters` does for each account by itself."""
    for platform in posts["platform"].unique().to_list():
        here = pl.col("platform").eq_missing(pl.lit(platform, dtype=pl.String))
        for event in counter_changes(platform):
            start, settled = day_number(event.start), day_number(event.end or event.start)
            column = event.metric or ""
            if start > now or posts[column].null_count() == posts.height:
                continue
            told = here & pl.col(column).is_not_null()
            read = pl.coalesce(pl.col("measured_at").dt.timestamp("us") * DAYS_PER_MICROSECOND, pl.lit(now))
            is_new = (told & (read >= start)).any().over("owner")
            is_lost = told & of_kinds(event) & lies_outside(pl.col("posted"), start, settled, now) & is_new
            posts = posts.with_columns(pl.when(~is_lost.fill_null(value=False)).then(pl.col(column)).alias(column))
    return posts
