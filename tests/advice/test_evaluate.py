"""A trial is evaluated by the plan: not before it is over, whatever was made otherwise, and from the draw alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.advice.test_plan import drawn

from fieber.advice.evaluate import Made, evaluate
from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.advice.plan import Plan
    from fieber.model.experiment import ExperimentResult

BERLIN = ZoneInfo("Europe/Berlin")
RUNS = 250


def posted(plan: Plan, *, gain: float = 0.0, scatter: float = 0.5, seed: int = 0, follows: float = 1.0) -> Made:
    """Posts on the days of a plan, of which a share follows it; what was made as tried has more."""
    random = np.random.default_rng([seed, 3])
    is_try = np.array([line.arm == "try" for line in plan.lines])
    is_so = np.where(random.uniform(size=len(is_try)) < follows, is_try, random.uniform(size=len(is_try)) < 0.5)
    at = [
        datetime.combine(line.day, time(19 if so else 12, 30), BERLIN).astimezone(UTC)
        for line, so in zip(plan.lines, is_so, strict=True)
    ]
    level = 6 + np.cumsum(random.normal(0, 0.03, len(at)))
    value = level + gain * is_so + scatter * random.standard_t(4, len(at)) / np.sqrt(2)
    return Made(at, ["reel"] * len(at), value, np.zeros(len(at), dtype=np.bool_))


def came_out(plan: Plan, made: Made, *, days: int = 400) -> ExperimentResult:
    tried = Message("experiment.tried.hour", {"first": 19, "last": 20, "clock": ""})
    return evaluate(plan, made, now=plan.made + timedelta(days=days), tried=tried, level=6.0, offset=1.0)


def first(made: Made, number: int) -> Made:
    return Made(made.at[:number], made.kind[:number], made.value[:number], made.is_young[:number])


def test_a_large_effect_is_told_with_its_interval() -> None:
    """Twice as much is found, and is in the interval."""
    result = came_out(drawn(lines=40), posted(drawn(lines=40), gain=float(np.log(2))))

    assert result.outcome == "helps"
    assert result.low is not None
    assert result.high is not None
    assert result.low < 100 < result.high
    assert (result.counted, result.off_plan, result.extra) == (40, 0, 0)


def test_less_is_told_as_less() -> None:
    """What halves the likes hurts."""
    assert came_out(drawn(lines=40), posted(drawn(lines=40), gain=-0.9)).outcome == "hurts"


def test_before_the_end_nothing_is_told() -> None:
    """After 39 of 40 posts there is no number, however large the effect."""
    made = first(posted(drawn(lines=40), gain=2.0), 39)

    result = came_out(drawn(lines=40), made, days=60)

    assert (result.outcome, result.made, result.planned) == ("too_early", 39, 40)
    assert result.percent is result.p_value is None


def test_young_posts_are_waited_for() -> None:
    """All are made, one cannot be judged yet."""
    made = posted(drawn(lines=40), gain=1.0)
    young = np.arange(40) == 39
    value = np.where(young, np.nan, made.value)

    result = came_out(drawn(lines=40), Made(made.at, made.kind, value, young), days=75)

    assert (result.outcome, result.made) == ("too_early", 40)


def test_who_stops_gets_what_there_is() -> None:
    """Long after the last day the whole pairs are counted and the missing ones said; two pairs are too few."""
    made = posted(drawn(lines=40), gain=1.2)

    assert came_out(drawn(lines=40), first(made, 31)).counted == 30
    assert came_out(drawn(lines=40), first(made, 31)).outcome == "helps"
    assert came_out(drawn(lines=40), first(made, 5)).outcome == "cannot_say"
    assert came_out(drawn(lines=40), first(made, 0)).outcome == "cannot_say"


def test_posts_not_made_as_planned_count_as_drawn() -> None:
    """Who follows four lines in ten is told how many were otherwise, and sees less than the whole effect."""
    plan = drawn(lines=60)
    results = [came_out(plan, posted(plan, gain=1.0, seed=seed, follows=0.4, scatter=0.2)) for seed in range(20)]

    off = [result.off_plan for result in results]
    effects = [np.log1p((result.percent or 0) / 100) for result in results]
    assert 12 <= np.mean(off) <= 24
    assert np.mean(effects) == pytest.approx(0.4, abs=0.12)


def test_lines_that_were_left_out_do_not_move_the_others() -> None:
    """Who keeps to the days and skips every fifth is not off the plan: pairs that are not whole are not counted."""
    plan = drawn(lines=40)
    made = posted(plan, gain=1.5, scatter=0.2)
    kept = [i for i in range(40) if i % 5]
    some = Made([made.at[i] for i in kept], [made.kind[i] for i in kept], made.value[kept], made.is_young[kept])

    result = came_out(plan, some)

    assert (result.made, result.off_plan, result.counted) == (32, 0, 24)
    assert result.outcome == "helps"


def test_who_goes_down_the_list_at_another_pace_is_understood() -> None:
    """The lines one after another, twice as slow as proposed, and two posts more than planned."""
    plan = drawn(lines=40)
    made = posted(plan, gain=1.5, scatter=0.2)
    slow = [plan.made + 2 * (at - plan.made) for at in made.at]
    slow = [datetime.combine(new.date(), old.time(), UTC) for new, old in zip(slow, made.at, strict=True)]
    late = [slow[-1] + timedelta(days=day) for day in (1, 2)]
    more = Made([*slow, *late], ["reel"] * 42, np.append(made.value, [6, 6]), np.zeros(42, dtype=np.bool_))

    result = came_out(plan, more)

    assert (result.made, result.off_plan, result.extra) == (40, 0, 2)
    assert result.outcome == "helps"


def test_weeks_are_compared_by_their_mean() -> None:
    """In a trial of the rhythm each week is one line; a week with another number of posts is off the plan."""
    plan = drawn("per_week=2", lines=16)
    at, value = [], []
    for i, line in enumerate(plan.lines):
        days = (1, 4) if line.arm == "try" else (0, 2, 3, 5, 6)
        days = (*days, 5) if i == next(j for j, one in enumerate(plan.lines) if one.arm == "try") else days
        for day in days:
            at.append(datetime.combine(line.day + timedelta(days=day), time(12), UTC))
            value.append(6 + 0.8 * (line.arm == "try") + 0.01 * day)
    made = Made(at, [None] * len(at), np.array(value), np.zeros(len(at), dtype=np.bool_))

    result = came_out(plan, made)

    assert (result.unit, result.made, result.off_plan, result.outcome) == ("week", 16, 1, "helps")


def test_nothing_is_rarely_told_as_something() -> None:
    """Where nothing differs one trial in twenty at most says so, with drift, tails and half-hearted following."""
    plans = [drawn(lines=24, seed=seed) for seed in range(RUNS)]
    results = [came_out(plan, posted(plan, seed=seed, follows=0.8)) for seed, plan in enumerate(plans)]

    told = sum(result.outcome in {"helps", "hurts"} for result in results)
    held = [result.low <= 0 <= result.high for result in results if result.low is not None and result.high is not None]

    assert told / RUNS <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / RUNS)
    assert np.mean(held) >= 0.9 - 3 * np.sqrt(0.09 / RUNS)


def test_another_clock_is_another_hour() -> None:
    """Half past seven in Berlin is no seven o'clock in London; the plan says whose clock it is."""
    plan = drawn(lines=40)

    assert came_out(replace(plan, zone="Europe/London"), posted(plan)).off_plan == 20
