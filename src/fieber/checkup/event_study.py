"""What a dated event did: the time before it is frozen, the shock and the time after are held against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.event_peers import formats_of, has_counts, own_posts, peer_posts
from fieber.context.calendar import known_events
from fieber.model.event_study import Effect, EventStudy, FollowerChange, FormatEffect, Recovery, RosterEffect, Stage
from fieber.model.moments import day_number, moment
from fieber.stats import intervention, placebo
from fieber.stats.way_back import way_back

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from fieber.checkup import Chart
    from fieber.checkup.event_peers import OwnPosts
    from fieber.checkup.weather_table import WeatherTable
    from fieber.model.event_study import EventFinding
    from fieber.model.surroundings import Event
    from fieber.stats.intervention import Account, Floats
    from fieber.stats.placebo import Shift

SHOCK_DAYS = 42.0  # "during", where nobody said when it ended: six weeks
AFTER_DAYS = 182.0  # the new normal is that of half a year; later, other things have happened
SETTLE_DAYS = 14.0  # left out of it, where there is time enough
SHORTEST_AFTER = 14.0  # less is no new normal
YEAR_DAYS = 364.0
SILENT_SHARE = 0.2  # a fifth of the usual posts and less is silence, not a level …
SILENT_POSTS = 5.0  # … where at least so many were to be expected
SURE = 0.05  # one-sided, as everywhere: the 90 % interval lies on one side of nothing
WIDEST = 30.0  # an interval from a thirtieth to the whole says nothing of a format
CHART_DAYS = 270.0  # shown before the event
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Around:
    """An account and its peers as days from the event and log values; row 0 of `accounts` is the account itself."""

    own: OwnPosts
    accounts: tuple[Account, ...]
    start: float
    now: float


def study(
    chart: Chart, *, start: datetime, end: datetime | None, as_of: datetime, table: WeatherTable | None
) -> EventStudy:
    """Give what an event from `start` to `end` (the first moment after it) did, as of `as_of`.

    Args:
        chart: the account, with `posted` and `ripe` as of then. table: others to compare with, or None.
    """
    begin, now = day_number(start), day_number(as_of)
    own = own_posts(chart, begin, now)
    nothing = _empty(chart, start, end, as_of)
    if own is None:
        return replace(nothing, reason="too_few_posts" if has_counts(chart) else "no_counts")
    peers = () if table is None else peer_posts(table, own.metric.name, chart, begin, now)
    around = Around(own, ((own.day, own.value), *peers), begin, now)
    stop = min(begin + SHOCK_DAYS if end is None else day_number(end), now)
    level = _level(around)
    during = _stage(around, begin, stop)
    after = _after(around, stop)
    shown = own.day >= -CHART_DAYS
    return replace(
        nothing,
        metric=own.metric.name,
        finding=during.finding,
        reason=during.reason,
        posts_before=int((own.day < 0).sum()),
        posts_per_week_before=_rate(own.day),
        level=level,
        during=during,
        after=after,
        formats=_formats(chart, around, stop),
        recovery=None if during.finding == "silent" else _recovery(around, begin if end is None else stop),
        followers=_followers(chart.days, begin, stop if end is not None else begin + 2),
        events=tuple(event for event in known_events(chart.platform, chart.country) if _overlaps(event, begin, stop)),
        limits=(
            *_of_others(peers=len(peers), is_roster_told=table is not None),
            *_limits(around, after, stop=stop, is_end_told=end is not None),
        ),
        at=tuple(moment(begin + float(day)) for day in own.day[shown]),
        value=tuple(float(count) for count in own.count[shown]),
        peers=len(peers),
    )


def _empty(chart: Chart, start: datetime, end: datetime | None, as_of: datetime) -> EventStudy:
    return EventStudy(
        account=chart.account,
        platform=chart.platform,
        as_of=as_of,
        start=start,
        end=end,
        metric=None,
        finding="cannot_say",
        reason=None,
        posts_before=0,
        posts_per_week_before=0.0,
        level=None,
        during=None,
        after=None,
    )


def _level(around: Around) -> float | None:
    """The level of a post at the event, in the metric's own unit; None without a history."""
    if int((around.own.day < 0).sum()) < intervention.FEWEST_BEFORE:
        return None
    return around.own.in_units(float(intervention.levels(around.accounts[:1]).middle[0, -1]))


def _rate(day: Floats) -> float:
    """Posts a week in the year before the event, or since the first of them."""
    before = day[(day < 0) & (day >= -YEAR_DAYS)]
    return 7 * len(before) / max(-float(before[0]), 7.0) if len(before) else 0.0


def _stage(around: Around, begin: float, stop: float) -> Stage:
    """Hold one stretch of time (days since 1970) against the time before the event."""
    gap, length = begin - around.start, stop - begin
    day = around.own.day
    posts = int(((day >= gap) & (day < gap + length)).sum())
    stage = Stage(moment(begin), moment(stop), "cannot_say", posts, 7 * posts / max(length, 1.0))
    if length <= 0:
        return replace(stage, reason="not_yet")
    usual = _rate(day) * length / 7
    if usual >= SILENT_POSTS and posts <= SILENT_SHARE * usual:
        silent = RosterEffect(0, *_silence(around, gap, length)) if len(around.accounts) > 1 else None
        return replace(stage, finding="silent", reason="not_a_symptom", roster=silent)
    before = intervention.levels(around.accounts)
    found = intervention.windows(around.accounts, before, gap=gap, length=length)
    net, common, error = intervention.without_common(found)
    total, own = placebo.judge(found), placebo.judge(net)
    if total is None:
        known = int((day < 0).sum()) >= intervention.FEWEST_BEFORE and -day[0] >= 7 * intervention.FEWEST_WEEKS
        return replace(stage, reason="too_few_posts" if known else "no_history")
    everyone = placebo.common_effect(found, common, error)
    return replace(
        stage,
        finding=_finding(total) if own is None or everyone is None else _own_finding(total, own, everyone),
        total=_effect(total),
        own=None if own is None else _effect(own),
        roster=_roster(around, everyone, gap, length),
    )


def _finding(shift: Shift) -> EventFinding:
    if shift.p_lower <= SURE and shift.high < 0:
        return "fell"
    return "rose" if shift.p_upper <= SURE and shift.low > 0 else "no_change"


def _own_finding(total: Shift, own: Shift, everyone: placebo.Common) -> EventFinding:
    """What is left without the others; where nothing is left of a change that they had too, it was everyone's."""
    left, whole = _finding(own), _finding(total)
    if left != "no_change" or whole == "no_change":
        return left
    shared = everyone.high < 0 if whole == "fell" else everyone.low > 0
    return "everyone" if shared else left


def _effect(shift: Shift) -> Effect:
    steps = (shift.middle, shift.low, shift.high, shift.detectable)
    middle, low, high, seen = (PERCENT * float(np.expm1(step)) for step in steps)
    return Effect(
        percent=middle,
        low=low,
        high=high,
        p_value=shift.p_lower,
        p_rise=shift.p_upper,
        posts=shift.posts,
        placebos=shift.placebos,
        lower=shift.lower,
        pooled=shift.pooled,
        detectable_percent=seen,
    )


def _roster(around: Around, found: placebo.Common | None, gap: float, length: float) -> RosterEffect | None:
    if len(around.accounts) == 1:
        return None
    silent, asked = _silence(around, gap, length)
    if found is None:
        return RosterEffect(0, silent, asked)
    steps = (found.middle, found.low, found.high, found.spread_low, found.spread_high)
    return RosterEffect(found.accounts, silent, asked, *(PERCENT * float(np.expm1(step)) for step in steps))


def _silence(around: Around, gap: float, length: float) -> tuple[int, int]:
    """How many of the others hardly posted then, and how many had posted enough before for that to be told."""
    silent = asked = 0
    for day, _ in around.accounts[1:]:
        usual = _rate(day) * length / 7
        if usual < SILENT_POSTS:
            continue
        asked += 1
        silent += int(((day >= gap) & (day < gap + length)).sum()) <= SILENT_SHARE * usual
    return silent, asked


def _after(around: Around, stop: float) -> Stage | None:
    """The new normal: half a year from the end, its first two weeks left out where there is time enough."""
    last = min(around.now, stop + AFTER_DAYS)
    first = stop + SETTLE_DAYS if last - stop >= 4 * SETTLE_DAYS else stop
    return _stage(around, first, last) if last - first >= SHORTEST_AFTER else None


def _formats(chart: Chart, around: Around, stop: float) -> tuple[FormatEffect, ...]:
    """Each format by itself, against its own time before; only where there are several."""
    found: list[FormatEffect] = []
    for kind, own in formats_of(chart, around.own, around.start, around.now):
        alone = replace(around, own=own, accounts=((own.day, own.value),))
        during, after = _stage(alone, around.start, stop), _after(alone, stop)
        effects = _if_narrow(during), _if_narrow(after)
        if effects != (None, None):
            found.append(FormatEffect(kind, *effects))
    return tuple(found)


def _if_narrow(stage: Stage | None) -> Effect | None:
    if stage is None or stage.total is None:
        return None
    low, high = PERCENT + stage.total.low, PERCENT + stage.total.high
    return stage.total if high <= WIDEST * low else None


def _recovery(around: Around, origin: float) -> Recovery | None:
    """The way to the new normal from the end of the event, or from its beginning where no end was told."""
    if int((around.own.day < 0).sum()) < intervention.FEWEST_BEFORE:
        return None
    before = intervention.levels(around.accounts[:1])
    days = around.own.day - (origin - around.start)
    later = (days >= 0) & (days < AFTER_DAYS)
    found = way_back(days[later], around.own.value[later] - before.middle[0, -1], float(before.noise[0]))
    if found is None:
        return None
    settled = moment(origin) + timedelta(days=found.settled)
    return Recovery(found.half_life, found.low, found.high, settled if settled <= moment(around.now) else None)


def _followers(days: pl.DataFrame, begin: float, stop: float) -> FollowerChange | None:
    """Followers on the last day before and the first day after, and what as many days usually bring."""
    counted = days.drop_nulls(["day", "followers"]).sort("day")
    day = counted["day"].to_physical().to_numpy().astype(np.float64)
    count = counted["followers"].to_numpy().astype(np.float64)
    earlier, later = np.flatnonzero(day + 1 <= begin), np.flatnonzero(day >= np.floor(stop))
    if not earlier.size or not later.size or count[earlier[-1]] <= 0:
        return None
    first, last = int(earlier[-1]), int(later[0])
    span = int(day[last] - day[first])
    step = PERCENT * (count[last] / count[first] - 1)
    matched = np.searchsorted(day, day[: first + 1] + span)
    pairs = [(i, int(j)) for i, j in enumerate(matched) if j <= first and day[j] == day[i] + span and count[i] > 0]
    if len(pairs) < intervention.FEWEST_BEFORE:
        return None
    usual = np.array([PERCENT * (count[j] / count[i] - 1) for i, j in pairs])
    low, high = (float(q) for q in np.quantile(usual, (0.05, 0.95)))
    rank = (1 + int((usual <= step).sum())) / (1 + len(usual))
    return FollowerChange(int(count[first]), int(count[last]), span, float(step), low, high, rank)


def _overlaps(event: Event, begin: float, stop: float) -> bool:
    from_day = day_number(event.start)
    to_day = from_day + 1 if event.end is None else day_number(event.end)
    return event.precision != "year" and from_day < stop and to_day > begin


def _of_others(*, peers: int, is_roster_told: bool) -> tuple[str, ...]:
    """Why there is no comparison, as keys: nobody was told of, nobody of them fits, or too few do."""
    if peers >= intervention.FEWEST_PEERS:
        return ()
    return ("few_peers" if peers else "unfit_peers" if is_roster_told else "no_peers",)


def _limits(around: Around, after: Stage | None, *, stop: float, is_end_told: bool) -> tuple[str, ...]:
    """What this study cannot tell apart, as keys."""
    limits: list[str] = []
    if 0 < -float(around.own.day[0]) < YEAR_DAYS:
        limits.append("short_history")
    if not is_end_told:
        limits.append("end_unknown")
    if after is None:
        limits.append("no_after")
    if around.own.too_young and stop + AFTER_DAYS >= around.now:
        limits.append("young_posts")
    limits += ["told_date", "same_time"]
    return tuple(limits)
