"""Part e, the bound of the power: an all-knowing CUSUM that shows as many weekly looks a healthy year as fieber may.

For accounts that post rarely or have hardly any likes. It knows the level, the scatter and the factor, and has no
effects to learn; its threshold is the one that one weekly look a healthy year reaches.
"""

from __future__ import annotations

from math import lgamma
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.simulate.worlds import HEALTHY
from fieber.stats.temperature import WEEKS_PER_YEAR
from fieber.trial.chance import generator
from fieber.trial.estimates import Estimate, by_cluster
from fieber.trial.healthy import SPELL_FACTOR, WATCHED_DAYS
from fieber.trial.store import ENGINE, Job

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.simulate.worlds import World
    from fieber.trial.sizes import Sizes

    Floats = NDArray[np.float64]

WORLDS = ("monthly", "fortnightly", "tiny", "small")
SETTLING_WEEKS = 156  # until S has forgotten its start, also with a post a month
HEALTHY_WEEKS = 260
BATCHES = 10
MATURE_WEEKS = int(WATCHED_DAYS / 7)
NODES = 1001  # over ± 5 sd: closer together than counting noise is wide
MOST_LIKES = 400
ENOUGH = 100.0  # likes of the usual post from which counting adds nothing to the scatter: log likes are normal


def jobs(sizes: Sizes) -> list[Job]:
    """Give the work: one job a world."""
    accounts = 6 * sizes.power_accounts
    code = (*ENGINE, "trial/healthy.py")
    return [Job("rare", world.name, watch, (world, accounts), code) for world in HEALTHY if world.name in WORLDS]


def watch(world: World, accounts: int) -> pl.DataFrame:
    """Watch healthy accounts to find the threshold, then halve them all; one row an account: found or not.

    In ten batches, each with a threshold of its own, so that the threshold's uncertainty is in the standard error.
    """
    ratio_of = _log_ratios(world) if world.median < ENOUGH else np.empty(0)
    return pl.concat([_batch(world, accounts, ratio_of, number) for number in range(BATCHES)])


def _batch(world: World, accounts: int, ratio_of: Floats, number: int) -> pl.DataFrame:
    random = generator("rare", world.name, number)
    state, seen = np.zeros(accounts), []
    for week in range(SETTLING_WEEKS + HEALTHY_WEEKS):
        state = _week(world, state, 1.0, ratio_of, random)
        if week >= SETTLING_WEEKS:
            seen.append(state)
    threshold = float(np.quantile(np.concatenate(seen), 1 - 1 / WEEKS_PER_YEAR))
    found = np.zeros(accounts, dtype=bool)
    for _ in range(MATURE_WEEKS):
        state = _week(world, state, SPELL_FACTOR, ratio_of, random)
        found |= state >= threshold
    return pl.DataFrame({"world": [world.name] * accounts, "batch": [number] * accounts, "found": found})


def power(frame: pl.DataFrame) -> dict[str, Estimate]:
    """Share found within twelve weeks, per world."""
    found = {}
    for world in frame["world"].unique(maintain_order=True):
        own = frame.filter(pl.col("world") == world)
        found[world] = by_cluster(own["found"].to_numpy().astype(np.float64), own["batch"].to_numpy())
    return found


def _week(world: World, state: Floats, factor: float, ratio_of: Floats, random: np.random.Generator) -> Floats:
    """Let a week of posts go by: S ← max(0, S + log likelihood ratio) for each."""
    posts = random.poisson(world.posts_per_week, len(state))
    for post in range(int(posts.max(initial=0))):
        noise = world.scatter * random.normal(size=len(state)) + np.log(factor)
        if world.median >= ENOUGH:
            loss = np.log(SPELL_FACTOR)
            step = (loss * noise - loss**2 / 2) / world.scatter**2
        else:
            likes = random.poisson(np.minimum(world.median * np.exp(noise), MOST_LIKES))
            step = ratio_of[np.minimum(likes, MOST_LIKES)]
        state = np.where(posts > post, np.maximum(0.0, state + step), state)
    return state


def _log_ratios(world: World) -> Floats:
    """Log of P(likes | halved) / P(likes | healthy) for 0 … MOST_LIKES likes, Poisson around a lognormal mean."""
    nodes = np.linspace(-5.0, 5.0, NODES)
    weights = np.exp(-(nodes**2) / 2)
    likes = np.arange(MOST_LIKES + 1)
    factorials = np.array([lgamma(k + 1) for k in likes])

    def chance(median: float) -> Floats:
        mean = median * np.exp(world.scatter * nodes)
        logs = likes[:, None] * np.log(mean) - mean - factorials[:, None]
        return np.asarray((np.exp(logs) * weights / weights.sum()).sum(axis=1))

    return np.asarray(np.log(chance(world.median * SPELL_FACTOR) + 1e-300) - np.log(chance(world.median) + 1e-300))
