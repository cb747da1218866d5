"""What many accounts had in common: a robust factor for each span of time, and how well it is known.

Every account has a level of its own, every span (mostly a week) a factor that all share. Levels come only from the time
before a date, so that what happened to an account after it cannot move its level; accounts that went their own way
after it are told apart by a mixture of a narrow and a broad normal law and take no part. docs/method.md derives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats._together import common, steadiness
from fieber.stats.normal import student_95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

HALF_LIVES = (4.0, 8.0, 16.0, 32.0, 64.0)  # spans after which what is known of a level counts half: levels wander
LOOKED_AT = 52  # spans back in which half-lives are compared
AHEAD = 3  # spans that a level is held against, to find the half-life that foretells best
TURNS = 3  # refits of weights; a fourth changes the factor by less than a hundredth of its error
HUBER = 2.0  # scales beyond which a span of one account counts less: 95 % efficient at the normal law


@dataclass(frozen=True, slots=True)
class Factor:
    """The common factor of each span against the time before the date.

    level: (b,) log units, 0 on average before the date; nan in no span (what nobody saw is drawn through).
    weight: (a, b) share of each account in each span, columns add up to 1 or are 0. residual: (a, b) what the account
    had beyond its level and the factor. kept: (a,) probability that the account took part in what was common.
    spread: sd between accounts of their change after the date, beyond scatter. steady: (b,) `steadiness` of each span.
    """

    level: Floats
    weight: Floats
    residual: Floats
    kept: Floats
    spread: float
    steady: Floats


@dataclass(frozen=True, slots=True)
class Estimate:
    """A combination of factors in log units, its standard error, and how many accounts stand behind it."""

    value: float
    error: float
    accounts: int

    def interval(self) -> tuple[float, float]:
        """Give the 90 % interval; few accounts widen it as Student's law does."""
        reach = student_95(self.accounts - 1)
        return self.value - reach * self.error, self.value + reach * self.error


def factor(mean: Floats, count: Floats, scatter: Floats, before: int) -> Factor:
    """Find the common factor of b spans, of which the first `before` lie before the date.

    Args:
        mean: (a, b) mean log value of each account in each span; anything where `count` is 0.
        count: (a, b) posts. scatter: (a,) sd of a single post.
        before: 1 ≤ before ≤ b; accounts without a post in these spans take no part.
    """
    seen = np.asarray(count > 0, dtype=np.bool_)
    value = np.where(seen, mean, 0.0)
    noise = np.where(seen, scatter[:, None] ** 2 / np.maximum(count, 1), 0.0)
    early, known = _before(value[:, :before], noise[:, :before], seen[:, :before])
    level, level_variance, wander = _own_levels(value[:, :before] - early, known, noise[:, :before], seen[:, :before])
    residual = np.where(seen, value - level[:, None], 0.0)
    residual[:, :before] -= np.where(seen[:, :before], early, 0.0)
    took_part = np.asarray(seen[:, :before].any(axis=1))
    late, kept, weight_late, spread, steady = _after(
        residual[:, before:],
        noise[:, before:] + wander[:, None],
        seen[:, before:] & took_part[:, None],
        level_variance,
    )
    residual[:, before:] = np.where(seen[:, before:] & took_part[:, None], residual[:, before:] - late, 0.0)
    whole = np.concatenate([early, late])
    weight = np.hstack([known, weight_late])
    total = weight.sum(axis=0)
    weight = weight / np.where(total > 0, total, 1.0)
    steady_in = np.where(np.arange(len(whole)) < before, 1.0, steady)
    return Factor(_drawn_through(whole, total > 0), weight, residual, kept, spread, steady_in)


def _before(value: Floats, noise: Floats, seen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Two-way fit (account and span) of the time before the date: factors (mean 0), and the weight of each cell."""
    wander = np.full(len(value), 0.02)  # variance of a span's level beyond scatter, until it is known
    robust = np.ones_like(value)
    factors, weight = np.zeros(value.shape[1]), np.zeros_like(value)
    for _ in range(TURNS):
        weight = np.where(seen, robust / np.maximum(noise + wander[:, None], 1e-9), 0.0)
        factors = _two_way(value, weight)
        rows = np.maximum(weight.sum(axis=1), 1e-12)
        level = (weight * (value - factors)).sum(axis=1) / rows
        residual = np.where(seen, value - level[:, None] - factors, 0.0)
        wander = _wander(residual, noise, seen)
        scale = np.sqrt(noise + wander[:, None])
        robust = HUBER / np.maximum(np.abs(residual) / np.maximum(scale, 1e-9), HUBER)
    return factors, weight


def _two_way(value: Floats, weight: Floats) -> Floats:
    """Solve the normal equations of spans after the accounts' levels are taken out; the least-norm solution."""
    rows = weight.sum(axis=1)
    columns = weight.sum(axis=0)
    half = weight / np.sqrt(np.maximum(rows, 1e-12))[:, None]
    matrix = np.diag(columns) - half.T @ half  # of one matrix with itself only one half is worked out
    level = (weight * value).sum(axis=1) / np.maximum(rows, 1e-12)
    right = (weight * (value - level[:, None])).sum(axis=0)
    # a constant is free: it is set so that the weighted mean is 0, which also makes the matrix regular
    tie = columns / max(columns.sum(), 1e-12)
    scale = max(float(columns.max(initial=0.0)), 1e-12)
    empty = np.where(columns > 0, 0.0, scale)
    solved = np.linalg.solve(matrix + scale * np.outer(tie, tie) + np.diag(empty + 1e-9 * scale), right)
    return np.asarray(solved - (tie * solved).sum())


def _wander(residual: Floats, noise: Floats, seen: NDArray[np.bool_]) -> Floats:
    """Variance of each account's spans beyond scatter, from the median square, eight spans of all accounts beside."""
    spans = seen.sum(axis=1)
    ordered = np.sort(np.where(seen, residual**2, np.inf), axis=1)
    middle = np.maximum(spans - 1, 0) // 2
    square = np.where(spans > 0, ordered[np.arange(len(spans)), middle], 0.0) / 0.455  # median of chi-square of 1
    square *= (spans + 1.0) / np.maximum(spans, 1.0)  # a level was fitted
    usual = np.where(spans > 0, noise.sum(axis=1) / np.maximum(spans, 1), 0.0)
    beyond = np.maximum(square - usual, 0.0)
    everyone = float(np.median(beyond[spans > 4])) if (spans > 4).any() else 0.02
    return np.asarray((spans * beyond + 8 * everyone) / (spans + 8))


def _own_levels(off: Floats, weight: Floats, noise: Floats, seen: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Level of each account just before the date, its variance, and the wander of a span; late spans count most."""
    spans = off.shape[1]
    recent = 0.5 ** (np.arange(spans, 0, -1) / _half_life(off, weight))
    share = weight * recent
    total = np.maximum(share.sum(axis=1), 1e-12)
    level = (share * off).sum(axis=1) / total
    residual = np.where(seen, off - level[:, None], 0.0)
    wander = _wander(residual, noise, seen)
    variance = (share**2 * (noise + wander[:, None])).sum(axis=1) / total**2
    return np.asarray(level), np.asarray(variance), wander


def _half_life(off: Floats, weight: Floats) -> float:
    """Give the half-life of a level that foretells the next spans of most accounts best."""
    spans = off.shape[1]
    cuts = np.arange(spans - AHEAD, max(spans // 4, spans - LOOKED_AT), -AHEAD)
    if not len(cuts):
        return HALF_LIVES[len(HALF_LIVES) // 2]
    value = weight * off
    ages = cuts[None, :] - 1 - np.arange(spans)[:, None]  # of each span at each cut
    ahead = ((ages < 0) & (ages >= -AHEAD)).astype(np.float64)
    later = weight @ ahead
    came = value @ ahead / np.maximum(later, 1e-12)
    misses = []
    for half_life in HALF_LIVES:
        recent = np.where(ages >= 0, 0.5 ** (np.maximum(ages, 0) / half_life), 0.0)
        total = weight @ recent
        known = (total > 0) & (later > 0)
        miss = value @ recent / np.maximum(total, 1e-12) - came
        misses.append(float(np.median(np.abs(miss[known]))) if known.any() else np.inf)
    return HALF_LIVES[int(np.argmin(misses))]


def _after(
    off: Floats, noise: Floats, seen: NDArray[np.bool_], level_variance: Floats
) -> tuple[Floats, Floats, Floats, float, float]:
    """Factors after the date: factors (b,), kept (a,), weights (a, b), spread, steadiness.

    Each account is first one number, its mean change after the date; whether it took part is decided by that.
    """
    spans = off.shape[1]
    robust = np.where(seen, 1 / np.maximum(noise, 1e-9), 0.0)
    has = seen.any(axis=1)
    late = np.zeros(spans)
    kept, weight, spread, steady = np.where(has, 1.0, 0.0), robust, 0.0, 1.0
    if not has.any():
        return late, kept, np.zeros_like(off), spread, steady
    for turn in range(TURNS):
        total = robust.sum(axis=1)
        mean = np.where(has, (robust * (off - late)).sum(axis=1) / np.maximum(total, 1e-12), 0.0)
        variance = np.where(has, 1 / np.maximum(total, 1e-12), 0.0) + level_variance
        spread, part = common(mean[has], variance[has], is_centred=turn > 0)
        kept[has] = part
        steady = steadiness(mean[has], variance[has], spread, part)
        account = kept / (spread**2 + variance)
        weight = robust / np.maximum(total, 1e-12)[:, None] * account[:, None]
        columns = weight.sum(axis=0)
        found = (weight * off).sum(axis=0) / np.maximum(columns, 1e-12)
        late = np.where(columns > 0, found, 0.0)
        scale = np.sqrt(noise + level_variance[:, None] + spread**2)
        residual = np.where(seen, off - late, 0.0)
        huber = HUBER / np.maximum(np.abs(residual) / np.maximum(scale, 1e-9), HUBER)
        robust = np.where(seen, huber / np.maximum(noise, 1e-9), 0.0)
    return late, kept, weight, spread, steady


def _drawn_through(level: Floats, known: NDArray[np.bool_]) -> Floats:
    """Fill spans that nobody saw by a straight line between their neighbours."""
    if known.all() or not known.any():
        return np.where(known, level, 0.0)
    places = np.arange(len(level))
    return np.interp(places, places[known], level[known])


@dataclass(frozen=True, slots=True)
class Summed:
    """A factor with what its errors are made of, the accounts summed up: a tenth of the memory.

    level: (b,) as in `Factor`. products: (b, b) of what each account contributes in two spans, summed over accounts.
    seen_in: (a, b / 8) bits, in which spans an account contributes.
    """

    level: Floats
    products: Floats
    seen_in: NDArray[np.uint8]

    def contrast(self, early: slice, late: slice) -> Floats | None:
        """Give the weights, for `combine`, of some spans against earlier ones; None where one side was not seen.

        A span counts by how many accounts it was seen in: the last days, of which few counters can be judged, may hang
        on a single one.
        """
        n = np.unpackbits(self.seen_in, axis=1)[:, : len(self.level)].sum(axis=0).astype(np.float64)
        before, after = n[early].sum(), n[late].sum()
        if not before or not after:
            return None
        shares = np.zeros(len(self.level))
        shares[early], shares[late] = -n[early] / before, n[late] / after
        return shares

    def combine(self, shares: Floats) -> Estimate:
        """Give a combination of factors with its error.

        Args:
            shares: (b,) weights of the spans, for example 1 spread over those after the date, -1 over those before.
        """
        return Estimate(float(shares @ self.level), *self.error(shares))

    def error(self, shares: Floats) -> tuple[float, int]:
        """Give the standard error of a combination, clustered by account, and the number of contributors.

        It is the sandwich of the accounts' own contributions (Liang & Zeger 1986), so that neither an account's slow
        wander nor posts of one day make it too small.
        """
        n = int((self.seen_in & np.packbits(shares != 0)).any(axis=1).sum())
        return _clustered(max(0.0, float(shares @ self.products @ shares)), n)


def summed(found: Factor) -> Summed:
    """Give a factor of which only combinations are asked from now on."""
    part = _contributions(found)
    return Summed(found.level, part.T @ part, np.packbits(part != 0, axis=1))


def _contributions(found: Factor) -> Floats:
    """Share × residual, divided by one less the share: how far a mean moves when an account is left out (jackknife).

    Divided by the steadiness too: when it is left out, the others' part changes as well.
    """
    return np.asarray(found.weight * found.residual / (np.maximum(1 - found.weight, 0.5) * found.steady))


def error_of(pull: Floats) -> tuple[float, int]:
    """Give the standard error of a sum of independent contributions, and the number of contributors."""
    return _clustered(float((pull**2).sum()), int((pull != 0).sum()))


def _clustered(square: float, n: int) -> tuple[float, int]:
    return (sqrt(square * n / (n - 1)), n) if n > 1 else (float("inf"), n)


def span_errors(found: Factor) -> Floats:
    """Give the standard error of each span's factor; (b,), inf where fewer than two accounts were seen."""
    pull = _contributions(found)
    n = (found.weight > 0).sum(axis=0)
    square = (pull**2).sum(axis=0) * n / np.maximum(n - 1, 1)
    return np.where(n > 1, np.sqrt(square), np.inf)


def shrunk(deviation: Floats, error: Floats, *, around: int | None = None) -> Floats:
    """Pull deviations towards 0 by how uncertain they are (empirical Bayes, the between-variance by moments).

    Args:
        deviation, error: (k,); those with an infinite error become 0. around: the variance is learned from so many
            neighbours on each side, where deviations come and go; without it, from all.
    """
    known = np.isfinite(error)
    if not known.any():
        return np.zeros(len(deviation))
    beyond = np.where(known, deviation**2 - np.where(known, error, 0.0) ** 2, 0.0)
    window = np.ones(2 * (len(known) if around is None else around) + 1)
    sums = [np.convolve(part, window)[len(window) // 2 :][: len(known)] for part in (beyond, known.astype(np.float64))]
    between = np.maximum(0.0, sums[0] / np.maximum(sums[1], 1.0))
    safe = np.where(known, error, 1.0)
    return np.where(known, deviation * between / np.maximum(between + safe**2, 1e-12), 0.0)


def in_percent(step: float) -> float:
    """Turn a step in log units into percent."""
    return 100 * (exp(step) - 1)


def deviation(change: Floats, variance: Floats) -> tuple[float, float]:
    """Give the common part of what accounts had beyond a factor already taken off, and its standard error.

    Args:
        change: (a,) change of each account. variance: (a,) of it, as far as known.

    Returns:
        Robust mean and its error; error inf with fewer than two accounts.
    """
    if len(change) < 2:
        return 0.0, float("inf")
    spread, part = common(change, variance, is_centred=False)
    weight = part / (spread**2 + variance)
    weight = weight / weight.sum()
    middle = float((weight * change).sum())
    pull = weight * (change - middle) / np.maximum(1 - weight, 0.5)
    return middle, error_of(pull / steadiness(change, variance, spread, part))[0]
