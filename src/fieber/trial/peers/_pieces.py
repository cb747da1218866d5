"""What several peers share: rank and t tests, and the adjustment for format, hour and weekday."""

from __future__ import annotations

from math import erfc, sqrt
from typing import TYPE_CHECKING

import numpy as np

from fieber.trial.peers._protocol import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.trial.accounts import Case

    Floats = NDArray[np.float64]

ALPHA = 0.05


def normal_tail(z: float) -> float:
    """P(a standard normal is at most z)."""
    return 0.5 * erfc(-z / sqrt(2))


def from_z(z: float, log_ratio: float | None) -> Verdict:
    """Verdict of a normal deviate that is negative for a drop."""
    percent = None if log_ratio is None else 100 * float(np.expm1(log_ratio))
    return Verdict(-z, normal_tail(z) <= ALPHA, percent)


def rank_z(before: Floats, after: Floats) -> float:
    """Mann-Whitney's deviate with ties, negative where `after` is lower (Mann & Whitney 1947)."""
    both = np.concatenate([after, before])
    values, place, counts = np.unique(both, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    n, m, total = len(after), len(before), len(both)
    u = float(middle[place[:n]].sum()) - n * (n + 1) / 2
    ties = float((counts.astype(np.float64) ** 3 - counts).sum()) / (total * (total - 1))
    spread = sqrt(n * m / 12 * (total + 1 - ties))
    return (u - n * m / 2) / spread if spread > 0 and len(values) > 1 else 0.0


def adjusted(case: Case) -> Floats:
    """Log likes without the effects of format, four-hour block and weekday, fitted on the history alone."""
    logs = np.log1p(case.values.astype(np.float64))
    hour = np.floor((case.days % 1) * 6).astype(np.int64)
    weekday = np.floor(case.days).astype(np.int64) % 7
    columns = [code == value for code in (case.kinds, hour, weekday) for value in np.unique(code)]
    design = np.stack(columns, axis=1).astype(np.float64)
    past = design[: -case.window]
    # a ridge worth ten posts keeps rare cells near nothing, and the design solvable
    centre = float(np.median(logs[: -case.window]))
    effects = np.linalg.solve(past.T @ past + 10 * np.eye(past.shape[1]), past.T @ (logs[: -case.window] - centre))
    return np.asarray(logs - design @ effects)
