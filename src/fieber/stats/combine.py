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
    return float(effective_numbers(correlation[None])[0])


def effective_numbers(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give `effective_number` of several (a, k, k) at once, (a,); only the lower halves are read."""
    roots = np.maximum(np.linalg.eigvalsh(correlations), 0.0)
    number = np.sqrt(roots).sum(axis=1) ** 2 / roots.sum(axis=1)
    return np.asarray(np.round(np.clip(number, 1.0, correlations.shape[-1]), 12))


def smallest_p(p: float, number: float) -> float:
    """Give the p of "the smallest of `number` independent p's is at most p"."""
    return float(-np.expm1(number * np.log1p(-p))) if p < 1 else 1.0


def smallest_ps(p: NDArray[np.float64], number: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give `smallest_p` of several at once."""
    with np.errstate(divide="ignore"):
        return np.where(p < 1, -np.expm1(number * np.log1p(-np.minimum(p, 1.0))), 1.0)
