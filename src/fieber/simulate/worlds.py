"""Healthy accounts, as arrays: what the thermometer is calibrated on.

Every world gives one account's posts over some years with nothing wrong: the level wanders without lasting direction or
drifts down by no more than 20 % a year. Effects (format, weekday, hour) are in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fieber.stats.thermometer import Series

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class World:
    """How one kind of healthy account behaves; rates in posts a week, the rest in log units unless said otherwise."""

    name: str
    posts_per_week: float = 3.0
    median: float = 5000.0
    scatter: float = 0.6
    noise: str = "normal"
    degrees: float = 4.0
    autocorrelation: float = 0.0
    wander_per_week: float = 0.0
    drift_per_year: float = 0.0
    weekly_season: float = 0.15
    yearly_season: float = 0.0
    mix_drift: bool = False
    viral_per_year: float = 0.0
    pauses_per_year: float = 0.0
    effects: float = 0.25


@dataclass(frozen=True, slots=True)
class Patient:
    """One simulated account: `days` since start, counts, format, and the true log level at each post."""

    days: NDArray[np.float64]
    likes: NDArray[np.int64]
    kind: NDArray[np.int64]
    level: NDArray[np.float64]


HEALTHY: tuple[World, ...] = (
    World("flat"),
    World("calm", scatter=0.35),
    World("wild", scatter=0.9),
    World("growing", drift_per_year=52 * np.log(1.01)),
    World("falling gently", drift_per_year=np.log(0.85)),
    World("random walk", wander_per_week=0.05),
    World("strong random walk", wander_per_week=0.1),
    World("autocorrelated", autocorrelation=0.4),
    World("heavy tails", noise="t", degrees=3.0),
    World("skewed up", noise="skew_up"),
    World("skewed down", noise="skew_down"),
    World("weekly season", weekly_season=0.4),
    World("yearly season", yearly_season=0.2),
    World("drifting mix", mix_drift=True, effects=0.5),
    World("monthly", posts_per_week=12 / 52.18),
    World("fortnightly", posts_per_week=0.5),
    World("daily", posts_per_week=7.0, wander_per_week=0.03),
    World("busy", posts_per_week=70.0, wander_per_week=0.03),
    World("very busy", posts_per_week=350.0, wander_per_week=0.03),
    World("small", median=3.0),
    World("tiny", median=0.8),
    World("viral hits", viral_per_year=3.0),
    World("pauses", pauses_per_year=2.0),
)


def patient(world: World, *, years: float, seed: int) -> Patient:
    """Draw one healthy account of `world` over `years`."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, sum(world.name.encode()), len(world.name)]))
    days = _posting_days(world, years, rng)
    weekday = np.floor(days).astype(np.int64) % 7
    kind = _formats(world, days, rng)
    level = np.log(world.median) + _level(world, days, years, rng)
    effect = world.effects * np.array([0.0, 1.0, -1.0])[kind]
    effect += world.weekly_season * np.cos(2 * np.pi * weekday / 7)
    hit = _viral(world, days, years, rng)
    mean = np.exp(level + effect + hit + world.scatter * _noise(world, len(days), rng))
    return Patient(days, rng.poisson(np.minimum(mean, 1e15)), kind, level)


MATURITY_DAYS = 2.0


def series(account: Patient, likes: NDArray[np.int64] | None = None) -> Series:
    """Give an account's likes as the thermometer takes them: with format, weekday and hour, ripe after two days."""
    days = account.days
    weekday = np.floor(days).astype(np.int64) % 7
    block = np.floor((days % 1) * 6).astype(np.int64)
    codes = np.stack([weekday, 7 + block, 13 + account.kind], axis=1).astype(np.int32)
    counts = account.likes if likes is None else likes
    return Series(np.log1p(counts.astype(np.float64)), days + MATURITY_DAYS, codes, 16)


def wander(days: NDArray[Any], rng: np.random.Generator, *, per_week: float, per_year: float) -> NDArray[np.float64]:
    """Draw the log level of a healthy account on successive days: a random walk with a steady drift.

    Args:
        days: (n,) 0, 1, 2, … per_week: sd of a week's step. per_year: the drift.
    """
    walk = np.cumsum(rng.normal(0, per_week / np.sqrt(7), len(days)))
    return np.asarray(walk + per_year * days / 365.25)


def _posting_days(world: World, years: float, rng: np.random.Generator) -> NDArray[np.float64]:
    weeks = years * 365.25 / 7
    n = rng.poisson(world.posts_per_week * weeks)
    days = np.sort(rng.uniform(0, weeks * 7, max(n, 1)))
    for start in rng.uniform(0, weeks * 7, rng.poisson(world.pauses_per_year * years)):
        days = days[(days < start) | (days > start + rng.uniform(14, 120))]
    return days if len(days) else np.array([0.0])


def _formats(world: World, days: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    share = np.full(len(days), 0.35)
    if world.mix_drift:
        share = 0.1 + 0.7 * days / max(days[-1], 1.0)
    draw = rng.uniform(size=len(days))
    return np.where(draw < share, 1, np.where(draw < share + (1 - share) / 2, 2, 0)).astype(np.int64)


def _level(world: World, days: NDArray[np.float64], years: float, rng: np.random.Generator) -> NDArray[np.float64]:
    grid = np.arange(0, years * 365.25 + 2)
    level = wander(grid, rng, per_week=world.wander_per_week, per_year=world.drift_per_year)
    level += world.yearly_season * np.cos(2 * np.pi * (grid / 365.25 + rng.uniform()))
    return np.interp(days, grid, level)


def _noise(world: World, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise with sd 1 (t: sd of its own scale) and, if asked for, first-order autocorrelation over posts."""
    if world.noise == "t":
        noise = rng.standard_t(world.degrees, n) / np.sqrt(world.degrees / (world.degrees - 2))
    elif world.noise == "skew_up":
        noise = rng.gamma(2.0, 1.0, n) / np.sqrt(2) - np.sqrt(2)
    elif world.noise == "skew_down":
        noise = np.sqrt(2) - rng.gamma(2.0, 1.0, n) / np.sqrt(2)
    else:
        noise = rng.normal(size=n)
    phi = world.autocorrelation
    if phi:
        scaled = noise * np.sqrt(1 - phi * phi)
        scaled[0] = noise[0]
        for i in range(1, n):
            scaled[i] += phi * scaled[i - 1]
        noise = scaled
    return np.asarray(noise, dtype=np.float64)


def _viral(world: World, days: NDArray[np.float64], years: float, rng: np.random.Generator) -> NDArray[np.float64]:
    hit = np.zeros(len(days))
    for start in rng.uniform(0, years * 365.25, rng.poisson(world.viral_per_year * years)):
        after = days >= start
        hit[after] = np.maximum(hit[after], np.log(10) * np.exp(-(days[after] - start) / rng.uniform(3, 15)))
    return hit
