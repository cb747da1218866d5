"""Where followers are going: the range of their number ahead, and when a mark is reached.

The drift of `_follower_drift` is carried forward as many simulated futures from fixed seeds. Each has a model drawn by
its weight, a growth drawn from what is known of it, and noise drawn from what the account itself has shown, mixed with
a heavy-tailed law. When a future first passes a mark between two steps is that of a Brownian bridge (Karatzas & Shreve
1991, section 2.8). What is promised is tested in tests/stats/test_milestones.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats._follower_drift import CHECKED_WEEKS, DEGREES, TURN_KEEPS, WEEK, Drift, learn, weekly
from fieber.stats.normal import NORMAL_95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_SNAPSHOTS = 3
SHORTEST_DAYS = 28.0  # four weeks: below, weekday and trend cannot be told apart
STALEST_DAYS = 120.0  # an older last snapshot says nothing about today
PATHS = 2000  # the standard error of a chance is at most 1.1 of a hundred
STEP = 7.5  # days; 30, 90 and 360 are whole numbers of them
LONGEST_DAYS = 365.0  # farther ahead no date is given
PRIOR_NOISE = 10.0  # intervals that the heavy-tailed law counts for beside the account's own
FEWEST_DEGREES = 5.0  # of the t law by which futures stray, where no past forecast could be checked
WIDEST = np.log(100.0)  # no future is more than a hundredfold


@dataclass(frozen=True, slots=True)
class Futures:
    """Simulated futures: `day` (steps + 1,) after the last snapshot, `level` (paths, steps + 1) log followers.

    spread: (paths,) sd of one step's noise. start: days from the last snapshot to now. drift: what they rest on.
    """

    day: Floats
    level: Floats
    spread: Floats
    start: float
    drift: Drift


@dataclass(frozen=True, slots=True)
class Slope:
    """Followers a day over the last four weeks: the exact mean, and the 90 % interval of the rate behind it."""

    per_day: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Passage:
    """When a mark is first reached: chances within 90 days and a year; days from now at 10, 50 and 90 %, or None."""

    within_90_days: float
    within_a_year: float
    soon: float | None
    middle: float | None
    late: float | None


def can_forecast(day: Floats, *, now: float) -> bool:
    """Whether snapshots on these days (n,) are enough, and fresh enough, for a look ahead."""
    return bool(len(day) >= FEWEST_SNAPSHOTS and day[-1] - day[0] >= SHORTEST_DAYS and now - day[-1] <= STALEST_DAYS)


def futures(day: Floats, count: Floats, *, now: float, seed: int = 0) -> Futures:
    """Carry the followers a year ahead.

    Args:
        day: (n,) days of the snapshots, rising, none after `now`. count: (n,) followers, 0 or more.
        now: the moment from which horizons count.
        seed: the same seed gives the same futures.

    Raises:
        ValueError: `can_forecast` says no.
    """
    if not can_forecast(day, now=now):
        message = "too few snapshots, too close together or too old for a look ahead"
        raise ValueError(message)
    drift, random = learn(day, count), np.random.default_rng(seed)
    start = float(now - day[-1])
    steps = int(np.ceil((LONGEST_DAYS + start) / STEP))
    model = random.choice(len(drift.weight), PATHS, p=drift.weight)
    level = np.empty((PATHS, steps + 1))
    level[:, 0] = weekly(day, count)[1][-1]
    models, weeks = drift.models, STEP / WEEK
    noise = _noise(drift, random, (steps, PATHS)) * models.noise[model] * np.sqrt(weeks)
    growth, turn, swing = _growth_now(drift, model, random)
    walks, turns, swings = random.standard_normal((3, steps, PATHS))
    kept = models.keeps[model] ** weeks
    walk = models.walk[model] * np.sqrt(weeks)
    fresh_turn = models.turn[model] * np.sqrt(1 - TURN_KEEPS ** (2 * weeks))
    fresh_swing = models.swing[model] * np.sqrt(1 - kept**2)
    for step in range(steps):
        growth = growth + weeks * turn + walk * walks[step]
        turn = TURN_KEEPS**weeks * turn + fresh_turn * turns[step]
        swing = kept * swing + fresh_swing * swings[step]
        level[:, step + 1] = level[:, step] + weeks * (growth + swing) + noise[step]
    level = _widened(level[:, :1] + np.clip(level - level[:, :1], -WIDEST, WIDEST), drift, random)
    spread = models.noise[model] * np.sqrt(weeks * DEGREES / (DEGREES - 2))
    return Futures(STEP * np.arange(steps + 1, dtype=np.float64), level, spread, start, drift)


def _widened(level: Floats, drift: Drift, random: np.random.Generator) -> Floats:
    """Stretch the futures around their middle as far as past forecasts say; how far is known from few of them."""
    middle = np.median(level, axis=0)
    weeks = np.arange(level.shape[1]) * STEP / WEEK
    down, up = (np.interp(weeks, CHECKED_WEEKS, drift.widen[:, column]) for column in (0, 1))
    degrees = FEWEST_DEGREES + float(drift.checks[-1])
    known = np.sqrt(degrees / random.chisquare(degrees, (len(level), 1)))
    away = level - middle
    return np.asarray(middle + away * known * np.where(away < 0, down, up))


def slope(drift: Drift, day: Floats, count: Floats) -> Slope:
    """Give the slope of the last four weeks, or of the shortest span of snapshots (n,) that is as long."""
    then = max(int(np.searchsorted(day, day[-1] - SHORTEST_DAYS + 1e-9, side="right")) - 1, 0)
    span = float(day[-1] - day[then])
    per_day = float(count[-1] - count[then]) / span
    reach = float(NORMAL_95 * count[-1] * weekly_scatter(drift) / np.sqrt(span / WEEK) / WEEK)
    return Slope(per_day, per_day - reach, per_day + reach)


def stalled_since(drift: Drift, day: Floats, count: Floats) -> float | None:
    """Give the day since which no growth can be told from none, over any span up to now; None: there is growth.

    A span of at least four weeks shows growth where the 90 % interval of its rate lies above zero. Where the last
    four weeks clearly fall, it is the day of the highest count in that time.
    """
    scatter = weekly_scatter(drift)
    found = None
    for then in range(len(day) - 1, -1, -1):
        weeks = (day[-1] - day[then]) / WEEK
        if weeks < SHORTEST_DAYS / WEEK:
            continue
        if np.log(max(count[-1], 0.5) / max(count[then], 0.5)) > NORMAL_95 * scatter * np.sqrt(weeks):
            break
        found = float(day[then])
    if found is not None and slope(drift, day, count).high < 0:
        return float(day[day >= found][np.argmax(count[day >= found])])
    return found


def weekly_scatter(drift: Drift) -> float:
    """Give the sd of a week's log change around the growth: noise, and runs of good and bad weeks."""
    models = drift.models
    runs = models.swing**2 * (1 + models.keeps) / (1 - models.keeps)
    return float(np.sqrt(drift.weight @ (models.noise**2 * DEGREES / (DEGREES - 2) + runs)))


def followers_ahead(ahead: Futures, days: float, quantiles: tuple[float, ...] = (0.1, 0.5, 0.9)) -> Floats:
    """Give the followers `days` from now at these quantiles; 0.1 and 0.9 are the ends of the 80 % interval."""
    return np.exp(np.quantile(_level_at(ahead, ahead.start + days), quantiles))


def passage(ahead: Futures, mark: float, *, now_at: float) -> Passage:
    """When the followers reach `mark` again, from below or from above.

    Args:
        ahead: the futures. mark: followers. now_at: followers at the last snapshot; they say from which side.
    """
    upwards = now_at < mark
    side = 1.0 if upwards else -1.0
    room = side * (np.log(mark) - ahead.level)  # above 0 until the mark is reached
    random = np.random.default_rng(len(ahead.day))
    before, after = room[:, :-1], room[:, 1:]
    bridge = np.exp(-2 * np.maximum(before, 0) * np.maximum(after, 0) / np.maximum(ahead.spread[:, None] ** 2, 1e-12))
    passed = (after <= 0) | (random.random(before.shape) < bridge)
    first = np.where(passed.any(axis=1), passed.argmax(axis=1), -1)
    rows = np.arange(len(first))
    share = before[rows, first] / np.maximum(before[rows, first] + np.abs(after[rows, first]), 1e-12)
    day = np.where(first >= 0, ahead.day[first] + STEP * np.clip(share, 0.0, 1.0) - ahead.start, np.inf)
    day = np.maximum(day, 0.0)
    soon, middle, late = (_finite(value) for value in np.quantile(day, (0.1, 0.5, 0.9), method="higher"))
    return Passage(float((day <= 90).mean()), float((day <= 365).mean()), soon, middle, late)


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) and value <= LONGEST_DAYS else None


def _level_at(ahead: Futures, day: float) -> Floats:
    step = min(int(day // STEP), len(ahead.day) - 2)
    share = day / STEP - step
    return np.asarray((1 - share) * ahead.level[:, step] + share * ahead.level[:, step + 1])


def _growth_now(drift: Drift, model: NDArray[np.int64], random: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Draw growth, turn and swing of each future from what its model knows."""
    values, axes = np.linalg.eigh(drift.covariance[:, 1:, 1:])
    root = axes * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    drawn = (root[model] @ random.standard_normal((len(model), 3, 1)))[:, :, 0] + drift.mean[model, 1:]
    return drawn[:, 0], drawn[:, 1], drawn[:, 2]


def _noise(drift: Drift, random: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Draw noise in scales: the account's own surprises, the fresher the likelier, and a t law."""
    law = random.standard_t(DEGREES, shape)
    own = float(drift.fresh.sum())
    if len(drift.residual) == 0:
        return law
    drawn = random.choice(drift.residual, shape, p=drift.fresh / own)
    return np.where(random.random(shape) < own / (own + PRIOR_NOISE), drawn, law)
