"""Fuzz every reader, and keep a record of it: python scripts/fuzz.py --seconds 600 --page docs/fuzz.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fieber import plugins

ROOT = Path(__file__).parent.parent
FOUND = ROOT / "build" / "fuzz"
PATIENCE, SPARE_SECONDS = 3.0, 300.0  # until a process is given up; on a busy machine its last input takes minutes
COUNTED = ("inputs", "read", "refused", "processor_seconds", "slowest_seconds", "memory_mb")
# another package brings a top-level `tests` too: ours goes first
STUB = """
import sys, tests
tests.__path__ = [sys.argv[1], *tests.__path__]
from tests.fuzz.worker import start
start(sys.argv[2:])
"""


TEMPLATE = """# The last run of the fuzzer

`make fuzz FUZZ_SECONDS={seconds}`: {seconds} seconds a reader, seed {seed}, on {day}, commit {commit}, Python {python}.

An input is an export from `tests/exports` that was broken in one to four places (`tests/fuzz/mutate.py`): values of the
wrong kind, keys lost or doubled, cells, lines and separators, other encodings, bytes, ten megabytes of one thing, files
lost or exchanged, archives torn, ZIPs with bombs, links, ways out and passwords. It must be read, or refused with one
sentence. A finding is any other exception, a panic of a library, more than 5 seconds of processor time, more than 1 GB
of memory beyond what was used before, or rows that do not add up.

| Reader | Inputs | Read | Refused | Processor, s | Slowest, s | Memory, MB more | Findings |
|---|---|---|---|---|---|---|---|
{rows}

{findings}
"""


def readers() -> list[str]:
    """Give the names of all readers that discovery finds."""
    return sorted(plugins.discover("readers", "READER"))


def fuzz(reader: str, seconds: float, seed: int, folder: Path = FOUND) -> dict[str, Any]:
    """Fuzz one reader in a process of its own; a process that hangs for good is a finding too.

    Args:
        seconds: for how long. seed: the same seed draws the same inputs. folder: where findings are kept.
    """
    command = [sys.executable, "-c", STUB, str(ROOT / "tests"), reader, str(seconds), str(seed), str(folder)]
    # one thread: memory and time are those of the reader, and several readers share a machine
    environment = os.environ | {"POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "0"}
    try:
        ran = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE * seconds + SPARE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _died(reader, "hung for good")
    if ran.returncode != 0:
        return _died(reader, f"process ended with {ran.returncode}: {ran.stderr.strip()[-300:]}")
    answer: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return answer


def page(results: list[dict[str, Any]], seconds: float, seed: int) -> str:
    """Write the record."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    rows = [
        f"| `{one['reader']}` | {one['inputs']:,} | {one['read']:,} | {one['refused']:,} "
        f"| {one['processor_seconds']:.0f} | {one['slowest_seconds']:.1f} | {one['memory_mb']} "
        f"| {len(one['findings'])} |"
        for one in results
    ]
    findings = [f"- `{one['reader']}`: {text}" for one in results for text in one["findings"]]
    return TEMPLATE.format(
        seconds=f"{seconds:g}",
        seed=seed,
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        commit=commit,
        python=platform.python_version(),
        rows="\n".join(rows),
        findings="\n".join(["## Findings", "", *findings] if findings else ["No findings."]),
    )


def _died(reader: str, why: str) -> dict[str, Any]:
    nothing = dict.fromkeys(COUNTED, 0)
    return {"reader": reader, **nothing, "findings": [why]}


def main() -> int:
    """Fuzz all readers, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2) // 2))
    parser.add_argument("--page", type=Path)
    told = parser.parse_args()
    names = told.readers or readers()
    with ThreadPoolExecutor(told.jobs) as pool:
        results = []
        for result in pool.map(lambda name: fuzz(name, told.seconds, told.seed), names):
            print(json.dumps(result), flush=True)
            results.append(result)
    if told.page:
        told.page.write_text(page(results, told.seconds, told.seed), encoding="utf-8")
    return int(any(result["findings"] for result in results))


if __name__ == "__main__":
    sys.exit(main())
