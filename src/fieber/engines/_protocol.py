"""What an engine is asked for, and what it may rely on.

An engine gives the same tables whatever its buckets, its processes and the order of its rows: a function sees whole
accounts, in any order, and each of its answers is about one account.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

Tables = dict[str, pl.DataFrame]
Work = Callable[[pl.DataFrame], Tables]  # can be pickled; is sent once to each process
Combine = Callable[[Tables], Tables]  # of answers put one below the other, what they come to; in the same columns
Tell = Callable[[int, int], None]  # gets buckets done, and all
UNNAMED = "account"  # what an account without a name is called, as in `fieber check`


def is_address(place: str) -> bool:
    """Whether a place is somewhere else, and not a path."""
    return "://" in place


def tell_nobody(_done: int, _all: int) -> None:
    """Leave it unsaid how far the work has come."""


@dataclass(frozen=True, slots=True)
class Posts:
    """Where rows of posts lie: files of one form, and which of their columns matter.

    files: paths of this machine; or addresses (s3a://…, hdfs://…), which only a cluster can open. Nobody has looked
    into those: `columns` are the ones that matter, and a function gets what is there of them.
    columns: those of `names` that the files have; a column that some of the files lack is null there. Of CSV files each
    column is text: what it means is said in one place, by the function. table: of a DuckDB file. copies: of files that
    cannot be read as they are, and what is read in their place.
    """

    files: tuple[str, ...]
    form: Literal["parquet", "csv", "duckdb"]
    columns: tuple[str, ...]
    table: str | None = None
    copies: tuple[tuple[str, str], ...] = ()

    @property
    def are_elsewhere(self) -> bool:
        """Whether these are addresses."""
        return all(map(is_address, self.files)) and bool(self.files)


@dataclass(frozen=True, slots=True)
class Settings:
    """How an engine works.

    scratch: folder for what is only needed while it works; who starts again with the same folder goes on where it was.
    processes: None: as many as there are cores. master: where a cluster listens.
    """

    scratch: Path
    processes: int | None = None
    master: str | None = None


class Session(Protocol):
    """An engine at work."""

    def map_rows(self, posts: Posts, columns: Sequence[str], function: Work, combine: Combine) -> Tables:
        """Call the function with these columns of pieces of the rows, cut anyhow, and put its small tables together.

        Args:
            posts: the rows. columns: of `posts.columns`. function: gives the same tables for every piece. combine: of
                the answers about several pieces makes the answer about all of them; in any order, and of its own too.

        Raises:
            UnreadableError: a file is damaged; which one is said.
        """
        ...

    def map_accounts(
        self,
        posts: Posts,
        function: Work,
        out: Path,
        *,
        buckets: int,
        only: pl.DataFrame | None = None,
        tell: Tell = tell_nobody,
    ) -> None:
        """Call the function once for each bucket of whole accounts that has rows, and write its tables.

        Each table of each bucket is `out/<table>/part-<bucket>.parquet`, written whole; a bucket of which everything
        is written is not done again.

        Args:
            posts: the rows; the function gets all of `posts.columns`. out: a folder that is there.
            buckets: how many; accounts are spread by a hash of their name. only: accounts (column `account`, and no
                other) that take part; None: all.
            tell: hears of each bucket that is done.

        Raises:
            UnreadableError: as `map_rows`.
        """
        ...


class Engine(Protocol):
    """A plugin of the folder `engines`, `ENGINE`."""

    @property
    def name(self) -> str:
        """The name that `--engine` knows."""
        ...

    def open(self, settings: Settings) -> AbstractContextManager[Session]:
        """Begin to work; what was started ends with the context.

        Raises:
            UsageError: it cannot be started as it is set.
        """
        ...
