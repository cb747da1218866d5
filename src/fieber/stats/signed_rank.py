"""Pairs in which chance decided which one is treated: test, estimate and interval from that chance alone.

If the treatment adds the same to every pair, the signs of the differences are those of coins; nothing else is assumed,
neither a law of the scatter nor a level that stays.

Source: Wilcoxon 1945 (Biometrics Bulletin 1, 80-83); Hodges & Lehmann 1963 (Ann. Math. Statist. 34, 598-611).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_PAIRS = 5  # with four, even all signs alike come in one of eight trials: no 90 % interval has two ends


@dataclass(frozen=True, slots=True)
class Shift:
    """How much a treatment adds: the Hodges-Lehmann estimate, its interval, and the two-sided p of "nothing"."""

    estimate: float
    low: float
    high: float
    p_value: float


def shift_of_pairs(differences: Floats, *, level: float = 0.9) -> Shift:
    """Give what the treatment adds, from (n,) differences treated − untreated; exact at any n.

    Args:
        differences: one a pair. level: of the interval, at least reached.

    Raises:
        ValueError: fewer than FEWEST_PAIRS.
    """
    n = len(differences)
    if n < FEWEST_PAIRS:
        raise ValueError(f"{FEWEST_PAIRS} pairs are needed, not {n}")
    first, second = np.triu_indices(n)
    walsh = np.sort((differences[first] + differences[second]) / 2)
    below = np.cumsum(_law(2 * np.arange(1, n + 1)))[::2]  # P(W ≤ w) where no two differences are alike
    cut = max(int(np.searchsorted(below, (1 - level) / 2, side="right")) - 1, 0)
    return Shift(float(np.median(walsh)), float(walsh[cut]), float(walsh[-cut - 1]), p_value(differences))


def p_value(differences: Floats) -> float:
    """Give the two-sided p of the signed ranks by all 2^n ways in which the coins could have fallen.

    Pairs without a difference say nothing; like differences share their rank.
    """
    kept = differences[differences != 0]
    if not len(kept):
        return 1.0
    size = np.abs(kept)
    doubled = np.searchsorted(np.sort(size), size, side="left") + np.searchsorted(np.sort(size), size, side="right") + 1
    law = _law(doubled)
    positive = int(doubled[kept > 0].sum())
    tail = min(float(law[: positive + 1].sum()), float(law[positive:].sum()))
    return min(1.0, 2 * tail)


def _law(doubled: NDArray[np.int64]) -> Floats:
    """Probability of each sum of ranks (doubled, so that shared ones are whole) where every rank is in by a coin."""
    law = np.zeros(int(doubled.sum()) + 1)
    law[0] = 1.0
    for rank in doubled.tolist():
        law[rank:] = (law[rank:] + law[: len(law) - rank]) / 2 if rank else law
        law[:rank] /= 2
    return law
