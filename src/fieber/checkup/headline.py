"""The account's one temperature: the smallest p of its vitals, paid for their number and dependence."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats import combine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieber.checkup.vital import Judged

    Floats = NDArray[np.float64]
    Scattered = tuple[NDArray[np.int64], Floats, Floats]

SHRINK_POSTS = 20.0  # common posts at which a measured correlation counts half, the rest is independence


def overall(judged: Sequence[Judged], looks: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Give the headline's p at each look (nan where no vital has a temperature) and which vital carries it (−1: none).

    Args:
        judged: vitals with a temperature, all over the same `looks`.
        looks: (l,) days since 1970, rising.
    """
    p = np.array([one.p_at_looks for one in judged]) if judged else np.empty((0, len(looks)))
    answered = np.array([one.is_shown for one in judged]) if judged else np.empty((0, len(looks)), dtype=np.bool_)
    carriers = (
        np.where(answered.any(axis=0), np.argmin(np.where(answered, p, 2.0), axis=0), -1)
        if len(p)
        else np.full(len(looks), -1)
    )
    headline = np.full(len(looks), np.nan)
    sums = _running_sums(judged, looks)
    for i in np.flatnonzero(carriers >= 0):
        known = np.flatnonzero(~np.isnan(p[:, i]))  # a noisy one would be shown if it had a fever: it counts as well
        number = combine.effective_number(correlation(sums[i][np.ix_(known, known)]))
        headline[i] = combine.smallest_p(float(p[carriers[i], i]), number)
    return headline, carriers


def _running_sums(judged: Sequence[Judged], looks: Floats) -> Floats:
    """Sums over posts judged by each look of 1, e and e e' for every pair of vitals: (l, k, k, 4).

    The last axis is: posts in common, product, square of the first, square of the second. Where a vital learns another
    season its residuals are others from that look on.
    """
    k = len(judged)
    sums = np.zeros((len(looks), k, k, 4))
    starts = sorted({start for one in judged if one.course is not None for start, _ in one.course.residuals})
    for begin, end in pairwise([*starts, len(looks)]):
        scattered = [_by_row(one, begin) for one in judged]
        for a in range(k):
            for b in range(a + 1):
                if judged[a].sample.metric.per == judged[b].sample.metric.per:
                    sums[begin:end, a, b] = _sums_of_two(scattered[a], scattered[b], looks[begin:end])
    return sums


def _sums_of_two(one: Scattered, other: Scattered, looks: Floats) -> Floats:
    """The sums over the posts that two vitals have in common, up to each look: (l, 4)."""
    common, left, right = np.intersect1d(one[0], other[0], return_indices=True)
    if not len(common):
        return np.zeros((len(looks), 4))
    x, y, when = one[1][left], other[1][right], np.maximum(one[2][left], other[2][right])
    turn = np.argsort(when, kind="stable")
    upto = np.searchsorted(when[turn], looks, side="right")
    terms = np.stack([np.ones(len(x)), x * y, x * x, y * y], axis=1)[turn]
    return np.asarray(np.vstack([np.zeros(4), np.cumsum(terms, axis=0)])[upto])


def _by_row(one: Judged, look: int) -> Scattered:
    """Rows, residuals as known at a look, and days of judgement of the entries that have a residual."""
    if one.course is None:
        return np.empty(0, dtype=np.int64), np.empty(0), np.empty(0)
    residuals = [found for start, found in one.course.residuals if start <= look][-1]
    known = ~np.isnan(residuals)
    return one.sample.rows[known], residuals[known], one.course.series.when[known]


def correlation(sums: Floats) -> Floats:
    """Give the correlation of vitals' statistics; those of one format share only the posts of that format.

    Args:
        sums: (…, k, k, 4) as `_running_sums` has them; the lower half is enough.

    Returns:
        (…, k, k), of which the lower half counts.
    """
    posts, product, left, right = np.moveaxis(sums, -1, 0)
    alike = product / np.sqrt(np.maximum(left * right, 1e-12)) * posts / (posts + SHRINK_POSTS)
    own = np.diagonal(posts, axis1=-2, axis2=-1)
    overlap = posts / np.sqrt(np.maximum(own[..., :, None] * own[..., None, :], 1.0))
    matrix = np.where(posts < 2, 0.0, alike * np.minimum(overlap, 1.0))
    return np.where(np.eye(posts.shape[-1], dtype=bool), 1.0, matrix)
