"""The thermometer: one account's posts in, at every look the p-value of "nothing is wrong", and what has changed.

A pass over the posts in time order keeps, for each of several speeds of wander, a robust local level; their mixture,
the effects of format, weekday and hour, and the noise law are learned as the pass goes on and never look ahead. At a
look, windows of 2 posts up to a year are held against the level before each of them; the smallest p pays for the scan.
docs/method.md derives it.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from math import erfc, exp, inf, log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats import _core, season

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]
    Numbers = NDArray[np.int64]
    Columns = tuple[Floats, Numbers, Numbers, Floats, Floats, Floats, Floats, Floats, Floats]

WEEKS_PER_YEAR = 52.18
BINS = 96  # cells of the score table; _core.BINS
STEPS = 200  # cells of the posterior of a change; _core.STEPS
MAX_PARAMS = 48  # effect columns that the working memory has room for
SHORTEST_STRIDE = 4  # posts between two looks at the past of one window: more often costs time and says little
MIN_POSTS = 12  # 10 posts of history and the shortest window


@dataclass(frozen=True, slots=True)
class Prior:
    """What is taken as known before the first post; the order is that of `prior` in `_core`."""

    effect: float = 0.3  # sd of the effects of collaboration, advertising and the like, log units
    scatter: float = 0.6  # noise scale
    scatter_weight: float = 5.0  # worth so many posts
    law_weight: float = 30.0  # posts that the t law is worth against the account's own noise law
    gap_wander: float = 0.0009  # variance of the level per week of a gap
    gap: float = 30.0  # days without a post that are a gap
    adoption: float = 91.0  # days after which the level of a viral spell is the normal
    spread_weight: float = 12.0  # windows that the model's own spread is worth against the past
    shift_weight: float = 8.0  # the same for the mean deviate
    fall: float = 0.223  # log units a year that a healthy account may lose: 20 %
    min_days: float = 21.0  # of history before a window, so that every weekday was seen three times
    back: float = 0.15  # a spell is over when five posts lie within this of the level before
    hit: float = 0.9163  # five posts this far above the level are a viral spell: × 2.5
    hit_scatter: float = 3.5  # and this many standard errors
    unchanged: float = 0.45  # accounts without a step
    fallen: float = 0.5  # accounts with a step down, log-uniform to × 0.3
    risen: float = 0.05  # accounts with a step up, log-uniform to × 3
    standing_out: float = 4 / WEEKS_PER_YEAR  # p from which the window that stands out is the one described
    hindsight: float = 0.7  # share of today's evidence on the wander, the rest is that of the window's start
    memory: float = 42.0  # days that a rise must have lasted to be the normal
    allowance: float = 1.0  # standard errors of the level by which it may have risen since
    single: float = 4.0  # weight of the posts one by one, counted once per window, in trusting a gain
    windows: float = 1.0  # weight of the past windows in trusting a gain
    still: float = 0.02  # weight of "only its own wander" against any change whatever, for how much it changed
    doubt: float = 3.0  # windows that count besides those of the past, at the spread expected
    degrees: float = 3.0  # degrees of freedom of a spread of which nothing is known from the past
    same: float = 20.0  # posts of a format that the scatter of all formats is worth against its own
    chosen: float = 1.5  # variance of a change in a window that was chosen by looking, over that of one that was told
    ordinary: float = 182.0  # days without a viral spell that are taken as seen before the first post
    weekday: float = (
        0.08  # sd of the effects of weekdays over accounts; this and the next two: scripts/derive_priors.py
    )
    hours: float = 0.2  # likewise, of four-hour blocks
    format: float = 0.63  # likewise, of formats

    def array(self) -> Floats:
        """Give the values in the order of `_core`."""
        return np.array(astuple(self), dtype=np.float64)


PRIOR = Prior()

# wander variance per post over noise variance: memories from 580 posts down to 7
GAINS: Floats = np.multiply(3e-6, np.power(3.0, np.arange(9.0)))
GAIN_SHARES: Floats = np.array([0.06, 0.07, 0.09, 0.12, 0.15, 0.17, 0.16, 0.11, 0.07])
GAIN_LOGS: Floats = np.log(GAIN_SHARES)

# price of the search over windows: scripts/derive_price.py, seeds there
FREE: Floats = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
ON_A_HIT = 0.9  # p on top of a viral hit, where nothing is low
PRICE: Floats = np.array([-0.006352, 0.440332, 0.038281, 0.192985, -0.041615, 0.022567])


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
    counted: int
    viral: NDArray[np.bool_]
    memory: _Memory
    prior: Prior


class _Memory:
    """Working memory of `_core.Pass` for up to n posts, used for account after account; `Pass` says what is what."""

    __slots__ = (
        "basis",
        "betas",
        "cleaned",
        "codes",
        "counts",
        "due",
        "due_from",
        "earlier",
        "fitted",
        "folded",
        "gain_prior",
        "gains",
        "group",
        "laws",
        "ledger",
        "lengths",
        "level",
        "mixed",
        "noise",
        "odds",
        "order",
        "past",
        "pending",
        "product",
        "pseudo",
        "refits",
        "snapshot",
        "spreads",
        "state",
        "tables",
        "target",
        "used",
        "variance",
        "vectors",
        "weighed",
        "when",
        "windows",
        "work",
        "y",
    )

    def __init__(self, n: int, groups: int) -> None:
        gains = len(GAINS)
        self.gains, self.gain_prior = GAINS, GAIN_LOGS
        (self.windows, self.lengths), self.refits, (self.due, self.due_from) = _schedule(max(64, 1 << n.bit_length()))
        self.y, self.when, self.target, self.fitted, self.noise = np.empty((5, n + 2))
        self.pseudo, self.weighed, self.cleaned = np.empty((3, n + 2))
        self.order, self.snapshot, self.earlier, self.pending, self.folded = np.empty((5, n + 2), dtype=np.intp)
        self.level, self.variance, self.ledger, self.odds, self.product, self.basis = np.empty((6, n + 2, gains))
        self.mixed = np.empty((n + 2, 3))
        self.codes = np.empty((n + 2, groups), dtype=np.int32)
        self.state = np.zeros(n + 2, dtype=np.int32)
        fits = len(self.refits) + 1
        self.betas, self.spreads = np.empty((2, fits, MAX_PARAMS))
        self.tables = np.empty((fits, BINS))
        self.laws = np.empty((fits, 7))
        self.past = np.empty((fits + 1, len(self.windows), 1 + 2 * gains))
        self.counts, self.work = np.empty((2, MAX_PARAMS, MAX_PARAMS))
        self.used, self.group = np.empty((2, MAX_PARAMS), dtype=np.intp)
        self.vectors = np.empty((8, STEPS))

    def evidence(self, count: int) -> Floats:
        """Log evidence of each gain after `count` posts; (g,)."""
        return np.asarray(self.ledger[self.folded[count]] - 0.5 * np.log(self.product[count]))


@cache
def _schedule(n: int) -> tuple[tuple[Whole, Floats], Whole, tuple[Whole, Whole]]:
    """Give windows, counts of fits, and the windows whose past is looked at after each count, for up to n posts.

    A window of m posts is looked at every m // 2 posts, but not more often than every fourth. Those due after i posts
    are due[due_from[i]:due_from[i + 1]].
    """
    windows = window_sizes(n)
    strides = np.maximum(windows // 2, SHORTEST_STRIDE)
    lengths = np.stack([windows / 3, np.minimum(strides / windows, 1.0)], axis=1)
    is_due = np.arange(n + 2)[:, None] % strides == 0
    due_from = np.append(0, is_due.sum(axis=1).cumsum())
    return (windows, lengths), refit_counts(n), (np.nonzero(is_due)[1].astype(np.intp), due_from.astype(np.intp))


def window_sizes(n: int) -> NDArray[np.intp]:
    """Give the lengths of window that are scanned in n posts: 2, 3, 4, 6, 8, … each about 1.4 times the one before."""
    sizes = [2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128]
    while sizes[-1] < n:
        sizes.append(int(sizes[-1] * 1.41))
    return np.array([size for size in sizes if size <= max(n, 2)], dtype=np.intp)


def refit_counts(n: int) -> NDArray[np.intp]:
    """Give the numbers of posts at which effects and noise law are fitted anew: each 40 % more than the last."""
    counts = [12]
    while counts[-1] < n:
        counts.append(max(counts[-1] + 4, int(counts[-1] * 1.4)))
    return np.array(counts, dtype=np.intp)


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
        prior = _undated(prior)
    n = len(series.value)
    memory = _Memory(n, series.codes.shape[1])
    out = np.zeros((len(looks), 10))
    run = _core.Pass(memory, _constants(prior), FREE if price is None else price, _thresholds())
    *earlier, (first, here) = _epochs(series, looks)
    for (begin, waves), (end, _) in pairwise([*earlier, (first, here)]):
        posts = int(np.searchsorted(series.when, looks[end - 1], side="right"))
        run.load(series.value[:posts] - waves[:posts], series.when[:posts], series.codes[:posts], *_kind(series))
        run.scan(looks[begin:end], out[begin:end])
    run.load(series.value - here, series.when, series.codes, *_kind(series))
    counted = run.scan(looks[first:], out[first:])
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
        counted=counted,
        viral=memory.state[:n] == 1,
        memory=memory,
        prior=prior,
    )


def _kind(series: Series) -> tuple[int, float]:
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
    prior = prior if series.dated else _undated(prior)
    memory = _Memory(int(np.diff(starts).max(initial=0)), series.codes.shape[1])
    out, found = np.zeros((len(looks), 10)), np.empty((len(looks), 3), dtype=np.intp)
    run = _core.Pass(memory, _constants(prior), PRICE, _thresholds())
    starts = np.asarray(starts, dtype=np.intp)
    value = season.without_season(series.value, series.when, starts, looks) if series.dated else series.value
    run.many(value, series.when, series.codes, starts, series.params, series.offset, looks, out, found)
    return Readings(*_columns(out), onset=found)


@lru_cache(maxsize=64)
def _constants(prior: Prior) -> Floats:
    return prior.array()


def _undated(prior: Prior) -> Prior:
    """Without dates there is no calendar to wait for, to fall along or to pause in."""
    return replace(prior, min_days=0.0, fall=0.0, gap=inf)


@dataclass(frozen=True, slots=True)
class Told:
    """The last posts judged alone, without a search.

    p, change in log units with 90 % interval, P(drop ≥ 10 %), and the level that they are held against.
    """

    p: float
    median: float
    low: float
    high: float
    p_drop: float
    level: float


def told(course: Course, posts: int) -> Told | None:
    """Judge the last `posts` entries of the series against the level before them, without a search.

    A viral spell of the six weeks before them is set aside; from the told date on every post counts, hit or not. None
    where fewer than ten posts lie before.
    """
    n = len(course.series.value)
    if not 1 <= posts <= n:
        return None
    lately = course.series.when >= course.series.when[n - posts] - course.prior.memory
    kept = ~(course.viral & lately) | (np.arange(n) >= n - posts)
    if int(kept.sum()) - posts < MIN_POSTS - 2:
        return None
    series = replace(
        course.series,
        value=course.series.value[kept],
        when=course.series.when[kept],
        codes=np.ascontiguousarray(course.series.codes[kept]),
    )
    return _told(take(series, course.looks[-1:], prior=replace(course.prior, hit=inf, memory=inf)), posts)


def _told(course: Course, posts: int) -> Told:
    result = np.empty(8)
    _again(course).told(course.counted, posts, float(course.looks[-1]), result)
    p, median, low, high, p_drop = (float(value) for value in result[:5])
    return Told(p, median, low, high, p_drop, level=float(result[7]))


def _again(course: Course) -> _core.Pass:
    """Take up a pass where it ended."""
    run = _core.Pass(course.memory, _constants(course.prior), PRICE, _thresholds())
    series = course.series
    run.load(series.value - course.season, series.when, series.codes, *_kind(series))
    return run


def onset(course: Course, posts: int, step: float) -> tuple[int, int, int]:
    """Where a step of `step` log units near the last `posts` posts began: best, 5 % and 95 % point.

    Returns:
        Indices into the series of the first post of the new level.
    """
    found = np.empty((1, 3), dtype=np.intp)
    _again(course).onset(course.counted, posts, step, found)
    best, low, high = (int(i) for i in found[0])
    return best, low, high


def change_percent(step: Floats, level: Floats, offset: float) -> Floats:
    """Turn steps in log(offset + x) from `level` into percent of x; never below −100."""
    before = np.maximum(np.exp(level) - offset, 1e-9)
    return np.maximum(-100.0, 100 * ((np.exp(level + step) - offset) / before - 1))


@cache
def _thresholds() -> Floats:
    """By number of windows scanned: the normal deviate that one must reach so that the scan shows 38.5 °C; (65,)."""
    return np.array([0.0, *(_threshold(seen) for seen in range(1, 65))])


def _threshold(seen: int) -> float:
    low, high = 0.0, 10.0
    for _ in range(40):
        middle = (low + high) / 2
        if _price(0.5 * erfc(middle / sqrt(2)), middle, seen) > 1 / WEEKS_PER_YEAR:
            low = middle
        else:
            high = middle
    return high


def scan_price(p: float, seen: int) -> float:
    """Give p of the smallest of `seen` window p's under no change; the price that `_core` applies."""
    return _price(p, normal_deviate(max(p, 1e-14)), seen)


def _price(p: float, z: float, seen: int) -> float:
    """The same, where the normal deviate `z` of p is known already."""
    many = log(seen)
    terms = (1.0, many, many * many, z, z * many, z * z)
    windows = exp(sum(float(c) * t for c, t in zip(PRICE, terms, strict=True)))
    return float(1 - (1 - p) ** windows)


@lru_cache(maxsize=256)  # nearly always asked for 0.1
def normal_deviate(p: float) -> float:
    """Upper normal quantile: the z that is exceeded with probability p."""
    low, high = -40.0, 40.0
    for _ in range(90):
        middle = (low + high) / 2
        if 0.5 * erfc(middle / sqrt(2)) > p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


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
    level = memory.mixed[known, 0].copy()
    if judged:
        level[-judged:] = course.level[-1]
    middle[posts] = level + _effects(course, snapshots) + course.season[posts]
    learned = memory.laws[snapshots, 2]  # level and effects are uncertain too: as many parameters as columns in use
    columns = len(np.unique(series.codes[posts])) if series.params else 0
    spread = _scatter(course, snapshots) * np.sqrt(1 + memory.mixed[known, 1] + columns / (columns + learned + 1))
    used = int(snapshots.max(initial=0)) + 1
    tails = np.array([_law_quantiles(memory.tables[i], memory.laws[i, 3]) for i in range(used)])
    low[posts] = middle[posts] + spread * tails[snapshots, 0]
    high[posts] = middle[posts] + spread * tails[snapshots, 1]
    early = posts[: MIN_POSTS - 2]
    low[early], high[early], middle[early] = np.nan, np.nan, np.nan
    return middle, low, high


def _effects(course: Course, snapshots: NDArray[np.intp]) -> Floats:
    """Effect of format, weekday, … of each counted post, as it was known at the given fits; (counted,)."""
    memory, codes = course.memory, course.series.codes
    posts = memory.order[: course.counted]
    effects = np.zeros(course.counted)
    for group in range(codes.shape[1]):
        code = codes[posts, group]
        effects += np.where(code >= 0, memory.betas[snapshots, np.maximum(code, 0)], 0.0)
    return effects


def _scatter(course: Course, snapshots: NDArray[np.intp]) -> Floats:
    """Noise scale of each counted post's format, as it was known at the given fits; (counted,)."""
    memory = course.memory
    scatter = memory.laws[snapshots, 0].copy()
    if course.series.params:
        code = course.series.codes[memory.order[: course.counted], -1]
        scatter *= np.where(code >= 0, memory.spreads[snapshots, np.maximum(code, 0)], 1.0)
    return np.asarray(scatter)


def adjusted(course: Course) -> Floats:
    """Give the counted posts without season and effects of format, weekday, …; (counted,), on the scale of `value`."""
    posts = course.memory.order[: course.counted]
    effects = _effects(course, course.memory.snapshot[: course.counted])
    return np.asarray(course.series.value[posts] - course.season[posts] - effects)


def _law_quantiles(table: Floats, unit: float) -> tuple[float, float]:
    """10 % and 90 % point of the noise law in noise scales, read from its score table; `unit` is one deviate in it."""
    cells = -6 + (np.arange(BINS) + 0.5) * (12 / BINS)
    deviate = normal_deviate(0.1) / unit
    return float(np.interp(-deviate, table, cells)), float(np.interp(deviate, table, cells))


def residuals(course: Course) -> Floats:
    """How far each post lay from what was expected, in noise scales cut at ±3; (n,), nan where not counted."""
    middle, _, _ = expected(course)
    memory = course.memory
    scale = np.full(len(middle), np.nan)
    scale[memory.order[: course.counted]] = _scatter(course, memory.snapshot[: course.counted])
    return np.asarray(np.clip((course.series.value - middle) / scale, -3, 3))
