"""From a table with matched columns to the tables `posts` and `days`: one way for every tabular reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fieber.model.reading import Fault
from fieber.model.tables import COUNTS, DAYS, conform
from fieber.model.text import Message
from fieber.readers._distinct import distinct
from fieber.readers._numbers import parse_counts
from fieber.readers._times import Times, parse_times

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = ("account", "platform", "post_id", "kind", "url", "topic")
STATEMENTS = ("collab", "paid", "likes_hidden")
TRUE_WORDS = ("1", "1.0", "true", "yes", "y", "ja", "j", "x", "wahr", "sim", "verdadeiro")
FALSE_WORDS = ("0", "0.0", "false", "no", "n", "nein", "falsch", "não", "falso")
DAMAGED_ID = r"^\d([.,]\d+)?[eE]\+\d+$"  # Excel wrote a long number and lost its digits
DAY_COUNTS = tuple(name for name in DAYS if name not in {"account", "platform", "day"})

# the host of a link → platform, where no column says it
HOSTS = {
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "fb.watch": "facebook",
    "twitter.com": "twitter",
    "x.com": "twitter",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "tiktok.com": "tiktok",
    "linkedin.com": "linkedin",
    "bsky.app": "bluesky",
    "threads.net": "threads",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """A table made of rows of an input, with what was wrong with them."""

    frame: pl.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Message, ...]
    rows_read: int


def posts_from(
    table: pl.DataFrame, ours: Mapping[str, str], *, file: str, day_first: bool | None, platform: str | None = None
) -> Rows:
    """Turn matched columns into posts.

    Rows without a readable date and identical rows are dropped and counted. Negative numbers become null; minus one
    like means hidden likes.

    Args:
        table: as opened; texts or typed.
        ours: our column → theirs; "posted_at" must be there, "time_of_day" may be.
        file: its name, for the faults.
        day_first: how the header's language writes "03/04/2026".
        platform: where no column says it; else taken from the links.
    """
    once = distinct(table)
    faults = _fault(file, None, "duplicate_rows_dropped", table.height - once.height)
    times = parse_times(_moments(once, ours), day_first=day_first)
    faults += _fault(file, "posted_at", "unreadable_date_dropped", times.values.null_count())
    columns: dict[str, pl.Series] = {"posted_at": times.values}
    columns |= {name: _text(once[ours[name]]) for name in TEXTS if name in ours}
    columns |= {name: _statement(once[ours[name]]) for name in STATEMENTS if name in ours}
    rounded = 0
    for name in COUNTS:
        if name in ours:
            columns[name], found, more_rounded = _count(once[ours[name]], file, name)
            faults += found
            rounded += more_rounded
    notes = (*_time_notes(times), *_rounding_notes(rounded))
    if "measured_at" in ours:
        measured = parse_times(once[ours["measured_at"]], day_first=day_first)
        columns["measured_at"] = measured.values
        faults += _fault(file, "measured_at", "unreadable_date", measured.unreadable)
    frame = pl.DataFrame([series.alias(name) for name, series in columns.items()])
    if times.values.null_count():
        frame = frame.filter(pl.col("posted_at").is_not_null())
    posts, more = _finish(frame, file, platform)
    return Rows(posts, (*faults, *more), notes, table.height)


def days_from(table: pl.DataFrame, ours: Mapping[str, str], *, file: str, day_first: bool | None) -> Rows:
    """Turn matched columns into days; "day" must be there. Rows of days are no posts: `rows_read` is 0."""
    once = distinct(table)
    times = parse_times(once[ours["day"]], day_first=day_first)
    faults = _fault(file, None, "duplicate_days", table.height - once.height)
    faults += _fault(file, "day", "unreadable_day", times.values.null_count())
    # the day is the one on the platform's calendar, whatever its clock: no shift to UTC
    columns: dict[str, pl.Series] = {"day": times.values.dt.date()}
    columns |= {name: _text(once[ours[name]]) for name in ("account", "platform") if name in ours}
    rounded = 0
    for name in DAY_COUNTS:
        if name in ours:
            columns[name], found, more_rounded = _count(once[ours[name]], file, name)
            faults += found
            rounded += more_rounded
    frame = pl.DataFrame([series.alias(name) for name, series in columns.items()])
    frame = frame.filter(pl.col("day").is_not_null())
    return Rows(conform(_tidy_names(frame), "days"), tuple(faults), _rounding_notes(rounded), 0)


def _moments(table: pl.DataFrame, ours: Mapping[str, str]) -> pl.Series:
    day = table[ours["posted_at"]]
    if "time_of_day" not in ours:
        return day
    # a sheet kept by hand: the day in one column, the clock in another
    clock = table[ours["time_of_day"]].cast(pl.String)
    text = day.dt.strftime("%Y-%m-%d") if day.dtype.is_temporal() else day.cast(pl.String)
    is_clock = clock.str.contains(r"^\s*\d{1,2}:\d{2}").fill_null(False)
    has_none = ~text.str.contains(r"\d:\d").fill_null(False)
    return (text + " " + clock).zip_with(is_clock & has_none, text)


def _text(column: pl.Series) -> pl.Series:
    if column.dtype.is_float():  # Excel: identities as numbers
        column = column.cast(pl.Int64, strict=False)
    text = column.cast(pl.String).str.strip_chars()
    return text.set(is_empty, None) if (is_empty := text.str.len_bytes() == 0).any() else text


def _statement(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Boolean:
        return column
    words = column.cast(pl.String).str.strip_chars().str.to_lowercase()
    known = dict.fromkeys(TRUE_WORDS, True) | dict.fromkeys(FALSE_WORDS, False)
    return words.replace_strict(known, default=None, return_dtype=pl.Boolean)


def _count(column: pl.Series, file: str, name: str) -> tuple[pl.Series, list[Fault], int]:
    counts = parse_counts(column)
    faults = _fault(file, name, "not_a_number", counts.unreadable)
    values = counts.values
    # minus one like is how platforms and tools write hidden likes; `_finish` sees to it
    lowest = -1 if name == "likes" else 0
    is_negative = (values < lowest).fill_null(False)
    n_negative = int(is_negative.sum())
    faults += _fault(file, name, "negative_count", n_negative)
    return values.set(is_negative, None) if n_negative else values, faults, counts.rounded


def _finish(posts: pl.DataFrame, file: str, platform: str | None) -> tuple[pl.DataFrame, list[Fault]]:
    faults: list[Fault] = []
    posts = _tidy_names(posts)
    if "platform" not in posts.columns:
        posts = posts.with_columns(platform=pl.lit(platform) if platform else _platform_of(posts))
    if "post_id" in posts.columns:
        damaged = _damaged_ids(posts)
        faults += _fault(file, "post_id", "damaged_post_id", int(damaged.sum()))
        posts = posts.with_columns(post_id=pl.when(~damaged).then("post_id")) if damaged.any() else posts
    if "likes" in posts.columns and (posts["likes"] == -1).any():
        is_hidden = (pl.col("likes") == -1).fill_null(False)
        said = pl.col("likes_hidden") if "likes_hidden" in posts.columns else pl.lit(None, dtype=pl.Boolean)
        hidden = pl.when(is_hidden).then(True).otherwise(said)
        posts = posts.with_columns(likes=pl.when(~is_hidden).then("likes"), likes_hidden=hidden)
    if "measured_at" in posts.columns:
        future = int((posts["posted_at"] > posts["measured_at"]).sum())
        faults += _fault(file, "posted_at", "future_date", future)
    return conform(posts, "posts"), faults


def _damaged_ids(posts: pl.DataFrame) -> pl.Series:
    """Say which identities a spreadsheet rounded: 1.8E+16, or a long number ending in zero that stands for several."""
    identity = posts["post_id"]
    # the plain questions first: they sort out nearly all, in a fraction of the patterns' time
    has_plus = identity.str.contains("+", literal=True).fill_null(False)
    is_damaged = has_plus & identity.str.contains(DAMAGED_ID).fill_null(False) if has_plus.any() else has_plus
    is_long = (identity.str.len_bytes() > 15).fill_null(False) & identity.str.ends_with("0").fill_null(False)
    long = posts.filter(is_long).select("post_id", "posted_at").filter(pl.col("post_id").str.contains(r"^\d{15,}0$"))
    several = distinct(long).filter(pl.col("post_id").is_duplicated())["post_id"].unique()
    return is_damaged | identity.is_in(several.implode()).fill_null(False) if several.len() else is_damaged


def _tidy_names(table: pl.DataFrame) -> pl.DataFrame:
    columns = []
    if "account" in table.columns and table["account"].str.starts_with("@").any():
        columns.append(pl.col("account").str.strip_prefix("@"))
    if "platform" in table.columns:
        columns.append(pl.col("platform").str.to_lowercase())
    return table.with_columns(columns)


def _platform_of(posts: pl.DataFrame) -> pl.Expr:
    if "url" not in posts.columns:
        return pl.lit(None, dtype=pl.String)
    host = pl.col("url").str.extract(r"^(?:https?://)?(?:[\w-]+\.)?([\w-]+\.\w+)(?:/|$)", 1).str.to_lowercase()
    return host.replace_strict(HOSTS, default=None, return_dtype=pl.String)


def _time_notes(times: Times) -> tuple[Message, ...]:
    notes = []
    if times.without_zone:
        notes.append(Message("note.no_time_zone", {"n": times.without_zone}))
    if times.is_order_assumed:
        notes.append(Message("note.day_month_order_assumed"))
    return tuple(notes)


def _rounding_notes(rounded: int) -> tuple[Message, ...]:
    return (Message("note.rounded_counts"),) if rounded else ()


def _fault(file: str, field: str | None, kind: str, count: int) -> list[Fault]:
    return [Fault(file, field, kind, count)] if count else []
