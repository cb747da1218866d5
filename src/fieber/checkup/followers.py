"""The follower step: flows, milestones, growth, what lies ahead, sudden steps; and what to do where it was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup._follower_events import events_of
from fieber.checkup._follower_flows import brought_by, flows_of
from fieber.checkup._follower_growth import growth_of
from fieber.checkup._follower_series import snapshots
from fieber.model.diagnosis import Advice
from fieber.model.moments import moment
from fieber.model.surroundings import Milestone, Outlook
from fieber.model.text import Message
from fieber.stats.milestones import Slope, can_forecast, followers_ahead, futures, passage, slope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieber.checkup._follower_series import Snapshots
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import Flows
    from fieber.stats.milestones import Futures

ROUND = (1.0, 2.5, 5.0)  # and ten times, a hundred times as much
SMALLEST_MARK = 100.0
RECENT_DAYS = 180.0  # a mark that was crossed longer ago is where one is, not news
MOST_MARKS = 2
WITHIN_DAYS = 90
NEAR = 0.1  # chance of reaching a mark within 90 days, below which it is not in sight
HORIZONS = (30, 90)
ABOUT_FOLLOWERS = frozenset({"milestone", "follower_loss"})
AGAIN_DAYS = 30  # after a month another look at followers tells more


@dataclass(frozen=True, slots=True)
class Ahead:
    """An account's followers now, and the futures that its past allows."""

    found: Snapshots
    now: float
    futures: Futures
    slope: Slope


def with_followers(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Add what is to be said of the followers; nothing where none were counted."""
    if not view.seen.is_dated:
        return diagnosis
    found = snapshots(view.seen.posts, view.seen.days)
    is_surviving = any(note.key == "note.surviving_followers" for note in view.seen.notes)
    stepped = events_of(found, view.seen.posts, view.seen.days, now=view.now)
    flows = flows_of(found, view.seen.days, now=view.now, is_surviving=is_surviving, apart=stepped)
    if flows is not None:
        flows = replace(flows, brought_by=brought_by(view.seen.posts, now=view.now))
    told = told_mark(view)
    diagnosis = replace(diagnosis, flows=flows, follower_events=stepped)
    if can_forecast(found.day, now=view.now):
        ahead = look_ahead(found, view.now)
        diagnosis = replace(
            diagnosis,
            milestones=_milestones(ahead, told),
            growth=growth_of(ahead.futures.drift, found, view.peers, platform=view.seen.platform, now=view.now),
            outlook=tuple(_outlook(ahead, days) for days in HORIZONS),
        )
    return _advised(view, diagnosis)


def look_ahead(found: Snapshots, now: float) -> Ahead:
    """Give the futures of an account that `can_forecast`."""
    ahead = futures(found.day, found.count, now=now)
    return Ahead(found, now, ahead, slope(ahead.drift, found.day, found.count))


def told_mark(view: View) -> float | None:
    """Give the mark that the first sentence about one names."""
    for said in view.said:
        if said["kind"] == "milestone":
            mark = said.get("milestone") or said.get("value")
            return float(mark) if mark else None
    return None


def crossed_at(found: Snapshots, mark: float) -> float | None:
    """Give the day since which the followers are on today's side of the mark; None where they always were."""
    on_side = found.count < mark if found.count[-1] < mark else found.count >= mark
    other = np.flatnonzero(~on_side)
    return float(found.seen[other[-1] + 1]) if other.size else None


def _milestones(ahead: Ahead, told: float | None) -> tuple[Milestone, ...]:
    """Give at most two: the one that was named, those crossed lately (down before up), the next in sight."""
    found = ahead.found
    marks = [mark for mark in _round_marks(found.count) if mark != told]
    crossed = {mark: crossed_at(found, mark) for mark in marks}
    lately = [mark for mark in marks if (at := crossed[mark]) is not None and ahead.now - at <= RECENT_DAYS]
    lately.sort(key=lambda mark: (mark <= found.count[-1], -(crossed[mark] or 0.0)))
    wanted = ([] if told is None else [told]) + lately[:MOST_MARKS]
    chosen = [_milestone(ahead, mark, is_told=mark == told) for mark in wanted[:MOST_MARKS]]
    if len(chosen) < MOST_MARKS:
        beside = _next_marks(float(found.count[-1]), ahead.slope.per_day)
        near = [_milestone(ahead, mark, is_told=False) for mark in beside if mark not in wanted]
        chosen += [one for one in near if one.odds is not None and one.odds >= NEAR][: MOST_MARKS - len(chosen)]
    return tuple(chosen)


def _round_marks(count: np.ndarray) -> list[float]:
    """Give the round numbers between the least and the most followers there were."""
    least, most = float(count.min()), float(count.max())
    powers = range(2, int(np.log10(max(most, SMALLEST_MARK))) + 1)
    return [first * 10**power for power in powers for first in ROUND if least < first * 10**power <= most]


def _next_marks(now: float, per_day: float) -> Iterable[float]:
    """Give the next round number in the direction of the slope."""
    power = int(np.floor(np.log10(max(now, SMALLEST_MARK))))
    marks = [first * 10.0**p for p in (power - 1, power, power + 1) for first in ROUND]
    above, below = [mark for mark in marks if mark > now], [mark for mark in marks if SMALLEST_MARK <= mark <= now]
    return above[:1] if per_day >= 0 else below[-1:]


def _milestone(ahead: Ahead, mark: float, *, is_told: bool) -> Milestone:
    now_at, at = float(ahead.found.count[-1]), crossed_at(ahead.found, mark)
    reached = passage(ahead.futures, mark, now_at=now_at)
    days = [None if days is None else moment(ahead.now + days) for days in (reached.soon, reached.middle, reached.late)]
    return Milestone(
        mark=mark,
        side="below" if now_at < mark else "above",
        crossed=None if at is None else moment(at),
        now=now_at,
        slope_per_day=ahead.slope.per_day,
        slope_low=ahead.slope.low,
        slope_high=ahead.slope.high,
        odds=reached.within_90_days,
        within_days=WITHIN_DAYS,
        by=days[1],
        by_low=days[0],
        by_high=days[2],
        odds_year=reached.within_a_year,
        is_told=is_told,
    )


def _outlook(ahead: Ahead, days: int) -> Outlook:
    low, middle, high = (float(value) for value in followers_ahead(ahead.futures, days))
    return Outlook(days, low, middle, high)


def _advised(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Where the sentence was about followers and no fever is there, the next step is about them too."""
    asked = view.said and (view.said[0]["kind"] in ABOUT_FOLLOWERS or view.said[0].get("metric") == "followers")
    if not asked or diagnosis.flows is None or diagnosis.verdict not in {"healthy", "elevated"}:
        return diagnosis
    went_for_a_prize = any(event.is_recent and event.kind == "giveaway" for event in diagnosis.follower_events)
    step = "advice.followers_wait" if went_for_a_prize else _step(diagnosis.flows)
    advice = Advice(Message(step, {"again": AGAIN_DAYS}), None, None)
    return replace(diagnosis, advice=(advice, *diagnosis.advice[1:]))


def _step(flows: Flows) -> str:
    if flows.lost_standing == "more" and flows.gained_standing != "fewer":
        return "advice.keep_people"
    if flows.gained_standing == "fewer" or (flows.missing is None and flows.net is not None and flows.net < 0):
        return "advice.be_found"
    if flows.missing is not None and flows.net is not None and flows.net < 0:
        return "advice.follower_flows"
    return "advice.followers_wait"
