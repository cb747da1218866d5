"""From the cases of real accounts to rows: false alarms, power, AUC beside the best peer, errors, coverage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from fieber.trial.accounts import FACTORS, PEERS_ACCOUNTS
from fieber.trial.changes_summary import median_error
from fieber.trial.compare import Standing, difference, on_common_cases, standing
from fieber.trial.estimates import Estimate, by_cluster, quantile
from fieber.trial.peers import peers
from fieber.trial.real import METHOD
from fieber.trial.targets import Row, at_least, at_most, between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SPLITS = ("development", "hold-out")
FAMOUS = "accounts of PEERS.md"


@dataclass(frozen=True, slots=True)
class Group:
    """One set of accounts, and how every method does there on the cases that all of them judge.

    answered: share of the cases that fieber judges. beside_slow: slow peers have fewer cases, and fieber on the same.
    """

    name: str
    frame: pl.DataFrame
    answered: Estimate
    standings: tuple[Standing, ...]
    beside_slow: tuple[tuple[Standing, Standing], ...]  # (slow peer, fieber on the same cases)

    def of(self, method: str) -> Standing:
        """Give one method's standing."""
        return next(one for one in self.standings if one.method == method)

    def rivals(self) -> list[Standing]:
        """Give all others."""
        return [one for one in self.standings if one.method != METHOD]


def groups(frame: pl.DataFrame, times: int) -> list[Group]:
    """Work out all sets: the two halves by hash, and the platforms of PEERS.md."""
    sets = [(split, frame.filter(pl.col("split") == split)) for split in SPLITS]
    sets.append((FAMOUS, frame.filter(pl.col("platform").is_in(PEERS_ACCOUNTS))))
    return [_group(name, own, times) for name, own in sets if own["account"].n_unique() > 1]


def _group(name: str, frame: pl.DataFrame, times: int) -> Group:
    present = frame["method"].unique().to_list()
    slow = [method for method, peer in sorted(peers().items()) if peer.is_slow and method in present]
    quick = sorted(set(present) - set(slow) - {METHOD})
    own = frame.filter(pl.col("method") == METHOD)
    clusters = np.unique(own["account"].to_numpy(), return_inverse=True)[1]
    answered = by_cluster(own["score"].is_not_null().to_numpy().astype(np.float64), clusters)
    shared = on_common_cases(frame, (METHOD, *quick))
    standings = tuple(standing(shared, method, times) for method in (METHOD, *quick))
    beside = []
    for method in slow:
        common = on_common_cases(frame, (METHOD, method))
        beside.append((standing(common, method, times), standing(common, METHOD, times)))
    return Group(name, frame, answered, standings, tuple(beside))


def rows(groups: Sequence[Group]) -> list[Row]:
    """Give the rows of parts b and c, and of d as far as peers were there."""
    found = []
    for group in groups:
        own = group.of(METHOD)
        where = f"{group.name}, {group.frame['account'].n_unique()} accounts"
        if group.name == FAMOUS:
            for factor, limit in ((0.7, 0.42), (0.5, 0.80)):
                what = f"power at a true 5 %, 30 posts, date told, ×{factor}, {FAMOUS}"
                found.append(at_least("c", what, limit, own.power[factor], where))
            continue
        what = f"untouched real accounts, date told: false alarms at nominal 5 %, {group.name}"
        found.append(between("b", what, (0.03, 0.07), own.false_alarms, where))
        what = f"cases with a date told that are answered, all factors, {group.name}"
        found.append(at_least("b", what, 0.95, group.answered, where))
        found += _auc_rows(group, own, where)
        found += _coverage_rows(group, where)
        found += _error_rows(group, own, where)
        found += _slow_rows(group, where)
        halved = group.frame.filter(pl.col("method") == METHOD, pl.col("factor") == 0.5)
        error = median_error(halved)
        what = f"onset, ×0.5, real, {group.name}: median error in posts"
        found.append(at_most("c", what, 3, error, f"{where}; told for {error.n} of {halved.height}"))
    return found


def _auc_rows(group: Group, own: Standing, where: str) -> list[Row]:
    found = []
    for factor, margin in ((0.7, 0.01), (0.5, 0.0)):
        rivals = [one for one in group.rivals() if factor in one.auc]
        if not rivals:
            continue
        best = max(rivals, key=lambda one: one.auc[factor].value)
        what = f"AUC at ×{factor}, date told, {group.name}: fieber less the best peer"
        less, draws = _less(own, best, "auc", factor)
        found.append(at_least("d", what, margin, less, _beside(own.auc[factor], best.method, best.auc[factor], where)))
        if factor == 0.7:
            low = quantile(draws, 0.05)
            found.append(at_least("d", f"{what}, 5 % limit of the paired account bootstrap", 0.0, low, where))
    return found


def _less(own: Standing, rival: Standing, figure: Literal["auc", "error"], factor: float) -> tuple[Estimate, Floats]:
    draws = (getattr(own, f"{figure}_draws"), getattr(rival, f"{figure}_draws"))
    return difference(getattr(own, figure), getattr(rival, figure), draws, factor)


def _beside(mine: Estimate, name: str, theirs: Estimate, where: str) -> str:
    return f"{where}; fieber {mine.value:.4g} ± {mine.se or 0:.2g}, {name} {theirs.value:.4g} ± {theirs.se or 0:.2g}"


def _error_rows(group: Group, own: Standing, where: str) -> list[Row]:
    found = []
    for factor in (0.8, 0.7, 0.5):
        what = f"median absolute error of change.percent, ×{factor}, real, 30 posts, {group.name}"
        rivals = [one for one in group.rivals() if factor in one.error]
        if rivals and factor in own.error:
            best = min(rivals, key=lambda one: one.error[factor].value)
            less, _ = _less(own, best, "error", factor)
            detail = _beside(own.error[factor], best.method, best.error[factor], where)
            found.append(at_most("c", f"{what}: fieber less the best peer, points", 0.0, less, detail))
        if factor == 0.5:
            found.append(at_most("c", f"{what}: points", 10, own.error[factor], where))
    return found


def _slow_rows(group: Group, where: str) -> list[Row]:
    """Give the rows of peers that have fewer cases: fieber beside each on the same ones."""
    found = []
    for rival, own in group.beside_slow:
        on = f"{group.name}, on the cases of {rival.method}: fieber less it"
        for factor in sorted(set(rival.auc) & set(own.auc), reverse=True):
            less, _ = _less(own, rival, "auc", factor)
            detail = _beside(own.auc[factor], rival.method, rival.auc[factor], where)
            found.append(at_least("d", f"AUC at ×{factor}, date told, {on}", 0.0, less, detail))
        for factor in sorted(set(rival.error) & set(own.error), reverse=True):
            less, _ = _less(own, rival, "error", factor)
            detail = _beside(own.error[factor], rival.method, rival.error[factor], where)
            what = f"median absolute error of change.percent, ×{factor}, real, {on}, points"
            found.append(at_most("d", what, 0.0, less, detail))
    return found


def coverage(frame: pl.DataFrame) -> dict[float, Estimate]:
    """Share of fieber's 90 % intervals (date told) that hold the truth, per factor."""
    found = {}
    for factor in FACTORS:
        own = frame.filter(pl.col("method") == METHOD, pl.col("factor") == factor, pl.col("low").is_not_null())
        inside = own.select(pl.lit(100 * (factor - 1)).is_between(pl.col("low"), pl.col("high")).alias("inside"))
        clusters = np.unique(own["account"].to_numpy(), return_inverse=True)[1]
        found[factor] = by_cluster(inside["inside"].to_numpy().astype(np.float64), clusters)
    return found


def _coverage_rows(group: Group, where: str) -> list[Row]:
    held = coverage(group.frame)
    detail = f"{where}; " + ", ".join(f"×{factor:g} {one.value:.2f}" for factor, one in held.items())
    what = f"90 % interval of change, real, date told, {group.name}: factor that is held"
    least = min(held.values(), key=lambda one: one.value)
    most = max(held.values(), key=lambda one: one.value)
    return [
        between("c", f"{what} least", (0.80, 0.97), least, detail),
        between("c", f"{what} most", (0.80, 0.97), most, detail),
    ]
