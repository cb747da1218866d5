"""What sudden steps in the followers look like: a clean-up, a counter, a giveaway, bought ones. Seen, never proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup._follower_series import daily
from fieber.model.moments import moment
from fieber.model.surroundings import FollowerEvent
from fieber.stats.follower_steps import Step, steps
from fieber.stats.normal import NORMAL_95

if TYPE_CHECKING:
    from typing import Literal

    from numpy.typing import NDArray

    from fieber.checkup._follower_series import Snapshots

    Floats = NDArray[np.float64]
    Kind = Literal["clean_up", "counter", "giveaway", "bought", "surge", "drop"]

RECENT_DAYS = 120.0  # those who came for a prize take so long to leave, and so long a night is remembered
BACK_DAYS, BACK_SHARE = 21, 0.6  # a counter that was wrong is right again within three weeks, mostly
BESIDE_DAYS = 21.0  # posts so long before and after a step say what engagement did
FEWEST_POSTS = 4
SMALLEST_UP = 0.01  # of the followers: good days are no events
SMALLEST_BLOCK = 0.05  # nobody buys a hundredth, and a good day brings it by itself
HIT = 2.0  # times the usual: a post that would explain new followers
AFTER_DAYS = 45  # those who came for a prize leave within six weeks
AFTER_CHURN = 1.25  # times the losses before
ENGAGEMENT = ("likes", "comments", "shares", "saves")


def events_of(found: Snapshots, posts: pl.DataFrame, days: pl.DataFrame, *, now: float) -> tuple[FollowerEvent, ...]:
    """Give every sudden step of the daily number of followers with what its pattern fits, oldest first.

    A step down: with engagement that stayed it fits a clean-up of accounts that never looked; if most come back, the
    counter was wrong. A step up: with posts that went far it is a surge; if then clearly more leave than before, it
    fits a giveaway; with no such post and flat engagement it fits bought followers.

    Args:
        found: snapshots. posts: with the column `posted`. days: rows of DAYS. now: days since 1970.
    """
    if len(found) < 2:
        return ()
    day = found.day - 1
    stepped = steps(day, found.count)
    events = []
    taken: set[int] = set()
    for number, step in enumerate(stepped):
        if number in taken or 0 < step.share < SMALLEST_UP:
            continue
        back = _comes_back(stepped, number, day)
        if back is not None:
            taken.add(back)
        kind, beside = _kind(step, back is not None, found, posts, days)
        start, end = moment(float(day[step.first])), moment(float(day[step.last]) + 1)
        recent = now - float(day[step.last]) <= RECENT_DAYS
        events.append(FollowerEvent(kind, start, end, step.people, 100 * step.share, *beside, is_recent=recent))
    return tuple(events)


def _comes_back(stepped: tuple[Step, ...], number: int, day: Floats) -> int | None:
    """Give the step that takes a fall back; a way down after a rise is no repair."""
    step = stepped[number]
    for later in range(number + 1, len(stepped)):
        other = stepped[later]
        if day[other.first] - day[step.last] > BACK_DAYS:
            return None
        if step.people < 0 < other.people and other.people >= -BACK_SHARE * step.people:
            return later
    return None


def _kind(
    step: Step, is_back: bool, found: Snapshots, posts: pl.DataFrame, days: pl.DataFrame
) -> tuple[Kind, tuple[float | None, float | None, float | None]]:
    day = found.day - 1
    first, last = float(day[step.first]), float(day[step.last]) + 1
    level, highest = _engagement(posts, first, last)
    beside = (level[0], level[1], level[2])
    if step.people < 0:
        stayed = level[2] is not None and level[2] >= 0
        return ("counter" if is_back else "clean_up" if stayed else "drop"), beside
    if _more_leave(step, found, days):
        return "giveaway", beside
    went_far = highest is not None and highest >= HIT
    # the denominator grew, the numerator did not: nobody new looks
    is_flat = level[1] is not None and level[1] <= 0 and (level[0] or 0.0) < 50 * step.share
    is_block = step.share >= SMALLEST_BLOCK
    return ("bought" if is_block and is_flat and not went_far else "surge"), beside


def _engagement(
    posts: pl.DataFrame, first: float, last: float
) -> tuple[tuple[float | None, float | None, float | None], float | None]:
    """Give how interactions changed in percent with their 90 % interval; None where there are too few posts.

    And the best post around the step, as a multiple of the usual before it.
    """
    column = next((name for name in ENGAGEMENT if posts[name].null_count() < posts.height), None)
    if column is None:
        return (None, None, None), None
    known = posts.filter(pl.col(column) >= 0).sort("posted")
    at, value = known["posted"].to_numpy(), np.log1p(known[column].cast(pl.Float64).to_numpy())
    before = value[(at >= first - 3 * BESIDE_DAYS) & (at < first - 1)]
    around = value[(at >= first - 2) & (at < last + 1)]
    after = value[(at >= last) & (at < last + BESIDE_DAYS)]
    highest = float(np.exp(around.max() - np.median(before))) if len(around) and len(before) >= FEWEST_POSTS else None
    if min(len(before), len(after)) < FEWEST_POSTS:
        return (None, None, None), highest
    scale = 1.4826 * np.median(np.abs(np.concatenate([before - np.median(before), after - np.median(after)])))
    # a median of n normal values has 1.57 times the variance of their mean
    reach = NORMAL_95 * np.sqrt(1.57) * max(float(scale), 0.05) * np.sqrt(1 / len(before) + 1 / len(after))
    middle = float(np.median(after) - np.median(before))
    percent, low, high = (100 * float(np.expm1(part)) for part in (middle, middle - reach, middle + reach))
    return (percent, low, high), highest


def _more_leave(step: Step, found: Snapshots, days: pl.DataFrame) -> bool:
    """Whether clearly more went in the weeks after the step than before it, of as many followers."""
    day, gone = daily(days, "unfollows")
    if not len(day):
        return False
    share = gone / np.maximum(np.interp(day, found.day, found.count), 1.0)
    first, last = found.day[step.first] - 1, found.day[step.last]
    before = share[(day < first) & (day >= first - 2 * AFTER_DAYS)]
    after = share[(day >= last) & (day < last + AFTER_DAYS)]
    if min(len(before), len(after)) < 2 * FEWEST_POSTS:
        return False
    error = np.sqrt(before.var(ddof=1) / len(before) + after.var(ddof=1) / len(after))
    gap = float(after.mean() - before.mean())
    return bool(after.mean() >= AFTER_CHURN * before.mean() and gap > 2.33 * error)
