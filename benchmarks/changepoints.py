"""`fieber.changepoints` beside ruptures, in one run: simulated series, and the Turing Change Point Dataset if given.

    python benchmarks/changepoints.py [TCPD]

TCPD: a folder with `annotations.json` and `datasets/NAME/NAME.json`, as in the repository of that name (van den Burg
and Williams 2020, arXiv 2003.06222); series with several columns are left out. ruptures comes with the extra `trial`;
it has no default for the number of changes, so it runs as its guide shows it: KernelCPD, linear kernel, penalty
2 s² log n with s from the differences of neighbours. Scores are those of that paper: F1 with a margin of 5 and the
trivial change at 0, and the covering of the annotated pieces, each over all annotators.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import fieber

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Method = Callable[[Floats], list[int]]

MARGIN = 5
ROUNDS = 100


def of_fieber(values: Floats) -> list[int]:
    """Give the indices that fieber finds."""
    return [point.index for point in fieber.changepoints(values)]


def of_ruptures(values: Floats) -> list[int]:
    """Give the indices that ruptures finds; missing values are skipped."""
    known = np.flatnonzero(np.isfinite(values))
    series = values[known]
    scale = float(np.median(np.abs(np.diff(series)))) / 0.6745 / np.sqrt(2) or 1.0
    search = import_module("ruptures").KernelCPD(kernel="linear", min_size=2).fit((series / scale)[:, None])
    return [int(known[at]) for at in search.predict(pen=2 * np.log(series.size))[:-1]]


def of_nothing(_: Floats) -> list[int]:
    """Say that nothing changes."""
    return []


METHODS: dict[str, Method] = {"fieber": of_fieber, "ruptures": of_ruptures, "no change": of_nothing}


def matched(told: Collection[int], found: Collection[int]) -> int:
    """Count the told changes that have a found one within the margin, each found one used once."""
    left, hits = set(found), 0
    for at in sorted(told):
        near = min((one for one in left if abs(one - at) <= MARGIN), key=lambda one: (abs(one - at), one), default=None)
        if near is not None:
            left.remove(near)
            hits += 1
    return hits


def f1(told: Mapping[str, list[int]], found: list[int]) -> float:
    """Give F1: precision against what anybody told, recall over the people."""
    each = [{0, *one} for one in told.values()]
    seen = {0, *found}
    precision = matched(set().union(*each), seen) / len(seen)
    recall = float(np.mean([matched(one, seen) / len(one) for one in each]))
    return 2 * precision * recall / (precision + recall)


def covering(told: Mapping[str, list[int]], found: list[int], n: int) -> float:
    """Give the covering: by how much of itself each told piece overlaps the best found one, over the people."""
    return float(np.mean([_covered(_pieces(one, n), _pieces(found, n)) / n for one in told.values()]))


def _pieces(cuts: list[int], n: int) -> list[tuple[int, int]]:
    return list(pairwise(sorted({0, *(at for at in cuts if 0 < at < n), n})))


def _covered(told: list[tuple[int, int]], found: list[tuple[int, int]]) -> float:
    total = 0.0
    for a, b in told:
        shares = [max(min(b, d) - max(a, c), 0) / (max(b, d) - min(a, c)) for c, d in found]
        total += (b - a) * max(shares)
    return total


def annotated(folder: Path) -> Iterator[tuple[str, Floats, dict[str, list[int]]]]:
    """Read each series with one column, and what people told about it."""
    told = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
    for name in sorted(told):
        path = folder / "datasets" / name / f"{name}.json"
        if not path.exists():
            print(f"{name}: not there, left out")
            continue
        columns = json.loads(path.read_text(encoding="utf-8"))["series"]
        if len(columns) == 1:
            yield name, np.array(columns[0]["raw"], dtype=np.float64), told[name]


def on_annotated(folder: Path) -> None:
    """Print covering and F1 of each series and their means, without the five made-up ones."""
    scores: dict[str, list[tuple[float, float]]] = {method: [] for method in METHODS}
    for name, values, told in annotated(folder):
        line = f"{name:20}"
        for method, find in METHODS.items():
            found = find(values)
            pair = covering(told, found, values.size), f1(told, found)
            line += f"  {method} {pair[0]:.2f} {pair[1]:.2f}"
            if not name.startswith("quality_control"):
                scores[method].append(pair)
        print(line)
    for method, pairs in scores.items():
        mean, error = np.mean(pairs, axis=0), np.std(pairs, axis=0) / np.sqrt(len(pairs))
        print(
            f"{method}: covering {mean[0]:.3f} ± {error[0]:.3f}, F1 {mean[1]:.3f} ± {error[1]:.3f}, {len(pairs)} series"
        )


def noise(rng: np.random.Generator, n: int, memory: float, tails: float | None) -> Floats:
    """Noise of variance 1 that remembers, normal or with t tails."""
    fresh = rng.standard_normal(n) if tails is None else rng.standard_t(tails, n) / np.sqrt(tails / (tails - 2))
    out = fresh.copy()
    for i in range(1, n):
        out[i] = memory * out[i - 1] + np.sqrt(1 - memory**2) * fresh[i]
    return np.asarray(out)


def on_simulated(n: int = 120) -> None:
    """Print how often something is found where nothing is, and how often a step in the middle is."""
    print(f"n = {n}: any change found where there is none | a step of 2 sd found within {MARGIN}, others beside it")
    step = np.where(np.arange(n) < n // 2, 0.0, 2.0)
    for name, memory, tails in (("white", 0, None), ("t3", 0, 3), ("AR .3", 0.3, None), ("AR .7", 0.7, None)):
        line = f"{name:8}"
        for method in ("fieber", "ruptures"):
            false, hits, others = 0, 0, 0
            for seed in range(ROUNDS):
                values = noise(np.random.default_rng(seed), n, memory, tails)
                false += bool(METHODS[method](values))
                found = METHODS[method](values + step)
                hit = any(abs(at - n // 2) <= MARGIN for at in found)
                hits, others = hits + hit, others + len(found) - hit
            line += f"  {method} {false / ROUNDS:.2f} | {hits / ROUNDS:.2f}, {others / ROUNDS:.2f}"
        print(line, flush=True)


def on_time() -> None:
    """Print seconds of this core for one series, by its length."""
    for n in (100, 1_000, 10_000, 100_000):
        values = 10 + noise(np.random.default_rng(1), n, 0.3, None) + 2.0 * (np.arange(n) > n // 2)
        start = time.process_time()
        fieber.changepoints(values)
        print(f"{n:7} values: {time.process_time() - start:.3f} s")


def main() -> None:
    """Run all parts that can be run."""
    on_time()
    on_simulated()
    if len(sys.argv) > 1:
        on_annotated(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
