"""What a reader gives: tables, and an honest account of what was and was not read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from fieber.model.tables import empty

if TYPE_CHECKING:
    from fieber.model.text import Message


TOLD_TWICE = frozenset({"joined_row_dropped", "older_reading_dropped"})  # counted, so that the rows add up


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with rows of the input: where, what, how often; never a value from the export."""

    file: str
    field: str | None
    kind: str
    count: int

    @property
    def is_wrong(self) -> bool:
        """Say whether something was wrong, and not only told by two exports given together."""
        return self.kind not in TOLD_TWICE


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers came from: the file, who read it, which columns or labels were matched and which were not.

    is_verified: the layout is known from real files or from the platform's own documents, not from descriptions only.
    may_pool: False where a platform's terms keep its answers out of what is made of many accounts; may_store_days: how
    long they may be kept (None: no number is named). Then `reader` is the platform. Files that a person exported have
    no such limits.
    """

    file: str
    reader: str
    matched: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    is_verified: bool = True
    may_pool: bool = True
    may_store_days: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one input; may hold several accounts.

    rows_read = rows of `posts` + rows counted in faults whose kind ends in "_dropped".
    """

    posts: pl.DataFrame = field(default_factory=lambda: empty("posts"))
    days: pl.DataFrame = field(default_factory=lambda: empty("days"))
    accounts: pl.DataFrame = field(default_factory=lambda: empty("accounts"))
    events: pl.DataFrame = field(default_factory=lambda: empty("events"))
    faults: tuple[Fault, ...] = ()
    sources: tuple[Source, ...] = ()
    unknown_paths: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()  # what a person should know about this input (no likes in it, no time zone, …)
    rows_read: int = 0
    is_dated: bool = True  # False: typed in, newest first; posted_at then only keeps the order


def poolable(reading: Reading) -> Reading:
    """Leave out the posts and days of platforms whose terms keep them out of what is made of many accounts."""
    held = [source.reader for source in reading.sources if not source.may_pool]
    if not held:
        return reading
    stays = ~pl.col("platform").is_in(held).fill_null(value=False)
    return replace(reading, posts=reading.posts.filter(stays), days=reading.days.filter(stays))
