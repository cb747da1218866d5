"""The last step: what to do about a fever, chosen by where the loss lies and whom it hits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieber.checkup.conclusion import WAIT_POSTS
from fieber.model.diagnosis import Advice
from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import Flows, Split

FEVERS = frozenset({"fever", "high_fever"})
OF_OTHERS = frozenset({"everyone", "counter"})  # findings after which nothing is to be done about the account
PER_DAY = frozenset({"followers_gained"})  # vitals that the split, which is of posts, does not speak of
STATUS = "reach_non_followers"  # the link that the account status is about


def with_advice(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis with the next step that fits its split and weather; `conclude` could not know them yet.

    The account status, which is what `conclude` says, stays where non-followers are reached less, or where the split
    does not tell what was lost. Without a fever, and where numbers are missing, nothing changes.
    """
    if diagnosis.verdict not in FEVERS or any(note.key == "note.no_counts_in_export" for note in view.seen.notes):
        return diagnosis
    if diagnosis.finding in OF_OTHERS:
        step: Advice | None = Advice(Message("advice.nothing_wait"), None, WAIT_POSTS)
    else:
        link = _lost_most(diagnosis)
        step = None if link is None else _step_for(link, diagnosis.flows)
    return diagnosis if step is None else replace(diagnosis, advice=(step, *diagnosis.advice[1:]))


def _lost_most(diagnosis: Diagnosis) -> str | None:
    """Give the link to act on, None where the split does not tell.

    It is the one that surely lost most; where most of the loss is that fewer are reached, the non-followers among
    them come first: only there is a page to look at.
    """
    split: Split | None = diagnosis.split
    carrier = None if diagnosis.carried_by is None else diagnosis.vitals[diagnosis.carried_by].metric
    if split is None or not split.is_loss or not split.named or carrier in PER_DAY:
        return None
    return STATUS if split.mostly == "distribution" and STATUS in split.named else split.named[0]


def _step_for(link: str, flows: Flows | None) -> Advice | None:
    """Give the step for one link; None: that of `conclude`."""
    if link == "engagement_per_reach":
        return Advice(Message("advice.compare_posts"), None, None)
    if link == "reach_followers":
        return Advice(Message("advice.ask_followers"), None, None)
    if link == "followers":
        return Advice(Message(_about_followers(flows)), None, None)
    if link == "posting_rate":
        return Advice(Message("advice.own_pace"), None, WAIT_POSTS)
    if link == "format_mix":
        return Advice(Message("advice.formats"), None, None)
    return None


def _about_followers(flows: Flows | None) -> str:
    """Whether people go or none come decides what helps; where that is not known, the app tells it."""
    if flows is None or flows.missing is not None:
        return "advice.follower_flows"
    return "advice.keep_people" if flows.lost_standing == "more" else "advice.be_found"
