"""The working memory of a pass, taken once for many accounts, and which windows are looked at when."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats import _core
from fieber.stats.prior import GAINS
from fieber.stats.scan_price import PRICE, thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.stats.prior import Prior

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]

MIN_POSTS = 12  # 10 posts of history and the shortest window
BINS = 96  # cells of the score table; _core.BINS
STEPS = 200  # cells of the posterior of a change; _core.STEPS
MAX_PARAMS = 48  # effect columns that the working memory has room for
SHORTEST_STRIDE = 4  # posts between two looks at the past of one window: more often costs time and says little


class Memory:
    """Working memory of `_core.Pass` for up to n posts, used for account after account; `Pass` says what is what."""

    __slots__ = (
        "basis",
        "betas",
        "cells",
        "cleaned",
        "codes",
        "counts",
        "deviates",
        "due",
        "due_from",
        "earlier",
        "evidence_today",
        "expected",
        "fitted",
        "folded",
        "gain_prior",
        "gains",
        "group",
        "learned",
        "ledger",
        "lengths",
        "level",
        "mass",
        "middle",
        "middle_variance",
        "middle_wander",
        "noise",
        "odds",
        "order",
        "past",
        "pending",
        "places",
        "product",
        "pseudo",
        "rates",
        "refits",
        "right",
        "scales",
        "skews",
        "slopes",
        "snapshot",
        "solution",
        "spreads",
        "standing",
        "state",
        "tables",
        "target",
        "units",
        "used",
        "variance",
        "weighed",
        "weight",
        "when",
        "widen",
        "windows",
        "work",
        "y",
    )

    def __init__(self, n: int, groups: int) -> None:
        gains = len(GAINS)
        self.gains = GAINS
        (self.windows, self.lengths), self.refits, (self.due, self.due_from) = _schedule(max(64, 1 << n.bit_length()))
        self.y, self.when, self.target, self.fitted, self.noise = np.empty((5, n + 2))
        self.pseudo, self.weighed, self.cleaned = np.empty((3, n + 2))
        self.order, self.snapshot, self.earlier, self.pending, self.folded = np.empty((5, n + 2), dtype=np.intp)
        self.level, self.variance, self.ledger, self.odds, self.product, self.basis = np.empty((6, n + 2, gains))
        self.middle, self.middle_variance, self.middle_wander = np.empty((3, n + 2))
        self.codes = np.empty((n + 2, groups), dtype=np.int32)
        self.state = np.zeros(n + 2, dtype=np.int32)
        fits = len(self.refits) + 1
        self.betas, self.spreads = np.empty((2, fits, MAX_PARAMS))
        self.tables = np.empty((fits, BINS + 1))
        self.scales, self.slopes, self.skews, self.learned, self.deviates = np.empty((5, fits))
        self.rates, self.units, self.places = np.empty((3, fits))
        self.past = np.empty((fits + 1, len(self.windows), 1 + 2 * gains))
        self.counts, self.work = np.empty((2, MAX_PARAMS, MAX_PARAMS))
        self.used, self.group = np.empty((2, MAX_PARAMS), dtype=np.intp)
        self.right, self.solution = np.empty((2, MAX_PARAMS))
        self.cells, self.standing, self.expected = np.empty((3, BINS))
        self.mass = np.empty(STEPS)
        self.gain_prior, self.weight, self.widen, self.evidence_today = np.empty((4, gains))

    def evidence(self, count: int) -> Floats:
        """Log evidence of each gain after `count` posts; (g,)."""
        return np.asarray(self.ledger[self.folded[count]] - 0.5 * np.log(self.product[count]))

    def begin(self, prior: Prior, price: Floats = PRICE) -> _core.Pass:
        """Take up a pass in this memory: a new one, or one that ended in it."""
        self.gain_prior[:] = np.log(prior.gain_shares)
        return _core.Pass(self, prior, price, thresholds())


@cache
def _schedule(n: int) -> tuple[tuple[Whole, Floats], Whole, tuple[Whole, Whole]]:
    """Give windows, counts of fits, and the windows whose past is looked at after each count, for up to n posts.

    A window of m posts is looked at every m // 2 posts, but not more often than every fourth. Those due after i posts
    are due[due_from[i]:due_from[i + 1]].
    """
    windows = window_sizes(n)
    strides = np.maximum(windows // 2, SHORTEST_STRIDE)
    lengths = np.stack([windows / 3, np.minimum(strides / windows, 1.0)], axis=1)
    is_due = np.arange(n + 2)[:, None] % strides == 0
    due_from = np.append(0, is_due.sum(axis=1).cumsum())
    return (windows, lengths), refit_counts(n), (np.nonzero(is_due)[1].astype(np.intp), due_from.astype(np.intp))


def window_sizes(n: int) -> Whole:
    """Give the lengths of window that are scanned in n posts: 2, 3, 4, 6, 8, … each about 1.4 times the one before."""
    sizes = [2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128]
    while sizes[-1] < n:
        sizes.append(int(sizes[-1] * 1.41))
    return np.array([size for size in sizes if size <= max(n, 2)], dtype=np.intp)


def refit_counts(n: int) -> Whole:
    """Give the numbers of posts at which effects and noise law are fitted anew: each 40 % more than the last."""
    counts = [12]
    while counts[-1] < n:
        counts.append(max(counts[-1] + 4, int(counts[-1] * 1.4)))
    return np.array(counts, dtype=np.intp)
