"""What came out of a trial that a person made: posts as tried against posts as usual, by a random schedule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.model.text import Message

Outcome = Literal["too_early", "helps", "hurts", "no_difference", "cannot_say"]


@dataclass(frozen=True, slots=True)
class ExperimentResult:
    """One trial, evaluated by the plan and not by what was done (intention to treat).

    what: what was tried, as in a plan ("hour=19"). metric: what was measured. planned: posts (or weeks) of the plan.
    made: of these, those that were made. counted: of these, those old enough to be judged, in whole pairs.
    off_plan: of those made, those that were not made as the plan says. extra: posts beyond the plan.
    percent, low, high: of a post as tried against one as usual, with a 90 % interval; p_value: two-sided, of "no
    difference". All four are null while it is too early. until: the day of the last line of the plan.
    unit: what is counted, "post" or "week". tried: what was tried, in words.
    """

    outcome: Outcome
    what: str
    metric: str
    planned: int
    made: int
    counted: int
    off_plan: int
    extra: int
    until: datetime
    tried: Message
    unit: Literal["post", "week"] = "post"
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None

    def with_effect(
        self, outcome: Outcome, *, percent: float, low: float, high: float, p_value: float
    ) -> ExperimentResult:
        """Give the same with what came out."""
        return replace(self, outcome=outcome, percent=percent, low=low, high=high, p_value=p_value)
