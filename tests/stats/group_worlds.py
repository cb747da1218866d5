"""Made-up groups of accounts, as the rows of the group index: levels that wander, common weeks and days, weekdays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fieber.stats import thermometer
from fieber.stats.group_index import Entries, Readings, group_indices


@dataclass(frozen=True)
class Group:
    """One group: accounts, posts a week, scatter of a post, wander of a level a week; the rest all have in common.

    common: sd of a week's step of the common level. weekly, daily: sd of what a week, a day has of its own. weekday: sd
    of the seven days. step: log units from day `fell` on.
    """

    accounts: int = 100
    rate: float = 3.0
    scatter: float = 0.6
    wander: float = 0.1
    common: float = 0.03
    weekly: float = 0.03
    daily: float = 0.02
    weekday: float = 0.1
    years: float = 4.0
    step: float = 0.0
    fell: int = 10**6


def draw(group: Group, seed: int) -> Readings:
    """Draw what the accounts had on their days."""
    random = np.random.default_rng(seed)
    days = np.arange(int(365 * group.years))
    shared = np.cumsum(random.normal(0, group.common / np.sqrt(7), len(days)))
    shared += random.normal(0, group.weekly, len(days) // 7 + 1)[days // 7] + random.normal(0, group.daily, len(days))
    shared += random.normal(0, group.weekday, 7)[days % 7] + group.step * (days >= group.fell)
    rate = group.rate / 7 * random.uniform(0.4, 1.8, group.accounts)
    posts = random.poisson(rate[:, None], (group.accounts, len(days)))
    wander = group.wander * random.uniform(0.3, 1.7, group.accounts) / np.sqrt(7)
    level = random.normal(8, 1, (group.accounts, 1))
    level = level + np.cumsum(wander[:, None] * random.normal(size=posts.shape), axis=1)
    unit, day = np.nonzero(posts)
    scatter = (group.scatter * random.uniform(0.6, 1.4, group.accounts))[unit] / np.sqrt(posts[unit, day])
    return Readings(
        unit=unit,
        group=np.zeros(len(unit), dtype=np.int64),
        day=day,
        value=level[unit, day] + shared[day] + scatter * random.normal(size=len(unit)),
        noise=scatter**2,
        half=np.arange(group.accounts) % 2,
        groups=1,
    )


def temperatures(readings: Readings, looks: np.ndarray) -> np.ndarray:
    """Give p at each look, as `checkup.groups` takes it."""
    (entries,) = group_indices(readings)
    return thermometer.take(as_series(entries), looks).p


def as_series(entries: Entries) -> thermometer.Series:
    """Read an index as the thermometer reads posts."""
    is_first = np.append(entries.day[1:] == entries.day[:-1], [False])
    codes = ((entries.day + 3) % 7).astype(np.int32)[:, None]
    when = np.asarray(entries.day + np.where(is_first, 0.5, 1.0), dtype=np.float64)
    return thermometer.Series(entries.value, when, codes, 7, 0.0)
