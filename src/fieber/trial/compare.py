"""Methods beside each other on the same cases of real accounts: false alarms, AUC, power, errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from fieber.trial.chance import generator
from fieber.trial.estimates import Estimate, auc_parts, bootstrap, by_cluster, weighted_quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TRUE_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Standing:
    """One method on one set of accounts: figures by factor; `draws` are those of the account bootstrap, paired."""

    method: str
    cases: int
    false_alarms: Estimate
    auc: dict[float, Estimate]
    auc_draws: dict[float, Floats]
    power: dict[float, Estimate]
    error: dict[float, Estimate]
    error_draws: dict[float, Floats]
    seconds: float | None


def standing(frame: pl.DataFrame, method: str, times: int) -> Standing:
    """Work out one method's figures; `frame` holds its cases with the columns of `peers.run`."""
    own = frame.filter(pl.col("method") == method, pl.col("score").is_not_null()).sort("account", "cut", "factor")
    names = frame["account"].unique().sort().to_list()
    at = {name: i for i, name in enumerate(names)}
    owner = np.array([at[name] for name in own["account"]], dtype=np.int64)
    factor = own["factor"].to_numpy()
    well = factor == 1.0
    cases = _Cases(own["score"].to_numpy(), owner, well, len(names), times)
    alarm = own["alarm"].to_numpy().astype(np.float64)
    auc, draws, power, error, error_draws = {}, {}, {}, {}, {}
    for f in sorted(set(factor.tolist()) - {1.0}, reverse=True):
        ill = factor == f
        auc[f], draws[f] = _auc(cases, ill)
        power[f] = _power(cases, ill)
        if own["percent"].null_count() < own.height:
            error[f], error_draws[f] = _error(
                cases, ill & ~np.isnan(own["percent"].to_numpy()), own["percent"].to_numpy(), f
            )
    seconds = cast("float | None", own["seconds"].median())
    false_alarms = by_cluster(alarm[well], np.unique(owner[well], return_inverse=True)[1])
    return Standing(method, own.height, false_alarms, auc, draws, power, error, error_draws, seconds)


@dataclass(frozen=True, slots=True)
class _Cases:
    """Scores of one method, the account (0 … n_accounts − 1) of each, and which are untouched."""

    score: Floats
    owner: NDArray[np.int64]
    well: NDArray[np.bool_]
    n_accounts: int
    times: int

    def drawn(self, figure: Callable[[Floats], float]) -> tuple[float, Floats]:
        """Bootstrap a figure: the same draws of accounts for every method, so that differences are paired."""
        whole, draws = bootstrap(figure, self.n_accounts, self.times, generator("compare", "bootstrap"))
        return whole, draws


def _auc(cases: _Cases, ill: NDArray[np.bool_]) -> tuple[Estimate, Floats]:
    k, well = cases.n_accounts, cases.well
    parts = auc_parts(cases.score[ill], cases.owner[ill], cases.score[well], cases.owner[well], k)
    n_ill, n_well = (np.bincount(cases.owner[some], minlength=k) for some in (ill, well))

    def figure(weight: Floats) -> float:
        pairs = float((weight * n_ill).sum() * (weight * n_well).sum())
        return float(weight @ parts @ weight) / max(pairs, 1e-9)

    whole, draws = cases.drawn(figure)
    return Estimate(whole, float(draws.std(ddof=1)), int(ill.sum())), draws


def _power(cases: _Cases, ill: NDArray[np.bool_]) -> Estimate:
    """Share of ill cases beyond the score that 5 % of the well ones exceed; the score is drawn anew each time."""
    score, owner, well = cases.score, cases.owner, cases.well

    def figure(weight: Floats) -> float:
        limit = weighted_quantile(score[well], weight[owner[well]], 1 - TRUE_LEVEL)
        mine = weight[owner[ill]]
        return float((mine * (score[ill] > limit)).sum() / max(mine.sum(), 1e-9))

    whole, draws = cases.drawn(figure)
    return Estimate(whole, float(draws.std(ddof=1)), int(ill.sum()))


def _error(cases: _Cases, known: NDArray[np.bool_], percent: Floats, factor: float) -> tuple[Estimate, Floats]:
    off = np.abs(percent[known] - 100 * (factor - 1))

    def figure(weight: Floats) -> float:
        return weighted_quantile(off, weight[cases.owner[known]], 0.5)

    whole, draws = cases.drawn(figure)
    return Estimate(whole, float(np.nanstd(draws, ddof=1)), int(known.sum())), draws


def difference(
    mine: dict[float, Estimate],
    theirs: dict[float, Estimate],
    draws: tuple[dict[float, Floats], dict[float, Floats]],
    factor: float,
) -> tuple[Estimate, Floats]:
    """Give mine less theirs at a factor, with its standard error from the paired draws; and these."""
    apart = draws[0][factor] - draws[1][factor]
    value = mine[factor].value - theirs[factor].value
    return Estimate(value, float(np.nanstd(apart, ddof=1)), mine[factor].n), apart


def on_common_cases(frame: pl.DataFrame, methods: tuple[str, ...]) -> pl.DataFrame:
    """Keep the cases that all of these methods judged."""
    keys = ["account", "cut", "factor"]
    shared = frame.filter(pl.col("method").is_in(methods), pl.col("score").is_not_null())
    counts = shared.group_by(keys).agg(pl.col("method").n_unique().alias("judged"))
    common = counts.filter(pl.col("judged") == len(methods)).select(keys)
    return shared.join(common, on=keys, how="semi")
