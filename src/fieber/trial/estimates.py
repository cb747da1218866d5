"""Figures with their standard errors; accounts, not looks or cases, are what is independent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Figure = TypeVar("Figure")  # a number, or an array of several


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its standard error (None where it has none, like a largest difference); n: what it rests on."""

    value: float
    se: float | None
    n: int


def ratio(top: Floats, bottom: Floats) -> Estimate:
    """Σ top / Σ bottom over independent accounts, one entry each (linearised standard error)."""
    n, total = len(top), float(bottom.sum())
    if n == 0 or total == 0:
        return Estimate(float("nan"), None, n)
    value = float(top.sum()) / total
    se = float(np.sqrt(n / max(n - 1, 1) * ((top - value * bottom) ** 2).sum())) / total
    return Estimate(value, se, n)


def mean_of(parts: list[Estimate]) -> Estimate:
    """Give the mean of independent estimates."""
    known = [part for part in parts if not np.isnan(part.value)]
    if not known:
        return Estimate(float("nan"), None, 0)
    se = float(np.sqrt(sum((part.se or 0.0) ** 2 for part in known))) / len(known)
    return Estimate(float(np.mean([part.value for part in known])), se, sum(part.n for part in known))


def by_cluster(values: Floats, clusters: NDArray[np.int64]) -> Estimate:
    """Mean of values whose accounts (`clusters`: 0 … k − 1) are independent."""
    if not len(values):
        return Estimate(float("nan"), None, 0)
    top = np.asarray(np.bincount(clusters, weights=values), dtype=np.float64)
    return ratio(top, np.bincount(clusters).astype(np.float64))


def bootstrap(
    figure: Callable[[Floats], Figure], n_accounts: int, times: int, random: np.random.Generator
) -> tuple[Figure, Floats]:
    """Recompute a figure, or several, with accounts drawn anew; `figure` takes how often each account was drawn.

    Returns:
        The figure as it is, and its draws, (times,), or (times, figures) where there are several.
    """
    draws = [
        figure(np.bincount(random.integers(0, n_accounts, n_accounts), minlength=n_accounts).astype(np.float64))
        for _ in range(times)
    ]
    return figure(np.ones(n_accounts)), np.array(draws)


def auc_parts(ill: Floats, ill_at: NDArray[np.int64], well: Floats, well_at: NDArray[np.int64], k: int) -> Floats:
    """Give, for each pair of accounts, the share of (ill, well) pairs that are told apart, times their number; (k, k).

    Ties count half. With weights w of the accounts, AUC = w' A w / w' N w with N the numbers of pairs.
    """
    parts = np.zeros((k, k))
    order = np.argsort(well, kind="stable")
    ranked, owner = well[order], well_at[order]
    ahead = np.zeros((len(well) + 1, k))
    ahead[1:][np.arange(len(well)), owner] = 1
    ahead = np.cumsum(ahead, axis=0)
    low = ahead[np.searchsorted(ranked, ill, side="left")]
    high = ahead[np.searchsorted(ranked, ill, side="right")]
    np.add.at(parts, ill_at, (low + high) / 2)
    return parts


def weighted_quantile(values: Floats, weights: Floats, share: float) -> float:
    """Give the value below which `share` of the weight lies."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    if not len(values) or total[-1] <= 0:
        return float("nan")
    return float(values[order][min(int(np.searchsorted(total, share * total[-1])), len(values) - 1)])


def quantile(draws: Floats, share: float) -> Estimate:
    """Quantile of bootstrap draws, with the standard error that so few draws leave (that of ten parts of them)."""
    parts = [float(np.nanquantile(part, share)) for part in np.array_split(draws, min(10, len(draws)))]
    se = float(np.std(parts, ddof=1) / np.sqrt(len(parts))) if len(parts) > 1 else None
    return Estimate(float(np.nanquantile(draws, share)), se, len(draws))


def calibration(
    chance: Floats, truth: NDArray[np.bool_], bins: int
) -> tuple[Estimate, list[tuple[float, float, float]]]:
    """Expected calibration error over equal-count bins, and (mean chance, share true, standard error) of each bin.

    The error's own standard error is that of a sum of absolute deviations of independent bins, from each bin's share.
    """
    order = np.argsort(chance, kind="stable")
    rows, error, variance = [], 0.0, 0.0
    for part in np.array_split(order, bins):
        if not len(part):
            continue
        told, true = float(chance[part].mean()), float(truth[part].mean())
        se = float(np.sqrt(max(true * (1 - true), 1 / len(part)) / len(part)))
        weight = len(part) / len(chance)
        error += weight * abs(told - true)
        variance += (weight * se) ** 2
        rows.append((told, true, se))
    return Estimate(error, float(np.sqrt(variance)), len(chance)), rows
