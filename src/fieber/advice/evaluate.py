"""What came out of a trial: by the plan, not by what was done, and from the draw alone.

Every line of the plan counts for the arm that was drawn, even where the post was made otherwise (intention to treat):
whoever leaves out the posts that were not made as planned compares what a person likes to do with what they do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from fieber.model.experiment import ExperimentResult
from fieber.stats.percent import change_percent
from fieber.stats.signed_rank import shift_of_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieber.advice.plan import Plan
    from fieber.model.experiment import Outcome
    from fieber.model.text import Message

    Floats = NDArray[np.float64]

FEWEST_PAIRS = 6  # all signs alike are then rarer than one in thirty
TELLING = 0.05  # p from which a difference is called one
GRACE_DAYS, GRACE_SHARE = 14.0, 0.25  # after the last day of a plan somebody may be late: days, or share of its length


@dataclass(frozen=True, slots=True)
class Made:
    """The posts since a plan was drawn, by time.

    at: when they were posted, UTC. kind: their format. value: (n,) log values without what else is known of them; nan
    where a post is too young to be judged, or never can be. is_young: (n,) the former.
    """

    at: Sequence[datetime]
    kind: Sequence[str | None]
    value: Floats
    is_young: NDArray[np.bool_]


def evaluate(plan: Plan, made: Made, *, now: datetime, tried: Message, level: float, offset: float) -> ExperimentResult:
    """Give what came out of a plan so far; nothing is told before it is over, so that nobody stops at a good moment.

    Args:
        plan: the plan. made: the posts after `plan.made`. now: the moment of judgement. tried: the choice in words.
        level: of the usual log value, offset: that was added before the logarithm; both for the percent.
    """
    local = [at.astimezone(ZoneInfo(plan.zone)) for at in made.at]
    groups = _weeks(plan, local) if plan.unit == "week" else _posts(plan, made, local)
    values = [_mean(made.value, group) for group in groups]
    differences = _differences(plan, values)
    until = datetime.combine(plan.lines[-1].day, time(), ZoneInfo(plan.zone)).astimezone(UTC)
    until += timedelta(days=7 if plan.unit == "week" else 1)
    late = timedelta(days=max(GRACE_DAYS, GRACE_SHARE * plan.spacing * len(plan.lines)))
    used = {post for group in groups for post in group}
    is_open = any(made.is_young[post] for post in used) or (
        now < until + late and (not all(groups) or (plan.unit == "week" and now < until))
    )
    told = ExperimentResult(
        outcome="too_early" if is_open else "cannot_say",
        what=plan.choice.word,
        metric=plan.metric,
        planned=len(plan.lines),
        made=sum(bool(group) for group in groups),
        counted=2 * len(differences),
        off_plan=sum(_is_off(plan, i, group, made, local) for i, group in enumerate(groups)),
        extra=len(made.at) - len(used),
        until=until,
        unit=plan.unit,
        tried=tried,
    )
    if is_open or len(differences) < FEWEST_PAIRS:
        return told
    return _with_effect(told, np.array(differences), level, offset)


def _with_effect(told: ExperimentResult, differences: Floats, level: float, offset: float) -> ExperimentResult:
    found = shift_of_pairs(differences)
    steps = np.array([found.estimate, found.low, found.high])
    percent, low, high = (float(one) for one in change_percent(steps, np.full(3, level), offset))
    is_told = found.p_value <= TELLING
    side: Outcome = "helps" if found.estimate > 0 else "hurts"
    outcome: Outcome = side if is_told else "no_difference"
    return told.with_effect(outcome, percent=percent, low=low, high=high, p_value=found.p_value)


def _mean(value: Floats, group: Sequence[int]) -> float:
    """Mean of the posts of one line that can be judged; nan where there is none."""
    known = [float(value[post]) for post in group if not np.isnan(value[post])]
    return sum(known) / len(known) if known else float("nan")


def _differences(plan: Plan, values: Sequence[float]) -> list[float]:
    """Tried less usual, of each pair that is whole."""
    pairs: dict[int, dict[str, float]] = {}
    for line, value in zip(plan.lines, values, strict=True):
        if not np.isnan(value):
            pairs.setdefault(line.block, {})[line.arm] = value
    return [both["try"] - both["usual"] for _, both in sorted(pairs.items()) if len(both) == 2]


def _posts(plan: Plan, made: Made, local: Sequence[datetime]) -> list[list[int]]:
    """Give each line its post: one after another, or by their days, whichever agrees better with the plan.

    Some go down the list, some keep to the days. Numbers take no part in choosing.
    """
    ways = (_one_after_another(plan, local), _by_day(plan, local))
    return max(ways, key=lambda way: sum(bool(g) and not _is_off(plan, i, g, made, local) for i, g in enumerate(way)))


def _one_after_another(plan: Plan, local: Sequence[datetime]) -> list[list[int]]:
    return [[i] if i < len(local) else [] for i in range(len(plan.lines))]


def _by_day(plan: Plan, local: Sequence[datetime]) -> list[list[int]]:
    """Each post goes to the next line of the nearest day, at most half a step away."""
    reach = max(plan.spacing / 2, 0.5)
    days = np.array([line.day.toordinal() for line in plan.lines], dtype=np.float64)
    groups: list[list[int]] = [[] for _ in plan.lines]
    first_free = 0
    for post, at in enumerate(local):
        away = np.abs(days[first_free:] - at.date().toordinal())
        if not len(away):
            break
        place = first_free + int(np.argmin(away))
        if away[place - first_free] <= reach:
            groups[place].append(post)
            first_free = place + 1
    return groups


def _weeks(plan: Plan, local: Sequence[datetime]) -> list[list[int]]:
    first = [line.day for line in plan.lines]
    return [[i for i, at in enumerate(local) if 0 <= (at.date() - day).days < 7] for day in first]


def _is_off(plan: Plan, place: int, group: Sequence[int], made: Made, local: Sequence[datetime]) -> bool:
    """Say whether what was made is not what the line says; a line without a post is missing, not off."""
    if not group:
        return False
    is_try = plan.lines[place].arm == "try"
    if plan.unit == "week":
        return is_try and len(group) != plan.choice.first
    post = group[0]
    return plan.choice.is_met(local[post].hour, local[post].weekday(), made.kind[post]) != is_try
