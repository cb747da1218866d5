"""Reads a table of ten million posts: how long, and how much memory.

.venv/bin/python benchmarks/big_csv.py [ROWS]

Twenty thousand accounts with five hundred posts each, seven columns, some 0.9 GB of text in a temporary folder. A child
process reads it. What a row costs is printed step by step with FIEBER_PROFILE=1.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

LIMIT_SECONDS = 15
POSTS_EACH = 500


def write_table(path: Path, n_rows: int) -> int:
    """Write the table; give how many bytes it has."""
    random = np.random.default_rng(1)
    number = np.arange(n_rows, dtype=np.int64)
    account = number // POSTS_EACH
    moment = pl.Series(1_600_000_000 + (number % POSTS_EACH) * 90_000 + account % 86_400).cast(pl.Int64)
    likes = random.lognormal(6, 1, n_rows).astype(np.int64)
    table = pl.DataFrame(
        {
            "account": pl.Series(account).cast(pl.String).str.zfill(7),
            "post_id": pl.Series(number + 17 * 10**15),
            "posted_at": pl.from_epoch(moment, time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "kind": pl.Series(np.array(["reel", "photo", "carousel"])[number % 3]),
            "likes": likes,
            "comments": likes // 40,
            "views": likes * 11,
        }
    )
    table.write_csv(path)
    return path.stat().st_size


def read(path: Path) -> None:
    """Read it, and print seconds, megabytes and posts."""
    from fieber.readers import read_export  # noqa: PLC0415 - only the child needs it

    profile = cProfile.Profile()
    begun = time.perf_counter()
    if os.environ.get("FIEBER_PROFILE"):
        posts = profile.runcall(read_export, [path]).posts.height
        pstats.Stats(profile, stream=sys.stderr).sort_stats("cumulative").print_stats(35)
    else:
        posts = read_export([path]).posts.height
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, posts]))


def main() -> int:
    """Write, read, compare with the limit; 1 where it is broken."""
    if len(sys.argv) == 3:
        read(Path(sys.argv[2]))
        return 0
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.csv"
        size = write_table(path, n_rows)
        command = [sys.executable, __file__, "read", str(path)]
        found = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    seconds, worked, megabytes, posts = json.loads(found)
    limit = LIMIT_SECONDS * n_rows / 10_000_000
    # on a busy machine the clock says little: the work of the cores says what a quiet one needs
    told = f"{seconds:.1f} s by the clock, {worked:.1f} s of the cores' work (limit {limit:.1f} s on two cores)"
    print(f"{posts:,} rows, {size / 2**20:.0f} MB of text: {told}, {megabytes:.0f} MB")
    return int(min(seconds, worked / 2) > limit or posts != n_rows)


if __name__ == "__main__":
    raise SystemExit(main())
