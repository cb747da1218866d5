"""Many accounts at one look each, with all that a list of them says beside the temperature.

The numbers are those that `thermometer.take`, `told.onset` and `checkup.vital` give for each account alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats import season
from fieber.stats._described import Described
from fieber.stats.memory import MIN_POSTS, Memory
from fieber.stats.normal import NORMAL_95
from fieber.stats.percent import change_percent
from fieber.stats.prior import PRIOR
from fieber.stats.told import LEAST_STEP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.stats.prior import Prior

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Spans:
    """Days that are looked at: the year of the usual post; the last days, and how far back the same days lie."""

    year: float
    recent: float
    back: float


@dataclass(frozen=True, slots=True)
class Histories:
    """The posts of a accounts, one account after the other, each in the order in which they can be judged.

    value: (n,) log(offset + x). number: (n,) x. when: (n,) days at which each can be judged. posted: (n,) day of
    posting. codes: (n, groups) effect columns as in `thermometer.Series`, params: (a,) how many each account has.
    starts: (a + 1,) account i has the posts starts[i] … starts[i + 1] − 1.
    """

    value: Floats
    number: Floats
    when: Floats
    posted: Floats
    codes: NDArray[np.int32]
    params: NDArray[np.int64]
    starts: Whole
    offset: float


@dataclass(frozen=True, slots=True)
class Batch:
    """What the thermometer showed for a accounts at one look each; nan where nothing can be said.

    p … level: as in `thermometer.Course`. onset: (a, 3) first post of the new level in the account's own posts: best,
    5 % and 95 % point; −1 where nothing is described. recent, since: (a,) median of the recent posts, day of the first
    of them. usual: (a, 3) 10 %, 50 % and 90 % of the posts before; usual_posts: how many. long_term: (a, 3) the last
    days against the same days a year before in percent, with its 90 % interval. residual: (n,) noise scales by which
    each post lay off the level before it, cut at ±3; nan where too little was known.
    """

    p: Floats
    window: NDArray[np.int64]
    median: Floats
    low: Floats
    high: Floats
    p_drop: Floats
    detectable: Floats
    level: Floats
    onset: Whole
    recent: Floats
    since: Floats
    usual: Floats
    usual_posts: Floats
    long_term: Floats
    residual: Floats


def take_described(histories: Histories, looks: Floats, spans: Spans, *, prior: Prior = PRIOR) -> Batch:
    """Take the temperatures of many accounts, one look each, and describe them.

    Args:
        histories: their posts. looks: (a,) days. spans: see there. prior: for experiments, and for a roster's own.
    """
    starts = histories.starts.tolist()
    n = int(np.diff(histories.starts).max(initial=0))
    memory = Memory(n, histories.codes.shape[1])
    run = memory.begin(prior)
    described = Described(memory, np.empty((2, n + 2)))
    clean = season.without_season(histories.value, histories.when, histories.starts, looks)
    out, found = np.zeros((len(looks), 10)), np.full((len(looks), 3), -1, dtype=np.intp)
    said, residual = np.empty((len(looks), 9)), np.full(len(clean), np.nan)
    around = MIN_POSTS - 2, spans.year, spans.recent, spans.back
    for i, (first, end, params) in enumerate(zip(starts[:-1], starts[1:], histories.params.tolist(), strict=True)):
        own = slice(first, end)
        codes = histories.codes[own]
        run.load(clean[own], histories.when[own], codes, params, histories.offset)
        counted = run.scan(looks[i : i + 1], out[i : i + 1])
        posts = int(out[i, 1])
        if posts:
            run.onset(counted, posts, min(out[i, 4], LEAST_STEP), found[i : i + 1])
        own_arrays = clean[own], histories.number[own], histories.posted[own], codes
        described.one(counted, posts, *own_arrays, params > 0, looks[i], *around, said[i], residual[own])
    shown = np.where(out[:, :1] >= 0, out, np.nan).T
    step, error = said[:, 7], NORMAL_95 * said[:, 8]
    long_term = [change_percent(s, said[:, 6], histories.offset) for s in (step, step - error, step + error)]
    return Batch(
        p=shown[0],
        window=out[:, 1].astype(np.int64),
        median=shown[4],
        low=shown[5],
        high=shown[6],
        p_drop=shown[7],
        detectable=shown[8],
        level=shown[9],
        onset=found,
        recent=said[:, 0],
        since=said[:, 1],
        usual=said[:, 2:5],
        usual_posts=said[:, 5],
        long_term=np.stack(long_term, axis=1),
        residual=residual,
    )
