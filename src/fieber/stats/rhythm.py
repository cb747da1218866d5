"""How much more or less often, and how sure that is: counts of posts by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def rate_change(posts: tuple[int, int], days: tuple[float, float], weekly: Floats) -> tuple[float, float]:
    """Give the log change of posts a week, and its variance.

    Args:
        posts, days: how many, and over how long, before and after. weekly: (w,) posts of each whole week before.
    """
    step = np.log((posts[1] + 0.5) / days[1]) - np.log((posts[0] + 0.5) / days[0])
    return float(step), dispersion(weekly) * (1 / (posts[0] + 0.5) + 1 / (posts[1] + 0.5))


def dispersion(weekly: Floats) -> float:
    """Give the long-run variance of weekly counts against Poisson's, drawn towards 1 as if by eight weeks of it."""
    mean = float(weekly.mean()) if len(weekly) else 0.0
    if len(weekly) < 4 or mean <= 0:
        return 1.0
    away = weekly - mean
    spread = sum(
        (1.0 if lag == 0 else 2 * (1 - lag / 4)) * float(away[lag:] @ away[: len(away) - lag]) for lag in range(4)
    ) / (len(weekly) - 1)
    # who posts by the clock scatters less than Poisson; a quarter of it is the least that a year of weeks can show
    return max(0.25, (max(spread / mean, 0.0) * len(weekly) + 8.0) / (len(weekly) + 8.0))
