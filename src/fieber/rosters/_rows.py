"""Rows as they lie in files → rows of POSTS: a bad cell is null and counted, a row without a time is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fieber.engines._protocol import UNNAMED
from fieber.model.tables import COUNTS, POSTS, UTC_TIME, conform

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 3_141
FAULTS = pl.Schema({"field": pl.String(), "kind": pl.String(), "count": pl.Int64()})
TIMES = ("posted_at", "measured_at")
FLAGS = ("collab", "paid", "likes_hidden")
YES, NO = ("true", "1", "yes", "ja"), ("false", "0", "no", "nein")
KEYS = ("account", "platform")
UNUSED = ("url", "topic")  # no vital asks for them


def fingerprints(rows: pl.DataFrame) -> pl.DataFrame:
    """Give for each account a number that another row changes, whatever the order of the rows; sums add up."""
    keys = [_typed(name, rows.schema[name]) if name in rows.columns else pl.lit(None).alias(name) for name in KEYS]
    keyed = rows.select(*(key.cast(pl.String) for key in keys), fingerprint=_row_hash(rows))
    return keyed.with_columns(pl.col("account").fill_null(UNNAMED)).group_by(KEYS).agg(pl.col("fingerprint").sum())


def extent(rows: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of each platform, and the latest of its times."""
    there = {name: _typed(name, rows.schema[name]) for name in (*TIMES, "platform") if name in rows.columns}
    whole = [there.get(name, pl.lit(None, dtype=POSTS[name].dtype).alias(name)) for name in (*TIMES, "platform")]
    return (
        rows.select(whole).group_by("platform").agg(rows=pl.len().cast(pl.Int64), **{n: pl.col(n).max() for n in TIMES})
    )


def _row_hash(rows: pl.DataFrame) -> pl.Expr:
    return pl.struct(sorted(rows.columns)).hash(SEED)


def conformed(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give rows of POSTS (with `row`, the hash of each, and `may_pool`), identical ones only once; and FAULTS.

    Args:
        rows: some columns of POSTS and of an archive's terms, of whatever type.
    """
    here = [name for name in rows.columns if name in POSTS and name not in UNUSED]
    rows = rows.with_columns(row=_row_hash(rows))
    typed = rows.select(
        *(_typed(name, rows.schema[name]) for name in here),
        "row",
        may_pool=_flag("may_pool", rows.schema["may_pool"]).fill_null(value=True)
        if "may_pool" in rows.columns
        else pl.lit(value=True),
    )
    faults: list[tuple[str | None, str, int]] = [
        _unread(rows, typed, name) for name in here if rows.schema[name] != POSTS[name].dtype
    ]
    dated = typed.filter(pl.col("posted_at").is_not_null())
    faults.append(("posted_at", "unreadable_date_dropped", typed.height - dated.height))
    once = dated.unique("row", keep="any") if dated["row"].is_duplicated().any() else dated
    faults.append((None, "duplicate_rows_dropped", dated.height - once.height))
    counts = [name for name in COUNTS if name in here]
    negative = once.select((pl.col(name) < 0).sum() for name in counts)
    faults += [(name, "negative_count", int(negative[name][0])) for name in counts]
    table = pl.DataFrame([fault for fault in faults if fault[2]], schema=FAULTS, orient="row")
    return _whole(once, counts), table


def _whole(rows: pl.DataFrame, counts: Sequence[str]) -> pl.DataFrame:
    """Add the columns of POSTS that the files do not have; negative counts say nothing."""
    rows = rows.with_columns(
        pl.col("account").fill_null(UNNAMED),
        *(pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in counts),
    )
    posts = conform(rows, "posts")
    return posts.hstack(rows.select("row", "may_pool"))


def _unread(rows: pl.DataFrame, typed: pl.DataFrame, name: str) -> tuple[str, str, int]:
    lost = typed[name].null_count() - _told(rows, name)
    kind = "unreadable_date" if name in TIMES else "not_a_number"
    return name, kind, 0 if name == "posted_at" else max(0, lost)


def _told(rows: pl.DataFrame, name: str) -> int:
    """Give how many cells are empty: null, nothing written, or no number at all."""
    if rows.schema[name] == pl.String:
        return int(rows.select((pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "")).sum()).item())
    if rows.schema[name].is_float():
        return int(rows.select((pl.col(name).is_null() | pl.col(name).is_nan()).sum()).item())
    return rows[name].null_count()


def _typed(name: str, dtype: pl.DataType) -> pl.Expr:
    """Give a column its type; what cannot be is null."""
    value = pl.col(name)
    if name in TIMES:
        return _time(value, dtype).alias(name)
    if name in FLAGS:
        return _flag(name, dtype)
    if name in COUNTS:
        return _number(value, dtype).alias(name)
    text = value.cast(pl.String)
    return pl.when(text.str.len_bytes() > 0).then(text).alias(name)


def _time(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.String:
        return value.str.strip_chars().str.to_datetime(time_zone="UTC", strict=False, time_unit="us").cast(UTC_TIME)
    if isinstance(dtype, pl.Datetime):
        zoned = value.dt.convert_time_zone("UTC") if dtype.time_zone else value.dt.replace_time_zone("UTC")
        return zoned.cast(UTC_TIME)
    if dtype == pl.Date:
        return value.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return pl.lit(None, dtype=UTC_TIME)  # seconds, milliseconds, days of Excel: whoever made the table knows


def _number(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype.is_integer():
        return value.cast(pl.Int64, strict=False)
    number = (value.str.strip_chars() if dtype == pl.String else value).cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number).round().cast(pl.Int64, strict=False)


def _flag(name: str, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.String:
        word = pl.col(name).str.strip_chars().str.to_lowercase()
        return pl.when(word.is_in(YES)).then(True).when(word.is_in(NO)).then(False).alias(name)
    return pl.col(name).cast(pl.Boolean, strict=False)
