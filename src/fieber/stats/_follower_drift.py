"""How followers drift: a filter over log counts whose growth wanders, turns, or comes in runs.

Between two snapshots the log count moves, each week, by `growth + swing + noise`. The growth is a random walk that may
itself be turning (as over a year, or while it dries up); the swing is an autoregression (good and bad weeks come in
runs). How large each is, is unknown, so a grid of models runs side by side; their weights are the likelihoods of what
came next, the older the less. Noise has heavy tails, a t law with 4 degrees of freedom, and the filter turns down what
does not fit (Masreliez 1975, IEEE Trans. Automat. Contr. 20, 107-110; Durbin & Koopman 2012, ch. 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WEEK = 7.0
MEMORY_WEEKS = 104  # older weeks say little about the next quarter
FADES_WEEKS = 26.0  # after so many weeks what a week says about the models counts half
DEGREES = 4.0
GROWTH_SD = 0.02  # of the growth a week, before anything is known
SMALLEST_NOISE = 1e-4
TYPICAL_NOISE = 0.0025  # of a week, where the snapshots are too few to tell
TURN_KEEPS = 0.95  # a week: a turn of the growth lasts a quarter
# sds against that of the noise: what the growth walks a week, what it turns; and the log weight of such an account
GROWTHS = ((0.0, 0.0, 0.0), (0.05, 0.0, -1.0), (0.2, 0.0, -2.0), (0.0, 0.06, -2.0), (0.0, 0.15, -3.0), (0.0, 0.4, -4.0))
SWINGS = ((0.0, 0.0, 0.0), (0.6, 0.9, -1.0), (0.85, 0.8, -2.0))  # memory a week, sd, log weight
NOISES = (0.4, 0.75, 1.4, 2.6)  # times the first guess
CHECKED_WEEKS = (4, 13)  # how far ahead past forecasts are held against what came
FIRST_CHECK = 12  # intervals: before, the models themselves are still being learned
PRIOR_CHECKS, PRIOR_MISS = 2.0, 2.0  # forecasts that missed by this much more (squared), beside those made
LARGEST_MISS = 4.0
OVERLAP = 1.5  # what a forecast every week is worth, beside those that do not overlap
OUTSTANDING, ONE_EVENT_DAYS = 5.0, 28.0  # scales beyond the forecast; events closer together are one
FEWEST_WEEKS = 8  # intervals below which the first guess is mostly the typical one


@dataclass(frozen=True, slots=True)
class Models:
    """The grid, (models,) each, in weeks and log counts; prior: log weight before anything is seen."""

    walk: Floats
    turn: Floats
    keeps: Floats
    swing: Floats
    noise: Floats
    prior: Floats

    def course(self, weeks: float) -> tuple[Floats, Floats]:
        """Give transition and noise (models, 4, 4) of level, growth, turn and swing over this time.

        What is not whole weeks is cut into equal steps of at most a week.
        """
        steps = max(1, ceil(weeks - 0.3))
        step = weeks / steps
        one, stirs = self._step(step)
        whole, stirred = one, stirs
        for _ in range(steps - 1):
            whole, stirred = one @ whole, one @ stirred @ one.transpose(0, 2, 1) + stirs
        return whole, stirred

    def _step(self, weeks: float) -> tuple[Floats, Floats]:
        moves = np.zeros((len(self.noise), 4, 4))
        moves[:, [0, 1, 2], [0, 1, 2]] = 1.0, 1.0, TURN_KEEPS**weeks
        moves[:, 3, 3] = self.keeps**weeks
        moves[:, 1, 2] = weeks
        moves[:, 0] += weeks * (moves[:, 1] + moves[:, 3])
        fresh = np.zeros_like(moves)
        fresh[:, 1, 1] = self.walk**2 * weeks
        fresh[:, 2, 2] = self.turn**2 * (1 - TURN_KEEPS ** (2 * weeks))
        fresh[:, 3, 3] = self.swing**2 * (1 - self.keeps ** (2 * weeks))
        enters = np.broadcast_to(np.eye(4), moves.shape).copy()
        enters[:, 0, 1] = enters[:, 0, 3] = weeks
        return moves, enters @ fresh @ enters.transpose(0, 2, 1)


@dataclass(frozen=True, slots=True)
class Drift:
    """What the snapshots say of growth and noise, per week of log count.

    mean (models, 4), covariance (models, 4, 4): of level (0 at the last snapshot), growth, turn, swing.
    weight (models,): adds up to 1.
    residual, fresh (n,): what each interval had beyond its forecast, in scales of its noise, and how much it counts.
    widen (2, 2): how much farther down and up than the models say (columns) the followers really were after a month
    and after a quarter (rows), by the forecasts that these models would have made in the past; checks (2,): how many.
    """

    models: Models
    mean: Floats
    covariance: Floats
    weight: Floats
    residual: Floats
    fresh: Floats
    widen: Floats
    checks: Floats


def weekly(day: Floats, count: Floats) -> tuple[Floats, Floats]:
    """Thin snapshots to about one a week, counted back from the last, so that weekdays play no part.

    Args:
        day: (n,) rising. count: (n,) followers.

    Returns:
        Days and log counts of the snapshots that were kept, oldest first, at most two years of them.
    """
    kept, at = [len(day) - 1], float(day[-1])
    while kept[-1] > 0 and len(kept) <= MEMORY_WEEKS:
        earlier = int(np.searchsorted(day, at - WEEK + 1e-9, side="right")) - 1
        if earlier < 0:
            break
        kept.append(earlier)
        at = float(day[earlier])
    chosen = np.array(kept[::-1])
    return day[chosen], np.log(np.maximum(count[chosen], 0.5))


def learn(day: Floats, count: Floats) -> Drift:
    """Give what the snapshots say of the drift; (n,) days, rising, and followers, at least two a week apart."""
    at, level = weekly(day, count)
    weeks, moves = np.round(np.diff(at) / WEEK, 6), np.diff(level)
    guess = _first_guess(weeks, moves, float(count[-1]))
    models = _grid(guess)
    state = _State(models)
    sure = 4.0 if len(moves) < FEWEST_WEEKS else 0.25
    prior = models.prior - 0.5 * sure * (np.log(models.noise / guess) / np.log(4.0)) ** 2
    score = np.zeros_like(prior)
    surprises = np.empty((len(moves), len(prior)))
    foretold = np.full((len(moves), len(CHECKED_WEEKS), 2), np.nan)
    for k, (span, move) in enumerate(zip(weeks, moves, strict=True)):
        surprises[k], likelihood = state.meet(float(span), float(move))
        score = 0.5 ** (span / FADES_WEEKS) * score + likelihood
        if k + 1 >= FIRST_CHECK:
            foretold[k] = state.foretell(_share(prior + score))
    weight = _share(prior + score)
    residual = surprises @ weight
    once = _once(at[1:], residual)
    widen, checks = _straying(at, level, foretold, at[1:][once])
    fresh = 0.5 ** ((at[-1] - at[1:]) / WEEK / FADES_WEEKS) * np.where(once, np.where(residual < 0, 0.0, 0.5), 1.0)
    return Drift(models, state.mean, state.covariance, weight, residual, fresh, widen, checks)


def _once(at: Floats, residual: Floats) -> NDArray[np.bool_]:
    """Say which intervals belong to the only outstanding event of their direction; what happened once is no rate."""
    found = np.zeros(len(at), bool)
    for side in (-1.0, 1.0):
        outstanding = side * residual > OUTSTANDING
        days = at[outstanding]
        if len(days) and days[-1] - days[0] <= ONE_EVENT_DAYS:
            found |= outstanding
    return found


def _first_guess(weeks: Floats, moves: Floats, count: float) -> float:
    """A robust scale of the weekly moves, held up by what a counter of whole people must scatter."""
    least = float(np.hypot(SMALLEST_NOISE, 1.0 / max(count, 1.0)))
    typical = float(np.hypot(TYPICAL_NOISE, 0.2 / np.sqrt(max(count, 1.0))))
    if len(moves) < 2:
        return typical
    growth = moves / weeks
    scale = float(np.median((np.abs(growth - np.median(growth[-26:])) * np.sqrt(weeks))[-52:])) * 1.2
    share = min(len(moves) / FEWEST_WEEKS, 1.0)
    return max(float(np.exp(share * np.log(max(scale, 1e-9)) + (1 - share) * np.log(typical))), least)


def _grid(guess: float) -> Models:
    cells = [
        (walk * noise, turn * noise, keeps, swing * noise, noise, for_growth + for_swing)
        for (walk, turn, for_growth), (keeps, swing, for_swing), noise in product(
            GROWTHS, SWINGS, [guess * factor for factor in NOISES]
        )
    ]
    return Models(*np.array(cells).T)


def _share(score: Floats) -> Floats:
    weight = np.exp(score - score.max())
    return np.asarray(weight / weight.sum())


def _straying(at: Floats, level: Floats, foretold: Floats, events: Floats) -> tuple[Floats, Floats]:
    """How much farther than foretold the followers went, down and up, beside `PRIOR_CHECKS` with `PRIOR_MISS`.

    Forecasts over one of the `events` (days) are left out: it came once.
    """
    # where nothing could be checked yet, forecasts miss by as much more as those of others do
    widen, checks = np.full((len(CHECKED_WEEKS), 2), np.sqrt(PRIOR_MISS)), np.zeros(len(CHECKED_WEEKS))
    for row, weeks in enumerate(CHECKED_WEEKS):
        then = at[1:] + WEEK * weeks
        over = ((events[:, None] > at[1:]) & (events[:, None] <= then)).any(axis=0)
        told = np.isfinite(foretold[:, row, 0]) & (then <= at[-1]) & ~over
        if not told.any():
            continue
        # the first snapshot after that time; in between nothing was counted, and a line drawn there would be too calm
        later = np.searchsorted(at, then[told] - 1e-9)
        went, share = level[later] - level[1:][told], (at[later] - at[1:][told]) / WEEK / weeks
        missed_by = (went - share * foretold[told, row, 0]) / (np.sqrt(share) * foretold[told, row, 1])
        z = np.clip(missed_by, -LARGEST_MISS, LARGEST_MISS)
        fresh = 0.5 ** ((at[-1] - then[told]) / WEEK / FADES_WEEKS)
        made = at[1:][told]
        checks[row] = OVERLAP * (made[-1] - made[0]) / WEEK / weeks + 1
        for column, side in enumerate((-1.0, 1.0)):
            missed = 2 * float(np.average(np.maximum(side * z, 0) ** 2, weights=fresh))
            widen[row, column] = np.sqrt(
                (PRIOR_CHECKS * PRIOR_MISS + checks[row] * missed) / (PRIOR_CHECKS + checks[row])
            )
    return widen, checks


class _State:
    """The filters of all models at one moment: level since the last snapshot, growth, turn, swing."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self.mean = np.zeros((len(models.noise), 4))
        self.covariance = np.zeros((len(models.noise), 4, 4))
        self.covariance[:, 1, 1] = GROWTH_SD**2
        self.covariance[:, 2, 2] = models.turn**2
        self.covariance[:, 3, 3] = models.swing**2
        self._courses: dict[float, tuple[Floats, Floats]] = {}
        self._noise2 = models.noise**2

    def meet(self, span: float, move: float) -> tuple[Floats, Floats]:
        """Forecast an interval, then learn from it; give its surprise in scales of the noise, and log likelihoods."""
        moves, stirred = self._course(span)
        mean = (moves @ self.mean[:, :, None])[:, :, 0]
        covariance = moves @ self.covariance @ moves.transpose(0, 2, 1) + stirred
        scale2 = self._noise2 * span
        total = covariance[:, 0, 0] + scale2
        missed = move - mean[:, 0]
        z2 = missed**2 / total
        likelihood = -0.5 * np.log(total) - (DEGREES + 1) / 2 * np.log1p(z2 / DEGREES)
        turned_down = np.maximum((DEGREES + z2) / (DEGREES + 1), 1.0)
        gain = covariance[:, :, 0] / (covariance[:, 0, 0] + scale2 * turned_down)[:, None]
        self.mean = mean + gain * missed[:, None]
        self.covariance = covariance - gain[:, :, None] * covariance[:, None, 0, :]
        self.mean[:, 0] = self.covariance[:, 0] = self.covariance[:, :, 0] = 0.0  # the level is counted, not estimated
        return missed / np.sqrt(total), likelihood

    def foretell(self, weight: Floats) -> Floats:
        """Give mean and sd of the moves over the checked numbers of weeks, the models mixed by weight: (checks, 2)."""
        told = np.empty((len(CHECKED_WEEKS), 2))
        for row, weeks in enumerate(CHECKED_WEEKS):
            moves, stirred = self._course(float(weeks))
            reach = moves[:, 0]
            mean = (reach * self.mean).sum(axis=1)
            known = np.einsum("mi,mij,mj->m", reach, self.covariance, reach)
            variance = known + stirred[:, 0, 0] + weeks * self._noise2 * DEGREES / (DEGREES - 2)
            told[row, 0] = weight @ mean
            told[row, 1] = np.sqrt(weight @ (variance + (mean - told[row, 0]) ** 2))
        return told

    def _course(self, weeks: float) -> tuple[Floats, Floats]:
        if weeks not in self._courses:
            self._courses[weeks] = self.models.course(weeks)
        return self._courses[weeks]
