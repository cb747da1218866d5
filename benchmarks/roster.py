"""Judges a made-up roster end to end: seconds, memory, against DuckDB's reading, and a night on which little is new.

.venv/bin/python benchmarks/roster.py [ACCOUNTS …]      default: 10000 30000 100000; the target is 1000000

Each account has 200 posts of eight columns (two counters), written as Parquet in pieces to a temporary folder that is
deleted afterwards. On a busy machine the clock says little: the work of the cores says what a quiet one needs.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

POSTS_EACH = 200
PIECE = 20_000  # accounts in a file
NOW = datetime(2026, 9, 1, tzinfo=UTC)
NIGHT_SHARE = 0.02
ILL_SHARE = 0.01
KINDS = ("photo", "reel", "carousel")
GROUPED = """\
SELECT account, count(*), median(likes), epoch_us(max(posted_at)), avg(comments), count(DISTINCT post_id)
FROM {} GROUP BY 1"""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds of all cores, and the most memory of all its processes together in GB."""

    seconds: float
    work: float
    gigabytes: float


def accounts(first: int, count: int) -> pl.DataFrame:
    """Some accounts with their posts, in no order; one in a hundred lost two thirds in the last month."""
    random = np.random.default_rng([1, first])
    shape = (count, POSTS_EACH)
    now = NOW.timestamp() / 86_400
    day = now - np.cumsum(random.exponential(1.0, shape) * random.uniform(0.8, 3.0, (count, 1)), axis=1)
    wander = np.cumsum(random.normal(0.0, 1.0, shape) * random.uniform(0.01, 0.05, (count, 1)), axis=1)
    kind = random.choice(len(KINDS), size=shape, p=[0.5, 0.35, 0.15])
    level = random.normal(7.0, 1.2, (count, 1)) + wander + np.array([0.0, 0.4, -0.3])[kind]
    level += random.uniform(0.3, 0.7, (count, 1)) * random.normal(0.0, 1.0, shape)
    ill = random.random(count) < ILL_SHARE
    level[ill] -= np.where(day[ill] > now - 30, np.log(3.0), 0.0)
    number = np.arange(first * POSTS_EACH, (first + count) * POSTS_EACH)
    table = pl.DataFrame(
        {
            "account": number // POSTS_EACH,
            "post_id": number + 17 * 10**15,
            "posted_at": (day * 86_400_000_000).astype(np.int64).ravel(),
            "kind": kind.ravel(),
            "likes": random.poisson(np.exp(level)).ravel(),
            "comments": random.poisson(np.exp(level - 3.5)).ravel(),
        }
    )
    return table.select(
        account=pl.format("account_{}", "account"),
        platform=pl.lit("instagram"),
        post_id=pl.col("post_id").cast(pl.String),
        posted_at=pl.col("posted_at").cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
        kind=pl.col("kind").replace_strict(dict(enumerate(KINDS)), return_dtype=pl.String),
        likes="likes",
        comments="comments",
        measured_at=pl.lit(NOW).cast(pl.Datetime("us", "UTC")),
    ).sample(fraction=1.0, shuffle=True, seed=first)


def write_roster(folder: Path, count: int) -> int:
    """Write the roster; give how many bytes it has."""
    for first in range(0, count, PIECE):
        accounts(first, min(PIECE, count - first)).write_parquet(folder / f"posts-{first:08}.parquet")
    return sum(path.stat().st_size for path in folder.iterdir())


def write_night(folder: Path, count: int) -> None:
    """Write what one night brings: two new posts of one account in fifty, read a day later."""
    names = pl.DataFrame({"account": [f"account_{i}" for i in range(0, count, round(1 / NIGHT_SHARE))]})
    new = pl.scan_parquet(folder / "posts-*.parquet").join(names.lazy(), on="account", how="semi")
    last = new.filter(pl.col("posted_at").rank("ordinal", descending=True).over("account") <= 2)
    later = timedelta(days=1)
    last.with_columns(
        pl.col("posted_at") + later,
        pl.format("n{}", "post_id").alias("post_id"),
        pl.lit(NOW + later).alias("measured_at"),
    ).select(pl.read_parquet_schema(next(folder.glob("posts-*.parquet"))).keys()).collect().write_parquet(
        folder / "posts-night.parquet"
    )


def measured(command: list[str]) -> Cost:
    """Run a command and say what it cost.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(running, peak))
    watch.start()
    code = running.wait()
    watch.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - begun, work, peak[0])


def _watch(running: subprocess.Popen[bytes], peak: list[float]) -> None:
    while running.poll() is None:
        peak[0] = max(peak[0], _memory(running.pid) / 1e6)
        time.sleep(0.1)


def _memory(pid: int) -> float:
    """Memory of a process and all below it in kB, what they share counted in parts."""
    try:
        own = Path(f"/proc/{pid}/smaps_rollup").read_text().partition("Pss:")[2].split()[0]
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return float(own) + sum(_memory(int(child)) for child in children)
    except (OSError, IndexError):
        return 0.0


def group(folder: Path) -> None:
    """Let DuckDB read the same files and group them by account; what it cannot hold goes beside them."""
    with duckdb.connect(config={"threads": os.cpu_count() or 1}) as connection:
        connection.execute(f"SET temp_directory = '{folder.parent / 'duckdb'}'")
        connection.execute(f"SET max_temp_directory_size = '{shutil.disk_usage(folder).free // 2_000_000_000}GB'")
        connection.execute(GROUPED.format(f"read_parquet('{folder}/posts-*.parquet')")).fetchall()


def told(what: str, cost: Cost, count: int) -> str:
    """One line: what was done, and what it cost in all and for each account."""
    each = 1000 * cost.work / count
    return f"{what:24} {cost.seconds:8.1f} s {cost.work:8.1f} core s {each:6.2f} ms each {cost.gigabytes:6.2f} GB"


def compare(folder: Path, whole: Cost, count: int) -> None:
    """Set the run beside DuckDB's reading; a million accounts' medians are more than a small disk takes."""
    try:
        grouped = measured([sys.executable, __file__, "group", str(folder)])
    except subprocess.CalledProcessError:
        print("  DuckDB gave up (see above)")
        return
    print(told("DuckDB reads and groups", grouped, count), flush=True)
    print(f"  times DuckDB: {whole.seconds / grouped.seconds:.1f} by the clock, ", end="")
    print(f"{whole.work / grouped.work:.1f} in work")


def run(count: int) -> Cost:
    """Measure one size; give what the whole run cost."""
    with tempfile.TemporaryDirectory(prefix="fieber-roster-") as name:
        folder, out = Path(name) / "in", Path(name) / "out"
        folder.mkdir()
        size = write_roster(folder, count)
        print(f"\n{count} accounts, {count * POSTS_EACH} posts, {size / 1e9:.2f} GB")
        judge = [sys.executable, "-m", "fieber", "roster", str(folder), "-o", str(out), "--lang", "en"]
        whole = measured(judge)
        print(told("fieber roster", whole, count), flush=True)
        compare(folder, whole, count)
        write_night(folder, count)
        night = measured([*judge, "--since-last"])
        print(told("a night, 2 % new", night, count), flush=True)
        print(f"  of the whole run: {100 * night.seconds / whole.seconds:.1f} % by the clock, ", end="")
        print(f"{100 * night.work / whole.work:.1f} % in work")
    return whole


def main() -> int:
    """Measure each size; the growth from the smallest to the largest says whether it is linear."""
    if sys.argv[1:2] == ["group"]:
        group(Path(sys.argv[2]))
        return 0
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 30_000, 100_000]
    costs = [(size, run(size)) for size in sizes]
    first = costs[0][1].work / costs[0][0]
    for size, cost in costs[1:]:
        print(f"{size} accounts: {cost.work / size / first:.2f} of the work an account of {costs[0][0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
