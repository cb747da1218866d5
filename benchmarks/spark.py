"""Times a roster on a cluster of two workers against one on this machine, and counts the bytes that are shuffled.

`.venv/bin/python tests/engines/cluster.py .venv/bin/python benchmarks/spark.py [ACCOUNTS [MOST]]`: made-up accounts
of 200 posts, eight columns, unsorted Parquet in a temporary folder; with MOST, one more account of so many posts. Both
engines run in processes of their own; seconds, CPU seconds of all processes of each, and whether every row is the same.
Exit 1 where not, or where the cluster takes more than twice the time.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.rosters import open_results

if TYPE_CHECKING:
    from collections.abc import Callable

POSTS = 200
CHUNK = 5_000  # accounts of a file
MOST = 2.0  # times as long: issue 8
TICKS = os.sysconf("SC_CLK_TCK")
START = np.datetime64("2024-06-01T00:00:00", "us")
EVENTS = (
    "--conf spark.eventLog.enabled=true --conf spark.eventLog.compress=false "
    "--conf spark.eventLog.rolling.enabled=false --conf spark.eventLog.dir=file://{folder} pyspark-shell"
)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the clock, and of all processors together."""

    seconds: float
    cpu: float


def main(accounts: int, most: int) -> int:
    """Time both engines; 1 where the rows differ, or the cluster is too slow."""
    with tempfile.TemporaryDirectory() as folder:
        posts, log = Path(folder) / "posts", Path(folder) / "log"
        posts.mkdir()
        log.mkdir()
        size = _write(posts, accounts, most)
        rows = accounts * POSTS + most
        print(f"{accounts:,} accounts, {rows:,} rows, {size / rows:.1f} bytes a row as Parquet")
        print(f"load before: {os.getloadavg()[0]:.0f}", flush=True)
        local = _timed("local", lambda: _roster(posts, Path(folder) / "local", "local", "--processes", "2"))
        os.environ["PYSPARK_SUBMIT_ARGS"] = EVENTS.format(folder=log)
        spark = _timed("spark", lambda: _roster(posts, Path(folder) / "spark", "spark"))
        _tell_shuffles(log, rows)
        is_same = _is_same(Path(folder) / "local", Path(folder) / "spark")
    ratio = spark.seconds / local.seconds
    print(f"ratio: {ratio:.2f} of time (allowed {MOST}), {spark.cpu / local.cpu:.2f} of CPU; the same rows: {is_same}")
    return int(ratio > MOST or not is_same)


def _write(folder: Path, accounts: int, most: int) -> int:
    """Write the posts and give their bytes."""
    for first in range(0, accounts, CHUNK):
        owners = np.repeat(np.arange(first, min(first + CHUNK, accounts)), POSTS)
        _posts(owners, seed=first).write_parquet(folder / f"{first:08}.parquet")
    for first in range(0, most, 1_000_000):
        rows = np.full(min(1_000_000, most - first), accounts)
        _posts(rows, seed=accounts + first).write_parquet(folder / f"most-{first:08}.parquet")
    return sum(file.stat().st_size for file in folder.iterdir())


def _posts(owner: np.ndarray, seed: int) -> pl.DataFrame:
    chance = np.random.default_rng(seed)
    n = len(owner)
    level = np.exp(6 + np.sin(owner) + chance.normal(0, 0.5, n))
    counts = {
        name: chance.poisson(level * share) for name, share in (("likes", 1.0), ("comments", 0.03), ("shares", 0.01))
    }
    return (
        pl.DataFrame(
            {
                "account": owner,
                "platform": "instagram",
                "posted_at": START + chance.integers(0, 730 * 86_400, n).astype("timedelta64[s]"),
                "kind": chance.choice(["reel", "photo", "carousel"], n),
                **counts,
                "views": chance.poisson(level * 12),
            }
        )
        .with_columns(
            pl.format("account-{}", "account").alias("account"), pl.col("posted_at").dt.replace_time_zone("UTC")
        )
        .sample(fraction=1.0, shuffle=True, seed=seed)
    )


def _roster(posts: Path, out: Path, engine: str, *more: str) -> None:
    fieber = shutil.which("fieber", path=str(Path(sys.executable).parent))
    subprocess.run(
        [str(fieber), "roster", posts, "-o", out, "--engine", engine, *more], check=True, capture_output=True
    )


def _timed(name: str, work: Callable[[], None]) -> Took:
    """Run and print; the processes of the cluster are those of the process that started this one."""
    before, seen, is_over = _cpu_seconds(os.getppid()), {}, threading.Event()

    def look() -> None:
        while not is_over.wait(0.5):  # a process that has ended, and whose parent has too, is counted nowhere else
            seen.update(_cpu_seconds(os.getppid()))

    watch, start = threading.Thread(target=look), time.perf_counter()
    watch.start()
    try:
        work()
    finally:
        seconds = time.perf_counter() - start
        is_over.set()
        watch.join()
    took = Took(seconds, sum(cpu - before.get(process, 0.0) for process, cpu in seen.items()))
    print(f"{name:6} {took.seconds:8.1f} s {took.cpu:8.1f} s of CPU", flush=True)
    return took


def _cpu_seconds(process: int) -> dict[int, float]:
    """Give the CPU seconds of a process and of all that it has started, by number."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
        tasks = [file.read_text(encoding="ascii") for file in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:  # it has just ended
        return {}
    found = {process: sum(int(value) for value in fields[11:13]) / TICKS}
    for child in " ".join(tasks).split():
        found |= _cpu_seconds(int(child))
    return found


def _tell_shuffles(log: Path, rows: int) -> None:
    """Print the bytes of every shuffle, from Spark's own log of events."""
    written: dict[int, int] = {}
    for file in log.rglob("*"):
        for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
            event = json.loads(line)
            if event["Event"] == "SparkListenerTaskEnd":
                size = event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                written[event["Stage ID"]] = written.get(event["Stage ID"], 0) + size
    for stage, size in sorted(written.items()):
        if size:
            print(f"shuffled in stage {stage}: {size:,} bytes, {size / rows:.1f} a row of posts")


def _is_same(local: Path, spark: Path) -> bool:
    ours, theirs = open_results(local), open_results(spark)
    for mine, its in ((ours.accounts(), theirs.accounts()), (ours.vitals(), theirs.vitals())):
        keys = [name for name in ("account", "platform", "metric", "kind") if name in mine.collect_schema()]
        if not mine.sort(keys, nulls_last=True).collect().equals(its.sort(keys, nulls_last=True).collect()):
            return False
    return True


if __name__ == "__main__":
    told = [int(word) for word in sys.argv[1:]]
    print(datetime.now(tz=UTC).date())
    sys.exit(main(*(told + [20_000, 0][len(told) :])))
