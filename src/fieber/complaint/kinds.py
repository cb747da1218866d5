"""Which kind of claim a tagged sentence is: one function a kind, asked in order; the first to answer wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.complaint.audience import followers, milestone
from fieber.complaint.contrasts import correction, level, two_levels
from fieber.complaint.falls import algorithm, denied_drop, drop, hidden
from fieber.complaint.levels import metrics_in
from fieber.complaint.talk import health, peer, trouble, verification, wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieber.complaint.reading import Draft, Reading

# Each kind with the concepts of which a sentence must hold one (null: always asked), so that most are not asked at all.
# Distress comes before all of them and is looked for in the whole text: `distress.py`.
KINDS: tuple[tuple[Callable[[Reading], Draft | None], frozenset[str] | None], ...] = (
    (peer, frozenset(("peer",))),
    (verification, frozenset(("verification",))),
    (trouble, frozenset(("hacked", "blocked", "technical", "insights", "pay"))),
    (wish, frozenset(("hypothetical", "want", "want_more", "frequency_question"))),
    (correction, frozenset(("not",))),
    (two_levels, None),
    (milestone, None),
    (followers, None),
    (denied_drop, frozenset(("not",))),
    (hidden, frozenset(("algorithm",))),
    (drop, None),
    (algorithm, frozenset(("algorithm", "shown", "see"))),
    (level, None),
    (health, frozenset(("healthy", "check"))),
)


def claim_of(reading: Reading) -> Draft:
    """Give what a sentence claims; if no kind knows it, kind "other" with the metric that was named, if one was."""
    said = reading.sentence.found.keys()
    for kind, needed in KINDS:
        draft = kind(reading) if needed is None or not said.isdisjoint(needed) else None
        if draft is not None:
            return draft
    metrics = metrics_in(reading.sentence)
    return {"kind": "other", "metric": "followers" if reading.of_followers else metrics[0][1] if metrics else None}
