"""Runs in a peer's own environment, without fieber: cases as JSON lines in, verdicts as JSON lines out.

python run.py SCRIPT: SCRIPT is a module beside this file with `judge(values, days, window) → (score, alarm, percent)`.
Answers begin with a tab, because some libraries write to standard output themselves.
"""

from __future__ import annotations

import importlib
import json
import sys
import time

import numpy as np


def main() -> None:
    """Judge every line of standard input."""
    judge = importlib.import_module(sys.argv[1]).judge
    for line in sys.stdin:
        case = json.loads(line)
        before = time.perf_counter()
        score, alarm, percent = judge(np.array(case["values"], float), np.array(case["days"], float), case["window"])
        answer = {"score": float(score), "alarm": bool(alarm), "percent": None if percent is None else float(percent)}
        sys.stdout.write("\t" + json.dumps(answer | {"seconds": time.perf_counter() - before}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
