"""Young posts: what published figures and the account's own readings say about how far a counter has come at an age.

Everything here is of one moment of knowing: it uses only readings up to then, so that a longer history changes nothing
that was said before. docs/decisions/0008 says why it is as it is.
"""

from __future__ import annotations

from math import inf, log
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup.published_growth import Growth, Sort, expected, first_look, growth_from, published
from fieber.model.tables import UTC_TIME
from fieber.stats import maturity
from fieber.stats.maturity import Pairs, Young

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Growths = Mapping[Sort, Growth]

MICROSECONDS_PER_DAY = 86_400_000_000
# Polars divides by a number by multiplying with its inverse, Python does not; multiplying is the same everywhere, and
# whole days stay whole
DAYS_PER_MICROSECOND = 1 / MICROSECONDS_PER_DAY
CLIPS = ("reel", "short", "igtv")

TEACHERS = ("likes", "views", "comments", "shares", "reach")  # the first one that the input has says how posts grow
FEWEST = 12  # readings, pairs or young posts, before an account's own growth is looked at; as posts in the thermometer
NEIGHBOURS = 30  # old posts before a young one that it is held against
PAIRED = ("age", "count", "is_young")
LEAST_SCATTER = 0.2  # of single posts, log units: no account is steadier
MOST_YOUNG = 512
NEVER = -1
AS_PUBLISHED: Growths = MappingProxyType({})


def judged_ages(platform: str | None, kinds: pl.Series) -> Floats:
    """Give the age in days from which a post of each format can be judged, as published; (n,)."""
    feed, clip = (published((platform, is_clip)).judged for is_clip in (False, True))
    return np.where(kinds.is_in(CLIPS).fill_null(value=False).to_numpy(), clip, feed)


def turning_points(readings: pl.DataFrame, learned: Growths = AS_PUBLISHED) -> Floats:
    """Give the moments (days since 1970) at which what is known of the account's growth is asked anew.

    Each has half as many readings again as the one before; none where no post was read young, because then nothing
    can be learned. learned: from a roster, see `growths`.
    """
    known = _known(readings, learned)
    young = known.filter("is_young")["read"]
    if not len(young):
        return np.empty(0)
    read = np.sort(known["read"].to_numpy())
    moments = np.unique(read[_sizes(len(read)) - 1])
    return np.asarray(moments[moments >= young.min()] * DAYS_PER_MICROSECOND)


def growths(readings: pl.DataFrame, at: float, learned: Growths = AS_PUBLISHED) -> dict[Sort, Growth]:
    """Give what the readings up to `at` (days since 1970) say about how the account's posts grow.

    Args:
        readings: all readings of one account, rows of POSTS; those of which the time is not known say nothing.
        learned: what is known beforehand, in place of what is published.

    Returns:
        By sort of post; sorts that are missing are as published.
    """
    moments = turning_points(readings, learned)
    moments = moments[moments <= at]
    if not len(moments):
        return dict(learned)
    known = _known(readings, learned).filter(pl.col("read") * DAYS_PER_MICROSECOND <= moments[-1])
    own = {sort: _learned(sort, known.filter(rows), expected(sort, learned)) for sort, rows in _by_sort(known)}
    return {**learned, **own}


def _sizes(n: int) -> NDArray[np.int64]:
    sizes = [FEWEST]
    while sizes[-1] * 3 // 2 <= n:
        sizes.append(sizes[-1] * 3 // 2)
    return np.array([size for size in sizes if size <= n], dtype=np.int64)


def _known(readings: pl.DataFrame, learned: Growths) -> pl.DataFrame:
    """Give the readings whose time is known, oldest first, with `read`, `posted` (both microseconds), `age` (days)."""
    dated = readings.filter(pl.col("measured_at") >= pl.col("posted_at")).with_columns(
        read=pl.col("measured_at").dt.timestamp("us"),
        posted=pl.col("posted_at").dt.timestamp("us"),
        identity=pl.coalesce("post_id", pl.col("posted_at").cast(pl.String)),
    )
    age = (dated["read"] - dated["posted"]).to_numpy() * DAYS_PER_MICROSECOND
    full = np.full(len(age), inf)
    for sort, rows in _by_sort(dated):
        full[rows] = expected(sort, learned).full
    return dated.with_columns(age=pl.Series(age), is_young=pl.Series(age < full)).sort("read", "posted", "identity")


def read_young(readings: pl.DataFrame, learned: Growths = AS_PUBLISHED) -> pl.Series:
    """Say which readings were made before the age at which a post of that sort is full, as far as known beforehand."""
    age = (readings["measured_at"] - readings["posted_at"]).dt.total_microseconds().to_numpy() * DAYS_PER_MICROSECOND
    full = np.full(len(age), inf)
    for sort, rows in _by_sort(readings):
        full[rows] = expected(sort, learned).full
    return pl.Series((age >= 0) & (age < full))


def _learned(sort: Sort, known: pl.DataFrame, prior: Growth) -> Growth:
    """Give the growth of one sort of posts after these readings, oldest first."""
    last = known.unique("identity", keep="last", maintain_order=True)
    reference = float(np.median(last["age"].to_numpy())) if last.height >= FEWEST else inf
    taught = _taught(known)
    curve = prior.curve if taught is None else maturity.learn(prior.curve, pairs=taught[0], young=taught[1])
    return growth_from(curve, first_look(sort), reference)


def lessons(readings: pl.DataFrame) -> dict[Sort, tuple[Pairs, Young]]:
    """Give what all readings of one account tell of each sort of posts; sorts of which they tell little are missing."""
    known = _known(readings, AS_PUBLISHED)
    told = ((sort, _taught(known.filter(rows))) for sort, rows in _by_sort(known))
    return {sort: taught for sort, taught in told if taught is not None}


def _taught(known: pl.DataFrame) -> tuple[Pairs, Young] | None:
    """Give the pairs and the young posts of these readings of one sort, oldest first; None where they are too few."""
    teacher = next((name for name in TEACHERS if known[name][0] is not None), None)
    if teacher is None:
        return None
    counts = known.rename({teacher: "count"}).filter(pl.col("count") >= 0)
    pairs, young = _pairs(counts), _young(counts.unique("identity", keep="last", maintain_order=True))
    return (pairs, young) if len(pairs.first) >= FEWEST or len(young.age) >= FEWEST else None


def _pairs(counts: pl.DataFrame) -> Pairs:
    """Give each reading of a post with the one before it, where the first was young: only then does it tell much."""
    before = counts.select(
        "age", "count", "is_young", *(pl.col(name).shift(1).over("identity").name.prefix("first_") for name in PAIRED)
    ).filter(pl.col("first_is_young") & (pl.col("age") > pl.col("first_age")))
    ages = before["first_age"].to_numpy(), before["age"].to_numpy()
    return Pairs(*ages, *(before[name].cast(pl.Float64).to_numpy() for name in ("first_count", "count")))


def _young(last: pl.DataFrame) -> Young:
    """Hold each post that is still young against the old ones posted before it."""
    table = last.sort("posted")
    logs, posted = np.log1p(table["count"].to_numpy().astype(np.float64)), table["posted"].to_numpy()
    is_young = table["is_young"].to_numpy()
    old = np.flatnonzero(~is_young)
    places = np.searchsorted(posted[old], posted)  # old posts before each post
    young = np.flatnonzero(is_young & (places >= FEWEST))[-MOST_YOUNG:]
    if not len(young):
        return Young(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64), 1.0)
    levels = np.array([np.median(logs[old[max(0, place - NEIGHBOURS) : place]]) for place in places[young]])
    around = logs[old[places[young[0]] - FEWEST :]]
    scatter = max(LEAST_SCATTER, 1.4826 * float(np.median(np.abs(around - np.median(around)))))
    readings = table["read"].to_numpy()[young] // MICROSECONDS_PER_DAY
    return Young(table["age"].to_numpy()[young], logs[young] - levels, readings, scatter)


def ripeness(posts: pl.DataFrame, newest: int | pl.Series, growths: Mapping[Sort, Growth]) -> pl.DataFrame:
    """Say of each post when it can first be judged, and what it still lacks.

    Args:
        posts: one reading a post. newest: moment (microseconds, or one a post) at which counters are taken as read
            where the input does not say; then nothing is added to them: they may have been read at any time after it.
        growths: what is known; sorts that are missing are as published.

    Returns:
        ripe_us: microseconds, null for a post that cannot be judged at all. grown: log of the share that it has of a
        full count (of one at `compared_at` days, where that is not null); 0 where nothing is added.
    """
    posted, age, is_read = _ages(posts, newest)
    ripe = np.full(len(age), NEVER)
    grown, compared = np.zeros(len(age)), np.full(len(age), inf)
    for sort, rows in _by_sort(posts):
        growth = expected(sort, growths)
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
    for sort, rows in _by_sort(readings):
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


def _by_sort(posts: pl.DataFrame) -> list[tuple[Sort, NDArray[np.bool_]]]:
    """Give each sort of posts in the table with its rows."""
    frame = posts.select("platform", is_clip=pl.col("kind").is_in(CLIPS).fill_null(value=False))
    return [
        (
            (platform, is_clip),
            frame.select((pl.col("platform").eq_missing(platform)) & (pl.col("is_clip") == is_clip))
            .to_series()
            .to_numpy(),
        )
        for platform, is_clip in frame.unique(maintain_order=True).rows()
    ]


def _microseconds(moments: pl.Series) -> NDArray[np.int64]:
    return moments.dt.timestamp("us").to_numpy()


def _whole(days: float) -> int:
    return round(days * MICROSECONDS_PER_DAY)
