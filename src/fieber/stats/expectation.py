"""What each post of a course was held against: its expected value and normal range, and how far off it lay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.stats.memory import BINS, MIN_POSTS
from fieber.stats.normal import normal_deviate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.stats.memory import Memory
    from fieber.stats.thermometer import Course, Series

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]


def expected(course: Course, *, judged: int = 0) -> tuple[Floats, Floats, Floats]:
    """What each post was held against: expected value, and the middle 80 % of healthy posts, on the scale of `value`.

    The last `judged` counted posts are held against the level before them, all others against that just before each.

    Returns:
        Three arrays (n,), nan for posts that were not counted or came before `MIN_POSTS`.
    """
    memory, series = course.memory, course.series
    n = len(series.value)
    middle, low, high = np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan)
    posts = memory.order[: course.counted]
    known = np.minimum(np.arange(course.counted), course.counted - judged)  # what was known when each was held
    snapshots = memory.snapshot[known]
    level = memory.middle[known].copy()
    if judged:
        level[-judged:] = course.level[-1]
    middle[posts] = level + _effects(memory, series.codes[posts], snapshots) + course.season[posts]
    learned = memory.learned[snapshots]  # level and effects are uncertain too: as many parameters as columns in use
    columns = len(np.unique(series.codes[posts])) if series.params else 0
    wider = 1 + memory.middle_variance[known] + columns / (columns + learned + 1)
    spread = _scatter(memory, series, posts, snapshots) * np.sqrt(wider)
    used = int(snapshots.max(initial=0)) + 1
    tails = np.array([_law_quantiles(memory.tables[i, :BINS], memory.deviates[i]) for i in range(used)])
    low[posts] = middle[posts] + spread * tails[snapshots, 0]
    high[posts] = middle[posts] + spread * tails[snapshots, 1]
    early = posts[: MIN_POSTS - 2]
    low[early], high[early], middle[early] = np.nan, np.nan, np.nan
    return middle, low, high


def _effects(memory: Memory, codes: NDArray[np.int32], snapshots: Whole) -> Floats:
    """Effect of format, weekday, … of posts with these codes, as it was known at the given fits; (counted,)."""
    effects = np.zeros(len(snapshots))
    for group in range(codes.shape[1]):
        code = codes[:, group]
        effects += np.where(code >= 0, memory.betas[snapshots, np.maximum(code, 0)], 0.0)
    return effects


def _scatter(memory: Memory, series: Series, posts: Whole, snapshots: Whole) -> Floats:
    """Noise scale of each post's format, as it was known at the given fits; (counted,)."""
    scatter = memory.scales[snapshots].copy()
    if series.params:
        code = series.codes[posts, -1]
        scatter *= np.where(code >= 0, memory.spreads[snapshots, np.maximum(code, 0)], 1.0)
    return np.asarray(scatter)


def adjusted(course: Course) -> Floats:
    """Give the counted posts without season and effects of format, weekday, …; (counted,), on the scale of `value`."""
    posts = course.memory.order[: course.counted]
    effects = _effects(course.memory, course.series.codes[posts], course.memory.snapshot[: course.counted])
    return np.asarray(course.series.value[posts] - course.season[posts] - effects)


def _law_quantiles(table: Floats, unit: float) -> tuple[float, float]:
    """10 % and 90 % point of the noise law in noise scales, read from its score table; `unit` is one deviate in it."""
    cells = -6 + (np.arange(BINS) + 0.5) * (12 / BINS)
    deviate = normal_deviate(0.1) / unit
    return float(np.interp(-deviate, table, cells)), float(np.interp(deviate, table, cells))


def residuals(memory: Memory, series: Series, season: Floats, counted: int) -> Floats:
    """How far each post lay from the level just before it, in noise scales cut at ±3, as the pass in `memory` has it.

    Args:
        season: (n,) what was taken out of the values. counted: number of posts that count.

    Returns:
        (n,), nan for posts that were not counted or came before `MIN_POSTS`.
    """
    posts, snapshots = memory.order[:counted], memory.snapshot[:counted]
    level = memory.middle[:counted] + _effects(memory, series.codes[posts], snapshots) + season[posts]
    found = np.full(len(series.value), np.nan)
    found[posts] = np.clip((series.value[posts] - level) / _scatter(memory, series, posts, snapshots), -3, 3)
    found[posts[: MIN_POSTS - 2]] = np.nan
    return found
