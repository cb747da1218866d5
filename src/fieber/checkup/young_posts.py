"""What the report says of young posts that were judged all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis

HOURS_PER_DAY = 24.0
SAID_IN_HOURS_DAYS = 2.0  # younger than this, an age is said in hours


def with_young_posts(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis with a caveat where posts were compared at equal age, or brought to full age."""
    samples = [one.sample for one in view.examined.judged if one.sample.metric.per == "post"]
    if not samples or not view.seen.is_dated:
        return diagnosis
    ages = view.seen.posts.filter(view.seen.posts["ripe"].is_not_null())["compared_at"].drop_nulls()
    completed = max(sample.completed for sample in samples)
    if len(ages):
        caveat = _at_equal_age(float(ages[-1]))
    elif completed:
        caveat = Message("caveat.young_posts_completed", {"n": completed})
    else:
        return diagnosis
    return replace(diagnosis, caveats=(*diagnosis.caveats, caveat))


def _at_equal_age(days: float) -> Message:
    if days < SAID_IN_HOURS_DAYS:
        return Message("caveat.compared_after_hours", {"n": max(1, round(days * HOURS_PER_DAY))})
    return Message("caveat.compared_after_days", {"n": round(days)})
