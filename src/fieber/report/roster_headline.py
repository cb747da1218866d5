"""The first sentences over many accounts: how many fevers, how many chance alone would bring, and who stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.model.roster import RosterTotals
from fieber.model.text import Message
from fieber.report.plain import clean, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.model.diagnosis import Diagnosis
    from fieber.model.roster import RosterSummary

MOST_NAMES = 5  # in a sentence; the list has them all
LONGEST_NAME = 40


def totals_of(summary: RosterSummary, diagnoses: Sequence[Diagnosis]) -> RosterTotals:
    """Give the totals where all accounts are shown."""
    return RosterTotals(
        accounts=len(diagnoses),
        counts=summary.counts,
        judged=summary.judged,
        fevers=len(summary.to_call),
        expected_fevers=summary.expected_fevers,
        slow=len(summary.slow),
    )


def headline(totals: RosterTotals) -> tuple[Message, ...]:
    """Give the sentences."""
    fevers = totals.fevers
    told = [Message("roster.fevers" if fevers else "roster.fevers.none", {"n": fevers, "count": fevers})]
    if totals.judged:
        expected = round(totals.expected_fevers)
        key = "roster.by_chance" if expected else "roster.by_chance.none"
        told.append(Message(key, {"n": expected, "count": expected}))
    if totals.stand_out is not None and fevers:
        told.append(_stand_out(totals.stand_out))
        if totals.in_full is not None and totals.in_full < len(totals.stand_out):
            told.append(Message("roster.in_full", {"n": totals.in_full, "count": totals.in_full}))
    return tuple(told)


def slow_losses(totals: RosterTotals) -> tuple[Message, ...]:
    """Give what is said beside it: how many have no fever and lose slowly."""
    return (Message("roster.slow", {"n": totals.slow, "count": totals.slow}),) if totals.slow else ()


def _stand_out(names: Sequence[str]) -> Message:
    if not names:
        return Message("roster.stand_out.none")
    told = ", ".join(shorten(clean(name), LONGEST_NAME) for name in names[:MOST_NAMES])
    values: dict[str, int | str] = {"n": len(names), "count": len(names), "names": told}
    return Message("roster.stand_out.first" if len(names) > MOST_NAMES else "roster.stand_out", values)
