"""Young posts: what published figures and the account's own readings say about how far a counter has come at an age.

Everything here is of one moment of knowing: it uses only readings up to then, so that a longer history changes nothing
that was said before. docs/decisions/0008 says why it is as it is.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf, log
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup import _lessons
from fieber.checkup._lessons import FEWEST
from fieber.checkup.published_growth import Growth, Sort, compared_at, expected, growth_from
from fieber.model.moments import DAYS_PER_MICROSECOND, MICROSECONDS_PER_DAY
from fieber.model.tables import UTC_TIME
from fieber.stats import maturity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from fieber.checkup._lessons import Readings
    from fieber.stats.maturity import Pairs, Young

    Floats = NDArray[np.float64]
    Growths = Mapping[Sort, Growth]

CLIPS = ("reel", "short", "igtv")

NEVER = -1
AS_PUBLISHED: Growths = MappingProxyType({})
NOBODY: Mapping[int, Growths] = MappingProxyType({})  # who is known to grow in a way of its own


def turning_points(readings: pl.DataFrame, learned: Growths = AS_PUBLISHED) -> Floats:
    """Give the moments (days since 1970) at which what is known of the account's growth is asked anew.

    Each has half as many readings again as the one before; none where no post was read young, because then nothing
    can be learned. learned: from a roster, see `growths`.
    """
    return _lessons.turning_points(_known(readings, learned)[0])


def growths(readings: pl.DataFrame, at: float, learned: Growths = AS_PUBLISHED) -> dict[Sort, Growth]:
    """Give what the readings up to `at` (days since 1970) say about how the account's posts grow.

    Args:
        readings: all readings of one account, rows of POSTS; those of which the time is not known say nothing.
        learned: what is known beforehand, in place of what is published.

    Returns:
        By sort of post; sorts that are missing are as published.
    """
    known, _, sorts = _known(readings, learned)
    return _growths(known, sorts, at, learned)


def growths_of_many(readings: pl.DataFrame, at: float, learned: Growths) -> dict[int, dict[Sort, Growth]]:
    """Give `growths` of each account of a table with a column `owner`, by its owner."""
    known, owner, sorts = _known(readings, learned)
    edges = np.append(np.flatnonzero(np.diff(owner, prepend=-1)), len(owner)).tolist()
    return {
        int(owner[first]): _growths(known.only(slice(first, end)), sorts, at, learned) for first, end in pairwise(edges)
    }


def _growths(known: Readings, sorts: Sequence[Sort], at: float, learned: Growths) -> dict[Sort, Growth]:
    moments = _lessons.turning_points(known)
    moments = moments[moments <= at]
    if not len(moments):
        return dict(learned)
    then = known.only(known.read * DAYS_PER_MICROSECOND <= moments[-1])
    own = {
        sorts[number]: _learned(then.only(then.sort == number), expected(sorts[number], learned))
        for number in np.unique(then.sort).tolist()
    }
    return {**learned, **own}


def _known(readings: pl.DataFrame, learned: Growths) -> tuple[Readings, NDArray[np.int64], tuple[Sort, ...]]:
    """Give the readings whose time is known, whose they are, and the sorts that they number."""
    sorts, number = _sorts(readings)
    full = np.array([expected(sort, learned).full for sort in sorts])
    return *_lessons.readings_of(readings, number, full[number]), sorts


def read_young(readings: pl.DataFrame, learned: Growths = AS_PUBLISHED) -> pl.Series:
    """Say which readings were made before the age at which a post of that sort is full, as far as known beforehand."""
    age = (readings["measured_at"] - readings["posted_at"]).dt.total_microseconds().to_numpy() * DAYS_PER_MICROSECOND
    sorts, number = _sorts(readings)
    full = np.array([expected(sort, learned).full for sort in sorts])[number]
    return pl.Series((age >= 0) & (age < full))


def _learned(known: Readings, prior: Growth) -> Growth:
    """Give the growth of one sort of posts after these readings, oldest first."""
    last = _lessons.last_of_each(known.post)
    reference = float(np.median(known.age[last])) if len(last) >= FEWEST else inf
    taught = _lessons.taught(known)
    if taught is None:
        return compared_at(prior, reference)
    curve = maturity.learn(prior.curve, pairs=taught[0], young=taught[1])
    return growth_from(curve, prior.earliest, reference)


def lessons(readings: pl.DataFrame) -> dict[Sort, tuple[Pairs, Young]]:
    """Give what all readings of one account tell of each sort of posts; sorts of which they tell little are missing."""
    known, _, sorts = _known(readings, AS_PUBLISHED)
    told = (
        (sorts[number], _lessons.taught(known.only(known.sort == number))) for number in np.unique(known.sort).tolist()
    )
    return {sort: taught for sort, taught in told if taught is not None}


def ripeness(
    posts: pl.DataFrame,
    newest: int | pl.Series,
    growths: Mapping[Sort, Growth],
    own: Mapping[int, Mapping[Sort, Growth]] = NOBODY,
) -> pl.DataFrame:
    """Say of each post when it can first be judged, and what it still lacks.

    Args:
        posts: one reading a post. newest: moment (microseconds, or one a post) at which counters are taken as read
            where the input does not say; then nothing is added to them: they may have been read at any time after it.
        growths: what is known; sorts that are missing are as published.
        own: likewise of single accounts, by the number in the column `owner`.

    Returns:
        ripe_us: microseconds, null for a post that cannot be judged at all. grown: log of the share that it has of a
        full count (of one at `compared_at` days, where that is not null); 0 where nothing is added.
    """
    posted, age, is_read = _ages(posts, newest)
    ripe = np.full(len(age), NEVER)
    grown, compared = np.zeros(len(age)), np.full(len(age), inf)
    for sort, account, rows in _alike(posts, own):
        growth = expected(sort, own.get(account, growths))
        is_ripe, grown[rows] = _compared(growth, age[rows], is_read[rows])
        ripe[rows] = np.where(is_ripe, np.minimum(age[rows], _whole(growth.judged)), NEVER)
        compared[rows] = growth.reference
    table = pl.DataFrame({"posted": posted, "ripe": ripe, "grown": grown, "compared_at": compared})
    return table.select(
        ripe_us=pl.when(pl.col("ripe") != NEVER).then(pl.col("posted") + pl.col("ripe")),
        grown="grown",
        compared_at=pl.when(pl.col("compared_at") < inf).then("compared_at"),
    )


def first_looks(readings: pl.DataFrame, newest: int, learned: Growths = AS_PUBLISHED) -> NDArray[np.int64]:
    """Give the moments (microseconds, rising) at which some post could first be judged, as known beforehand.

    All readings are asked, not only the latest: what was read later takes no look away. Arguments as in `ripeness`.
    """
    posted, age, is_read = _ages(readings, newest)
    due = np.full(len(age), NEVER)
    for sort, _, rows in _alike(readings, NOBODY):
        first = _whole(expected(sort, learned).judged)
        is_due = (age[rows] >= 0) & (is_read[rows] | (age[rows] >= first))
        due[rows] = np.where(is_due, np.minimum(age[rows], first), NEVER)
    return np.unique((posted + due)[due != NEVER])


def _ages(
    posts: pl.DataFrame, newest: int | pl.Series
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Give the moment of each post and its age at the reading, in microseconds, and whether that moment is known."""
    posted = _microseconds(posts["posted_at"])
    unread = pl.lit(newest).cast(UTC_TIME) if isinstance(newest, int) else newest
    read = posts.select(pl.col("measured_at").fill_null(unread)).to_series()
    return posted, _microseconds(read) - posted, posts["measured_at"].is_not_null().to_numpy()


def _compared(growth: Growth, age: NDArray[np.int64], is_read: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Floats]:
    """Say which posts can be judged, and the log share that they have of what they are compared with."""
    days = np.asarray(age * DAYS_PER_MICROSECOND, dtype=np.float64)
    share, is_ripe = np.zeros(len(age)), age >= _whole(growth.judged)
    if growth.reference == inf:
        lacks = is_ripe & is_read & (days < growth.full)
        share[lacks], _ = maturity.log_share(growth.curve, days[lacks])
        return is_ripe, share
    apart, sd = maturity.log_share(growth.curve, days[is_read], reference=growth.reference)
    is_ripe[is_read] = (np.abs(apart) <= -log(maturity.LEAST)) & (sd < maturity.SURE) & (age[is_read] >= 0)
    share[is_read] = np.where(np.abs(apart) >= maturity.EQUAL, apart, 0.0)
    share[~is_ripe] = 0.0
    return is_ripe, share


def _sorts(posts: pl.DataFrame) -> tuple[tuple[Sort, ...], NDArray[np.int64]]:
    """Give the sorts of posts in the table, and (n,) the number of each post's sort among them."""
    clip = posts["kind"].is_in(CLIPS).fill_null(value=False).to_numpy()
    platforms = posts["platform"].unique(maintain_order=True)
    place = np.zeros(posts.height, dtype=np.int64)
    for number, platform in enumerate(platforms[1:], start=1):
        place[posts["platform"].eq_missing(pl.Series([platform], dtype=pl.String)).to_numpy()] = number
    sorts = tuple((platform, is_clip) for platform in platforms for is_clip in (False, True))
    return sorts, 2 * place + clip


def _alike(posts: pl.DataFrame, own: Mapping[int, object]) -> Iterator[tuple[Sort, int, NDArray[np.int64]]]:
    """Give the rows of each sort of posts, accounts with a growth of their own apart; all others are account −1."""
    sorts, number = _sorts(posts)
    if own:
        owner = posts["owner"].cast(pl.Int64).to_numpy()
        number = number + len(sorts) * np.where(np.isin(owner, np.array([*own])), owner + 1, 0)
    turn = np.argsort(number, kind="stable")
    begin = np.flatnonzero(np.diff(number[turn], prepend=-1))
    for first, end in pairwise(np.append(begin, len(turn)).tolist()):
        account, sort = divmod(int(number[turn[first]]), len(sorts))
        yield sorts[sort], account - 1, turn[first:end]


def _microseconds(moments: pl.Series) -> NDArray[np.int64]:
    return moments.dt.timestamp("us").to_numpy()


def _whole(days: float) -> int:
    return round(days * MICROSECONDS_PER_DAY)
