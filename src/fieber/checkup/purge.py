"""Days on which the followers of many accounts fell at once: bought or dead accounts removed, or a counter that erred.

Nobody loses followers everywhere on one day for reasons of their own. Where likes stayed as they were, the audience is
still there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.weather import FEWEST_PEERS, LEVEL_SPANS, factor_at
from fieber.checkup.weather_table import FOLLOWERS
from fieber.metrics import metrics
from fieber.model.moments import date_number, date_of
from fieber.model.surroundings import FollowerStep
from fieber.stats import cohort

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from fieber.checkup._view import View
    from fieber.checkup.weather import Peers
    from fieber.checkup.weather_table import WeatherTable

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FEWEST_COUNTS = 15  # readings of an account; with fewer its usual day is not known
LONGEST_GAP = 7  # days between two readings of which one still says when something happened
BEYOND = 5.0  # scales of its own days that a step must lie beyond: once in 700 years of days of a normal law
LEAST_SCALE, LEAST_STEP = 0.0003, 0.002  # of the followers; two in a thousand is what people notice in a day
LEAST_SHARE = 0.3  # of the accounts counted that day; days of one's own bad luck hit one in a hundred
NEAR = 1  # days around; platforms and readings differ in when their day ends
BACK_DAYS, BACK_SHARE = 7, 0.5  # a counter that erred has given back half of it within a week
FLAT = log(0.9)  # engagement that surely fell by a tenth or more is not flat: DESIGN.md section 2
ENGAGEMENT_DAYS = 14.0
LATELY_DAYS = 90  # a step is told to an account if it lies within the last quarter


@dataclass(frozen=True, slots=True)
class Steps:
    """Changes of the follower counts from one reading to the next.

    owner: (n,) account. first, last: (n,) days since 1970, the change happened after `first` and by `last`.
    change: (n,) share of the followers. is_fall: (n,) down beyond its own scatter. before: (n,) followers at `first`.
    """

    owner: Ints
    first: Ints
    last: Ints
    change: Floats
    is_fall: NDArray[np.bool_]
    before: Floats


def follower_steps(table: WeatherTable, platform: str | None, now: float) -> tuple[FollowerStep, ...]:
    """Find the days on which followers fell everywhere at once, oldest first, knowing only what was counted by now."""
    rows = table.of(FOLLOWERS, platform)
    rows = rows.filter(rows["ripe"] <= now + 1)
    steps = steps_of(rows)
    if not len(steps.owner):
        return ()
    start = int(steps.first.min())
    fell, counted = (_per_day(steps, chosen, start) for chosen in (steps.is_fall, np.ones_like(steps.is_fall)))
    share = np.where(counted >= FEWEST_PEERS, fell / np.maximum(counted, 1), 0.0)
    found = []
    for day in _peaks(np.where(share >= LEAST_SHARE, fell, 0)):
        engagement = _engagement(table, platform, float(start + day), now)
        # where engagement surely fell too it is no matter of counting
        if engagement is None or engagement.interval()[1] >= FLAT:
            found.append(_step_on(start + day, steps, engagement, platform, int(counted[day])))
    return tuple(found)


def known_steps(table: WeatherTable, platform: str | None, now: float) -> tuple[FollowerStep, ...]:
    """Give `follower_steps`, looked for once a table, platform and day."""
    key = (platform, int(now))
    if key not in table.steps:
        table.steps[key] = follower_steps(table, platform, now)
    return table.steps[key]


def steps_of(rows: pl.DataFrame) -> Steps:
    """Give the changes between readings of each account that lie at most a week apart."""
    names = {name: i for i, name in enumerate(rows["account"].unique(maintain_order=True))}
    owner = np.array([names[name] for name in rows["account"]], dtype=np.int64)
    day, count = rows["day"].to_numpy().astype(np.int64), rows["mean"].to_numpy()
    order = np.lexsort((day, owner))
    owner, day, count = owner[order], day[order], count[order]
    near = (np.diff(owner) == 0) & (np.diff(day) <= LONGEST_GAP) & (np.diff(day) > 0) & (count[:-1] > 0)
    at = np.flatnonzero(near)
    change = count[at + 1] / count[at] - 1
    is_fall = np.zeros(len(at), dtype=np.bool_)
    for own in _runs(owner[at]):
        if len(own) >= FEWEST_COUNTS:
            middle = float(np.median(change[own]))
            scale = max(1.4826 * float(np.median(np.abs(change[own] - middle))), LEAST_SCALE)
            is_fall[own] = (change[own] < middle - BEYOND * scale) & (change[own] < -LEAST_STEP)
    return Steps(owner[at], day[at], day[at + 1], change, is_fall, count[at])


def _runs(owner: Ints) -> list[Ints]:
    """Give the places of each account in a column that is sorted by account."""
    return np.split(np.arange(len(owner)), np.flatnonzero(np.diff(owner)) + 1)


def _per_day(steps: Steps, chosen: NDArray[np.bool_], start: int) -> Ints:
    """Count for each day the accounts of which a chosen step may have happened then, or a day beside it."""
    days = int(steps.last.max()) - start + 2 + NEAR
    seen = np.zeros(days + 1, dtype=np.int64)
    pairs = np.stack([steps.owner[chosen], steps.first[chosen] + 1, steps.last[chosen]], axis=1)
    for run in _runs(pairs[:, 0]):
        own = pairs[run]
        covered = np.zeros(days + 1, dtype=np.int64)
        np.add.at(covered, np.maximum(own[:, 1] - NEAR - start, 0), 1)
        np.add.at(covered, np.minimum(own[:, 2] + NEAR + 1 - start, days), -1)
        seen += np.cumsum(covered) > 0
    return seen[:days]


def _peaks(fell: Ints) -> list[int]:
    """Give the day with most falls of each run of days that stand out; the middle one of equals."""
    found = []
    out = np.flatnonzero(fell > 0)
    for run in np.split(out, np.flatnonzero(np.diff(out) > 1) + 1):
        if len(run):
            best = run[fell[run] == fell[run].max()]
            found.append(int(best[len(best) // 2]))
    return found


def _step_on(
    day: int, steps: Steps, engagement: cohort.Estimate | None, platform: str | None, counted: int
) -> FollowerStep:
    mine = steps.is_fall & (steps.first < day + NEAR + 1) & (steps.last >= day - NEAR)
    at = np.flatnonzero(mine)
    back = _share_back(steps, at, day)
    low, high = (None, None) if engagement is None else engagement.interval()
    return FollowerStep(
        platform=platform,
        day=date_of(_day_of_most(steps, at)),
        what="counter_bug" if back >= BACK_SHARE else "followers_purged",
        percent=100 * float(np.median(steps.change[at])),
        fell=len(np.unique(steps.owner[at])),
        accounts=counted,
        engagement_percent=None if engagement is None else cohort.in_percent(engagement.value),
        engagement_low=None if low is None else cohort.in_percent(low),
        engagement_high=None if high is None else cohort.in_percent(high),
    )


def _day_of_most(steps: Steps, at: Ints) -> int:
    """Give the day by which most of the falls were read, each weighted by how narrowly its readings enclose it."""
    days, place = np.unique(steps.last[at], return_inverse=True)
    return int(days[np.argmax(np.bincount(place, weights=1.0 / (steps.last[at] - steps.first[at])))])


def _share_back(steps: Steps, at: Ints, day: int) -> float:
    """Give the share of those that fell which had half of it back within a week, of those counted that long."""
    back, counted = 0, 0
    for i in at:
        run = slice(i + 1, i + 2 + BACK_DAYS)  # steps are sorted by account and day, at most one a day
        later = (steps.owner[run] == steps.owner[i]) & (steps.last[run] <= day + BACK_DAYS)
        if later.any():
            lost = -steps.change[i] * steps.before[i]
            reached = (steps.before[run] * (1 + steps.change[run]))[later]
            after = steps.before[i] * (1 + steps.change[i])
            counted += 1
            back += float(reached.max()) - after >= BACK_SHARE * lost
    return back / counted if counted else 0.0


def _engagement(table: WeatherTable, platform: str | None, day: float, now: float) -> cohort.Estimate | None:
    """Give how the posts of all accounts did in the two weeks after a day, against the half year before it."""
    for metric in metrics():
        if metric.per != "post":
            continue
        cells = table.cells(metric.name, platform)
        until = min(now, day + ENGAGEMENT_DAYS)
        seen = cells.day < day + ENGAGEMENT_DAYS
        found = factor_at(cells, seen & (cells.ripe <= now), day, until + LONGEST_GAP)
        if found is None or found.accounts < FEWEST_PEERS:
            continue
        shares = np.zeros(len(found.factor.level))
        early = slice(max(0, found.before - int(LEVEL_SPANS)), found.before)
        late = slice(found.before, found.before + int(ENGAGEMENT_DAYS // 7))
        shares[early], shares[late] = -1 / len(shares[early]), 1 / len(shares[late])
        return found.factor.combine(shares)
    return None


def steps_lately(view: View) -> tuple[FollowerStep, ...]:
    """Give the days of the last quarter on which the account's followers fell with everybody's, oldest first."""
    if view.peers is None or not view.seen.is_dated:
        return ()
    found = steps_of_account(view.seen.posts, view.seen.days, view.peers, view.seen.platform, view.now)
    return tuple(step for step in found if view.now - date_number(step.day) <= LATELY_DAYS)


def steps_of_account(
    posts: pl.DataFrame, days: pl.DataFrame, peers: Peers, platform: str | None, now: float
) -> list[FollowerStep]:
    """Give the days when followers fell everywhere on which this account's own did too, each with its own size."""
    own = own_followers(posts, days)
    if own is None:
        return []
    found = []
    for step in known_steps(peers.table, platform, now):
        number = date_number(step.day)
        before = own[1][(own[0] >= number - LONGEST_GAP) & (own[0] < number)]
        after = own[1][(own[0] >= number) & (own[0] <= number + LONGEST_GAP)]
        if len(before) and len(after):
            # the days of an account may end a day before or after those of the rest
            change = float(after[: 1 + NEAR].min() / before[-1 - NEAR :].max() - 1)
            if change < -LEAST_STEP:
                found.append(replace(step, percent=100 * change))
    return found


def own_followers(posts: pl.DataFrame, days: pl.DataFrame) -> tuple[Ints, Floats] | None:
    """Give the days and follower counts of one account: from its days, else as they stood beside its posts."""
    counted = days.filter(days["followers"] > 0, days["day"].is_not_null()).sort("day")
    if counted.height:
        number = counted["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
        return number, counted["followers"].to_numpy().astype(np.float64)
    beside = posts.filter(posts["followers"] > 0).sort("posted")
    if not beside.height:
        return None
    return np.floor(beside["posted"].to_numpy()).astype(np.int64), beside["followers"].to_numpy().astype(np.float64)
