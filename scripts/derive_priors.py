"""Derive what an account is taken to be like before its first post, from real accounts: effects, scatter, wander, law.

Accounts are split in halves by the hash of their name, as `fieber trial` does it: the numbers come from the development
half, the other half only shows what they would have been there. Prints both beside what is shipped; no name and no
count of an account is kept. How each number is estimated stands in docs/method.md, "Population priors".

    .venv/bin/python scripts/derive_priors.py ../shared/data/*.csv.gz

With --quick there are no standard errors.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from math import erf, lgamma, log, pi, sqrt
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fieber.checkup.series import post_sample
from fieber.metrics import metrics
from fieber.stats import thermometer
from fieber.stats.normal import normal_deviate
from fieber.stats.prior import GAIN_SHARES, GAINS, PRIOR
from fieber.stats.told import told
from fieber.trial.accounts import WINDOW, Account, accounts, cuts, histories, treated

Floats = NDArray[np.float64]

MIN_POSTS = 100  # fewer hardly say more of effects and wander than the prior does
GROUPS = {"weekday": (0, 7), "hours": (7, 13), "collaboration": (13, 14), "advertised": (14, 15), "format": (15, 48)}
MIN_OF_A_LEVEL = 5  # posts of one weekday, block or format, so that it counts as seen
TURNS = 80  # of the EM algorithms; all have settled to three figures
SMOOTHING = 1.0  # accounts that each gain is worth beforehand: none is ruled out by a few dozen accounts
LAW_CELLS = 24  # of ±6 noise scales
LAW_DEGREES = (3.0, 4.0, 5.0, 7.0, 10.0, 30.0)
LAW_WEIGHTS = np.array([5, 7, 10, 15, 20, 30, 45, 70, 100, 150, 225, 340, 500], dtype=np.float64)
CUTS = 12  # of one account, for the shares of steps
DEEPEST, HIGHEST = log(0.3), log(3.0)  # of a step: `Prior.fallen`, `Prior.risen`
BOOTSTRAPS = 25
SEED = 2026


@dataclass(frozen=True, slots=True)
class Measured:
    """One account as the thermometer has learned it by its last post.

    gram, moment: X'X and X'r of the effect columns and a constant, r: winsorised residuals from the running level.
    noise: residuals without effects in noise scales. gains: log likelihood of each wander gain. slope: log units a
    year. steps: (c, 2) median and sd of the change over the last posts of some cuts.
    """

    platform: str
    posts: int
    weeks: float
    scale: float
    gram: Floats
    moment: Floats
    noise: Floats
    gains: Floats
    slope: float
    steps: Floats


def measure(table: pl.DataFrame, platform: str, steps: Floats) -> Measured:
    """Let the thermometer run over all posts of an account and keep what it learned."""
    likes = next(metric for metric in metrics() if metric.name == "likes")
    series = post_sample(table, likes, np.inf).series
    course = thermometer.take(series, series.when[-1:])
    order = course.memory.order[: course.counted]
    snapshot = int(course.memory.snapshot[course.counted])
    scale = float(course.memory.scales[snapshot])
    design = np.zeros((len(order), 49))
    for column in series.codes[order].T:
        used = column >= 0
        design[np.flatnonzero(used), column[used]] = 1.0
    design[:, -1] = 1.0
    fitted = design[:, : series.params] @ course.memory.betas[snapshot, : series.params]
    rest = course.memory.target[: course.counted] - fitted
    winsorised = fitted + np.clip(rest, -2 * scale, 2 * scale)
    days = series.when[order]
    return Measured(
        platform=platform,
        posts=len(order),
        weeks=float(days[-1] - days[0]) / 7,
        scale=scale,
        gram=design.T @ design,
        moment=design.T @ winsorised,
        noise=rest[12:] / scale,
        gains=course.memory.evidence(course.counted) - np.log(GAIN_SHARES),
        slope=_slope(days, series.value[order] - fitted),
        steps=steps,
    )


def _slope(days: Floats, values: Floats) -> float:
    """Median of the slopes between the medians of all pairs of weeks, log units a year (Sen 1968)."""
    week = np.floor((days - days[0]) / 7)
    numbers = np.unique(week)
    medians = np.array([np.median(values[week == number]) for number in numbers])
    i, j = np.triu_indices(len(numbers), 4)  # weeks at least four apart
    return float(np.median((medians[j] - medians[i]) / (numbers[j] - numbers[i])) * 52.18) if len(i) else 0.0


def told_steps(account: Account) -> Floats:
    """Median and sd of the change over the last 30 posts of each cut of an untouched account."""
    likes = next(metric for metric in metrics() if metric.name == "likes")
    found = []
    for start, cut in cuts(account, CUTS):
        series = post_sample(treated(account, start, cut, 1.0), likes, np.inf).series
        judged = told(thermometer.take(series, series.when[-1:]), WINDOW)
        if judged is not None:
            found.append((judged.median, (judged.high - judged.low) / (2 * normal_deviate(0.05))))
    return np.array(found).reshape(-1, 2)


def effect_sds(half: list[Measured]) -> dict[str, float]:
    """Sd of the effects of each group over its levels and accounts: EM of a model with random effects.

    The last one is of all groups together. Source: Laird & Ware 1982, Biometrics 38, 963-974.
    """
    sds = dict.fromkeys(GROUPS, PRIOR.effect)
    for _ in range(TURNS):
        squares = {name: [0.0, 0.0] for name in GROUPS}
        for one in half:
            variance = np.full(49, 100.0)
            for name, (first, last) in GROUPS.items():
                variance[first:last] = max(sds[name] ** 2, 1e-6)
            spread = np.linalg.inv(one.gram / one.scale**2 + np.diag(1 / variance))
            mean = spread @ one.moment / one.scale**2
            for name, (first, last) in GROUPS.items():
                seen = np.flatnonzero(np.diag(one.gram)[first:last] >= MIN_OF_A_LEVEL) + first
                if len(seen) > (last - first > 1):  # of one format alone nothing can be said
                    squares[name][0] += float((mean[seen] ** 2 + np.diag(spread)[seen]).sum())
                    squares[name][1] += len(seen)
        sds = {name: sqrt(total / count) if count else 0.0 for name, (total, count) in squares.items()}
    total, count = np.sum(list(squares.values()), axis=0)
    return sds | {"any group": sqrt(total / count)}


def scatter(half: list[Measured]) -> tuple[float, float, float]:
    """Median noise scale, its log-sd over accounts, and the posts that such a prior is worth.

    The scale is a mean of |r| with squared coefficient of variation v; a log-sd of s is what v / s² posts would tell.
    """
    logs = np.array([log(one.scale) for one in half])
    spread = float(logs.std(ddof=1))
    sizes = [np.minimum(np.abs(one.noise), 3.0) for one in half]
    relative = float(np.median([size.var() / size.mean() ** 2 for size in sizes]))
    return float(np.exp(np.median(logs))), spread, relative / spread**2


def gain_shares(half: list[Measured]) -> Floats:
    """Shares of the wander gains over accounts: EM with a smoothing step (Silverman 1990), as neighbours are alike."""
    likelihood = np.exp(np.array([one.gains - one.gains.max() for one in half]))
    shares = np.full(len(GAINS), 1 / len(GAINS))
    for _ in range(TURNS):
        each = likelihood * shares
        each /= each.sum(axis=1, keepdims=True)
        shares = (each.sum(axis=0) + SMOOTHING) / (len(half) + SMOOTHING * len(GAINS))
        ends = np.concatenate([shares[:1], shares, shares[-1:]])
        shares = (ends[:-2] + 2 * shares + ends[2:]) / 4
    return np.asarray(shares)


def noise_law(half: list[Measured]) -> tuple[float, float, list[float]]:
    """Degrees of freedom and worth in posts of the t law that accounts scatter around, and quartiles of their skew.

    An account's law is a Dirichlet draw around the t law; both by the likelihood of its cells (Minka 2000).
    """
    edges = np.linspace(-6, 6, LAW_CELLS + 1)
    counts = [np.histogram(np.clip(one.noise, -5.999, 5.999), edges)[0] for one in half]
    best = (-np.inf, 0.0, 0.0)
    for degrees in LAW_DEGREES:
        base = _t_cells(degrees, edges)
        for weight in LAW_WEIGHTS:
            total = sum(_dirichlet(each, weight * base) for each in counts)
            best = max(best, (total, degrees, float(weight)))
    tails = [np.quantile(one.noise, (0.1, 0.5, 0.9)) for one in half]
    skew = [float((high + low - 2 * middle) / (high - low)) for low, middle, high in tails]
    return best[1], best[2], np.quantile(skew, (0.25, 0.5, 0.75)).tolist()


def _t_cells(degrees: float, edges: Floats) -> Floats:
    """Mass of a t law in cells, scaled so that its mean |r| cut at 3 is that of a normal law of scale one."""
    grid = np.linspace(-60, 60, 240_001)
    density = (1 + grid * grid / degrees) ** (-(degrees + 1) / 2)
    density /= density.sum()
    low, high = 0.3, 1.5
    for _ in range(50):
        middle = (low + high) / 2
        size = float((np.minimum(np.abs(grid) * middle, 3.0) * density).sum())
        low, high = (middle, high) if size * sqrt(pi / 2) < 1.0 else (low, middle)
    cells = np.histogram(np.clip(grid * low, -5.999, 5.999), edges, weights=density)[0]
    return np.asarray(np.maximum(cells, 1e-9))


def _dirichlet(counts: NDArray[np.int64], alpha: Floats) -> float:
    """Log likelihood of counts whose shares are a Dirichlet draw."""
    each = sum(lgamma(a + n) - lgamma(a) for n, a in zip(counts.tolist(), alpha.tolist(), strict=True))
    return lgamma(float(alpha.sum())) - lgamma(float(alpha.sum() + counts.sum())) + each


def step_shares(half: list[Measured]) -> Floats:
    """Shares of accounts that, over their last 30 posts, stayed, fell (log-uniform to × 0.3), rose (to × 3): EM."""
    steps = np.concatenate([one.steps for one in half])
    rows = []
    for middle, sd in steps:
        stayed = np.exp(-0.5 * (middle / sd) ** 2) / (sd * sqrt(2 * pi))
        fell = (_normal((0.0 - middle) / sd) - _normal((DEEPEST - middle) / sd)) / -DEEPEST
        rose = (_normal((HIGHEST - middle) / sd) - _normal((0.0 - middle) / sd)) / HIGHEST
        rows.append((stayed, fell, rose))
    likelihood = np.array(rows) + 1e-12
    shares = np.full(3, 1 / 3)
    for _ in range(5 * TURNS):
        each = likelihood * shares
        shares = (each / each.sum(axis=1, keepdims=True)).mean(axis=0)
    return np.asarray(shares)


def _normal(x: float) -> float:
    return 0.5 * (1 + erf(x / sqrt(2)))


def weekly_wander(half: list[Measured]) -> Floats:
    """Quartiles over accounts of the level's own wander, log units per root week, at each one's own rate of posts."""
    found = []
    for one in half:
        weight = np.exp(one.gains - one.gains.max())
        gain = float((weight * GAINS).sum() / weight.sum())
        found.append(one.scale * sqrt(gain * one.posts / max(one.weeks, 1.0)))
    return np.quantile(found, (0.25, 0.5, 0.75))


def halves(paths: tuple[Path, ...]) -> tuple[list[Measured], list[Measured]]:
    """Give development and hold-out half, every account with enough posts, in the order of their hashes."""
    found: tuple[list[Measured], list[Measured]] = ([], [])
    cases = {one.code: one for one in accounts(paths)}
    for path in paths:
        for (code, platform), table in sorted(histories(str(path)).items()):
            if table.height >= MIN_POSTS and float(np.median(table["likes"].to_numpy())) >= 1:
                steps = told_steps(cases[code]) if code in cases else np.empty((0, 2))
                found[0 if int(code, 16) % 2 else 1].append(measure(table, platform, steps))
    return found


def derive(half: list[Measured]) -> dict[str, float]:
    """Give all numbers of one half by name."""
    found = {f"effect of {name}, sd": sd for name, sd in effect_sds(half).items()}
    centre, spread, worth = scatter(half)
    found |= {"noise scale, median": centre, "its log-sd": spread, "worth in posts": worth}
    found |= {f"share of gain {gain:.1e}": float(share) for gain, share in zip(GAINS, gain_shares(half), strict=True)}
    degrees, weight, skew = noise_law(half)
    found |= {"law, degrees of freedom": degrees, "law, worth in posts": weight}
    found |= {f"skew, {name} quartile": value for name, value in zip(("low", "middle", "high"), skew, strict=True)}
    shares = step_shares(half)
    found |= {
        f"share that {name}": float(value) for name, value in zip(("stayed", "fell", "rose"), shares, strict=True)
    }
    wander = zip(("low", "middle", "high"), weekly_wander(half), strict=True)
    found |= {f"wander per root week, {name} quartile": float(value) for name, value in wander}
    long = [one.slope for one in half if one.weeks >= 52]
    short = [one.slope for one in half if one.weeks < 52]
    for name, slopes in (("a year and more", long), ("less than a year", short)):
        if slopes:
            for place, value in zip(("low", "middle", "high"), np.quantile(slopes, (0.25, 0.5, 0.75)), strict=True):
                found[f"drift per year, histories of {name}, {place} quartile"] = float(value)
    return found


def errors(half: list[Measured], times: int) -> dict[str, float]:
    """Standard error of each number: accounts drawn again with replacement."""
    random = np.random.default_rng(SEED)
    drawn = [derive([half[i] for i in random.integers(0, len(half), len(half))]) for _ in range(times)]
    return {name: float(np.std([each.get(name, np.nan) for each in drawn])) for name in drawn[0]}


def main() -> None:
    """Measure both halves and print the table."""
    is_quick = "--quick" in sys.argv
    paths = tuple(Path(name) for name in sys.argv[1:] if name != "--quick")
    if not paths:
        sys.exit("give the files with accounts, for example ../shared/data/*.csv.gz")
    development, rest = halves(paths)
    for name, half in (("development", development), ("hold-out", rest)):
        kinds = pl.Series([one.platform for one in half]).value_counts(sort=True).rows()
        print(f"{name}: {len(half)} accounts, {sum(one.posts for one in half)} posts, {dict(kinds)}")
    derived, other = derive(development), derive(rest)
    error = {} if is_quick else errors(development, BOOTSTRAPS)
    for name, value in derived.items():
        nothing = float("nan")
        print(f"{name:60s} {value:8.3f} ± {error.get(name, nothing):.3f}   hold-out {other.get(name, nothing):8.3f}")


if __name__ == "__main__":
    main()
