"""Rows as they lie in files → rows of POSTS: a bad cell is null and counted, a row without a time is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from fieber.checkup.looks import each_reading_once
from fieber.engines._protocol import UNNAMED
from fieber.model.tables import COUNTS, POSTS, UTC_TIME, conform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.engines._protocol import Tables

SEED = 3_141
FAULTS = pl.Schema({"field": pl.String(), "kind": pl.String(), "count": pl.Int64()})
TIMES = ("posted_at", "measured_at")
FLAGS = ("collab", "paid", "likes_hidden")
YES, NO = ("true", "1", "yes", "ja"), ("false", "0", "no", "nein")
KEYS = ("account", "platform")
UNUSED = ("url", "topic")  # no vital asks for them
ZONES = timedelta(days=1)  # a time without a zone may be that of a place where it is later


def believed_until(told: datetime | None = None) -> datetime:
    """Give the moment up to which times are believed: that of the clock, or the moment of judgement that was told.

    One odd time would else be the moment of judgement of everybody.
    """
    now = datetime.now(UTC) + ZONES
    return now if told is None else max(now, told)


def fingerprints(rows: pl.DataFrame) -> pl.DataFrame:
    """Give for each account a number that another row changes, whatever the order of the rows; sums add up."""
    keys = [_typed(name, rows.schema[name]) if name in rows.columns else pl.lit(None).alias(name) for name in KEYS]
    keyed = rows.select(*(key.cast(pl.String) for key in keys), fingerprint=_row_hash(rows))
    return keyed.with_columns(pl.col("account").fill_null(UNNAMED)).group_by(KEYS).agg(pl.col("fingerprint").sum())


def extent(rows: pl.DataFrame, until: datetime) -> pl.DataFrame:
    """Give the rows of each platform, and the latest of its times that are believed."""
    there = {name: _typed(name, rows.schema[name]) for name in (*TIMES, "platform") if name in rows.columns}
    whole = [there.get(name, pl.lit(None, dtype=POSTS[name].dtype).alias(name)) for name in (*TIMES, "platform")]
    latest = {name: pl.col(name).filter(pl.col(name) <= until).max() for name in TIMES}
    return rows.select(whole).group_by("platform").agg(rows=pl.len().cast(pl.Int64), **latest)


def together(tables: Tables) -> Tables:
    """Put together what `extent` and `fingerprints` say of pieces."""
    ways = {
        "extent": (("platform",), {"rows": pl.col("rows").sum(), **{name: pl.col(name).max() for name in TIMES}}),
        "sums": (KEYS, {"fingerprint": pl.col("fingerprint").sum()}),
    }
    return {name: table.group_by(ways[name][0]).agg(**ways[name][1]) for name, table in tables.items()}


def _row_hash(rows: pl.DataFrame) -> pl.Expr:
    return pl.struct(sorted(rows.columns)).hash(SEED)


def conformed(rows: pl.DataFrame, until: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give rows of POSTS (with `row`, the hash of each, and `may_pool`), each reading of a post once; and FAULTS.

    Args:
        rows: some columns of POSTS and of an archive's terms, of whatever type. until: later times are not believed.
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
    come, to_come = _come(dated, until)
    faults += to_come
    once = come.unique("row", keep="any") if come["row"].is_duplicated().any() else come
    faults.append((None, "duplicate_rows_dropped", come.height - once.height))
    counts = [name for name in COUNTS if name in here]
    negative = once.select((pl.col(name) < 0).sum() for name in counts)
    faults += [(name, "negative_count", int(negative[name][0])) for name in counts]
    posts = _whole(once, counts)
    told_once = each_reading_once(posts)
    faults.append((None, "older_reading_dropped", posts.height - told_once.height))
    return told_once, pl.DataFrame([fault for fault in faults if fault[2]], schema=FAULTS, orient="row")


def _come(rows: pl.DataFrame, until: datetime) -> tuple[pl.DataFrame, list[tuple[str, str, int]]]:
    """Leave out posts of a time to come, and take such a moment of reading for none; with how many there are."""
    come = rows.filter(pl.col("posted_at") <= until)
    faults = [("posted_at", "future_date_dropped", rows.height - come.height)]
    if "measured_at" not in come.columns:
        return come, faults
    is_read = pl.col("measured_at") <= until
    faults.append(("measured_at", "future_date", come.select((~is_read).sum()).item()))
    return come.with_columns(measured_at=pl.when(is_read).then("measured_at")), faults


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
