"""Many accounts at once: whom to call, in which order, and how many fevers chance alone would have brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.model.roster import RosterSummary
from fieber.stats.temperature import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.model.diagnosis import Diagnosis

# what stands out more comes first; within one, the rarer first
ORDER = ("high_fever", "fever", "elevated", "slow", "healthy", "unknown")
TO_CALL = frozenset({"high_fever", "fever"})


def summarise(diagnoses: Sequence[Diagnosis]) -> RosterSummary:
    """Give the order and the counts of several accounts.

    Sorted by what stands out: verdict, then p-value, then name. It says whom to look at first and ranks no people.
    """
    order = tuple(sorted(range(len(diagnoses)), key=lambda i: _rank(diagnoses[i])))
    judged = sum(diagnosis.temperature is not None for diagnosis in diagnoses)
    counts = dict.fromkeys(("high_fever", "fever", "elevated", "healthy", "unknown"), 0)
    for diagnosis in diagnoses:
        counts[diagnosis.verdict] += 1
    return RosterSummary(
        order,
        tuple(i for i in order if diagnoses[i].verdict in TO_CALL),
        tuple(i for i in order if diagnoses[i].slow_loss is not None and diagnoses[i].verdict not in TO_CALL),
        counts,
        judged,
        judged / WEEKS_PER_YEAR,
    )


def _rank(diagnosis: Diagnosis) -> tuple[int, float, str, str]:
    is_slow = diagnosis.slow_loss is not None and diagnosis.verdict == "healthy"
    place = ORDER.index("slow" if is_slow else diagnosis.verdict)
    p_value = 1.0 if diagnosis.p_value is None else diagnosis.p_value
    return place, p_value, diagnosis.account, diagnosis.platform or ""
