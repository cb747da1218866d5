"""Weighs the causes of accounts that no rule was written on, and writes docs/causes-accuracy.md.

    python scripts/causes_accuracy.py --seed 9101 --accounts 2

Half are made by `fieber.simulate`, all causes and some pairs; half are of tests/causes/plain.py, a formula that shares
nothing with the simulator.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

import fieber
from fieber.api import weather_table
from fieber.causes import causes
from fieber.simulate.patients import AS_OF, patients

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "causes"))
from plain import END, NAMES, account  # type: ignore[import-not-found]  # noqa: E402 - tests are no package of the installed product

PAGE = ROOT / "docs" / "causes-accuracy.md"
PEERS = 60
BINS = 10
SKY_DAYS = 50
SHOWN = 0.05  # weight from which a cause is told
SAID = 0.2  # weight from which a cause is said to be likely
HEALTHY = 4  # healthy accounts for each of another kind of seed
PAIRS = ("distribution+pause", "fewer_collabs+content", "posting_more+format_mix", "content+followers_purged")
COLUMNS = ["account", "platform", "posted_at", "kind", "likes", "measured_at"]


@dataclass(frozen=True)
class Row:
    """One account: where it is from, what happened to it (several joined by +), and the weights, heaviest first."""

    source: str
    truth: str
    told: dict[str, float]

    @property
    def causes(self) -> list[str]:
        """What happened."""
        return self.truth.split("+")


def weighed(source: str, truth: str, posts: pl.DataFrame, **more: Any) -> Row:
    """Give what a check-up says."""
    found = fieber.check(posts, **more)
    one = found[0] if isinstance(found, list) else found
    return Row(source, truth, {each.cause: each.weight for each in one.diagnosis.causes})


def from_formula(seed: int, accounts: int) -> Iterator[Row]:
    """Give accounts of the formula."""
    sky = [account("weather", seed + 500 + i, sky=SKY_DAYS).posts.select(COLUMNS) for i in range(PEERS)]
    peers = weather_table(pl.concat(sky))
    number = seed
    for cause in [*NAMES, *["noise"] * (2 * HEALTHY)]:
        for _ in range(accounts):
            is_sky = cause == "weather"
            one = account(cause, number, sky=SKY_DAYS if is_sky else None)
            yield weighed("formula", cause, one.posts, days=one.days, as_of=END, peers=peers if is_sky else None)
            number += 1


def from_simulator(seed: int, accounts: int) -> Iterator[Row]:
    """Give simulated accounts: each cause, some pairs, and healthy ones."""
    known = sorted({one.name for one in causes()} - {"noise"})
    for number in range(accounts):
        for cause in [*known, *PAIRS, *["noise"] * (2 * HEALTHY)]:
            seed += 1
            some = patients([cause], accounts=1 + PEERS * (cause == "weather"), seed=seed)
            name = some.truth["account"][number % 2 if cause == "weather" else 0]
            mine = pl.col("account") == name
            others = some.posts.filter(~mine)
            yield weighed(
                "simulator",
                cause,
                some.posts.filter(mine),
                days=some.days.filter(mine),
                as_of=AS_OF,
                peers=weather_table(others) if others.height else None,
            )


def page(found: list[Row], seed: int, seen: str) -> str:
    """Give the page: how often the first cause is right, what it is taken for, and whether weights come true."""
    pairs = np.array([(w, name in row.causes) for row in found for name, w in row.told.items() if w >= SHOWN], float)
    today = datetime.now(UTC).date()
    lines = [
        "# How often the causes are right",
        "",
        (
            f"Made on {today} by `scripts/causes_accuracy.py --seed {seed}` from {len(found)} accounts, part of them"
            " from the simulator (every cause and some pairs), part from `tests/causes/plain.py`, a formula that"
            " shares nothing with it. ± is one standard error."
        ),
        "",
        seen,
        "",
        "| what | all | simulator | formula | aim |",
        "|---|---|---|---|---|",
        *_headlines(found),
        f"| expected calibration error, causes told ({SHOWN} and more) | {_error(pairs):.3f} | | | 0.08 |",
        f"| the same, causes of {SAID} and more | {_error(pairs[pairs[:, 0] >= SAID]):.3f} | | | 0.08 |",
        "",
        "| weight | causes | said on average | true |",
        "|---|---|---|---|",
        *_bins(pairs),
        "",
        "| cause | accounts | first | among two | taken for |",
        "|---|---|---|---|---|",
        *_confusion(found),
        "",
    ]
    return "\n".join(lines)


def _headlines(found: list[Row]) -> Iterator[str]:
    ill = [row for row in found if row.truth != "noise"]
    well = [row for row in found if row.truth == "noise"]
    questions: tuple[tuple[str, list[Row], Callable[[Row], bool], str], ...] = (
        ("right cause first", ill, lambda row: next(iter(row.told), "") in row.causes, "80 %"),
        ("among the first two", ill, lambda row: bool({*list(row.told)[:2]} & {*row.causes}), "93 %"),
        ("chance first on healthy accounts", well, lambda row: next(iter(row.told), "") == "noise", "95 %"),
    )
    for what, rows, right, aim in questions:
        shares = [
            _share([right(row) for row in rows if source in {row.source, "all"}])
            for source in ("all", "simulator", "formula")
        ]
        yield f"| {what} | {' | '.join(shares)} | {aim} |"


def _share(hits: list[bool]) -> str:
    share = float(np.mean(hits))
    return f"{100 * share:.0f} % ± {100 * np.sqrt(max(share * (1 - share), 1e-4) / len(hits)):.0f} of {len(hits)}"


def _place(pairs: np.ndarray) -> np.ndarray:
    return np.asarray(np.minimum((pairs[:, 0] * BINS).astype(int), BINS - 1))


def _error(pairs: np.ndarray) -> float:
    place = _place(pairs)
    bins = [place == i for i in np.unique(place)]
    return float(sum(one.mean() * abs(pairs[one, 0].mean() - pairs[one, 1].mean()) for one in bins))


def _bins(pairs: np.ndarray) -> Iterator[str]:
    place = _place(pairs)
    for i in np.unique(place):
        said, true = pairs[place == i].T
        yield f"| {i / BINS:.1f} to {(i + 1) / BINS:.1f} | {len(said)} | {said.mean():.2f} | {true.mean():.2f} |"


def _confusion(found: list[Row]) -> Iterator[str]:
    by_truth: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        by_truth[row.truth].append(row)
    for truth, rows in sorted(by_truth.items()):
        taken = Counter(next(iter(row.told), "nothing") for row in rows)
        first = sum(taken[cause] for cause in truth.split("+"))
        two = sum(bool({*list(row.told)[:2]} & {*row.causes}) for row in rows)
        wrong = ", ".join(f"{name} {n}" for name, n in taken.most_common() if name not in truth.split("+"))
        yield f"| {truth} | {len(rows)} | {first} | {two} | {wrong} |"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=9101)
    parser.add_argument("--accounts", type=int, default=2, help="of each cause and source")
    parser.add_argument("--seen", default="", help="what was looked at before, for the page")
    told = parser.parse_args()
    found = [*from_simulator(told.seed, told.accounts), *from_formula(told.seed, told.accounts)]
    PAGE.write_text(page(found, told.seed, told.seen), encoding="utf-8")


if __name__ == "__main__":
    main()
