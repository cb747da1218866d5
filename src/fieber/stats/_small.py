"""Products of matrices in pieces so small that no threads are started for them.

OpenBLAS shares out larger products (of matrices from 2¹⁸ multiplications on) among all cores. For matrices of one
account that costs several times what it saves, most of all where the other cores are busy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST = 200_000  # multiplications


def product(left: Floats, right: Floats) -> Floats:
    """Give left @ right, of (n, m) and (m, k)."""
    step = max(1, MOST // max(left.size, 1))
    if right.shape[1] <= step:
        return np.asarray(left @ right)
    pieces = [left @ right[:, i : i + step] for i in range(0, right.shape[1], step)]
    return np.concatenate(pieces, axis=1)


def gram(columns: Floats) -> Floats:
    """Give columns.T @ columns, (m, m), of (n, m)."""
    n, m = columns.shape
    step = max(1, MOST // max(m * m, 1))
    found = np.zeros((m, m))
    for i in range(0, n, step):
        found += columns[i : i + step].T @ columns[i : i + step]
    return found


def along(columns: Floats, weights: Floats) -> Floats:
    """Give columns @ weights, (n,), of (n, m) and (m,)."""
    return np.asarray(np.einsum("ij,j->i", columns, weights))


def across(columns: Floats, values: Floats) -> Floats:
    """Give columns.T @ values, (m,), of (n, m) and (n,)."""
    return np.asarray(np.einsum("ij,i->j", columns, values))
