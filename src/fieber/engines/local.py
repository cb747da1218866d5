"""One machine: buckets of accounts on disk, worked on by as many processes as there are cores."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from multiprocessing import get_context, parent_process
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING

from fieber.engines._buckets import bucket_posts, into_buckets, is_ready
from fieber.engines._damage import told_which
from fieber.engines._fold import folded
from fieber.engines._parts import left, write_parts
from fieber.engines._protocol import Settings, Tables, tell_nobody
from fieber.engines._scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import polars as pl

    from fieber.engines._protocol import Combine, Engine, Posts, Tell, Work

PIECE = 1_000_000  # rows
# of a process with one core for itself: more threads than cores wait for each other (Polars, and numpy's algebra), and
# memory that is given back between two steps is cleared by the system and given again, a sixth of the time (glibc's for
# numpy, jemalloc for Polars; others do not read it)
ALONE = {
    "POLARS_MAX_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_TRIM_THRESHOLD_": str(2**30),
    "MALLOC_MMAP_THRESHOLD_": str(2**29),
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:-1,muzzy_decay_ms:-1",
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """All that a process needs to know about one bucket."""

    rows: Path
    out: Path
    number: int
    only: pl.DataFrame | None


@dataclass(frozen=True, slots=True)
class LocalSession:
    """Work on this machine; see `_protocol.Session`."""

    settings: Settings

    def map_rows(self, posts: Posts, columns: Sequence[str], function: Work, combine: Combine) -> Tables:
        """See `_protocol.Session`."""
        with told_which(posts):
            pieces = scan(posts).select(columns).collect_batches(chunk_size=PIECE, maintain_order=False)
            return folded(map(function, pieces), combine)

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
        """See `_protocol.Session`."""
        rows = self._sorted_out(posts, buckets, only)
        waiting = [Bucket(rows, out, number, only) for number in left(out, buckets)]
        tell(buckets - len(waiting), buckets)
        for done in _each(function, waiting, self.settings.processes):
            tell(buckets - len(waiting) + done, buckets)

    def _sorted_out(self, posts: Posts, buckets: int, only: pl.DataFrame | None) -> Path:
        """Give the folder with the rows in buckets: of all accounts if it is there, else of those asked for."""
        key = blake2b(repr((posts, buckets)).encode(), digest_size=8)
        whole = self.settings.scratch / f"rows-{key.hexdigest()}"
        with told_which(posts):
            if only is None or is_ready(whole):
                into_buckets(scan(posts), whole, buckets)
                return whole
            key.update(only.write_csv().encode())
            some = self.settings.scratch / f"rows-{key.hexdigest()}"
            into_buckets(scan(posts).join(only.lazy(), on="account", how="semi", nulls_equal=True), some, buckets)
            return some


@dataclass(frozen=True, slots=True)
class Local:
    """The engine of one machine."""

    name: str = "local"

    @contextmanager
    def open(self, settings: Settings) -> Iterator[LocalSession]:
        """See `_protocol.Engine`."""
        settings.scratch.mkdir(parents=True, exist_ok=True)
        yield LocalSession(settings)


def _work(function: Work, bucket: Bucket) -> None:
    rows = bucket_posts(bucket.rows, bucket.number, bucket.only)
    tables = {} if rows is None else function(rows)
    write_parts({name: table.write_parquet for name, table in tables.items()}, bucket.out, bucket.number)


_function: list[Work] = []  # of a process: what it was started for


def _start(function: Work) -> None:
    _function[:] = [function]
    end_with_parent()


def end_with_parent() -> None:
    """Let this process end when the one that started it is gone, however that ended; else it would wait for ever."""
    Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work_on(bucket: Bucket) -> None:
    _work(_function[0], bucket)


def _each(function: Work, buckets: Sequence[Bucket], processes: int | None) -> Iterator[int]:
    """Work on the buckets and give how many are done, each time that another one is."""
    wanted = min(processes or os.cpu_count() or 1, len(buckets))
    if wanted <= 1:
        for done, bucket in enumerate(buckets, start=1):
            _work(function, bucket)
            yield done
        return
    with (
        one_core_each(),
        ProcessPoolExecutor(wanted, get_context("spawn"), initializer=_start, initargs=(function,)) as pool,
    ):
        with without_main():
            waiting = [pool.submit(_work_on, bucket) for bucket in buckets]
        for done, finished in enumerate(as_completed(waiting), start=1):
            finished.result()
            yield done


@contextmanager
def one_core_each() -> Iterator[None]:
    """Let each process that is started now have one core of its own."""
    before = {name: os.environ.get(name) for name in ALONE}
    os.environ |= ALONE
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def without_main() -> Iterator[None]:
    """Let processes that are started now not run the caller's script again: they need nothing of it.

    A script that calls `fieber.roster` needs no `if __name__ == "__main__"` then.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


ENGINE: Engine = Local()
