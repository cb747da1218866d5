"""Many p-values at once: of what is called a finding, the share that is chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def q_values(p: Floats) -> Floats:
    """Give for each p the smallest expected share of chance among all findings at which it is one of them.

    Step-up procedure of Benjamini and Hochberg (1995, J. R. Statist. Soc. B 57, 289-300); it holds where p-values hang
    together positively, as those of accounts under one weather do (Benjamini and Yekutieli 2001, Ann. Statist. 29,
    1165-1188). nan stays nan and does not count as a test.

    >>> q_values(np.array([0.01, 0.5, np.nan, 0.02])).tolist()
    [0.03, 0.5, nan, 0.03]
    """
    q = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return q
