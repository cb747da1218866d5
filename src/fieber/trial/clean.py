"""Part e, the bound of the test: an oracle that knows level, effects and noise, on cleaned real accounts.

An account is made clean as in PEERS.md: constant level, its own format, hour and weekday effects, and its residuals by
a circular block bootstrap. Thinned by a factor, everything is known: the oracle's score is the log likelihood ratio.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.stats import thermometer
from fieber.stats.told import told
from fieber.trial.accounts import FACTORS, Case, cases
from fieber.trial.chance import generator
from fieber.trial.compare import standing
from fieber.trial.peers import mann_whitney_adjusted, t_test
from fieber.trial.peers._pieces import adjusted
from fieber.trial.store import ENGINE, Job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieber.trial.accounts import Account
    from fieber.trial.estimates import Estimate
    from fieber.trial.sizes import Sizes

    Floats = NDArray[np.float64]

BLOCK = 7  # posts of the circular block bootstrap
GRID = 400
KNOWN_FACTOR = 0.7  # the oracle weighs no loss against this one
ORACLE = "oracle"
KINDS = 8  # formats beyond this many share one effect


@dataclass(frozen=True, slots=True)
class Line:
    """One method on the clean cases: AUC and power at a true 5 % by factor."""

    method: str
    cases: int
    auc: dict[float, Estimate]
    power: dict[float, Estimate]


def jobs(accounts: Sequence[Account], sizes: Sizes) -> list[Job]:
    """Give the work: one job an account."""
    code = (*ENGINE, "trial/accounts.py", "trial/peers")
    return [Job("clean", one.code, judge, (one, sizes.cuts), code) for one in accounts]


def judge(account: Account, most: int) -> pl.DataFrame:
    """Judge the clean cases of one account by the oracle, fieber and two peers; one row a case and method."""
    rows = []
    for case in cases(account, most, (1.0,)):
        clean, known, density = _cleaned(account, case)
        for factor in FACTORS:
            random = generator("clean", "thinning", account.code, case.cut, str(factor))
            values = clean.values.copy()
            values[-case.window :] = random.binomial(values[-case.window :], factor)
            one = replace(clean, values=values, factor=factor)
            for method, score in _scores(one, known, density).items():
                rows.append(
                    {"method": method, "account": account.code, "cut": case.cut, "factor": factor, "score": score}
                )
    frame = pl.DataFrame(rows)
    return frame.with_columns(
        alarm=pl.lit(value=False), percent=pl.lit(None, dtype=pl.Float64), seconds=pl.lit(None, dtype=pl.Float64)
    )


def _cleaned(account: Account, case: Case) -> tuple[Case, Floats, tuple[Floats, Floats]]:
    """Give the clean case, the true expected log likes of its posts, and the log density of its noise (grid, value)."""
    random = generator("clean", account.code, case.cut)
    logs = np.log1p(case.values.astype(np.float64))
    history = slice(0, len(logs) - case.window)
    level = adjusted(case)
    effects = logs - level
    noise = level[history] - np.median(level[history])
    starts = random.integers(0, len(noise), len(logs) // BLOCK + 1)
    drawn = noise[(starts[:, None] + np.arange(BLOCK)).ravel()[: len(logs)] % len(noise)]
    known = float(np.median(level[history])) + effects
    values = np.maximum(np.rint(np.expm1(known + drawn)), 0).astype(np.int64)
    return replace(case, values=values), known, _log_density(noise)


def _log_density(noise: Floats) -> tuple[Floats, Floats]:
    """Log of a normal kernel density with Silverman's width."""
    quarter = float(np.subtract(*np.quantile(noise, (0.75, 0.25)))) / 1.349
    width = 0.9 * min(float(noise.std()), quarter or float(noise.std())) * len(noise) ** -0.2 + 1e-6
    grid = np.linspace(noise.min() - 3.0, noise.max() + 3.0, GRID)
    kernels = np.exp(-0.5 * ((grid[:, None] - noise[None, :]) / width) ** 2).mean(axis=1)
    return grid, np.log(kernels + 1e-6)


def _scores(case: Case, known: Floats, density: tuple[Floats, Floats]) -> dict[str, float]:
    residual = (np.log1p(case.values.astype(np.float64)) - known)[-case.window :]
    fallen = np.interp(residual - np.log(KNOWN_FACTOR), *density)
    found = {ORACLE: float((fallen - np.interp(residual, *density)).sum())}
    judged = told(thermometer.take(_series(case), case.days[-1:]), case.window)
    if judged is not None:
        found["fieber"] = -judged.p
    for peer in (mann_whitney_adjusted.PEER, t_test.PEER):
        found[peer.name] = peer.judge(case).score
    return found


def _series(case: Case) -> thermometer.Series:
    day = np.floor(case.days)
    kind = np.minimum(case.kinds, KINDS - 1)
    codes = np.stack(
        [(day.astype(np.int64) + 3) % 7, 7 + np.floor((case.days - day) * 6).astype(np.int64), 13 + kind], axis=1
    )
    logs = np.log1p(case.values.astype(np.float64))
    return thermometer.Series(logs, case.days, np.ascontiguousarray(codes.astype(np.int32)), 13 + KINDS)


def lines(frame: pl.DataFrame, times: int) -> list[Line]:
    """Give AUC and power of each method, the oracle first."""
    found = []
    for method in frame["method"].unique(maintain_order=True):
        one = standing(frame, method, times)
        found.append(Line(method, one.cases, one.auc, one.power))
    return found
