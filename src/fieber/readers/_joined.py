"""One row for a post that two exports tell of, one with a date of reading and one without, such as X's two."""

from __future__ import annotations

import polars as pl

IDENTITY = ("account", "platform", "post_id")


def joined(posts: pl.DataFrame) -> pl.DataFrame:
    """Join what is said of the same post with and without a date of reading; all other rows stay as they are.

    An undated reading counts as made when the dated one was, so the two are one: each column holds what the later
    export says, or where it says nothing what the other does; of two times of posting the one with a clock stays.

    Args:
        posts: of several exports, the one made last at the end.
    """
    is_dated = pl.col("measured_at").is_not_null()
    known = posts.filter(pl.all_horizontal(pl.col(IDENTITY).is_not_null()))
    both = known.filter(is_dated).select(IDENTITY).join(known.filter(~is_dated), on=IDENTITY).select(IDENTITY).unique()
    if both.is_empty():
        return posts
    mixed = posts.join(both, on=IDENTITY, maintain_order="left")
    # of several dated readings the last is the one beside which the undated one stands
    is_last = pl.col("measured_at") == pl.col("measured_at").max().over(IDENTITY)
    pairs = mixed.filter(~is_dated | is_last)
    has_clock = pl.col("posted_at").dt.time() != pl.time(0)
    others = [name for name in posts.columns if name not in {*IDENTITY, "posted_at"}]
    one = pairs.group_by(IDENTITY, maintain_order=True).agg(
        pl.coalesce(pl.col("posted_at").filter(has_clock).last(), pl.col("posted_at").last()),
        *(pl.col(name).drop_nulls().last() for name in others),
    )
    rest = posts.join(both, on=IDENTITY, how="anti", maintain_order="left")
    return pl.concat([rest, mixed.filter(is_dated & ~is_last), one.select(posts.columns)])
