"""The best partition of a series into flat and sloped pieces, for noise of one memory, by one criterion.

`_segments` has the loops; docs/method.md has the derivation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats import _segments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHORTEST = (3, 5)  # values of a piece, in few and in many values: less is a spell, not a level
SCALES = 8  # noise levels that are tried; each gives the best partition for its own weight of a change
SLOPE = 1.5  # price of a slope over that of a level: of few values a step looks like a slope
CHANGE = 1.75  # price of a change, in log n: it may be anywhere. 2 finds fewer than it may (docs/method.md)


@dataclass(frozen=True, slots=True)
class Partition:
    """Where the second and later pieces start, which pieces are sloped, variance of the innovations, the criterion."""

    starts: tuple[int, ...]
    sloped: NDArray[np.bool_]
    variance: float
    cost: float


class Search:
    """What is the same for every partition of one series with noise of one memory.

    Args:
        values: (n,). memory: correlation of neighbouring noise, 0 ≤ memory < 1.
        floor: variance of what no straight piece explains and nobody means. spent: numbers already fitted to `values`.
    """

    def __init__(self, values: Floats, memory: float, *, floor: float, spent: int) -> None:
        n = values.size
        self.values, self.memory, self.spent = np.ascontiguousarray(values), memory, spent
        self.floor = floor * (1.0 - memory**2)
        self.sums = np.empty((3, n + 1))
        _segments.running_sums(self.values, memory, self.sums)
        lengths = np.log(np.arange(n + 1.0).clip(1.0))
        level = lengths - np.log1p(-(memory**2))
        self.prices = np.vstack([level, level + SLOPE * lengths.clip(0.5 * np.log(n))])
        self.change = CHANGE * float(np.log(n))
        self.flat = int(np.clip(n // 20, *SHORTEST))  # values of the shortest flat piece; a slope needs two more
        self.prices[1, : self.flat + 2] = np.inf

    def best(self) -> Partition:
        """Find the partition that the criterion likes best."""
        whole = self.judge(())
        steps = np.diff(self.values)
        noise = steps[1:] - self.memory * steps[:-1]  # no level moves this, and a change only one value or two
        low = 0.25 * (1.4826 * float(np.median(np.abs(noise)))) ** 2
        low = min(max(low, 1e-4 * whole.variance) + self.floor, whole.variance)
        found: dict[tuple[int, ...], Partition] = {(): whole}
        for starts in self._cheapest(np.geomspace(low, 4.0 * whole.variance, SCALES)):
            found.setdefault(starts, self.judge(starts))
        for _ in range(4):  # once more with the noise that the best one leaves, until it stays
            best = min(found.values(), key=lambda one: one.cost)
            (starts,) = self._cheapest(np.array([best.variance]))
            if starts in found:
                break
            found[starts] = self.judge(starts)
        return self._without_the_weak(min(found.values(), key=lambda one: one.cost))

    def judge(self, starts: tuple[int, ...]) -> Partition:
        """Choose flat or sloped for each piece, and give the criterion: minus twice a log evidence."""
        n = self.values.size
        cuts = np.array([0, *starts, n], dtype=np.intp)
        lengths = np.diff(cuts)
        spreads = self.spreads(cuts[:-1], cuts[1:])
        prices = self.prices[:, lengths].T
        sloped = np.isfinite(prices[:, 1])
        variance = 1.0
        for _ in range(5):  # the noise decides what is sloped, what is sloped decides the noise
            left = np.where(sloped, spreads[:, 1], spreads[:, 0]).sum()
            free = n - self.spent - lengths.size - int(sloped.sum())
            variance = float(left) / max(free, 1) + self.floor
            chosen = spreads[:, 1] / variance + prices[:, 1] < spreads[:, 0] / variance + prices[:, 0]
            if (chosen == sloped).all():
                break
            sloped = chosen
        price = float(np.where(sloped, prices[:, 1], prices[:, 0]).sum()) + self.change * len(starts)
        free = n - self.spent - lengths.size - int(sloped.sum()) - 2
        few = n / max(free, 0.5)  # numbers fitted to few values fit too well
        return Partition(starts, sloped, variance, n * float(np.log(variance)) + price * few)

    def spreads(self, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Floats:
        """Give the sums of squares of pieces, (k, 2): around a level, around a slope."""
        out = np.empty((starts.size, 2))
        pieces = np.ascontiguousarray(np.column_stack([starts, ends]))
        _segments.spreads(self.values, self.sums, self.memory, pieces, out)
        return out

    def costs(self, starts: NDArray[np.intp], ends: NDArray[np.intp], variance: float) -> Floats:
        """Give the costs of pieces, (k,), each flat or sloped as is cheaper."""
        each = self.spreads(starts, ends) / variance + self.prices[:, ends - starts].T
        return np.asarray(each.min(axis=1))

    def _without_the_weak(self, best: Partition) -> Partition:
        """Leave out changes one by one while the criterion likes that."""
        while best.starts:
            fewer = [self.judge(best.starts[:i] + best.starts[i + 1 :]) for i in range(len(best.starts))]
            least = min(fewer, key=lambda one: one.cost)
            if least.cost >= best.cost:
                break
            best = least
        return best

    def _cheapest(self, variances: Floats) -> list[tuple[int, ...]]:
        """Give the starts of the cheapest partition for each variance of the innovations."""
        shape = (variances.size, self.values.size + 1)
        best, last = np.empty(shape), np.empty(shape, dtype=np.intp)
        _segments.partitions(
            self.values,
            self.sums,
            self.memory,
            1.0 / variances,
            self.prices + self.change,
            np.array([self.flat, self.flat + 2], dtype=np.intp),
            best,
            last,
        )
        return [_starts(row) for row in last]


def _starts(last: NDArray[np.intp]) -> tuple[int, ...]:
    starts: list[int] = []
    at = int(last[-1])
    while at > 0:
        starts.append(at)
        at = int(last[at])
    return tuple(reversed(starts))
