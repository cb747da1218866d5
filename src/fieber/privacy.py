"""A copy of numbers that can be shown to others: counts, times and kinds stay, names become hashes, the rest goes.

Nothing is kept that was written by a person: no names, links, topics, countries or languages. What stays are numbers,
and numbers can give an account away too (docs/guide/anonymise.md says when).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import polars as pl

from fieber.model.tables import DAYS, POSTS

if TYPE_CHECKING:
    from fieber.model.reading import Reading

DIGEST_BYTES = 10  # among ten million names, the chance that two share a hash is below one in ten billion
# names of platforms are kept because growth and events are theirs; any other word in that column is somebody's own
PLATFORMS = (
    *("instagram", "facebook", "threads", "twitter", "x", "tiktok", "youtube", "linkedin", "pinterest", "reddit"),
    *("mastodon", "bluesky", "snapchat", "telegram", "twitch", "tumblr", "vimeo", "crowdtangle"),
)
REPLACED = ("account", "platform", "post_id")
DROPPED = ("url", "topic")
POST_ORDER = ("posted_at", "post_id", "url", "kind")  # in which check-ups put posts of one moment
DAY_COUNTS = tuple(name for name in DAYS if name not in {"account", "platform", "day"})


@dataclass(frozen=True, slots=True)
class AnonymousCopy:
    """Two tables that `fieber check` reads; columns that nobody filled are left out, `days` may be empty."""

    posts: pl.DataFrame
    days: pl.DataFrame


def anonymous_copy(reading: Reading, *, salt: bytes, shift_days: int = 0) -> AnonymousCopy:
    """Give posts and days without anything that a person wrote.

    Posts keep the order in which check-ups see them, so that without a shift the copy gets the same verdict.

    Args:
        reading: what was read.
        salt: secret bytes, 16 to 64; the same salt gives the same hashes, so that a later copy can be joined.
        shift_days: added to all times; a multiple of 7 keeps the days of the week.
    """
    posts, days = _named(reading.posts, salt), _named(reading.days, salt)
    posts = _with_hashed_posts(posts, salt).drop(DROPPED)
    posts = _twins_apart(posts, salt)
    shift = pl.duration(days=shift_days)
    posts = posts.with_columns(pl.col("posted_at") + shift, pl.col("measured_at") + shift)
    days = days.with_columns(pl.col("day").dt.offset_by(f"{shift_days}d"))
    kept_posts = [name for name in POSTS if name not in DROPPED]
    return AnonymousCopy(
        posts=_filled(posts.select(kept_posts).sort("account", "posted_at", maintain_order=True)),
        days=_filled(days.filter(pl.any_horizontal(pl.col(DAY_COUNTS).is_not_null())).sort("account", "day")),
    )


def _named(table: pl.DataFrame, salt: bytes) -> pl.DataFrame:
    """Put a hash in place of each account, of its platform too: the same name on two platforms is not told as one."""
    named = pl.concat_str(pl.col("platform").fill_null(""), pl.lit("\0"), pl.col("account").fill_null(""))
    known = pl.col("platform").is_in(PLATFORMS)
    return table.with_columns(
        account=_hashed(table.select(named).to_series(), "account", salt),
        platform=pl.when(pl.col("platform").is_null() | known).then("platform").otherwise(pl.lit("other")),
    )


def _with_hashed_posts(posts: pl.DataFrame, salt: bytes) -> pl.DataFrame:
    """Put a hash in place of each identity (of the link, where there is none), in an order that stays as it was."""
    owner = posts["account"]
    identities = pl.Series("post_id", pl.coalesce(posts["post_id"], posts["url"], eager=True))
    both = pl.DataFrame({"owner": owner, "identity": identities})
    joined = both.select(pl.concat_str(pl.col("owner"), pl.lit("\0"), pl.col("identity"))).to_series()
    hashed = posts.with_columns(hash=_hashed(joined, "post", salt))
    # posts of one moment are ordered by their identity: the hashes of such posts are dealt out in the same order
    moment = ["account", "platform", "posted_at"]
    firsts = hashed.filter(pl.col("hash").is_not_null()).unique([*moment, "hash"], maintain_order=True)
    dealt = firsts.sort(*moment, *POST_ORDER[1:]).select(
        *moment, "hash", dealt=pl.col("hash").sort().over(moment, mapping_strategy="group_to_rows")
    )
    joined_back = hashed.join(dealt, on=[*moment, "hash"], how="left", nulls_equal=True, maintain_order="left")
    return joined_back.with_columns(post_id=pl.col("dealt")).drop("hash", "dealt")


def _twins_apart(posts: pl.DataFrame, salt: bytes) -> pl.DataFrame:
    """Give an identity to rows that only their link or topic told apart: identical rows count once in a table."""
    number = pl.col("account").cum_count().over(posts.columns)
    twins = posts.with_columns(number=number).with_columns(
        name=pl.concat_str(pl.col("account"), pl.col("posted_at").cast(pl.String), pl.col("number"))
    )
    names = _hashed(twins["name"], "twin", salt)
    is_later = (twins["number"] > 1) & posts["post_id"].is_null()
    return posts.with_columns(post_id=names.zip_with(is_later, posts["post_id"]))


def _hashed(values: pl.Series, purpose: str, salt: bytes) -> pl.Series:
    """Give each text its hash; null stays null."""
    names = values.drop_nulls().unique()
    hashes = [
        blake2b(name.encode(), digest_size=DIGEST_BYTES, key=salt, person=purpose.encode()).hexdigest()
        for name in names
    ]
    found = values.replace_strict(names, pl.Series(hashes, dtype=pl.String), default=None, return_dtype=pl.String)
    return found.alias(values.name)


def _filled(table: pl.DataFrame) -> pl.DataFrame:
    """Leave out columns in which nothing stands."""
    return table.select(name for name in table.columns if table[name].null_count() < table.height)
