"""What many accounts have in common: how their effects, scatter and wander are spread over the accounts.

Each account is reduced to a few arrays of a fixed size (`observe`), so that a roster of any size fits into memory. The
rest are estimates over accounts; with shipped numbers beside them each is drawn towards those by as many accounts as
they are worth. docs/method.md, "Population priors", has what came out for real accounts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats import thermometer
from fieber.stats.memory import MAX_PARAMS, MIN_POSTS
from fieber.stats.prior import GAINS, PRIOR, Prior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieber.stats.maturity import Curve
    from fieber.stats.thermometer import Series

    Floats = NDArray[np.float64]

GROUPS = {"weekday": (0, 7), "hours": (7, 13), "collaboration": (13, 14), "advertised": (14, 15), "format": (15, 48)}
MIN_OF_A_LEVEL = 5  # posts of one weekday, block or format, so that it counts as seen
TURNS = 80  # of the EM algorithms; all have settled to three figures
WINSOR = 2.0  # scales beyond which a residual counts as so many, for effects; as in the core
CUT = 3.0  # the same for the scale
BESIDE = 10.0  # accounts that the shipped numbers are worth: with the fewest allowed, a sixth
LEAST_DOUBT = 0.2  # log-sd of half-lives over accounts; how fast posts grow also changes from year to year
LEAST_SCATTER_WEIGHT, MOST_SCATTER_WEIGHT = 2.0, 30.0  # posts; a refit comes at 12, and by 30 an account knows itself


@dataclass(frozen=True, slots=True)
class Observed:
    """One account as the thermometer has learned it by its last post.

    gram: (c, c) X'X and moment: (c,) X'r of the effect columns and a constant, r: winsorised residuals from the running
    level. scale: of the noise. relative: squared coefficient of variation of |residual|, cut at three scales.
    gains: (g,) log likelihood of each wander gain.
    """

    posts: int
    scale: float
    gram: Floats
    moment: Floats
    relative: float
    gains: Floats


@dataclass(frozen=True, slots=True)
class Pass:
    """What `observe` found of one account.

    order: (n,) posts that count. noise: (n − 12,) their residuals in scales, from the first fit on. effects: (n,) of
    format, weekday and the like, log units.
    """

    account: Observed
    order: NDArray[np.intp]
    noise: Floats
    effects: Floats


def observe(series: Series) -> Pass:
    """Let the thermometer run over all posts of an account, and keep what it learned."""
    course = thermometer.take(series, series.when[-1:])
    memory, counted = course.memory, course.counted
    order, snapshot = memory.order[:counted], int(memory.snapshot[counted])
    scale = float(memory.scales[snapshot])
    design = np.zeros((counted, MAX_PARAMS + 1))
    for column in series.codes[order].T:
        used = column >= 0
        design[np.flatnonzero(used), column[used]] = 1.0
    design[:, -1] = 1.0
    fitted = design[:, : series.params] @ memory.betas[snapshot, : series.params]
    rest = memory.target[:counted] - fitted
    noise = rest[MIN_POSTS:] / scale
    sizes = np.minimum(np.abs(noise), CUT)
    account = Observed(
        posts=counted,
        scale=scale,
        gram=design.T @ design,
        moment=design.T @ (fitted + np.clip(rest, -WINSOR * scale, WINSOR * scale)),
        relative=float(sizes.var() / sizes.mean() ** 2),
        gains=memory.evidence(counted) - np.log(course.prior.gain_shares),
    )
    return Pass(account, order, noise, fitted)


def population(accounts: Sequence[Observed]) -> Prior:
    """Give the constants that these accounts make likely, those that are shipped worth `BESIDE` accounts besides.

    What accounts at random cannot tell stays as it is: the shares of those who fell (who asks is no random draw), and
    everything that is a rule rather than a measurement. So does the noise law, which accounts learn fast enough.
    """
    sds = effect_sds(accounts, beside=BESIDE)
    centre, _, worth = scatter(accounts)
    share = BESIDE / (BESIDE + len(accounts))
    worth = share * PRIOR.scatter_weight + (1 - share) * worth
    return replace(
        PRIOR,
        # one column of collaborations or advertising an account is too little to take a small sd for granted
        effect=max(PRIOR.effect, sds["collaboration"], sds["advertised"]),
        weekday=sds["weekday"],
        hours=sds["hours"],
        format=sds["format"],
        scatter=float(PRIOR.scatter**share * centre ** (1 - share)),
        scatter_weight=float(np.clip(worth, LEAST_SCATTER_WEIGHT, MOST_SCATTER_WEIGHT)),
        gain_shares=tuple(gain_shares(accounts, BESIDE * np.array(PRIOR.gain_shares)).tolist()),
    )


def effect_sds(accounts: Sequence[Observed], *, beside: float = 0.0) -> dict[str, float]:
    """Sd of the effects of each group over its levels and accounts: EM of a model with random effects.

    Source: Laird & Ware 1982, Biometrics 38, 963-974.

    Args:
        accounts: (a,). beside: accounts that the shipped sds are worth.
    """
    gram, moment = np.stack([one.gram for one in accounts]), np.stack([one.moment for one in accounts])
    used = np.flatnonzero(np.diagonal(gram, axis1=1, axis2=2).any(axis=0))
    gram, moment = gram[:, used[:, None], used], moment[:, used]
    precision = np.array([one.scale**-2 for one in accounts])[:, None]
    posts = np.diagonal(gram, axis1=1, axis2=2)
    columns = {name: np.flatnonzero((used >= first) & (used < last)) for name, (first, last) in GROUPS.items()}
    seen = {name: _seen_levels(posts[:, own], GROUPS[name]) for name, own in columns.items()}
    shipped = {name: getattr(PRIOR, name, PRIOR.effect) for name in GROUPS}
    worth = {name: beside * max(seen[name].sum() / len(accounts), 1.0) for name in GROUPS}
    sds = dict.fromkeys(GROUPS, PRIOR.effect)
    for _ in range(TURNS):
        variance = np.full(len(used), 100.0)  # the constant may be anything
        for name, own in columns.items():
            variance[own] = max(sds[name] ** 2, 1e-6)
        spread = np.linalg.inv(gram * precision[:, :, None] + np.diag(1 / variance))
        mean = (spread @ (moment * precision)[:, :, None])[:, :, 0]
        square = mean**2 + np.diagonal(spread, axis1=1, axis2=2)
        for name, own in columns.items():
            total = float(square[:, own][seen[name]].sum()) + worth[name] * shipped[name] ** 2
            count = float(seen[name].sum()) + worth[name]
            sds[name] = sqrt(total / count) if count else 0.0
    return sds


def _seen_levels(posts: Floats, group: tuple[int, int]) -> NDArray[np.bool_]:
    """Say which levels of a group were seen often enough by each account; of one format alone nothing can be said."""
    seen = posts >= MIN_OF_A_LEVEL
    return np.asarray(seen & (seen.sum(axis=1, keepdims=True) > (group[1] - group[0] > 1)))


def scatter(accounts: Sequence[Observed]) -> tuple[float, float, float]:
    """Median noise scale, its log-sd over accounts, and the posts that such a prior is worth.

    The scale is a mean of |r| with squared coefficient of variation v; a log-sd of s is what v / s² posts would tell.
    """
    logs = np.log([one.scale for one in accounts])
    spread = float(logs.std(ddof=1))
    relative = float(np.median([one.relative for one in accounts]))
    return float(np.exp(np.median(logs))), spread, relative / max(spread, 1e-3) ** 2


def gain_shares(accounts: Sequence[Observed], beside: Floats) -> Floats:
    """Shares of the wander gains over accounts: EM with a smoothing step, as neighbours are alike.

    Source: Silverman, Jones, Wilson & Nychka 1990, J. R. Statist. Soc. B 52, 271-324.

    Args:
        accounts: (a,). beside: (g,) accounts that each gain is worth beforehand: none is ruled out by a few dozen.
    """
    likelihood = np.exp(np.array([one.gains - one.gains.max() for one in accounts]))
    shares = np.full(len(GAINS), 1 / len(GAINS))
    for _ in range(TURNS):
        each = likelihood * shares
        each /= each.sum(axis=1, keepdims=True)
        shares = (each.sum(axis=0) + beside) / (len(accounts) + beside.sum())
        ends = np.concatenate([shares[:1], shares, shares[-1:]])
        shares = (ends[:-2] + 2 * shares + ends[2:]) / 4
    return np.asarray(shares / shares.sum())


def growth(curve: Curve, likelihoods: Floats, *, beside: float = BESIDE) -> tuple[float, float, float]:
    """Give half-life (days) and shape of the middle account, and the log-sd of the half-life over accounts.

    EM of a normal law over accounts of both logarithms, on the cells of the curve.

    Args:
        curve: as published; it counts for so many accounts.
        likelihoods: (a, g) log likelihood of each account's readings in each cell.
        beside: accounts that the published curve is worth.
    """
    logs = np.log(np.stack([curve.half_life, curve.shape]))
    middle = logs @ curve.weight
    variance = (logs - middle[:, None]) ** 2 @ curve.weight
    shipped, width = middle, variance
    likelihood = np.exp(likelihoods - likelihoods.max(axis=1, keepdims=True))
    for _ in range(TURNS):
        law = np.exp(-0.5 * ((logs - middle[:, None]) ** 2 / variance[:, None]).sum(axis=0))
        each = likelihood * law + 1e-300
        each /= each.sum(axis=1, keepdims=True)
        total = len(each) + beside
        middle = (logs @ each.sum(axis=0) + beside * shipped) / total
        apart = (logs - middle[:, None]) ** 2 @ each.sum(axis=0)
        variance = np.maximum((apart + beside * width) / total, LEAST_DOUBT**2)
    return float(np.exp(middle[0])), float(np.exp(middle[1])), float(np.sqrt(variance[0]))
