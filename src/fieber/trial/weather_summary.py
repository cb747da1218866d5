"""From the cases of rosters to rows: what the peers' weather does to error, AUC and power, paired by account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.trial.chance import generator
from fieber.trial.compare import TRUE_LEVEL
from fieber.trial.estimates import Estimate, auc_parts, bootstrap, weighted_quantile
from fieber.trial.targets import Row, at_least, at_most
from fieber.trial.weather import ALONE, TOGETHER, WINDOWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FIGURES = ("median error", "RMS error", "AUC", "power", "false alarms", "coverage")
GAIN = "gain"
FEWEST_ACCOUNTS = 8  # bootstrapped; with fewer a standard error means nothing


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of window and one factor, on the cases that were judged both ways.

    figures: by "alone", "with peers" and "gain" (the difference, its standard error paired), then by FIGURES. Errors
    are of the change in log units. weather: sd of the others' change over the cases' windows, log units.
    """

    platform: str
    window: str
    factor: float
    cases: int
    accounts: int
    weather: float
    figures: dict[str, dict[str, Estimate]]


def comparisons(frame: pl.DataFrame, times: int) -> list[Comparison]:
    """Work out every platform, kind of window and factor that has accounts enough."""
    found = []
    for platform in frame["platform"].unique(maintain_order=True):
        for window in WINDOWS:
            own = frame.filter(pl.col("platform") == platform, pl.col("window") == window)
            if own["account"].n_unique() >= FEWEST_ACCOUNTS:
                factors = sorted(set(own["factor"].to_list()) - {1.0}, reverse=True)
                found += [_comparison(own, platform, window, factor, times) for factor in factors]
    return found


def _comparison(own: pl.DataFrame, platform: str, window: str, factor: float, times: int) -> Comparison:
    owner = np.unique(own.filter(pl.col("method") == ALONE)["account"].to_numpy())
    drawn = {}
    for method in (ALONE, TOGETHER):
        figure = _figures(own.filter(pl.col("method") == method), owner, factor)
        # the same draws of accounts for both, so that their difference is paired
        drawn[method] = bootstrap(figure, len(owner), times, generator("weather", "bootstrap"))
    gain = tuple(together - alone for alone, together in zip(drawn[ALONE], drawn[TOGETHER], strict=True))
    treated = own.filter(pl.col("method") == ALONE, pl.col("factor") == factor)
    figures = {
        name: {
            what: Estimate(float(whole[i]), float(np.nanstd(draws[:, i], ddof=1)), treated.height)
            for i, what in enumerate(FIGURES)
        }
        for name, (whole, draws) in (drawn | {GAIN: gain}).items()
    }
    weather = float(treated["weather"].to_numpy().std(ddof=1))
    return Comparison(platform, window, factor, treated.height, len(owner), weather, figures)


def _figures(own: pl.DataFrame, names: NDArray[np.str_], factor: float) -> Callable[[Floats], Floats]:
    """Give the function that works out FIGURES of one way of judging, each account as often as it is drawn."""
    well, ill = (own.filter(pl.col("factor") == kept) for kept in (1.0, factor))
    at_well, at_ill = (np.searchsorted(names, part["account"].to_numpy()) for part in (well, ill))
    healthy, fallen = well["score"].to_numpy(), ill["score"].to_numpy()
    parts = auc_parts(fallen, at_ill, healthy, at_well, len(names))
    error = ill["step"].to_numpy() - np.log(factor)
    held = ill.select(pl.lit(np.log(factor)).is_between(pl.col("low"), pl.col("high")))["literal"].to_numpy()
    alarm = well["alarm"].to_numpy()

    def figures(weight: Floats) -> Floats:
        of_ill, of_well = weight[at_ill], weight[at_well]
        ill_sum, well_sum = max(float(of_ill.sum()), 1e-9), max(float(of_well.sum()), 1e-9)
        limit = weighted_quantile(healthy, of_well, 1 - TRUE_LEVEL)
        return np.array(
            [
                weighted_quantile(np.abs(error), of_ill, 0.5),
                np.sqrt((of_ill * error**2).sum() / ill_sum),
                float(weight @ parts @ weight) / (ill_sum * well_sum),
                (of_ill * (fallen > limit)).sum() / ill_sum,
                (of_well * alarm).sum() / well_sum,
                (of_ill * held).sum() / ill_sum,
            ]
        )

    return figures


def rows(found: list[Comparison]) -> list[Row]:
    """Give the rows of the weather: lower errors, and no less power."""
    rows = []
    for one in found:
        where = f"×{one.factor:g}, {one.window}, date told, {one.platform}: with peers less alone"
        detail = f"{one.accounts} accounts; sd of the weather {one.weather:.2f}"
        for figure in ("RMS error", "median error"):
            what = f"weather lowers the error: {figure} of the change in log units, {where}"
            rows.append(at_most("w", what, 0.0, one.figures[GAIN][figure], _both(one, figure, detail)))
        what = f"weather raises the power: at a true 5 %, {where}"
        rows.append(at_least("w", what, 0.0, one.figures[GAIN]["power"], _both(one, "power", detail)))
    return rows


def _both(one: Comparison, figure: str, detail: str) -> str:
    alone, together = (one.figures[method][figure].value for method in (ALONE, TOGETHER))
    return f"{detail}; alone {alone:.3f}, with peers {together:.3f}"
