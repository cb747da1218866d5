"""The headline: the smallest p of several dependent vitals, corrected so that it stays a p-value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def effective_number(correlation: NDArray[np.float64]) -> float:
    """Give how many independent tests as many correlated ones are worth.

    Args:
        correlation: (k, k) correlation of the test statistics.

    Returns:
        A number from 1 (all the same) to k (independent).

    Source: Galwey 2009, Genet. Epidemiol. 33, 559-568.

    >>> round(effective_number(np.ones((3, 3))), 6), effective_number(np.eye(3))
    (1.0, 3.0)
    """
    if len(correlation) == 1:
        return 1.0
    roots = np.maximum(np.linalg.eigvalsh(correlation), 0.0)
    number = float(np.sqrt(roots).sum() ** 2 / roots.sum())
    return round(min(max(number, 1.0), float(len(correlation))), 12)


def smallest_p(p: float, number: float) -> float:
    """Give the p of "the smallest of `number` independent p's is at most p"."""
    return float(-np.expm1(number * np.log1p(-p))) if p < 1 else 1.0
