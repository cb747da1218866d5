"""How rare an effect is: placebo dates in an account's own past and in that of its peers are the null."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats.intervention import FEWEST_PEERS
from fieber.stats.normal import student_95, student_below

if TYPE_CHECKING:
    from fieber.stats.intervention import Floats, Windows

SPREAD_WEIGHT = 6.0  # placebo windows that the expected spread is worth against the account's own
SPREAD = 1.0  # the spread expected of an account of which nothing else is known
LEAST_P = 0.001  # what a t law says beyond it, no history of a few years can bear out
NORMAL_80 = 0.8416212335729143  # 80 % point of the normal law


@dataclass(frozen=True, slots=True)
class Shift:
    """An effect in log units with its 90 % interval, and how often an ordinary time gives one as low, or as high.

    p_lower, p_upper: one-sided, with the account's own wander and scatter in the null. placebos: windows in the
    account's own past; lower: how many of these were at least as low. pooled: windows of all that made the null.
    """

    middle: float
    low: float
    high: float
    p_lower: float
    p_upper: float
    posts: int
    placebos: int
    lower: int
    pooled: int
    detectable: float  # the smallest drop that four of five times would have had p ≤ 0.05


@dataclass(frozen=True, slots=True)
class Common:
    """What the typical peer had, with its 90 % interval, and the middle 80 % of the peers; log units."""

    middle: float
    low: float
    high: float
    spread_low: float
    spread_high: float
    accounts: int


def common_effect(found: Windows, common: Floats, error: Floats) -> Common | None:
    """Give what the peers had at the event; how far apart placebo dates lie widens the interval. None with too few."""
    peers = found.shift[1:, 0][~np.isnan(found.shift[1:, 0])]
    if np.isnan(common[0]):
        return None
    past = (common[1:] / error[1:])[~np.isnan(common[1:])]
    weight = len(past) / found.overlap
    squares = float((np.minimum(past**2, 9.0)).sum()) / found.overlap
    spread = sqrt((SPREAD_WEIGHT * SPREAD**2 + squares) / (SPREAD_WEIGHT + weight))
    reach = student_95(SPREAD_WEIGHT + weight) * spread * float(error[0])
    middle = float(common[0])
    low, high = (float(q) for q in np.quantile(peers, (0.1, 0.9)))
    return Common(middle, middle - reach, middle + reach, low, high, len(peers))


def judge(found: Windows) -> Shift | None:
    """Give the effect on the first account, judged by placebo dates in its own past and in that of its peers.

    Each account's placebo deviates are divided by its own spread, shrunk to the usual one; so standardised they are
    pooled, and the rank of the event's deviate among them is p. With few peers a t law takes the place of the ranks.
    None where the event's window or the level before it is not known.
    """
    if np.isnan(found.shift[0, 0]):
        return None
    deviates = found.shift / found.error
    spread, weight = _spread(deviates, found.overlap)
    middle, error = float(found.shift[0, 0]), float(found.error[0, 0]) * float(spread[0, 0])
    here = middle / error
    pool, shares = _pool(deviates, spread, weight)
    own = deviates[0, 1:][~np.isnan(deviates[0, 1:])]
    if np.count_nonzero(weight[1:].max(axis=1, initial=0.0)) >= FEWEST_PEERS:
        p_lower, p_upper = ((1 + shares[side].sum()) / (1 + shares.sum()) for side in (pool <= here, pool >= here))
        order = np.argsort(pool)
        place = np.cumsum(shares[order]) / shares.sum()
        least, most = (float(pool[order][np.searchsorted(place, q)]) for q in (0.05, 0.95))
    else:
        degrees = SPREAD_WEIGHT + len(own) / found.overlap
        p_lower, p_upper = (max(student_below(side, degrees), LEAST_P) for side in (here, -here))
        most = student_95(degrees)
        least = -most
    return Shift(
        middle=middle,
        low=middle - most * error,
        high=middle - least * error,
        p_lower=float(p_lower),
        p_upper=float(p_upper),
        posts=int(found.posts[0, 0]),
        placebos=len(own),
        lower=int((own <= deviates[0, 0]).sum()),
        pooled=len(pool),
        detectable=(least - NORMAL_80) * error,
    )


def _spread(deviates: Floats, overlap: float) -> tuple[Floats, Floats]:
    """Spread (a, d) of each account's placebo deviates without those that overlap with the date; weight (a, d)."""
    squares = np.where(np.isnan(deviates), 0.0, np.minimum(deviates**2, 9.0))
    known = ~np.isnan(deviates)
    squares[:, 0], known[:, 0] = 0.0, False
    number = known.sum(axis=1, keepdims=True) / overlap
    total = squares.sum(axis=1, keepdims=True) / overlap
    reach = int(np.ceil(overlap)) - 1
    near_squares, near_number = _around(squares, reach), _around(known.astype(np.float64), reach)
    left, rest = np.maximum(total - near_squares / overlap, 0.0), np.maximum(number - near_number / overlap, 0.0)
    usual = SPREAD**2
    with_past = number[1:, 0] >= 2
    if np.count_nonzero(with_past) >= FEWEST_PEERS:
        usual = float(total[1:, 0].sum() / number[1:, 0].sum())
    spread = np.sqrt((SPREAD_WEIGHT * usual + left) / (SPREAD_WEIGHT + rest))
    return spread, known / overlap


def _around(values: Floats, reach: int) -> Floats:
    """Sum of each value and its `reach` neighbours on both sides; none around column 0, the event."""
    summed = np.cumsum(np.pad(values[:, 1:], ((0, 0), (reach + 1, reach))), axis=1)
    around = summed[:, 2 * reach + 1 :] - summed[:, : -2 * reach - 1]
    return np.hstack([np.zeros((len(values), 1)), around])


def _pool(deviates: Floats, spread: Floats, weight: Floats) -> tuple[Floats, Floats]:
    known = weight > 0
    return (deviates / spread)[known], weight[known]
