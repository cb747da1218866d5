"""Does the weather help on real pages? One page at a time loses 30 % of its likes from a random post on; date told.

    python benchmarks/weather.py [FILE] [--most CUTS]

FILE: a table of many accounts; by default the Facebook pages beside the project. Each case is judged twice by the
product's own test: alone, and net of the weather of all other pages, knowing only what could be judged by then.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from fieber.checkup.series import post_sample
from fieber.checkup.weather import FEWEST_TOLD_PEERS, Net, Peers, Question, kinds_of, net_of_weather
from fieber.checkup.weather_table import WeatherTable, table_of
from fieber.metrics import metrics
from fieber.model.reading import Reading
from fieber.stats import thermometer
from fieber.trial.accounts import histories
from fieber.trial.treatments import thinned

PAGES = Path(__file__).parents[2] / "shared" / "data" / "facebook_pages_2016.csv.gz"
KEPT = 0.7
HISTORY_DAYS = 49  # before the date: a level and, for the others, seven weeks
LENGTHS = {"30 posts": (30, None), "4 weeks": (8, 28.0)}  # least posts, days after the date
POWER_AT = 0.05
FEWEST_CASES = 10


@dataclass(frozen=True, slots=True)
class Result:
    """One case: p and loss in percent, alone and with the others; the 90 % interval with them."""

    length: str
    factor: float
    alone: tuple[float, float, float, float]
    together: tuple[float, float, float, float]


def cases(posts: pl.DataFrame, code: str, most: int) -> list[tuple[str, int, int]]:
    """Draw dates of one page: (kind of window, first post after, posts after)."""
    random = np.random.default_rng(int(code, 16))
    posted = posts["posted"].to_numpy()
    first = int(np.searchsorted(posted, posted[0] + HISTORY_DAYS))
    found = []
    for length, (least, days) in LENGTHS.items():
        for _ in range(most):
            if max(first, 40) >= len(posted) - least:
                continue
            cut = int(random.integers(max(first, 40), len(posted) - least))
            after = least if days is None else int((posted[cut:] < posted[cut] + days).sum())
            if days is not None and (after < least or posted[-1] < posted[cut] + days):
                continue
            found.append((length, cut, after))
    return found


def judge(
    posts: pl.DataFrame, cut: int, after: int, peers: Peers, account: str
) -> tuple[tuple[float, ...], ...] | None:
    """Judge the posts from `cut` on alone and net of the weather."""
    likes = next(metric for metric in metrics() if metric.name == "likes")
    sample = post_sample(posts[: cut + after], likes, np.inf)
    posted = posts["posted"].to_numpy()[sample.rows]
    now = float(sample.series.when.max())
    count = int((posted >= posts["posted"][cut]).sum())
    alone = thermometer.told(thermometer.take(sample.series, np.array([now])), count)
    kinds = kinds_of(posts["kind"].gather(sample.rows).to_list())
    question = Question(sample, posted, kinds, count, float(posts["posted"][cut]), now)
    net = net_of_weather(question, peers, account=account, platform="facebook")
    if alone is None or not isinstance(net, Net) or net.own is None:
        return None
    return tuple(
        (one.p, *(100 * np.expm1(step) for step in (one.median, one.low, one.high))) for one in (alone, net.own)
    )


def run(path: Path, most: int) -> list[Result]:
    """Judge all cases, untouched and thinned."""
    pages = {code: table for (code, _), table in histories(str(path)).items()}
    named = pl.concat(
        [table.with_columns(account=pl.lit(code)) for code, table in pages.items()], how="vertical_relaxed"
    )
    peers = Peers(roster_of(named), FEWEST_TOLD_PEERS)
    results = []
    for code, posts in sorted(pages.items()):
        for length, cut, after in cases(posts, code, most):
            for factor in (1.0, KEPT):
                table = posts
                if factor < 1:
                    random = np.random.default_rng([int(code, 16), cut])
                    counts = thinned(posts["likes"].to_numpy(), factor, slice(cut, cut + after), random=random)
                    table = posts.with_columns(likes=pl.Series(counts))
                found = judge(table, cut, after, peers, code)
                if found is not None:
                    results.append(Result(length, factor, *found))  # type: ignore[arg-type]  # four numbers each
    return results


def roster_of(posts: pl.DataFrame) -> WeatherTable:
    """Make the table of all pages."""
    return table_of(Reading(posts=posts.drop("posted", "ripe", "due", "grown", "compared_at", strict=False)))


def auc(healthy: np.ndarray, fallen: np.ndarray) -> float:
    """Probability that a fallen page has the smaller p."""
    both = np.concatenate([healthy, fallen])
    rank = np.empty(len(both))
    rank[np.argsort(both, kind="stable")] = np.arange(len(both))
    return float(1 - (rank[len(healthy) :].mean() - (len(fallen) - 1) / 2) / len(healthy))


def tell(results: list[Result]) -> None:
    """Print a line for each kind of window and way of judging, and what the weather gains; ± bootstrap by case."""
    print(
        "window    judged    cases  med.abs.error  root mean square  AUC  power at true 5 %  false p<.05  coverage 90 %"
    )
    for length in LENGTHS:
        pairs = {name: arrays([one for one in results if one.length == length], name) for name in ("alone", "together")}
        n = len(pairs["alone"][1])
        if n < FEWEST_CASES:
            continue
        random = np.random.default_rng(0)
        draws = [np.arange(n), *(random.integers(0, n, n) for _ in range(300))]
        told = {name: np.array([measure(h[d], f[d]) for d in draws]) for name, (h, f) in pairs.items()}
        told["gain"] = told["together"] - told["alone"]
        for name, values in told.items():
            cells = "  ".join(f"{m:6.3f} ±{e:.3f}" for m, e in zip(values[0], values[1:].std(axis=0), strict=True))
            print(f"{length:9} {name:9} {n:5}  {cells}")


def arrays(results: list[Result], name: str) -> tuple[np.ndarray, np.ndarray]:
    """Give p, loss, low, high of the cases that were judged untouched and thinned, in the same order."""
    parts = [[getattr(one, name) for one in results if (one.factor == 1.0) is whole] for whole in (True, False)]
    n = min(len(part) for part in parts)
    return np.array(parts[0][:n]), np.array(parts[1][:n])


def measure(healthy: np.ndarray, fallen: np.ndarray) -> np.ndarray:
    """Give error (median, root mean square; log units), AUC, power at a true 5 %, false p < .05, coverage."""
    truth = 100 * (KEPT - 1)
    error = np.log1p(fallen[:, 1] / 100) - np.log(KEPT)
    limit = np.quantile(healthy[:, 0], POWER_AT)
    covered = ((fallen[:, 2] <= truth) & (truth <= fallen[:, 3])).mean()
    false = (healthy[:, 0] < POWER_AT).mean()
    size = [np.median(np.abs(error)), np.sqrt(np.mean(error**2))]
    return np.array([*size, auc(healthy[:, 0], fallen[:, 0]), (fallen[:, 0] <= limit).mean(), false, covered])


def main() -> int:
    """Run it; 2 where the file is not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=PAGES)
    parser.add_argument("--most", type=int, default=4)
    told = parser.parse_args()
    if not told.path.exists():
        print("no such file: the real pages lie beside the project, see benchmarks/README.md", file=sys.stderr)
        return 2
    tell(run(told.path, told.most))
    return 0


if __name__ == "__main__":
    sys.exit(main())
