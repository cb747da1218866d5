"""Draws a plan: pairs of posts, and a coin for each pair that says which of the two is made as tried."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from math import ceil, exp, log, sqrt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from fieber.advice.plan import Line, Plan
from fieber.stats.choices import posts_to_tell

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.advice.choice import Choice
    from fieber.advice.plan import Arm

ASKED_PERCENT = 30.0  # the difference that a trial looks for where the record says nothing of it
FEWEST, MOST = 12, 100  # lines: with fewer nothing can be told, more nobody keeps up
RATES = (0.25, 35.0)  # posts a week that a calendar is made for
WEEK = 7


def lines_needed(choice: Choice, scatter: float) -> int:
    """Give how many posts (or weeks) a plan should have where the record says nothing of the choice.

    Args:
        choice: what is tried. scatter: noise of a post, log units.
    """
    return kept_up(posts_to_tell(log(1 + ASKED_PERCENT / 100), _of_a_line(choice, scatter)))


def kept_up(lines: int) -> int:
    """Give as many lines as somebody keeps up, and as anything can be told from."""
    return min(max(lines, FEWEST), MOST)


def told_from(choice: Choice, lines: int, scatter: float) -> float:
    """Give the smallest gain in percent that a plan of so many lines finds four times in five."""
    pairs, noise = lines / 2, _of_a_line(choice, scatter)
    return 100 * (exp((1.959964 + 0.841621) * noise * sqrt(2 / pairs / 0.955)) - 1)


def _of_a_line(choice: Choice, scatter: float) -> float:
    """A week of several posts scatters less than one post."""
    return scatter / sqrt(choice.first) if choice.name == "per_week" else scatter


def seed_of(account: str, choice: Choice, made: datetime) -> int:
    """Give the seed of a plan where none is told: the same for one account, one choice and one day."""
    return int(sha256("\0".join((account, choice.word, made.date().isoformat())).encode()).hexdigest()[:8], 16)


def draw_plan(
    account: str,
    choice: Choice,
    *,
    metric: str,
    zone: str,
    made: datetime,
    per_week: float,
    lines: int,
    scatter: float,
    seed: int | None = None,
) -> Plan:
    """Draw a plan for the next posts.

    Args:
        account: its hash. choice: what is tried. metric: what is compared.
        zone: whose clock. made: posts after it count; the first line is for the day after.
        per_week: posts a week as usual. lines: how many, made even. scatter: noise of a post.
        seed: if not given, that of `seed_of`.
    """
    chosen = seed_of(account, choice, made) if seed is None else seed
    random = np.random.default_rng(chosen)
    pairs = ceil(lines / 2)
    arms: list[Arm] = []
    for is_first in random.integers(0, 2, size=pairs).tolist():
        arms += ["try", "usual"] if is_first else ["usual", "try"]
    spacing = 7.0 if choice.name == "per_week" else WEEK / min(max(per_week, RATES[0]), RATES[1])
    first = made.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    days = _days(choice, arms, first, spacing)
    drawn = tuple(Line(i // 2 + 1, arm, day) for i, (arm, day) in enumerate(zip(arms, days, strict=True)))
    return Plan(account, choice, metric, zone, made, chosen, spacing, told_from(choice, 2 * pairs, scatter), drawn)


def _days(choice: Choice, arms: list[Arm], first: date, spacing: float) -> list[date]:
    """The usual rhythm; where the weekday is tried, the next day on which the line can be kept."""
    days: list[date] = []
    for i, arm in enumerate(arms):
        day = first + timedelta(days=int(i * spacing))
        if choice.name == "weekday":
            if days and day <= days[-1]:
                day = days[-1] + timedelta(days=1)
            while (day.weekday() == choice.first) != (arm == "try"):
                day += timedelta(days=1)
        days.append(day)
    return days
