"""One account's values without what format, weekday and hour do to them, however short its history."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RUNNING = (3, 15)  # least and most posts on each side that make the running level from which effects are told
RUNNING_SHARE = 10  # of the posts, so that a step of a short history is in the running level, not in the effects
LEAST_SCATTER = 0.05  # log units; nobody's posts are known better than to 5 %


def without_effects(value: Floats, codes: NDArray[np.int32], prior: Floats) -> tuple[Floats, float]:
    """Give one account's values without the effects of format, weekday, …, and the scatter of its posts.

    Effects are a ridge regression of what lies off the running level; the columns are taken off their own running
    mean too, so that a drifting mix of formats does not pass for a change of level (Frisch & Waugh 1933).

    Args:
        value: (n,) in the order of time. codes: (n, groups) effect column or −1. prior: (params,) sd of each
            column's effect, log units.

    Returns:
        (n,) adjusted values, and the sd of a post (robust, log units).
    """
    n, params = len(value), len(prior)
    columns = np.zeros((n, params + 1))
    for group in range(codes.shape[1]):
        known = np.flatnonzero(codes[:, group] >= 0)
        columns[known, codes[known, group]] = 1.0
    columns[:, params] = value
    side = int(np.clip(n // RUNNING_SHARE, *RUNNING))
    off = columns - _running_mean(columns, side)
    x, y = off[:, :params], off[:, params]
    scatter = _scatter(y, side)
    used = np.flatnonzero(columns[:, :params].any(axis=0))
    x = x[:, used]
    beta: Floats = np.zeros(len(used))
    inner = x.T @ x
    for _ in range(2):
        cut = np.clip(y - x @ beta, -2 * scatter, 2 * scatter)
        right = x.T @ (cut + x @ beta)
        beta = np.asarray(np.linalg.solve(inner + np.diag((scatter / prior[used]) ** 2), right))
        scatter = _scatter(y - x @ beta, side)
    raw = columns[:, used]
    return value - (raw - raw.mean(axis=0)) @ beta, scatter


def _running_mean(columns: Floats, side: int) -> Floats:
    """Mean over up to `side` rows on each side, and the row itself."""
    n = len(columns)
    total = np.vstack([np.zeros(columns.shape[1]), np.cumsum(columns, axis=0)])
    first, last = np.maximum(np.arange(n) - side, 0), np.minimum(np.arange(n) + side + 1, n)
    return np.asarray((total[last] - total[first]) / (last - first)[:, None])


def _scatter(residual: Floats, side: int) -> float:
    spread = 1.4826 * float(np.median(np.abs(residual - np.median(residual))))
    return max(spread * sqrt(1 + 1 / (2 * side)), LEAST_SCATTER)
