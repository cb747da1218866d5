"""Work in pieces that survive a killed run: each job's frame lies in one Parquet file, named by all it depends on."""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SOURCES = Path(__file__).parents[1]
ENGINE = ("stats", "simulate/worlds.py", "trial/treatments.py", "trial/chance.py")
PIPELINE = (*ENGINE, "checkup", "metrics", "api.py")
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Job:
    """A pure piece of work: `run(*arguments)` gives a frame and depends on nothing but code and arguments.

    key: name of the file. code: what else it depends on, as paths below `fieber`; its own module always counts.
    """

    part: str
    key: str
    run: Callable[..., pl.DataFrame]
    arguments: tuple[Any, ...]
    code: tuple[str, ...] = field(default=ENGINE)

    def path(self, folder: Path) -> Path:
        """Where its frame lies: code or arguments that changed give another name, so old results are never mixed in."""
        own = Path(*self.run.__module__.split(".")[1:]).as_posix()
        own += "" if (SOURCES / own).is_dir() else ".py"
        print_of = sha256(f"{code_print((*self.code, own))} {self.arguments!r}".encode()).hexdigest()
        return folder / "jobs" / self.part / f"{self.key}-{print_of[:12]}.parquet"


@lru_cache(maxsize=64)
def code_print(paths: tuple[str, ...]) -> str:
    """Fingerprint of source files and folders below `fieber`."""
    found = sha256()
    for path in sorted(set(paths)):
        where = SOURCES / path
        # the compiled core too: sources that are not built yet must not name its results
        files = sorted(f for f in where.rglob("*") if f.suffix in {".py", ".so", ".pyd"}) if where.is_dir() else [where]
        for file in files:
            found.update(file.relative_to(SOURCES).as_posix().encode())
            found.update(file.read_bytes())
    return found.hexdigest()


def collect(jobs: Sequence[Job], folder: Path, *, tell: Callable[[str], None]) -> pl.DataFrame:
    """Run the jobs that have no file yet, two at a time, and give all frames below each other in the order of jobs."""
    missing = [job for job in jobs if not job.path(folder).exists()]
    if missing:
        for done, job in enumerate(_finished(missing, folder), start=1):
            tell(f"{job.part}: {len(jobs) - len(missing) + done} of {len(jobs)}")
    # relaxed: a column may have no value at all in one of the files
    frames = [pl.read_parquet(job.path(folder)) for job in jobs]
    return pl.concat(frames, how="vertical_relaxed") if frames else pl.DataFrame()


def _finished(jobs: Sequence[Job], folder: Path) -> Iterator[Job]:
    # fresh processes: forking one that has used Polars' threads can hang
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        waiting, running = iter(jobs), {}
        for job in islice(waiting, 2 * PROCESSES):
            running[pool.submit(keep, job, job.path(folder))] = job
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
                yield running.pop(future)
                for job in islice(waiting, 1):
                    running[pool.submit(keep, job, job.path(folder))] = job


def keep(job: Job, target: Path) -> None:
    """Run one job and write its frame; a half-written file never bears the final name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}.part")
    job.run(*job.arguments).write_parquet(draft)
    draft.replace(target)


def blocks(total: int, size: int) -> list[tuple[int, int]]:
    """Cut 0 … total into half-open pieces of at most `size`."""
    return [(start, min(start + size, total)) for start in range(0, total, size)]
