"""When one looks: every week of an account's life, or after every post; and what could be seen then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.errors import UsageError
from fieber.model.moments import DAYS_PER_MICROSECOND
from fieber.model.tables import COUNTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAYS = {"d": 1.0, "w": 7.0}


def grid(first: float, now: float, every: str) -> NDArray[np.float64]:
    """Give the looks (days since 1970) from the day of the first post on, in steps of `every` ("7d", "2w").

    The grid hangs on the first post, so that a longer history only adds looks at the end.
    """
    found = re.fullmatch(r"(\d+)([dw])", every)
    if not found or int(found[1]) == 0:
        raise UsageError(
            f'every: {every!r} is no step between looks; use "7d", "2w" or "post"',
            de=f'every: {every!r} ist kein Abstand zwischen zwei Messungen; schreib "7d", "2w" oder "post"',
        )
    start = np.floor(first)
    return np.asarray(start + np.arange(0.0, now - start + 1e-9, int(found[1]) * DAYS[found[2]]))


def one_reading(posts: pl.DataFrame, now: float | None) -> pl.DataFrame:
    """Keep one reading of each post: the latest at or before `now` (days since 1970), else the first one after it.

    Posts without an identity are told apart by the moment they were posted. Of readings of one moment the one that says
    most counts, in whatever order they come.
    """
    if posts["measured_at"].n_unique() <= 1:
        return posts
    read = pl.col("measured_at").dt.timestamp("us") * DAYS_PER_MICROSECOND
    late = (read > now) if now is not None else pl.lit(value=False)
    rank = pl.when(late).then(-read).otherwise(read)
    rows = posts.with_columns(identity=identity(posts), is_late=late.fill_null(value=False), rank=rank)
    if rows.select(pl.struct("account", "platform", "identity", "rank").hash().n_unique()).item() < rows.height:
        rows = rows.sort(*(name for name in COUNTS if name in posts.columns), *posts.columns)
    return (
        rows.sort("is_late", "rank", descending=[True, False], nulls_last=False, maintain_order=True)
        .unique(["account", "platform", "identity"], keep="last", maintain_order=True)
        .drop("identity", "is_late", "rank")
    )


def each_reading_once(posts: pl.DataFrame) -> pl.DataFrame:
    """Keep one row of each reading of a post, as of exports that overlap: of several the one that says most.

    Posts without a name stay as they are: two of one moment are two, where only the day is known. The order stays, and
    of which row is kept it says nothing.
    """
    key = ("account", "platform", "post_id", "measured_at")
    named = posts.filter(pl.col("post_id").is_not_null())
    if named.select(pl.col("post_id").hash().n_unique()).item() == named.height:  # the quick answer for most
        return posts
    again = pl.struct(key).is_duplicated() & pl.col("post_id").is_not_null()
    told = posts.with_row_index("@row").with_columns(again=again)
    several = told.filter("again").sort(*COUNTS, *(name for name in posts.columns if name not in COUNTS))
    kept = pl.concat([told.filter(~pl.col("again")), several.unique(key, keep="last")])
    return kept.sort("@row").drop("@row", "again")


def identity(posts: pl.DataFrame) -> pl.Expr:
    """Give what tells the posts of an account apart: their name, else the moment of posting."""
    if not posts["post_id"].null_count():
        return pl.col("post_id")
    return pl.coalesce("post_id", pl.col("posted_at").cast(pl.String))


def read_again(posts: pl.DataFrame, *owner: str) -> pl.DataFrame:
    """Give the rows of posts that have more than one of them; `owner`: columns that tell the accounts apart."""
    name = identity(posts)
    if posts.select(name.hash().n_unique()).item() == posts.height:  # the quick answer for most
        return posts.clear()
    return posts.filter(pl.struct(*owner, name.alias("@name")).is_duplicated())


def epochs(
    posts: pl.DataFrame, looks: NDArray[np.float64], turning_points: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Cut the looks where another reading of some post becomes the latest one, and at the turning points.

    Usually one piece. turning_points: days since 1970 at which what is known of young posts changes.
    """
    again = read_again(posts, "account", "platform")
    read = again["measured_at"].drop_nulls().dt.timestamp("us").unique().sort().to_numpy() * DAYS_PER_MICROSECOND
    cuts = np.unique(np.searchsorted(looks, np.concatenate([read, turning_points]), side="left"))
    return [piece for piece in np.split(looks, cuts) if len(piece)]
