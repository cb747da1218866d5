"""A file that looks sound from outside and cannot be read to its end: which one it is, in one sentence."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from fieber.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieber.engines._protocol import Posts


@contextmanager
def told_which(posts: Posts) -> Iterator[None]:
    """Let a failure to read be told by the name of the file, which the engine of Polars does not know.

    Raises:
        UnreadableError: a Parquet file is damaged, or no longer there.
    """
    try:
        yield
    except (pl.exceptions.PolarsError, OSError):
        name = damaged_of(posts)
        if name is None:
            raise
        raise damaged(name) from None


def damaged_of(posts: Posts) -> str | None:
    """Read the files one by one, and give the name of the first that cannot be read; None if all can."""
    for file in posts.files if posts.form == "parquet" and not posts.are_elsewhere else ():
        try:
            for _ in pl.scan_parquet(file, hive_partitioning=False).collect_batches():
                pass
        except (pl.exceptions.PolarsError, OSError):
            return Path(file).name
    return None


def damaged(name: str) -> UnreadableError:
    """Give the sentence about a file."""
    return UnreadableError(
        f"{name} is damaged and cannot be read to its end; get it anew or take it away, then run again",
        de=f"{name} ist beschädigt und lässt sich nicht bis zum Ende lesen; hol sie neu oder nimm sie weg, dann noch"
        " einmal",
    )
