"""A change laid over the links of its chain: log changes that add up exactly, with their covariance.

A post's count is a product with a sum in it: followers · (followers reached + others reached, per follower) · count per
reach. Every post after is held against every post before of its own format; in each pair the change of the sum is laid
over its parts by the logarithmic mean Divisia index (Ang 2005, Energy Policy 33, 867-871), which leaves no remainder
and has no trouble with zero. A link is the weighted mean over all pairs; the links add up because each pair does. What
sets the formats apart is learned from pairs of posts before that lie close in time, and taken off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats.normal import student_95
from fieber.stats.percent import change_percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_POSTS = 250  # of each side that are paired; 60,000 pairs tell a mean well enough and take milliseconds
TAIL = 2.5  # scales beyond which a post counts less (Huber): one hit is not the level
KIND_WEIGHT = 2.0  # posts of a format that what sets it apart is drawn towards none by: scatter over spread of formats
NEAR_POSTS = 15.0  # posts after which a neighbour in time counts half in telling the formats apart
MOST_LAGS = 4  # posts over which errors may hang together


@dataclass(frozen=True, slots=True)
class Side:
    """The posts before, or those after, oldest first; all arrays (n,), n ≥ 2.

    level: log(offset + x) of the metric. kind: number of the format. weight: how much each counts, before outliers.
    followers: at posting, above zero. reach: above zero. share: of the reach, those who do not follow, 0 to 1.
    None: the input does not say; `share` needs `reach`.
    """

    level: Floats
    kind: NDArray[np.int64]
    weight: Floats
    followers: Floats | None = None
    reach: Floats | None = None
    share: Floats | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """Log changes (k,) by name, their covariance (k, k), and the degrees of freedom of it."""

    names: tuple[str, ...]
    change: Floats
    covariance: Floats
    degrees: float


def within(before: Side, after: Side, *, rest: str = "rest", last: str = "engagement_per_reach") -> Parts:
    """Lay the change within formats over the links that both sides know.

    Args:
        before, after: the two sides; they know the same columns.
        rest: name of the link for what cannot be told apart. last: name of the link from reach to the count.

    Returns:
        Parts that add up to the change of the robust mean of `level` within formats; `rest` is always one of them.
    """
    before, after = _thinned(before), _thinned(after)
    old, new = _robust(before), _robust(after)
    changes = _changes(before, after, rest, last)
    terms = np.stack(list(changes.values()))
    held = terms @ old  # each late post against all before, (k, after)
    raw = held @ new
    late = new * (held - raw[:, None])
    early = old * (np.stack([new @ one for one in terms]) - raw[:, None])
    own = (np.stack(list(_changes(before, before, rest, last).values())) * _near(before)).sum(axis=2)
    apart = _apart(before.kind, own)
    moved, early_moved, late_moved = _moved(before, after, apart, (old, new))
    covariance = _long_run(late - late_moved, new) + _long_run(early - early_moved, old)
    return Parts(tuple(changes), raw - moved, covariance, 1 / float((new**2).sum()) - 1)


def mix(before: Side, after: Side) -> tuple[float, float]:
    """Give the change of the mean level that comes from other shares of the formats, at their levels before.

    Returns:
        The log change and its variance.
    """
    before, after = _thinned(before), _thinned(after)
    weights = _robust(before), _robust(after)
    apart = _apart(before.kind, (before.level - _near(before) @ before.level)[None])
    moved, early, late = _moved(before, after, apart, weights)
    covariance = _long_run(late, weights[1]) + _long_run(early, weights[0])
    return float(moved[0]), float(covariance[0, 0])


def held_to(parts: Parts, total: float, variance: float, *, rest: str = "rest") -> Parts:
    """Give the parts so that they add up to a total that is known from elsewhere, in log units.

    Where both say about the same (by a factor of two), the parts are scaled; what is left goes to `rest`. A total that
    is less sure than the parts' own sum makes each part less sure by its share.

    Args:
        parts: with a part called `rest`. total, variance: the total's log change and its variance.
    """
    own = float(parts.change.sum())
    at = parts.names.index(rest)
    if own * total <= 0:
        change, covariance = parts.change.copy(), parts.covariance.copy()
        change[at] += total - own
        covariance[at, at] += (total - own) ** 2
        return Parts(parts.names, change, covariance, parts.degrees)
    scale = min(max(total / own, 0.5), 2.0)
    change, covariance = parts.change * scale, parts.covariance * scale**2
    share = parts.change / own
    covariance = covariance + np.outer(share, share) * max(0.0, variance - float(covariance.sum()))
    left = total - float(change.sum())
    if abs(left) > 1e-12:
        change[at] += left
        covariance[at, at] += left**2  # nobody knows where it lies
    return Parts(parts.names, change, covariance, parts.degrees)


def points(parts: Parts, level: float, offset: float) -> tuple[float, Floats, Floats, Floats]:
    """Turn log changes into percentage points of the whole change, each with its 90 % interval.

    Args:
        parts: the log changes. level: log(offset + x) before. offset: 1 for counts, 0 for ratios.

    Returns:
        The total in percent; points, low and high ends, each (k,). The points add up to the total.
    """
    step = float(parts.change.sum())
    factor = points_per_log(step, level, offset)
    slope = (points_per_log(step + 1e-3, level, offset) - points_per_log(step - 1e-3, level, offset)) / 2e-3
    told = parts.change * factor
    turn = factor * np.eye(len(told)) + slope * parts.change[:, None]
    error = np.sqrt(np.maximum(np.diag(turn @ parts.covariance @ turn.T), 0.0)) * student_95(parts.degrees)
    return float(told.sum()), told, told - error, told + error


def points_per_log(step: float, level: float, offset: float) -> float:
    """Give the percentage points of one log unit, where the whole change is `step` log units from `level`."""
    if abs(step) < 1e-6:
        step = 1e-6  # the limit, to six places
    return float(change_percent(np.array([step]), np.array([level]), offset)[0]) / step


def joined(parts: Parts, names: tuple[str, ...], change: Floats, variance: Floats) -> Parts:
    """Give the parts with further ones (m,) that know nothing of them."""
    n, more = len(parts.names), len(names)
    covariance = np.zeros((n + more, n + more))
    covariance[:n, :n] = parts.covariance
    covariance[range(n, n + more), range(n, n + more)] = variance
    return Parts((*parts.names, *names), np.append(parts.change, change), covariance, parts.degrees)


def _thinned(side: Side) -> Side:
    """Give at most `MOST_POSTS` posts, evenly chosen."""
    n = len(side.level)
    if n <= MOST_POSTS:
        return side
    kept = np.linspace(0, n - 1, MOST_POSTS).round().astype(np.intp)
    followers, reach, share = (
        None if values is None else values[kept] for values in (side.followers, side.reach, side.share)
    )
    return Side(side.level[kept], side.kind[kept], side.weight[kept], followers, reach, share)


def _robust(side: Side) -> Floats:
    """Weights that add up to one; a post far from the others of its format counts less."""
    centre = np.full(len(side.level), np.median(side.level))
    for kind in np.unique(side.kind):
        own = side.kind == kind
        share = own.sum() / (own.sum() + KIND_WEIGHT)
        centre[own] += share * (np.median(side.level[own]) - centre[own])
    away = np.abs(side.level - centre)
    scale = 1.4826 * float(np.median(away)) + 1e-9
    weight = side.weight * np.minimum(1.0, TAIL * scale / np.maximum(away, 1e-12))
    return np.asarray(weight / weight.sum())


@dataclass(frozen=True, slots=True)
class _Apart:
    """What sets each format apart, (k, formats), and how each post before takes part in it, (k, n)."""

    kinds: NDArray[np.int64]
    effect: Floats
    influence: Floats


def _near(side: Side) -> Floats:
    """How much each post counts as a neighbour in time of each other; (n, n), rows add up to one."""
    place = np.arange(len(side.level))
    near = np.exp2(-np.abs(place[:, None] - place[None, :]) / NEAR_POSTS)
    near *= _robust(replace(side, weight=np.ones(len(place))))[None, :]
    return np.asarray(near / near.sum(axis=1, keepdims=True))


def _apart(kind: NDArray[np.int64], own: Floats) -> _Apart:
    """Take the mean of each format's posts against their neighbours, (k, n), drawn towards none: what sets it apart."""
    kinds = np.unique(kind)
    effect, influence = np.zeros((len(own), len(kinds))), np.zeros_like(own)
    for at, one in enumerate(kinds):
        rows = kind == one
        n = int(rows.sum())
        middle = np.median(own[:, rows], axis=1, keepdims=True)
        scale = 1.4826 * np.median(np.abs(own - np.median(own, axis=1, keepdims=True)), axis=1, keepdims=True) + 1e-9
        mean = middle[:, 0] + np.clip(own[:, rows] - middle, -TAIL * scale, TAIL * scale).mean(axis=1)
        believed = n / (n + KIND_WEIGHT)
        effect[:, at] = believed * mean
        influence[:, rows] = believed / n * np.clip(own[:, rows] - mean[:, None], -TAIL * scale, TAIL * scale)
    return _Apart(kinds, effect, influence)


def _moved(before: Side, after: Side, apart: _Apart, weights: tuple[Floats, Floats]) -> tuple[Floats, Floats, Floats]:
    """How other shares of the formats move each link, (k,), with the influence of each post before and after."""
    effects = []
    for kinds in (before.kind, after.kind):
        at = np.minimum(np.searchsorted(apart.kinds, kinds), len(apart.kinds) - 1)
        effects.append(np.where(apart.kinds[at] == kinds, apart.effect[:, at], 0.0))  # a new format: nothing is known
    old, new = effects[0] @ weights[0], effects[1] @ weights[1]
    shift = {
        int(kind): weights[1][after.kind == kind].sum() - weights[0][before.kind == kind].sum() for kind in apart.kinds
    }
    learned = apart.influence * np.array([shift[int(kind)] for kind in before.kind])
    early = learned - weights[0] * (effects[0] - old[:, None])
    return new - old, early, weights[1] * (effects[1] - new[:, None])


def _changes(before: Side, after: Side, rest: str, last: str) -> dict[str, Floats]:
    """Log change of each link in each pair, (after, before); for every pair they add up to that of the level."""
    whole = after.level[:, None] - before.level[None, :]
    followers = _log_change(before.followers, after.followers)
    found = {} if followers is None else {"followers": followers}
    of_each = whole if followers is None else whole - followers  # from here on per follower
    if before.reach is None or after.reach is None:
        return found | {rest: of_each}
    early = before.reach if before.followers is None else before.reach / before.followers
    late = after.reach if after.followers is None else after.reach / after.followers
    reach = np.asarray(np.log(late)[:, None] - np.log(early)[None, :])
    if before.share is None or after.share is None:
        return found | ({last: of_each - reach, rest: reach} if last != rest else {rest: of_each})
    scale = logarithmic_mean(late[:, None], early[None, :])
    others = ((late * after.share)[:, None] - (early * before.share)[None, :]) / scale
    found |= {"reach_followers": reach - others, "reach_non_followers": others}
    return found | ({rest: of_each - reach} if last == rest else {last: of_each - reach, rest: np.zeros_like(whole)})


def _log_change(before: Floats | None, after: Floats | None) -> Floats | None:
    if before is None or after is None:
        return None
    return np.asarray(np.log(after)[:, None] - np.log(before)[None, :])


def logarithmic_mean(a: Floats, b: Floats) -> Floats:
    """Give (a − b) / log(a / b): a where both are equal, zero where one is.

    >>> float(logarithmic_mean(np.array([2.0]), np.array([2.0]))[0])
    2.0
    """
    least, most = np.minimum(a, b), np.maximum(a, b)
    ratio = np.where(most > 0, least / np.where(most > 0, most, 1.0), 1.0)
    near = ratio > 1 - 1e-6
    middle = np.where(ratio > 0, (1 - ratio) / -np.log(np.where(near | (ratio <= 0), 0.5, ratio)), 0.0)
    return np.asarray(most * np.where(near, (1 + ratio) / 2, middle))


def _long_run(influence: Floats, weight: Floats) -> Floats:
    """Covariance of sums of influences (k, n) that hang together over a few posts (Newey and West 1987)."""
    n = influence.shape[1]
    lags = min(MOST_LAGS, int(n ** (1 / 3)) - 1)
    found = influence @ influence.T
    for lag in range(1, lags + 1):
        across = influence[:, lag:] @ influence[:, :-lag].T
        found = found + (1 - lag / (lags + 1)) * (across + across.T)
    plain = influence @ influence.T
    # in short series the sum over lags can come out below what posts on their own would give
    found = np.where(np.eye(len(plain), dtype=np.bool_), np.maximum(np.diag(found), np.diag(plain)), found)
    effective = 1 / float((weight**2).sum())
    return np.asarray(found * effective / max(effective - 1, 1.0))
