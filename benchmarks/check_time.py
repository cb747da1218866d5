"""Times a single check of a 500-post account, from process start to what is written, against a bare import.

`.venv/bin/python benchmarks/check_time.py [ROUNDS]`: the three commands run in turn, so that a busy machine slows
all of them alike; medians and ratios are printed. Exit 1 where a ratio is beyond what is allowed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from fieber.simulate.creator import simulated_creator

ROUNDS = 9
MOST = {"terminal": 3.0, "html": 6.0}  # times the bare import: issue 1
SECONDS = {"terminal": 1.0, "html": 2.0}  # on two cores with nothing else to do
BARE = "import"


def main(rounds: int) -> int:
    """Time each command `rounds` times; 1 where a ratio is beyond its limit."""
    with tempfile.TemporaryDirectory() as folder:
        posts = Path(folder) / "posts.csv"
        table = simulated_creator(posts=500, as_of=datetime(2026, 11, 1, tzinfo=UTC))
        table.select(column.name for column in table if column.null_count() < table.height).write_csv(posts)
        fieber = [sys.executable, "-m", "fieber", "check", str(posts), "--lang", "en"]
        commands = {
            BARE: [sys.executable, "-c", "import polars, numpy"],
            "terminal": fieber,
            "html": [*fieber, "--format", "html", "-o", str(Path(folder) / "page.html")],
        }
        times = _times(commands, rounds)
    middle = {name: median(seconds) for name, seconds in times.items()}
    for name, seconds in middle.items():
        told = (
            ""
            if name == BARE
            else f"  {seconds / middle[BARE]:.1f} x (at most {MOST[name]:.0f} x, {SECONDS[name]:.0f} s)"
        )
        print(f"{name:<10}{seconds:6.2f} s, fastest {min(times[name]):.2f} s{told}")
    return int(any(middle[name] > most * middle[BARE] for name, most in MOST.items()))


def _times(commands: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each run, by command; the first run of each fills caches and is not counted."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=environment)
            if number:
                times[name].append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
