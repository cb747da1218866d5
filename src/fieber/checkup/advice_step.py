"""The last step: what to do, chosen by the cause, by where the loss lies and whom it hits; then what to try."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieber.advice.steps import BY_CAUSE, BY_LINK, NOTHING, Step, own_step
from fieber.causes import causes
from fieber.checkup.own_record import own_advice
from fieber.model.diagnosis import Advice
from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import Flows, Split

FEVERS = frozenset({"fever", "high_fever"})
FALLEN = frozenset({"elevated", *FEVERS})
OF_OTHERS = frozenset({"everyone", "counter"})  # findings after which nothing is to be done about the account
OWN_PARTS = frozenset({"yours", "both"})  # findings of which a part is the account's own, and that part can be acted on
EVERYONES = frozenset({"weather"})
# of counting, not of people: where these explain a fall, the finding says so, and a fall that is real has another step
COUNTED = frozenset({"counter_bug", "followers_purged", "hidden_likes", "metric_change"})
PER_DAY = frozenset({"followers_gained"})  # vitals that the split, which is of posts, does not speak of
STATUS = "reach_non_followers"  # the link that the account status is about
LIKELY = 0.5  # weight from which a cause is acted upon: likelier than everything else together
SURE = 0.75  # with a fever to do nothing must be right in three of four cases


def with_advice(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis with the one next step that fits it, and after it what the account's own record says.

    With a fever the step is that of the likeliest cause, else of the link that lost most; the account status, which is
    what `conclude` says, stays where non-followers are reached less. Without a fever a choice that is surely better
    than the present mix comes before "nothing". A restriction that the person found comes before everything that is
    said about the account itself. Where numbers are missing nothing changes.
    """
    if any(note.key == "note.no_counts_in_export" for note in view.seen.notes):
        return diagnosis
    steps = _first_steps(diagnosis)
    tries = own_advice(view)
    ordered = (*tries, *steps[1:]) if tries and diagnosis.verdict == "healthy" else (*steps, *tries)
    if view.restriction is not None:
        ordered = _with_rights(view, diagnosis, ordered)
    return replace(diagnosis, advice=ordered)


def _first_steps(diagnosis: Diagnosis) -> tuple[Advice, ...]:
    """Give the step that fits the loss in place of that of `conclude`, and what follows it."""
    if diagnosis.verdict not in FEVERS:
        return diagnosis.advice
    if diagnosis.finding in OF_OTHERS:
        return (NOTHING.advice(), *diagnosis.advice[1:])
    is_told, step = _by_cause(diagnosis)
    if not is_told:
        link = _lost_most(diagnosis)
        step = None if link is None else _step_for(link, diagnosis.flows)
    return diagnosis.advice if step is None else (step.advice(), *diagnosis.advice[1:])


def _by_cause(diagnosis: Diagnosis) -> tuple[bool, Step | None]:
    """Give the step of the likeliest cause, and whether one is likely enough; a newcomer's may bring its own."""
    beside = COUNTED | (EVERYONES if diagnosis.finding in OWN_PARTS else frozenset())
    likely = next((cause for cause in diagnosis.causes if cause.weight >= LIKELY and cause.cause not in beside), None)
    if likely is None or likely.cause == "noise":  # a fever is not waited for
        return False, None
    if likely.cause in BY_CAUSE:
        step = BY_CAUSE[likely.cause]
        return (False, None) if step == NOTHING and likely.weight < SURE else (True, step)
    brought = next((getattr(cause, "advice", None) for cause in causes() if cause.name == likely.cause), None)
    return (True, own_step(likely.cause, brought)) if brought else (False, None)


def _with_rights(view: View, diagnosis: Diagnosis, steps: tuple[Advice, ...]) -> tuple[Advice, ...]:
    """A restriction is complained about; first, where the numbers fell and it is not everyone's."""
    values = {"at": view.restriction}
    complain = Advice(Message("advice.complain", values), None, None)
    if diagnosis.verdict in FALLEN and diagnosis.finding not in OF_OTHERS:
        status = {"advice.account_status", "advice.account_status_elsewhere"}  # has been looked up
        return (complain, *(step for step in steps if step.do.key not in status))
    return (*steps, complain)


def _lost_most(diagnosis: Diagnosis) -> str | None:
    """Give the link to act on, None where the split does not tell.

    It is the one that surely lost most; where most of the loss is that fewer are reached, the non-followers among
    them come first: only there is a page to look at.
    """
    split: Split | None = diagnosis.split
    if split is None or not split.is_loss or not split.named:
        return None
    if diagnosis.carrier is not None and diagnosis.carrier.metric in PER_DAY:
        return None
    return STATUS if split.mostly == "distribution" and STATUS in split.named else split.named[0]


def _step_for(link: str, flows: Flows | None) -> Step | None:
    """Give the step for one link; None: that of `conclude`."""
    return Step(Message(_about_followers(flows))) if link == "followers" else BY_LINK.get(link)


def _about_followers(flows: Flows | None) -> str:
    """Whether people go or none come decides what helps; where that is not known, the app tells it."""
    if flows is None or flows.missing is not None:
        return "advice.follower_flows"
    return "advice.keep_people" if flows.lost_standing == "more" else "advice.be_found"
