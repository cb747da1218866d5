"""The headline of many accounts at once: what `checkup.headline` does for each at every look, here at one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.headline import correlation
from fieber.model.tables import KINDS
from fieber.stats import combine
from fieber.stats._described import pair_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

CELLS = len(KINDS) + 1  # of each account: a format, or none


@dataclass(frozen=True, slots=True)
class Told:
    """All vitals of all accounts that have a p: whose, of which metric and format (numbers; no format −1), and p."""

    owner: Whole
    metric: Whole
    kind: Whole
    p: Floats


def effective_numbers(
    told: Told, whole: Sequence[Floats], parts: Sequence[Floats], *, owner: Whole, kind: Whole, accounts: int
) -> Floats:
    """Give how many independent tests each account's vitals are worth; (accounts,), nan where it has none.

    Args:
        told: sorted by owner. whole, parts: by metric, residuals of each post (nan: none) in the vital of all formats,
            and in that of its own format. owner, kind: (n,) of each post.
    """
    cell = owner * CELLS + kind + 1
    together = _sums(whole, whole, owner, accounts)
    across = _sums(whole, parts, cell, accounts * CELLS)
    within = _sums(parts, parts, cell, accounts * CELLS)
    numbers = np.full(accounts, np.nan)
    owners, begin, sizes = np.unique(told.owner, return_index=True, return_counts=True)
    for k in np.unique(sizes).tolist():
        rows = begin[sizes == k][:, None] + np.arange(k)
        a, m, f = told.owner[rows], told.metric[rows], told.kind[rows]
        left, right = m[:, :, None], m[:, None, :]
        is_whole = f < 0
        here = (a[:, :, None] * CELLS) + np.maximum(f[:, :, None], f[:, None, :]) + 1
        both, none = is_whole[:, :, None] & is_whole[:, None, :], ~is_whole[:, :, None] & ~is_whole[:, None, :]
        sums = np.where(none[..., None], within[left, right, here], across[left, right, here])
        mirrored = is_whole[:, None, :] & ~is_whole[:, :, None]  # a format first, the whole second
        sums = np.where(mirrored[..., None], across[right, left, here], sums)
        sums = np.where(both[..., None], together[left, right, a[:, :, None]], sums)
        strangers = none & (f[:, :, None] != f[:, None, :])
        sums = np.where(strangers[..., None], 0.0, sums)
        numbers[owners[sizes == k]] = combine.effective_numbers(correlation(sums))
    return numbers


def _sums(left: Sequence[Floats], right: Sequence[Floats], group: Whole, groups: int) -> Floats:
    """Give for every pair of metrics and group posts in common, product, and both squares: (m, m, groups, 4)."""
    found = np.zeros((len(left), len(right), groups, 4))
    if len(left):
        pair_sums(np.stack(left), np.stack(right), group.astype(np.intp), found)
    return found
