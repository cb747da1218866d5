"""The thermometer: one account's posts in, at every look the p-value of "nothing is wrong", and what has changed.

A pass over the posts in time order keeps, for each of several speeds of wander, a robust local level; their mixture,
the effects of format, weekday and hour, and the noise law are learned as the pass goes on and never look ahead. At a
look, windows of 2 posts up to a year are held against the level before each of them; the smallest p pays for the scan.
docs/method.md derives it. Beside it: `prior` has the constants, `told` judges a told date and finds the onset,
`expectation` gives what each post was held against, `memory` and `_core` do the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats import expectation, season
from fieber.stats.memory import Memory
from fieber.stats.prior import PRIOR
from fieber.stats.scan_price import FREE, PRICE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.stats.prior import Prior

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]
    Numbers = NDArray[np.int64]
    Columns = tuple[Floats, Numbers, Numbers, Floats, Floats, Floats, Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Series:
    """One vital's posts in the order in which they can be judged.

    value: (n,) log(offset + x). when: (n,) days, rising. codes: (n, groups) effect column or −1; with three groups and
    more the first is the weekday, the second the hours, and the last the format, which has a scatter of its own too.
    params: number of effect columns. offset: 1 for counts, 0 for ratios. dated: False where `when` only keeps order.
    """

    value: Floats
    when: Floats
    codes: NDArray[np.int32]
    params: int
    offset: float = 1.0
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Course:
    """What the thermometer showed at each look, and the working memory that describes the last one.

    p: (l,) scan-corrected one-sided p, nan where too little is known. window: (l,) posts that are described. median,
    low, high: (l,) change of level in log units, posterior median and 90 % interval. p_drop: (l,) P(drop ≥ 10 %).
    detectable: (l,) smallest loss (log units) that would have reached 38.5 °C with 80 % power. level: (l,) level before
    the window that is described.
    season: (n,) log units of the yearly season that was taken out at the last look, 0 where none is known.
    residuals: for each stretch of looks in which one season is known its first look, and (n,) the noise scales by which
    each post that counted there lay off the level before it; cut at ±3, nan where too little was known.
    counted: number of posts that count. viral: (n,) bool.
    """

    series: Series
    looks: Floats
    p: Floats
    window: NDArray[np.int64]
    seen: NDArray[np.int64]
    median: Floats
    low: Floats
    high: Floats
    p_drop: Floats
    detectable: Floats
    level: Floats
    season: Floats
    residuals: tuple[tuple[int, Floats], ...]
    counted: int
    viral: NDArray[np.bool_]
    memory: Memory
    prior: Prior


def take(series: Series, looks: Floats, *, prior: Prior = PRIOR, price: Floats | None = PRICE) -> Course:
    """Take the temperature at each look, knowing only posts that could be judged by then.

    Args:
        series: n posts.
        looks: (l,) days, rising.
        prior: for experiments; the product uses the default.
        price: likewise; without a price p is the smallest p of all windows.

    Returns:
        The course; all numbers of a look depend only on posts up to it.
    """
    if not series.dated:
        prior = prior.undated()
    n = len(series.value)
    memory = Memory(n, series.codes.shape[1])
    out = np.zeros((len(looks), 10))
    run = memory.begin(prior, FREE if price is None else price)
    residuals: list[tuple[int, Floats]] = []
    *earlier, (first, here) = _epochs(series, looks)
    for (begin, waves), (end, _) in pairwise([*earlier, (first, here)]):
        posts = int(np.searchsorted(series.when, looks[end - 1], side="right"))
        run.load(series.value[:posts] - waves[:posts], series.when[:posts], series.codes[:posts], *kind_of(series))
        counted = run.scan(looks[begin:end], out[begin:end])
        residuals.append((begin, expectation.residuals(memory, series, waves, counted)))
    run.load(series.value - here, series.when, series.codes, *kind_of(series))
    counted = run.scan(looks[first:], out[first:])
    residuals.append((first, expectation.residuals(memory, series, here, counted)))
    p, window, seen, median, low, high, p_drop, detectable, level = _columns(out)
    return Course(
        series=series,
        looks=looks,
        p=p,
        window=window,
        seen=seen,
        median=median,
        low=low,
        high=high,
        p_drop=p_drop,
        detectable=detectable,
        level=level,
        season=here,
        residuals=tuple(residuals),
        counted=counted,
        viral=memory.state[:n] == 1,
        memory=memory,
        prior=prior,
    )


def kind_of(series: Series) -> tuple[int, float]:
    """Give what `_core.Pass.load` wants to know of a series besides its posts."""
    return series.params, series.offset


def _epochs(series: Series, looks: Floats) -> list[tuple[int, Floats]]:
    """Give the first look of each stretch within which one season is known, and that season at each post."""
    none = np.zeros(len(series.value))
    found = [(0, none)]
    if not series.dated or not len(series.value) or not len(looks):
        return found
    known = season.anniversaries(float(series.when[0]), float(looks[-1]))
    starts = np.searchsorted(looks, known, side="left")
    for day, start, end in zip(known.tolist(), starts.tolist(), [*starts[1:].tolist(), len(looks)], strict=False):
        if start == end:
            continue
        waves = season.yearly_profile(series.value, series.when, day)
        here = none if waves is None else season.seasonal(waves, series.when, day)
        if here is not found[-1][1]:
            found = [*(found if start > 0 else []), (start, here)]
    return found


def _columns(out: Floats) -> Columns:
    """p, window, seen, median, low, high, p_drop, detectable, level from the rows of `_core.Pass.scan`."""
    window, seen = out[:, 1:3].T.astype(np.int64)
    shown = np.where(out[:, :1] >= 0, out, np.nan).T
    return shown[0], window, seen, shown[4], shown[5], shown[6], shown[7], shown[8], shown[9]


@dataclass(frozen=True, slots=True)
class Readings:
    """What the thermometer showed for many accounts, one look each; all (a,), as in `Course`.

    onset: (a, 3) first post of the new level in the account's own posts: best, 5 % and 95 % point; −1 where nothing is
    described.
    """

    p: Floats
    window: NDArray[np.int64]
    seen: NDArray[np.int64]
    median: Floats
    low: Floats
    high: Floats
    p_drop: Floats
    detectable: Floats
    level: Floats
    onset: Whole


def take_many(series: Series, starts: Whole, looks: Floats, *, prior: Prior = PRIOR) -> Readings:
    """Take the temperatures of many accounts, one look each, in one call: the same numbers as `take` and `onset` give.

    Args:
        series: the posts of all accounts, one account after the other.
        starts: (a + 1,) account i has the posts starts[i] … starts[i + 1] − 1.
        looks: (a,) days.
        prior: for experiments; the product uses the default.

    Raises:
        ValueError: `starts` does not rise from 0 to the number of posts, or there is not one look for each account.
    """
    if (
        len(looks) != len(starts) - 1
        or starts[0] != 0
        or starts[-1] != len(series.value)
        or (np.diff(starts) < 0).any()
    ):
        raise ValueError("starts must rise from 0 to the number of posts, with one look for each account")
    prior = prior if series.dated else prior.undated()
    memory = Memory(int(np.diff(starts).max(initial=0)), series.codes.shape[1])
    out, found = np.zeros((len(looks), 10)), np.empty((len(looks), 3), dtype=np.intp)
    run = memory.begin(prior)
    starts = np.asarray(starts, dtype=np.intp)
    value = season.without_season(series.value, series.when, starts, looks) if series.dated else series.value
    run.many(value, series.when, series.codes, starts, series.params, series.offset, looks, out, found)
    return Readings(*_columns(out), onset=found)
