"""Made-up follower series of many kinds, day by day; none of them is drawn from the model that forecasts them.

A world gives the followers at the end of each day. The mechanism is people who come and go: gains and losses are counts
with more scatter than chance alone, and what makes them differ from day to day is each world's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Random = np.random.Generator

WEEKDAY = np.array([1.05, 1.0, 0.95, 0.95, 1.0, 0.9, 1.15])


@dataclass(frozen=True, slots=True)
class World:
    """`gain` and `leave` give the share that comes and goes a day, `seen` the known days, `steps` sudden changes."""

    name: str
    gain: Callable[[Random, int], Floats]
    leave: Callable[[Random, int], Floats]
    past: int = 400
    seen: Callable[[Random, int], NDArray[np.bool_]] | None = None
    steps: Callable[[Random, int], Floats] | None = None
    start: tuple[float, float] = (3e3, 3e6)

    def series(self, random: Random, ahead: int) -> tuple[Floats, Floats, Floats]:
        """Give days seen (negative, today is 0), followers on them, and followers on the days 1 … `ahead`."""
        n = self.past + ahead
        gain, leave = self.gain(random, n), self.leave(random, n)
        step = np.zeros(n) if self.steps is None else self.steps(random, n)
        size = float(np.exp(random.uniform(*np.log(self.start))))
        level, weekday = np.empty(n, dtype=np.float64), int(random.integers(7))
        for day in range(n):
            scatter = random.gamma(8.0, 1 / 8.0, 2)  # days differ by a third even where nothing happens
            expected = size * gain[day] * WEEKDAY[(day + weekday) % 7] * scatter[0]
            size += random.poisson(max(expected, 0.0)) - random.poisson(size * leave[day] * scatter[1])
            size = max(size * (1 + step[day]), 10.0)
            level[day] = np.round(size)
        days = np.arange(n, dtype=np.float64) - self.past + 1
        known: NDArray[np.bool_] = np.ones(self.past, bool) if self.seen is None else self.seen(random, self.past)
        known[-1] = True
        return days[: self.past][known], level[: self.past][known], level[self.past :]


def constant(low: float, high: float) -> Callable[[Random, int], Floats]:
    """The same share every day, drawn once an account."""
    return lambda random, n: np.full(n, np.exp(random.uniform(np.log(low), np.log(high))))


def wandering(level: float, weekly: float) -> Callable[[Random, int], Floats]:
    """The share itself walks, week by week, on the logarithmic scale."""

    def made(random: Random, n: int) -> Floats:
        walk = np.cumsum(random.normal(0, weekly / np.sqrt(7), n))
        return level * np.exp(walk + random.normal(0, 0.5))

    return made


def regimes(low: float, high: float, every: float) -> Callable[[Random, int], Floats]:
    """A constant share that jumps to another one, on average every so many days."""

    def made(random: Random, n: int) -> Floats:
        number = np.cumsum(random.random(n) < 1 / every)
        shares = np.exp(random.uniform(np.log(low), np.log(high), number[-1] + 1))
        return np.asarray(shares[number])

    return made


def sluggish(level: float, memory: float, sd: float) -> Callable[[Random, int], Floats]:
    """Good and bad days come in runs, with heavy tails: an autoregression of the logarithm with t shocks."""

    def made(random: Random, n: int) -> Floats:
        state, out = 0.0, np.empty(n)
        shocks = random.standard_t(4, n) * sd / np.sqrt(2) * np.sqrt(1 - memory**2)
        for day in range(n):
            state = memory * state + shocks[day]
            out[day] = state
        return level * np.exp(np.minimum(out, 3.5))

    return made


def bursts(level: float, every: float, size: float, days: float) -> Callable[[Random, int], Floats]:
    """Quiet days, and now and then a hit whose stream of new followers dries up within days."""

    def made(random: Random, n: int) -> Floats:
        out = np.full(n, level * np.exp(random.normal(0, 0.3)))
        for day in np.flatnonzero(random.random(n) < 1 / every):
            height = level * size * random.pareto(2.0)
            out[day:] += min(height, 0.03) * np.exp(-np.arange(n - day) / days)
        return out

    return made


def seasonal(level: float, swing: float) -> Callable[[Random, int], Floats]:
    """A year's course."""
    return lambda random, n: level * np.exp(swing * np.sin(2 * np.pi * (np.arange(n) / 365.25 + random.random())))


def drying_up(level: float) -> Callable[[Random, int], Floats]:
    """Growth that dries up over about a year."""
    return lambda random, n: level * np.exp(-np.arange(n) / random.uniform(200, 500))


def giveaway(level: float) -> Callable[[Random, int], Floats]:
    """A giveaway of ten days some months ago."""

    def made(random: Random, n: int) -> Floats:
        out = np.full(n, level)
        begin = int(random.integers(200, 330))
        out[begin : begin + 10] += random.uniform(0.002, 0.01)
        return out

    return made


def leaving_after(level: float) -> Callable[[Random, int], Floats]:
    """Raised leaving for two months within the past year, as after a giveaway."""

    def made(random: Random, n: int) -> Floats:
        out = np.full(n, level)
        begin = int(random.integers(200, 340))
        out[begin:] += random.uniform(0.0005, 0.002) * np.exp(-np.arange(n - begin) / 25.0)
        return out

    return made


def one_purge(random: Random, n: int) -> Floats:
    """One night in the past half year with a step down."""
    out = np.zeros(n)
    out[int(random.integers(220, 385))] = -random.uniform(0.01, 0.06)
    return out


def every_week(random: Random, n: int) -> NDArray[np.bool_]:
    return np.asarray((np.arange(n) - n + 1) % 7 == 0)


def every_month(random: Random, n: int) -> NDArray[np.bool_]:
    return np.asarray((np.arange(n) - n + 1) % 30 == 0)


def at_posts(random: Random, n: int) -> NDArray[np.bool_]:
    """Known only when something is posted: about twice a week, with holes of weeks."""
    known = random.random(n) < 0.28
    hole = int(random.integers(n - 60))
    known[hole : hole + 40] = False
    known[0] = True
    return known


def with_gaps(random: Random, n: int) -> NDArray[np.bool_]:
    return random.random(n) < 0.7


CHURN = constant(0.0004, 0.0015)
WORLDS = (
    World("steady", constant(0.0005, 0.004), CHURN),
    World("losing", constant(0.0002, 0.0008), constant(0.0008, 0.0016)),
    World("wandering drift", wandering(0.0015, 0.08), CHURN),
    World("new regimes", regimes(0.0004, 0.004, 130), CHURN),
    World("sluggish, heavy tails", sluggish(0.0012, 0.85, 0.8), CHURN),
    World("bursts", bursts(0.0006, 45, 4.0, 5.0), CHURN),
    World("a year's course", seasonal(0.0016, 0.5), CHURN),
    World("drying up", drying_up(0.004), CHURN),
    World("a purge in the past", constant(0.0005, 0.003), CHURN, steps=one_purge),
    World("giveaway and leaving", giveaway(0.001), leaving_after(0.0009)),
    World("weekly snapshots", wandering(0.0015, 0.05), CHURN, seen=every_week),
    World("seen at posts", sluggish(0.0012, 0.8, 0.5), CHURN, seen=at_posts),
    World("a month is all", constant(0.0005, 0.004), CHURN, past=60),
    World("monthly snapshots", wandering(0.0015, 0.05), CHURN, seen=every_month),
    World("days missing", regimes(0.0004, 0.003, 200), CHURN, seen=with_gaps),
    World("small account", constant(0.001, 0.006), CHURN, start=(150, 1500)),
)
