"""The four tables everything else reads: posts, days, accounts, events.

Each column has its Arrow type, its unit and its meaning. Null is "the platform did not say"; 0 is "it said zero".
`conform()` stands at every door: whatever comes in leaves with exactly these columns, types and time zones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import polars as pl

from fieber.errors import UsageError

UTC_TIME = pl.Datetime("us", "UTC")

KINDS = (
    "photo",
    "carousel",
    "video",
    "reel",
    "short",
    "story",
    "live",
    "text",
    "link",
    "reply",
    "event",
    "other",
)

KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}  # for arrays, in which −1 is no format
# what platforms and tools call a format → `kind`; a word that is not here becomes "other"
KIND_SYNONYMS = {
    "image": "photo",
    "bild": "photo",
    "foto": "photo",
    "picture": "photo",
    "photos": "photo",
    "ig image": "photo",
    "ig bild": "photo",
    "graphimage": "photo",
    "album": "carousel",
    "karussell": "carousel",
    "ig carousel": "carousel",
    "ig karussell": "carousel",
    "carousel_album": "carousel",
    "graphsidecar": "carousel",
    "videos": "video",
    "native video": "video",
    "igtv": "video",
    "tv": "video",
    "ig video": "video",
    "graphvideo": "video",
    "reels": "reel",
    "ig reel": "reel",
    "shorts": "short",
    "stories": "story",
    "ig story": "story",
    "storys": "story",
    "live_video": "live",
    "live video complete": "live",
    "status": "text",
    "tweet": "text",
    "note": "text",
    "links": "link",
    "comment": "reply",
    "antwort": "reply",
    "veranstaltung": "event",
    "post": "other",
    "p": "other",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its Arrow type, its unit ("" where it has none) and its meaning."""

    dtype: pl.DataType | type[pl.DataType]
    unit: str
    meaning: str


POSTS: dict[str, Column] = {
    "account": Column(pl.String, "", "whose post; the handle, or the file's name where no handle is known"),
    "platform": Column(pl.String, "", "instagram, facebook, …; null if the input does not say"),
    "post_id": Column(pl.String, "", "the platform's own identity of the post"),
    "posted_at": Column(UTC_TIME, "UTC", "when it was published"),
    "kind": Column(pl.String, "", "format, one of KINDS"),
    "likes": Column(pl.Int64, "likes", "lifetime count at measured_at; on Facebook all reactions"),
    "comments": Column(pl.Int64, "comments", "lifetime count at measured_at"),
    "shares": Column(pl.Int64, "shares", "lifetime count at measured_at"),
    "saves": Column(pl.Int64, "saves", "lifetime count at measured_at"),
    "views": Column(pl.Int64, "plays or displays", "lifetime count at measured_at; never joined with impressions"),
    "reach": Column(pl.Int64, "accounts", "unique accounts reached; never additive"),
    "reach_followers": Column(pl.Int64, "accounts", "of these, followers"),
    "reach_non_followers": Column(pl.Int64, "accounts", "of these, people who do not follow"),
    "follows": Column(pl.Int64, "accounts", "new followers attributed to the post"),
    "followers": Column(pl.Int64, "accounts", "followers at posting, if known"),
    "measured_at": Column(UTC_TIME, "UTC", "when the counters were read"),
    "collab": Column(pl.Boolean, "", "published together with another account"),
    "impressions": Column(pl.Int64, "displays", "historic; not comparable with views"),
    "url": Column(pl.String, "", "link to the post"),
    "paid": Column(pl.Boolean, "", "advertised"),
    "likes_hidden": Column(pl.Boolean, "", "the platform hid the count: likes is null, not zero"),
    "topic": Column(pl.String, "", "a topic the person gave it"),
}

DAYS: dict[str, Column] = {
    "account": Column(pl.String, "", "whose day"),
    "platform": Column(pl.String, "", "as in posts"),
    "day": Column(pl.Date, "UTC day", "the calendar day as the platform counts it"),
    "followers": Column(pl.Int64, "accounts", "followers at the end of the day"),
    "follows": Column(pl.Int64, "accounts", "new followers that day (gross: all who came, not only those who stayed)"),
    "unfollows": Column(pl.Int64, "accounts", "followers lost that day"),
    "reach": Column(pl.Int64, "accounts", "unique accounts reached that day"),
    "reach_non_followers": Column(pl.Int64, "accounts", "of these, people who do not follow"),
    "views": Column(pl.Int64, "plays or displays", "that day"),
    "interactions": Column(pl.Int64, "interactions", "that day"),
    "profile_views": Column(pl.Int64, "visits", "that day"),
    "link_clicks": Column(pl.Int64, "clicks", "that day"),
}

ACCOUNTS: dict[str, Column] = {
    "account": Column(pl.String, "", "handle"),
    "platform": Column(pl.String, "", "as in posts"),
    "name": Column(pl.String, "", "display name"),
    "account_kind": Column(pl.String, "", "kind of account (person, institution, media, …)"),
    "size_tier": Column(pl.String, "", "nano, micro, mid, macro, mega by followers"),
    "country": Column(pl.String, "ISO 3166-1 alpha-2", "where most of the audience is"),
    "language": Column(pl.String, "ISO 639-1", "main language"),
}

EVENTS: dict[str, Column] = {
    "platform": Column(pl.String, "", "null: every platform"),
    "from": Column(UTC_TIME, "UTC", "first moment"),
    "to": Column(UTC_TIME, "UTC", "first moment after; null: a single moment"),
    "metric": Column(pl.String, "", "the metric concerned; null: all"),
    "what": Column(pl.String, "", "what happened, in a few words"),
    "source": Column(pl.String, "", "where this is known from"),
}

TABLES = {"posts": POSTS, "days": DAYS, "accounts": ACCOUNTS, "events": EVENTS}

COUNTS = (
    "likes",
    "comments",
    "shares",
    "saves",
    "views",
    "reach",
    "reach_followers",
    "reach_non_followers",
    "follows",
    "followers",
    "impressions",
)


@runtime_checkable
class ArrowFrame(Protocol):
    """Anything that speaks the Arrow C stream interface (pandas ≥ 2.2, pyarrow, DuckDB, …)."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give a PyCapsule with an ArrowArrayStream."""
        ...


def empty(table: str) -> pl.DataFrame:
    """Give a table without rows."""
    return pl.DataFrame(schema={name: column.dtype for name, column in TABLES[table].items()})


def conform(frame: Any, table: str) -> pl.DataFrame:
    """Give `frame` exactly the columns, types and time zones of `table`; the one door of every table.

    Missing columns become null, unknown ones are dropped. Times without a zone are taken as UTC. Kinds are mapped to
    KINDS, numbers that are no whole numbers are rounded.

    Args:
        frame: a Polars frame, or anything with the Arrow C stream interface (pandas, pyarrow, DuckDB).
        table: "posts", "days", "accounts" or "events".

    Raises:
        UsageError: not a table, or a column that cannot be turned into its type.
    """
    polars_frame = _as_polars(frame)
    columns = TABLES[table]
    known = pl.DataFrame(
        [_conformed(polars_frame[name], column, table) for name, column in columns.items() if name in polars_frame]
    )
    if not known.width:
        return empty(table).clear(polars_frame.height)
    # as a literal, a column without values takes no memory
    missing = [pl.lit(None, column.dtype).alias(name) for name, column in columns.items() if name not in known]
    conformed = known.with_columns(missing).select(list(columns))
    if table == "posts" and conformed["kind"].null_count() < conformed.height:
        conformed = conformed.with_columns(kind=_kind())
    if table == "posts" and conformed["likes_hidden"].any():
        hidden = pl.col("likes_hidden").fill_null(value=False)
        conformed = conformed.with_columns(likes=pl.when(~hidden).then("likes"))
    return conformed


def _as_polars(frame: Any) -> pl.DataFrame:
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    if isinstance(frame, pl.DataFrame):
        return frame
    if isinstance(frame, ArrowFrame):
        try:
            return pl.DataFrame(frame)
        except (TypeError, ValueError):  # pyarrow's own errors are children of these, and quote values
            raise UsageError(
                "the table has a column of mixed types; give each column one type",
                de="In der Tabelle hat eine Spalte Werte verschiedener Art; gib jeder Spalte nur eine Art",
            ) from None
    kind = type(frame).__name__
    raise UsageError(
        f"expected a Polars, pandas or Arrow table, got {kind}",
        de=f"Gebraucht wird eine Tabelle von Polars, pandas oder Arrow, gegeben wurde {kind}",
    )


def _conformed(values: pl.Series, column: Column, table: str) -> pl.Series:
    """Give one column its type; what the engine says of a failure quotes the export, so it goes no further."""
    times, zeiten = ("times (2026-03-09T18:00:00Z)", "Zeiten (2026-03-09T18:00:00Z)")
    is_time = column.dtype == UTC_TIME
    name = f"{values.name!r} ({values.dtype})"
    refusal = UsageError(
        f"table {table}: column {name} cannot be turned into {times if is_time else column.dtype}; correct or drop it",
        de=f"Tabelle {table}: Die Spalte {name} lässt sich nicht in {zeiten if is_time else column.dtype} umwandeln;"
        " berichtige sie oder lass sie weg",
    )
    if column.dtype == UTC_TIME and values.dtype.is_numeric():
        if values.is_not_nan().any():
            raise refusal  # seconds, milliseconds, days of Excel: whoever made the table knows
        return pl.repeat(None, len(values), dtype=UTC_TIME, eager=True).alias(values.name)
    try:
        return values.to_frame().select(_cast(pl.col(values.name), values.dtype, column)).to_series()
    except pl.exceptions.PolarsError:
        raise refusal from None


def _cast(value: pl.Expr, dtype: pl.DataType, column: Column) -> pl.Expr:
    if isinstance(dtype, pl.Categorical | pl.Enum):
        return _cast(value.cast(pl.String), pl.String(), column)
    if column.dtype == UTC_TIME:
        return _as_utc(value, dtype)
    if column.dtype == pl.Int64 and (dtype.is_float() or dtype.is_decimal()):
        number = value.cast(pl.Float64)
        return pl.when(number.is_finite()).then(number).round().cast(pl.Int64, strict=False)
    return value.cast(column.dtype)


def _as_utc(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Datetime):
        zoned = value.dt.convert_time_zone("UTC") if dtype.time_zone else value.dt.replace_time_zone("UTC")
        return zoned.cast(UTC_TIME)
    if dtype == pl.String:
        return value.str.to_datetime(time_zone="UTC", strict=True).cast(UTC_TIME)
    return value.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _kind() -> pl.Expr:
    word = pl.col("kind").str.strip_chars().str.to_lowercase()
    known = word.replace_strict(
        {kind: kind for kind in KINDS} | KIND_SYNONYMS, default=pl.lit("other"), return_dtype=pl.String
    )
    return pl.when(pl.col("kind").is_null()).then(None).otherwise(known)
