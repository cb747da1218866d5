"""Collects posts record by record, for exports and answers that are no tables, and makes a `Reading` of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.model.reading import Fault, Reading, Source
from fieber.model.tables import ACCOUNTS, DAYS, POSTS, Column, conform
from fieber.model.text import Message
from fieber.readers._json import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_NAMES, LONGEST_NAME = 60, 40  # of labels that nobody knows


@dataclass(slots=True)
class Gathered:
    """Rows with our column names, how often something was wrong, and which of their labels were used and were not.

    Rows may lack columns; every post has `posted_at`. `lost` counts (our column or None, kind of fault); posts left
    out have a kind that ends in "_dropped".
    """

    posts: list[dict[str, Any]] = field(default_factory=list)
    days: list[dict[str, Any]] = field(default_factory=list)
    accounts: list[dict[str, Any]] = field(default_factory=list)
    lost: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    matched: dict[str, None] = field(default_factory=dict)
    unmatched: dict[str, None] = field(default_factory=dict)
    by_file: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)  # matched, unmatched

    def lose(self, kind: str, column: str | None = None) -> None:
        """Count one record that is left out or not understood."""
        self.lost[column, kind] += 1

    def add(self, row: dict[str, Any]) -> None:
        """Keep one post, or count it as left out where nobody knows when it was posted."""
        if row.get("posted_at") is None:
            self.lose("unreadable_date_dropped", "posted_at")
        else:
            self.posts.append(row)

    def saw(self, record: Mapping[str, Any], used: Iterable[str], *, ignored: Iterable[str] = ()) -> None:
        """Note which labels of one record are used and which are not; `ignored` are known and said nowhere."""
        wanted, silent = frozenset(used), frozenset(ignored)
        for name in record:
            if name in wanted:
                self.matched.setdefault(name)
            elif name not in silent and len(self.unmatched) < MOST_NAMES:
                self.unmatched.setdefault(storable(" ".join(str(name).split())[:LONGEST_NAME]))

    def once(self) -> None:
        """Leave out posts that stand here twice (pinned ones, pages that overlap); the first one counts."""
        seen: set[tuple[Any, Any]] = set()
        kept = []
        for row in self.posts:
            key = (row.get("account"), row.get("post_id"))
            if key[1] is not None and key in seen:
                self.lose("duplicate_rows_dropped")
                continue
            seen.add(key)
            kept.append(row)
        self.posts = kept

    def take(self, other: Gathered, *, file: str | None = None) -> None:
        """Add what was gathered elsewhere; from a `file`, its labels are told as those of this file."""
        if file is not None:
            self.by_file[file] = tuple(other.matched), tuple(other.unmatched)
        self.posts += other.posts
        self.days += other.days
        self.accounts += other.accounts
        self.lost.update(other.lost)
        self.matched |= other.matched
        self.unmatched |= other.unmatched

    def frame(self) -> pl.DataFrame:
        """Give the posts as a table."""
        return conform(_frame(self.posts, POSTS), "posts")

    def faults(self, file: str) -> tuple[Fault, ...]:
        """Give what was wrong, under the name of a file."""
        return tuple(Fault(file, column, kind, count) for (column, kind), count in self.lost.items() if count)

    def reading(
        self,
        file: str,
        reader: str,
        *,
        notes: Iterable[Message] = (),
        unknown_paths: Iterable[str] = (),
        files: Iterable[str] = (),
        is_verified: bool = True,
    ) -> Reading:
        """Give everything as a reading of one file, or of several `files`, the first of which is `file`."""
        faults = self.faults(file)
        labels = tuple(self.matched), tuple(self.unmatched)
        return Reading(
            posts=self.frame(),
            days=conform(_frame(self.days, DAYS), "days"),
            accounts=conform(_frame(self.accounts, ACCOUNTS), "accounts"),
            faults=faults,
            sources=tuple(
                Source(name, reader, *self.by_file.get(name, labels), is_verified=is_verified)
                for name in (*files,) or (file,)
            ),
            unknown_paths=tuple(unknown_paths),
            notes=(*notes, *(() if is_verified else (Message("note.unverified_layout", {"language": "en"}),))),
            rows_read=len(self.posts) + sum(fault.count for fault in faults if fault.kind.endswith("_dropped")),
        )


def _frame(rows: list[dict[str, Any]], columns: Mapping[str, Column]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={name: column.dtype for name, column in columns.items()})
