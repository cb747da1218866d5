"""Which accounts moved together, and which went their own way."""

from __future__ import annotations

from math import pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

OWN_WAY = 1.0  # log units; sd of what those had that went their own way: a third or three times
OWN_WAY_SHARE, OWN_WAY_PRIOR = 0.05, 20.0  # how many do, as a guess worth so many accounts
OWN_WAY_GUESS = 3.0  # accounts that the guess of where they went is worth
MOST_OWN_WAY = 0.45  # with half of all on their own way there is no common one
LEAST_STEADY = 0.25  # below it the law of errors is no longer a normal one
LEAST_SPREAD = 0.01  # log units; no two accounts share a factor to better than 1 %


def common(change: Floats, variance: Floats, *, is_centred: bool) -> tuple[float, Floats]:
    """Spread of those who moved together, and for each the probability to be one of them.

    Expectation maximisation of two normal laws, started at the densest half (Rousseeuw's shortest half, 1984), so that
    up to 45 % on their own way do not pull the rest along. The second law is as a guess as wide as a third or three
    times, and learns from the data where those are who left, mostly below.
    """
    centre, spread = _densest_half(change)
    centre = 0.0 if is_centred else centre
    spread = sqrt(max(spread**2 - float(np.median(variance)), LEAST_SPREAD**2))
    away = np.abs(change - centre) > 2.5 * np.sqrt(spread**2 + variance)
    part = np.where(away, 0.05, 0.95)
    for _ in range(30):
        narrow = spread**2 + variance
        weight = part / narrow
        moved = float((weight * change).sum() / weight.sum())
        # between accounts: what the squares hold beyond the variance that is known (DerSimonian & Laird 1986)
        beyond = float((part * ((change - moved) ** 2 - variance)).sum() / part.sum())
        spread = sqrt(max(beyond, LEAST_SPREAD**2))
        narrow = spread**2 + variance
        left = 1 - part
        share = min(MOST_OWN_WAY, (OWN_WAY_SHARE * OWN_WAY_PRIOR + left.sum()) / (OWN_WAY_PRIOR + len(change)))
        where = (OWN_WAY_GUESS * moved + (left * change).sum()) / (OWN_WAY_GUESS + left.sum())
        square = (OWN_WAY_GUESS * OWN_WAY**2 + (left * (change - where) ** 2).sum()) / (OWN_WAY_GUESS + left.sum())
        inside = (1 - share) * _normal(change - moved, narrow)
        outside = share * _normal(change - where, np.maximum(square, narrow))
        part = inside / np.maximum(inside + outside, 1e-300)
        if abs(moved - centre) < 1e-5:
            break
        centre = moved
    return spread, part


def steadiness(change: Floats, variance: Floats, spread: float, part: Floats) -> float:
    """Give by how much less the common change follows the accounts than if it were known who took part; at most 1.

    Whoever is taken for on their own way hangs on where the centre is: if it moves, those at the edge follow. It is the
    share of the information that is not missing. Source: Louis 1982, Finding the observed information matrix when using
    the EM algorithm, Journal of the Royal Statistical Society B 44, 226-233.
    """
    narrow = spread**2 + variance
    weight = part / narrow
    off = change - (weight * change).sum() / weight.sum()
    missing = (part * (1 - part) * (off / narrow) ** 2).sum() / weight.sum()
    return max(LEAST_STEADY, 1 - float(missing))


def _densest_half(change: Floats) -> tuple[float, float]:
    ordered = np.sort(change)
    half = len(ordered) // 2 + 1
    width = ordered[half - 1 :] - ordered[: len(ordered) - half + 1]
    i = int(np.argmin(width))
    return float(ordered[i : i + half].mean()), max(float(width[i]) / 2 / 1.0364, LEAST_SPREAD)  # half of 70 %


def _normal(off: Floats, variance: Floats) -> Floats:
    return np.asarray(np.exp(-0.5 * off**2 / variance) / np.sqrt(2 * pi * variance))
