"""What groups of accounts had in common from day to day: an index for each group that never looks ahead.

Every account has a level of its own, kept net of the index by a local-level filter; what its posts of a day lie beyond
that level is one reading of the day's common factor. An entry of the index is a day, or several where few accounts
posted; where many did, two halves of them give an entry each, so that a single day can be told from one odd reading.
Levels and factors before an entry are all that it rests on, so the index can be read like the posts of one account.
docs/method.md derives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FEWEST = 5  # readings in an entry of accounts with a level of their own; of fewer, an odd one is a fifth and more
FEWEST_FOR_HALVES = 20  # readings in an entry from which on each half says something by itself
WANDER_PER_DAY = 0.148**2 / 7  # variance of a level's step: the middle of the population priors, docs/method.md
TURNS = 3  # reweightings; a fourth changes an entry by less than a hundredth of its error
BEYOND = 2.0  # scales beyond which a reading counts less, by the square of how far: who goes far goes alone


@dataclass(frozen=True, slots=True)
class Readings:
    """What members of groups had on days, in any order; one row a unit (an account in one group) and day.

    unit: (n,) below `units`. group: (n,) below `groups`. day: (n,) whole days. value: (n,) mean log value of the posts.
    noise: (n,) its variance from scatter alone. half: (units,) 0 or 1, the half of its group that a unit belongs to.
    """

    unit: Ints
    group: Ints
    day: Ints
    value: Floats
    noise: Floats
    half: Ints
    groups: int


@dataclass(frozen=True, slots=True)
class Entries:
    """The index of one group: (k,) last day of each entry, its log factor, and its weight.

    weight: inverse variance, as far as scatter and the accounts' levels tell. Both halves of a day have that day.
    """

    day: Ints
    value: Floats
    weight: Floats


def group_indices(readings: Readings) -> tuple[Entries, ...]:
    """Give the index of each group.

    An entry with fewer than five readings of accounts whose level is known has no value and is left out; so is the last
    one while too few accounts have posted in it.
    """
    entry, closed = _entries(readings)
    order = np.lexsort((readings.unit, readings.day, entry))
    kept = order[entry[order] < closed[readings.group[order]]]
    edges = np.searchsorted(entry[kept], np.arange(int(closed.max(initial=0)) + 1))
    state = _State(readings)
    found = [state.read(kept[first:last]) for first, last in pairwise(edges.tolist())]
    if not found:
        return tuple(Entries(*(np.empty(0, dtype=kind) for kind in (np.int64, float, float))) for _ in closed)
    group, day, value, weight = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(group, kind="stable")
    edges = np.searchsorted(group[order], np.arange(readings.groups + 1))
    parts = [order[first:last] for first, last in pairwise(edges.tolist())]
    return tuple(Entries(day[part], value[part], weight[part]) for part in parts)


def _entries(readings: Readings) -> tuple[Ints, Ints]:
    """Number the entry of each row within its group, and count each group's entries that have enough accounts."""
    if not len(readings.day):
        return np.empty(0, dtype=np.int64), np.zeros(readings.groups, dtype=np.int64)
    start = int(readings.day.min())
    days = int(readings.day.max()) - start + 1
    cell = readings.group * days + readings.day - start
    count = np.bincount(cell, minlength=readings.groups * days).reshape(readings.groups, days)
    number, run = np.zeros(readings.groups, dtype=np.int64), np.zeros(readings.groups, dtype=np.int64)
    at = np.empty_like(count)
    for day in range(days):
        at[:, day] = number
        run += count[:, day]
        full = run >= FEWEST
        number, run = number + full, np.where(full, 0, run)
    return at.ravel()[cell], number


class _State:
    """Where each unit's level stands, and each group's last factor."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        units = len(readings.half)
        self._level, self._variance, self._last = np.zeros(units), np.full(units, np.inf), np.zeros(units)
        self._factor = np.zeros(readings.groups)

    def read(self, rows: Ints) -> tuple[Ints, Ints, Floats, Floats]:
        """Take in one entry of each group; give group, last day, value and weight of those that have a value."""
        all_of = self._readings
        unit, group, day = all_of.unit[rows], all_of.group[rows], all_of.day[rows]
        value, noise, groups = all_of.value[rows], all_of.noise[rows], all_of.groups
        variance = self._variance[unit] + WANDER_PER_DAY * (day - self._last[unit])
        is_known = np.isfinite(variance)
        off = np.where(is_known, value - self._level[unit], 0.0)
        square = noise + np.where(is_known, variance, 0.0)
        accounts = np.bincount(group[is_known], minlength=groups)
        part = np.zeros(len(rows))
        for _ in range(TURNS):
            beyond = np.abs(off - self._factor[group]) / np.sqrt(square)
            part = np.where(is_known, (BEYOND / np.maximum(beyond, BEYOND)) ** 2 / square, 0.0)
            found, _ = _means(group, part, off, groups)
            self._factor = np.where(accounts >= FEWEST, found, self._factor)
        self._learn(unit, day, value - self._factor[group], noise, variance)
        last = np.zeros(groups, dtype=np.int64)
        np.maximum.at(last, group, day)
        return _entries_of(accounts, last, _means(2 * group + all_of.half[unit], part, off, 2 * groups))

    def _learn(self, unit: Ints, day: Ints, value: Floats, noise: Floats, variance: Floats) -> None:
        """Move levels towards where they were seen; of a unit's several days in one entry the last one counts."""
        is_new = ~np.isfinite(variance)
        before = np.where(is_new, 0.0, variance)
        gain = before / (before + noise)
        reach = BEYOND * np.sqrt(before + noise)
        step = gain * np.clip(value - self._level[unit], -reach, reach)
        self._level[unit] = np.where(is_new, value, self._level[unit] + step)
        self._variance[unit] = np.where(is_new, noise, (1 - gain) * before)
        self._last[unit] = day


def _means(cell: Ints, weight: Floats, value: Floats, cells: int) -> tuple[Floats, Floats]:
    """Give the weighted mean of each cell, and its weight."""
    total = np.asarray(np.bincount(cell, weights=weight, minlength=cells), dtype=np.float64)
    return np.bincount(cell, weights=weight * value, minlength=cells) / np.maximum(total, 1e-300), total


def _entries_of(accounts: Ints, last: Ints, halves: tuple[Floats, Floats]) -> tuple[Ints, Ints, Floats, Floats]:
    """Give an entry for each half of the groups with many accounts, one for the others that have enough."""
    value, weight = (part.reshape(-1, 2) for part in halves)
    is_split = (accounts >= FEWEST_FOR_HALVES) & (weight > 0).all(axis=1)
    total = weight.sum(axis=1)
    whole = (value * weight).sum(axis=1) / np.maximum(total, 1e-300)
    split, one = np.flatnonzero(is_split), np.flatnonzero(~is_split & (accounts >= FEWEST))
    group = np.concatenate([np.repeat(split, 2), one])
    return group, last[group], np.append(value[split], whole[one]), np.append(weight[split], total[one])
