"""Weighs the causes of accounts that no rule was written on, and writes docs/causes-accuracy.md.

    python scripts/causes_accuracy.py --seed 9001 --accounts 10

The accounts are those of tests/causes/plain.py, a formula that shares nothing with the simulator.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import polars as pl

import fieber
from fieber.api import weather_table

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "causes-accuracy.md"
PEERS = 30
BINS = 10
SKY_DAYS = 50
SHOWN = 0.05  # weight from which a cause is told

Row = tuple[str, dict[str, float]]


def rows(seed: int, accounts: int) -> list[Row]:
    """Give for each account its true cause and the weights that a check-up gives, heaviest first."""
    sys.path.insert(0, str(ROOT))
    from tests.causes.plain import END, NAMES, account  # noqa: PLC0415 - tests are no package of the installed product

    columns = ["account", "platform", "posted_at", "kind", "likes", "measured_at"]
    others = [account("weather", seed + 500 + i, sky=SKY_DAYS).posts.select(columns) for i in range(PEERS)]
    peers = weather_table(pl.concat(others))
    found: list[Row] = []
    for cause in [*NAMES, *["noise"] * 3]:
        for _ in range(accounts):
            sky = SKY_DAYS if cause == "weather" else None
            one = account(cause, seed + len(found), sky=sky)
            told = fieber.check(one.posts, days=one.days, as_of=END, peers=peers if sky else None)
            if not isinstance(told, list):
                found.append((cause, {each.cause: each.weight for each in told.diagnosis.causes}))
    return found


def page(found: list[Row], seed: int) -> str:
    """Give the page: how often the first cause is right, what it is taken for, and whether weights come true."""
    ill = [(cause, list(told)) for cause, told in found if cause != "noise"]
    well = [list(told)[:1] == ["noise"] for cause, told in found if cause == "noise"]
    first = [told[:1] == [cause] for cause, told in ill]
    two = [cause in told[:2] for cause, told in ill]
    pairs = np.array([(w, name == cause) for cause, told in found for name, w in told.items() if w >= SHOWN], float)
    place = np.minimum((pairs[:, 0] * BINS).astype(int), BINS - 1)
    bins = [(place == i) for i in range(BINS) if (place == i).any()]
    error = sum(one.mean() * abs(pairs[one, 0].mean() - pairs[one, 1].mean()) for one in bins)
    lines = [
        "# How often the causes are right",
        "",
        (
            f"Made by `scripts/causes_accuracy.py` from {len(found)} accounts of `tests/causes/plain.py`, seeds"
            f" from {seed} on, which nobody looked at before. ± is one standard error."
        ),
        "",
        "| what | share | aim |",
        "|---|---|---|",
        f"| right cause first | {_share(first)} | 80 % |",
        f"| among the first two | {_share(two)} | 93 % |",
        f"| chance first on healthy accounts | {_share(well)} | 95 % |",
        f"| expected calibration error | {error:.3f} | 0.08 |",
        "",
        "| weight | causes | said on average | true |",
        "|---|---|---|---|",
        *(
            f"| {_bin(place, one)} | {one.sum()} | {pairs[one, 0].mean():.2f} | {pairs[one, 1].mean():.2f} |"
            for one in bins
        ),
        "",
        "| cause | accounts | first | taken for |",
        "|---|---|---|---|",
        *_confusion(found),
        "",
    ]
    return "\n".join(lines)


def _share(hits: list[bool]) -> str:
    share = float(np.mean(hits))
    return f"{100 * share:.0f} % ± {100 * np.sqrt(max(share * (1 - share), 1e-4) / len(hits)):.0f}"


def _bin(place: np.ndarray, one: np.ndarray) -> str:
    low = int(place[one][0])
    return f"{low / BINS:.1f} to {(low + 1) / BINS:.1f}"


def _confusion(found: list[Row]) -> list[str]:
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for cause, told in found:
        taken[cause][next(iter(told), "nothing")] += 1
    return [
        f"| {cause} | {sum(names.values())} | {names[cause]} | "
        + ", ".join(f"{name} {n}" for name, n in names.most_common() if name != cause)
        + " |"
        for cause, names in sorted(taken.items())
    ]


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=9001)
    parser.add_argument("--accounts", type=int, default=10)
    told = parser.parse_args()
    PAGE.write_text(page(rows(told.seed, told.accounts), told.seed), encoding="utf-8")


if __name__ == "__main__":
    main()
