"""What a choice does to a post: hour, weekday, format and rhythm, each held against the account's present mix.

One linear model: level (a random walk, whitened by its Kalman filter) plus the effects of all factors plus noise, whose
outliers are pulled in. Then each factor by itself: either nothing differs, or a few neighbouring cells stand out, or
all differ a little. These are weighed by how well they explain the posts, so that a best cell that is only the luckiest
is drawn back to nothing, and one that stands out surely is hardly drawn at all.

Source: de Jong 1991 (Ann. Statist. 19, 1073-1083) for regression within the filter; Huber 1981 for the pulled-in posts;
Mitchell & Beauchamp 1988 (JASA 83, 1023-1032) for effects that are there or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats._small import across, along, gram
from fieber.stats.mixture import at_most, quantile
from fieber.stats.prior import GAIN_SHARES, GAINS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]

SCALES: Floats = np.array([0.05, 0.1, 0.2, 0.4, 0.8, 1.6])  # sds of effects that are weighed, log units
SPREAD_OF_SCALES = 1.0  # log-sd of the sd of a factor's effects over accounts: what is usual is known to a factor of e
SIDE = (5, 15)  # posts on each side that make the running level from which outliers are told
SIDE_SHARE = 10
CUT = 2.0  # noise scales beyond which a post counts as one there
SAME = 20.0  # posts of a format that the scatter of all is worth against its own, as in the thermometer
NUISANCE = 2.5  # other factors may be so much larger than usual while one is looked at
SHORT_LIST = 4  # targets of which the whole law is worked out
LEAST = 0.02  # log units; nobody's posts scatter less


@dataclass(frozen=True, slots=True)
class Factor:
    """Something a person chooses for each post.

    cell: (n,) which of the k choices a post is, −1 where unknown. usual: sd of its effects over accounts, log units.
    patterns: (h, k) 0 or 1, cells that may stand out together. kernels: (k, k) correlations of effects where all
    differ. targets: (t, k) what may be recommended: weights over cells, each row adds up to 1. differs: beforehand, how
    probable it is that anything differs.
    """

    cell: Whole
    usual: float
    patterns: Floats
    kernels: tuple[Floats, ...]
    targets: Floats
    differs: float = 0.5


@dataclass(frozen=True, slots=True)
class Gain:
    """What following one target would do against the present mix, log units: median and 90 % interval; P(better)."""

    target: int
    median: float
    low: float
    high: float
    p_better: float


@dataclass(frozen=True, slots=True)
class Design:
    """The posts after level and outliers: what is known of all effects at once.

    precision: (m, m) and score: (m,) of all columns. columns: slice of each factor. prior: (m, m) precision of the
    columns while they are not looked at. scatter: noise of a post, log units. mean: (m,) posterior mean of the effects.
    """

    precision: Floats
    score: Floats
    columns: tuple[slice, ...]
    prior: Floats
    scatter: float
    mean: Floats = field(repr=False)


def design(value: Floats, factors: Sequence[Factor], *, noisy: Whole) -> Design:
    """Fit all factors at once.

    Args:
        value: (n,) log values by time, season taken out. factors: what is chosen. noisy: (n,) groups of posts that may
            scatter differently (formats), −1: unknown.
    """
    columns, slices = _columns(len(value), factors)
    prior = _prior(factors, slices)
    pulled, relative, scale = _pulled_in(value, columns, prior, noisy)
    white, log_widths = _whitened(np.column_stack([columns, pulled]), relative)
    best: tuple[float, Floats, Floats, float] | None = None
    for rows, log_width, share in zip(white, log_widths, GAIN_SHARES, strict=True):
        x, y = rows[:, :-1], rows[:, -1]
        power, moment = gram(x), across(x, y)
        noise = scale
        for _ in range(2):
            inner = power + noise**2 * prior
            beta = np.asarray(np.linalg.solve(inner, moment))
            rest = float(y @ y - moment @ beta)
            noise = sqrt(max(rest / len(y), LEAST**2))
        evidence = -0.5 * (
            len(y) * 2 * np.log(noise) + log_width + np.linalg.slogdet(inner)[1] - 2 * len(beta) * np.log(noise)
        )
        fit = float(evidence) + float(np.log(share))
        if best is None or fit > best[0]:
            away = y - along(x, beta)
            edf = float(np.trace(np.linalg.solve(inner, power)))
            noise = sqrt(max(float(away @ away) / max(len(y) - edf, len(y) / 2), LEAST**2))
            best = (fit, power, moment, noise)
    assert best is not None  # noqa: S101 - there are always gains; for the type checker
    _, power, moment, noise = best
    precision, score = power / noise**2, moment / noise**2
    return Design(precision, score, slices, prior, noise, np.asarray(np.linalg.solve(precision + prior, score)))


def gains(fit: Design, factors: Sequence[Factor], which: int, *, recent: NDArray[np.bool_]) -> list[Gain]:
    """Give what the best targets of one factor would bring against the mix of the recent posts, the surest first.

    Args:
        fit: from `design`. factors: the same. which: the one that is looked at. recent: (n,) posts of today.
    """
    factor, own = factors[which], fit.columns[which]
    score, precision = _alone(fit, own)
    weight, mean, step, law = _hypotheses(factor, score, precision)
    habit = _habit(fit, factors, which, recent)
    expected = np.exp(mean) @ habit
    pull = np.exp(mean) * habit / expected[:, None]  # how the level of the mix moves with each effect
    middle = mean @ factor.targets.T - np.log(expected)[:, None]
    away = factor.targets[None] - pull[:, None, :]
    variance = np.einsum("htk,hk->ht", away, step) ** 2
    for place, covariance in law:
        variance[place] = np.einsum("tk,kl,tl->t", away[place], covariance, away[place])
    # the recent posts are a sample of the habit: its mix is known no better than they tell
    mixed = np.maximum(((np.exp(mean) / expected[:, None] - 1) ** 2) @ habit, 0.0) / max(int(recent.sum()), 1)
    width = np.sqrt(np.maximum(variance + mixed[:, None], 1e-18))
    roughly = weight @ middle
    rough_width = np.sqrt(np.maximum(weight @ (middle**2 + width**2) - roughly**2, 0.0))
    # whole laws only of those that may be best: a quantile costs two thousand times what a mean does
    few = np.argsort(-(roughly - 1.64 * rough_width), kind="stable")[:SHORT_LIST]
    low, median, high = (quantile(weight, middle[:, few], width[:, few], p) for p in (0.05, 0.5, 0.95))
    worse = at_most(weight, middle[:, few], width[:, few], np.full(len(few), 1e-6))
    found = zip(few.tolist(), median.tolist(), low.tolist(), high.tolist(), (1 - worse).tolist(), strict=True)
    return sorted((Gain(*one) for one in found), key=lambda gain: (-gain.low, gain.target))


def posts_to_tell(gain: float, scatter: float) -> int:
    """Give how many posts a trial needs, half of them as tried: power 0.8 at a two-sided alpha of 0.05, in pairs.

    Args:
        gain: what is expected, log units. scatter: noise of a post, log units.

    The rank test of the pairs needs 1 / 0.955 times what the normal law says (Hodges & Lehmann 1956).
    """
    pairs = (1.959964 + 0.841621) ** 2 * 2 * scatter**2 / gain**2 / 0.955
    return 2 * max(6, int(np.ceil(pairs)))


def _columns(n: int, factors: Sequence[Factor]) -> tuple[Floats, tuple[slice, ...]]:
    """One 0-1 column a cell, factor after factor."""
    widths = [factor.targets.shape[1] for factor in factors]
    ends = np.cumsum([0, *widths])
    columns = np.zeros((n, int(ends[-1])))
    for factor, first in zip(factors, ends.tolist(), strict=False):
        known = np.flatnonzero(factor.cell >= 0)
        columns[known, first + factor.cell[known]] = 1.0
    return columns, tuple(slice(int(a), int(b)) for a, b in pairwise(ends))


def _prior(factors: Sequence[Factor], slices: Sequence[slice]) -> Floats:
    """Precision of the columns while another factor is looked at: wide, so that their differences are taken out."""
    prior = np.zeros((slices[-1].stop, slices[-1].stop))
    for factor, own in zip(factors, slices, strict=True):
        kernel = factor.kernels[-1] if factor.kernels else np.eye(own.stop - own.start)
        prior[own, own] = np.linalg.inv(kernel) / (NUISANCE * factor.usual) ** 2
    return prior


def _pulled_in(value: Floats, columns: Floats, prior: Floats, noisy: Whole) -> tuple[Floats, Floats, float]:
    """Give the values with outliers pulled in, each post's noise over the account's, and that noise."""
    side = int(np.clip(len(value) // SIDE_SHARE, *SIDE))
    off = _off_level(np.column_stack([columns, value]), side)
    x, y = off[:, :-1], off[:, -1]
    inner, relative = gram(x), np.ones(len(value))
    beta: Floats = np.zeros(x.shape[1])
    scale = _scale(y)
    for _ in range(3):
        rest = y - along(x, beta)
        cut = np.clip(rest, -CUT * scale * relative, CUT * scale * relative)
        beta = np.asarray(np.linalg.solve(inner + scale**2 * prior, across(x, cut + along(x, beta))))
        rest = y - along(x, beta)
        relative = _relative(rest, noisy)
        scale = _scale(rest / relative)
    limit = CUT * scale * relative
    inside = float((np.abs(rest) <= limit).mean())
    # the pseudo-value of a robust mean: pulled in, and stretched by how fast that mean follows the posts
    return value - rest + np.clip(rest, -limit, limit) / max(inside, 0.5), relative, scale


def _off_level(columns: Floats, side: int) -> Floats:
    """Take the mean over up to `side` rows on each side out of each column; the row itself takes no part."""
    n = len(columns)
    total = np.vstack([np.zeros(columns.shape[1]), np.cumsum(columns, axis=0)])
    first, last = np.maximum(np.arange(n) - side, 0), np.minimum(np.arange(n) + side + 1, n)
    around = (total[last] - total[first] - columns) / np.maximum(last - first - 1, 1)[:, None]
    return np.asarray((columns - around) / sqrt(1 + 1 / (2 * side)))


def _relative(rest: Floats, noisy: Whole) -> Floats:
    """Noise of each post's group over that of all, drawn to 1 as if by SAME posts; (n,)."""
    whole, relative = _scale(rest), np.ones(len(rest))
    for group in np.unique(noisy[noisy >= 0]):
        mine = noisy == group
        n = int(mine.sum())
        own = _scale(rest[mine]) if n > 3 else whole
        relative[mine] = np.exp(np.log(own / whole) * n / (n + SAME))
    return relative


def _scale(rest: Floats) -> float:
    return max(1.4826 * float(np.median(np.abs(rest - np.median(rest)))), LEAST)


def _whitened(columns: Floats, relative: Floats) -> tuple[Floats, Floats]:
    """Give the innovations of every column for each gain, (g, n − 1, m), and their summed log variances, (g,)."""
    n, m = columns.shape
    rows, log_width = np.empty((len(GAINS), n - 1, m)), np.zeros(len(GAINS))
    level, variance = np.tile(columns[0], (len(GAINS), 1)), np.full(len(GAINS), relative[0] ** 2)
    for i in range(1, n):
        variance = variance + GAINS
        width = variance + relative[i] ** 2
        away = columns[i] - level
        rows[:, i - 1] = away / np.sqrt(width)[:, None]
        log_width += np.log(width)
        share = variance / width
        level += share[:, None] * away
        variance = variance * (1 - share)
    return rows, log_width


def _alone(fit: Design, own: slice) -> tuple[Floats, Floats]:
    """Score and precision of one factor's effects, those of the other factors integrated out."""
    others = np.ones(len(fit.score), dtype=np.bool_)
    others[own] = False
    cross = fit.precision[own][:, others]
    inner = fit.precision[np.ix_(others, others)] + fit.prior[np.ix_(others, others)]
    solved = np.linalg.solve(inner, np.column_stack([cross.T, fit.score[others]]))
    precision = fit.precision[own, own] - cross @ solved[:, :-1]
    return fit.score[own] - cross @ solved[:, -1], (precision + precision.T) / 2


def _hypotheses(
    factor: Factor, score: Floats, precision: Floats
) -> tuple[Floats, Floats, Floats, list[tuple[int, Floats]]]:
    """Weigh what may be: (h,) weights, (h, k) posterior means, (h, k) one posterior step each; and full covariances."""
    k = len(score)
    sure = np.exp(-0.5 * (np.log(SCALES / factor.usual) / SPREAD_OF_SCALES) ** 2)
    sure /= sure.sum()
    stand_out, slope = factor.patterns @ score, np.einsum("hk,kl,hl->h", factor.patterns, precision, factor.patterns)
    squares = SCALES[None] ** 2
    grown = 1 + squares * slope[:, None]
    evidence = 0.5 * stand_out[:, None] ** 2 * squares / grown - 0.5 * np.log(grown)
    families = 1 + len(factor.kernels) if len(factor.patterns) else len(factor.kernels)
    each = np.log(factor.differs / families) + np.log(sure)
    log_weight = [np.array([np.log(1 - factor.differs)]), (evidence + each - np.log(max(len(stand_out), 1))).ravel()]
    size = stand_out[:, None] * squares / grown
    mean = [np.zeros((1, k)), (size[:, :, None] * factor.patterns[:, None, :]).reshape(-1, k)]
    step = [np.zeros((1, k)), (np.sqrt(squares / grown)[:, :, None] * factor.patterns[:, None, :]).reshape(-1, k)]
    law: list[tuple[int, Floats]] = []
    place = sum(len(one) for one in log_weight)
    for kernel in factor.kernels:
        for scale, prior_weight in zip(SCALES.tolist(), each.tolist(), strict=True):
            root = scale * np.linalg.cholesky(kernel + 1e-9 * np.eye(k))
            inner = np.eye(k) + root.T @ precision @ root
            covariance = root @ np.linalg.solve(inner, root.T)
            middle = covariance @ score
            log_weight.append(np.array([0.5 * score @ middle - 0.5 * np.linalg.slogdet(inner)[1] + prior_weight]))
            mean.append(middle[None])
            step.append(np.zeros((1, k)))
            law.append((place, covariance))
            place += 1
    logs = np.concatenate(log_weight)
    weight = np.exp(logs - logs.max())
    return weight / weight.sum(), np.concatenate(mean), np.concatenate(step), law


def _habit(fit: Design, factors: Sequence[Factor], which: int, recent: NDArray[np.bool_]) -> Floats:
    """Share of each cell in what the recent posts bring, apart from this factor's own effects; (k,)."""
    brings = np.ones(len(recent))
    for place, (factor, own) in enumerate(zip(factors, fit.columns, strict=True)):
        if place != which:
            effects = np.append(fit.mean[own], 0.0)  # a cell of −1 is the last
            brings *= np.exp(effects[factor.cell])
    mine = factors[which]
    counted = recent & (mine.cell >= 0)
    share = np.bincount(mine.cell[counted], weights=brings[counted], minlength=mine.targets.shape[1])
    return np.asarray(share / max(float(share.sum()), 1e-12))
