"""Several readings that were given together become one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from fieber.model.reading import Fault, Reading
from fieber.model.tables import COUNTS, DAYS, conform
from fieber.model.text import Message, Value
from fieber.readers._distinct import distinct, ordered
from fieber.readers._joined import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

POST_KEY = ("account", "platform", "post_id", "measured_at")
DAY_KEY = ("account", "platform", "day")
DAY_VALUES = tuple(name for name in DAYS if name not in DAY_KEY)


@dataclass(frozen=True, slots=True)
class _Names:
    """Which accounts the files name, to fill in where a file names none."""

    given: str | None
    named: tuple[tuple[str, str | None], ...]  # (account, platform), each once
    networks: tuple[str, ...]  # of the daily files that name a network but no account
    stem: str

    def of(self, platform: str | None) -> str:
        """The account of rows that name none: told, or the only one there is, or the file's name."""
        if self.given is not None:
            return self.given
        network = platform if platform is not None or len(self.networks) != 1 else self.networks[0]
        same = {name for name, its in self.named if network is None or its is None or its == network}
        return same.pop() if len(same) == 1 else self.stem


def merge(readings: Sequence[Reading], *, account: str | None, unknown: tuple[str, ...], stem: str) -> Reading:
    """Join readings: one account name is one account, identical rows count once, of two exports the later one counts.

    Args:
        readings: at least one.
        account: the account of rows that name none.
        unknown: inner paths no reader knew.
        stem: the file's name, the last resort for an account's name.
    """
    names = _Names(account, _named(readings), _networks(readings), stem)
    filled = [_fill(reading, names) for reading in readings]
    posts, post_faults = join_posts([reading.posts for reading in filled])
    days, day_faults, notes = _join_days([reading.days for reading in filled], posts)
    faults = [fault for reading in filled for fault in reading.faults]
    return Reading(
        posts=posts,
        days=days,
        accounts=conform(pl.concat([reading.accounts for reading in filled]).unique(maintain_order=True), "accounts"),
        events=conform(pl.concat([reading.events for reading in filled]).unique(maintain_order=True), "events"),
        faults=(*faults, *post_faults, *day_faults),
        sources=tuple(source for reading in filled for source in reading.sources),
        unknown_paths=(*(path for reading in filled for path in reading.unknown_paths), *unknown),
        notes=_once([*(note for reading in filled for note in reading.notes), *notes]),
        rows_read=sum(reading.rows_read for reading in filled),
        is_dated=all(reading.is_dated for reading in filled),
    )


def _named(readings: Sequence[Reading]) -> tuple[tuple[str, str | None], ...]:
    seen: dict[tuple[str, str | None], None] = {}
    for reading in readings:
        for table in (reading.posts, reading.days):
            pairs = table.select("account", "platform").drop_nulls("account").unique(maintain_order=True)
            seen |= dict.fromkeys((row[0], row[1]) for row in pairs.iter_rows())
    return tuple(seen)


def _networks(readings: Sequence[Reading]) -> tuple[str, ...]:
    unnamed = [reading.days.filter(pl.col("account").is_null())["platform"].drop_nulls() for reading in readings]
    return tuple(sorted(set(pl.concat(unnamed).to_list())))


def _fill(reading: Reading, names: _Names) -> Reading:
    return replace(reading, posts=_named_rows(reading.posts, names), days=_named_rows(reading.days, names))


def _named_rows(table: pl.DataFrame, names: _Names) -> pl.DataFrame:
    if table["account"].null_count() == 0:
        return table
    platforms = table.filter(pl.col("account").is_null())["platform"].unique().to_list()
    filled = pl.col("account")
    for platform in platforms:
        here = pl.col("account").is_null() & pl.col("platform").eq_missing(pl.lit(platform, dtype=pl.String))
        filled = pl.when(here).then(pl.lit(names.of(platform))).otherwise(filled)
    return table.with_columns(account=filled)


def join_posts(tables: Sequence[pl.DataFrame]) -> tuple[pl.DataFrame, list[Fault]]:
    """Put the posts of several exports together, in order, and say how many rows another row stands for.

    Args:
        tables: rows of POSTS, one table an export, at least one.
    """
    # the export whose newest post is the newest was made last; among equals the one that counted more
    later = sorted(tables, key=_made)
    together = pl.concat(later) if len(later) > 1 else later[0]
    # within one file the reader has looked at all columns; here only ours are left, so only files are compared
    once = distinct(together) if len(tables) > 1 else together
    faults = _fault("duplicate_rows_dropped", together.height - once.height)
    if once["post_id"].null_count():
        has_id = distinct(once.filter(pl.col("post_id").is_not_null()), POST_KEY, keep="last")
        kept = pl.concat([has_id, once.filter(pl.col("post_id").is_null())])
    else:
        kept = distinct(once, POST_KEY, keep="last")
    if len(tables) > 1:
        kept = _counted(kept)
    faults += _fault("older_reading_dropped", once.height - kept.height)
    one = joined(kept) if len(tables) > 1 else kept
    faults += _fault("joined_row_dropped", kept.height - one.height)
    return ordered(one, ("account", "posted_at", "measured_at")), faults


def _counted(posts: pl.DataFrame) -> pl.DataFrame:
    """Leave out readings without a counter of posts that another file has counted: they would hide its counts."""
    is_counted = pl.any_horizontal(pl.col(COUNTS).is_not_null())
    is_elsewhere = pl.col("post_id").is_not_null() & is_counted.any().over("account", "platform", "post_id")
    return posts.filter(is_counted | ~is_elsewhere)


def _made(table: pl.DataFrame) -> tuple[float, int]:
    newest = table["posted_at"].max()
    seconds = newest.timestamp() if isinstance(newest, datetime) else float("-inf")
    counted = table.select(pl.sum_horizontal(pl.col(COUNTS).sum())).item()
    return seconds, counted or 0


def _join_days(tables: Sequence[pl.DataFrame], posts: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault], list[Message]]:
    together, notes = _with_network(pl.concat(tables), posts)
    values = [pl.col(name).drop_nulls().last().alias(name) for name in DAY_VALUES]
    days = together.group_by(DAY_KEY, maintain_order=True).agg(values)
    conflicts = together.group_by(DAY_KEY).agg([pl.col(name).drop_nulls().n_unique() > 1 for name in DAY_VALUES])
    count = int(conflicts.select(pl.any_horizontal(pl.col(DAY_VALUES)).sum()).item() or 0)
    return conform(days.sort(DAY_KEY), "days"), _fault("conflicting_day", count), notes


def _with_network(days: pl.DataFrame, posts: pl.DataFrame) -> tuple[pl.DataFrame, list[Message]]:
    """Days that do not say their network belong to the account's only one; said where the input holds several."""
    named = pl.concat([days.select("account", "platform"), posts.select("account", "platform")]).drop_nulls().unique()
    sole = named.group_by("account").agg(network=pl.col("platform").first(), n=pl.len()).filter(pl.col("n") == 1)
    joined = days.join(sole.select("account", "network"), on="account", how="left", maintain_order="left")
    filled = joined.with_columns(platform=pl.coalesce("platform", "network")).drop("network")
    count = days["platform"].null_count() - filled["platform"].null_count()
    is_assumed = count > 0 and named["platform"].n_unique() > 1
    return filled, [Message("note.network_assumed", {"n": count})] if is_assumed else []


def _fault(kind: str, count: int) -> list[Fault]:
    return [Fault("", None, kind, count)] if count else []


def _once(notes: Sequence[Message]) -> tuple[Message, ...]:
    """Each note once; where it counts something (`n`), the counts of all files together."""
    counted: dict[tuple[str, tuple[tuple[str, Value], ...]], int | None] = {}
    for note in notes:
        rest = tuple((name, value) for name, value in sorted(note.values.items()) if name != "n")
        count = note.values.get("n")
        before = counted.get((note.key, rest)) or 0
        counted[note.key, rest] = before + count if isinstance(count, int) else None
    return tuple(
        Message(key, dict(rest) if count is None else {**dict(rest), "n": count})
        for (key, rest), count in counted.items()
    )
