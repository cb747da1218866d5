"""How forecasts came true: shares with an interval, a calibration curve, the Brier score."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

LEVEL = 0.9  # of all intervals, as everywhere in a finding
STEPS = 10  # of the calibration curve: fieber tells a weight as so many of ten


@dataclass(frozen=True, slots=True)
class Share:
    """n of `of`, as a share between 0 and 1 with its interval."""

    n: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """The forecasts of one tenth: the mean of what was said, and the share of them that came."""

    said: float
    came: Share

    @property
    def fits(self) -> bool:
        """Whether what was said lies in the interval of what came."""
        return self.came.low <= self.said <= self.came.high


@dataclass(frozen=True, slots=True)
class Brier:
    """Mean squared distance of what was said from what came, 0 to 1, small is good; with its interval.

    of_the_share: what always saying the overall share would have had.
    """

    n: int
    score: float
    low: float
    high: float
    of_the_share: float


def share(n: int, of: int, *, level: float = LEVEL) -> Share | None:
    """Give how many of how many, with an interval that holds the true share in about `level` of such counts.

    Args:
        n: counted, 0 ≤ n ≤ of. of: all; 0 gives None. level: of the interval, in (0, 1).

    Source: Wilson 1927, J. Amer. Statist. Assoc. 22, 209-212; the one to take for few cases by Brown, Cai & DasGupta
    2001, Statistical Science 16, 101-133.

    >>> found = share(5, 20)
    >>> round(found.low, 2), round(found.high, 2)
    (0.13, 0.43)
    """
    if of == 0:
        return None
    z, p = NormalDist().inv_cdf((1 + level) / 2), n / of
    middle = (p + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * sqrt(p * (1 - p) / of + z**2 / (4 * of**2))
    return Share(n, of, p, middle - half if n else 0.0, middle + half if n < of else 1.0)


def calibration(said: Floats, came: Bools, *, level: float = LEVEL) -> tuple[Step, ...]:
    """Give the calibration curve: one step for each tenth in which something was said, from low to high.

    Args:
        said: (n,) probabilities. came: (n,) what came, each independent of the others given what was said.
    """
    tenth = np.minimum((said * STEPS).astype(np.int64), STEPS - 1)
    steps = []
    for one in np.unique(tenth):
        here = tenth == one
        found = share(int(came[here].sum()), int(here.sum()), level=level)
        if found is not None:
            steps.append(Step(float(said[here].mean()), found))
    return tuple(steps)


def brier(said: Floats, came: Bools, *, level: float = LEVEL) -> Brier | None:
    """Give the Brier score with an interval of its mean over such cases; None for fewer than two.

    Args:
        said: (n,) probabilities. came: (n,) what came.

    Source: Brier 1950, Monthly Weather Review 78, 1-3; the interval is that of a mean (normal approximation).
    """
    n = len(said)
    if n < 2:
        return None
    squared = (said - came) ** 2
    score, p = float(squared.mean()), float(came.mean())
    half = NormalDist().inv_cdf((1 + level) / 2) * float(squared.std(ddof=1)) / sqrt(n)
    return Brier(n, score, max(0.0, score - half), min(1.0, score + half), p * (1 - p))
