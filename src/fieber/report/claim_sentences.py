"""What the person said, answered in sentences. Verdicts and reasons arrive decided; nothing is judged here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.claim_levels import MOST_LETTERS, SPANS, cannot_say, level_claim, name_of_metric
from fieber.report.follower_sentences import beside_milestone, no_growth
from fieber.report.plain import clean, shorten

if TYPE_CHECKING:
    from fieber.model.diagnosis import Claim, Diagnosis, Tested, Vital
    from fieber.model.text import Value

Sentences = tuple[Message, ...]

OWN_LOSS = frozenset({"own_loss", "own_cause"})  # the drop is real, but not where it was feared
COUNTED = frozenset({"metric_change", "hidden_likes", "counter_bug", "followers_purged"})
ANSWERED_BY_THE_FINDING = frozenset({"health_check", "volatility", "unchanged"})
MOST_WORDS = 8  # of what was not understood


def answer_claim(claim: Claim, diagnosis: Diagnosis, carrier: Vital | None) -> Sentences:
    """Answer one claim; `carrier` is the vital that the rest of the finding speaks of."""
    if claim.kind == "claim_level":
        sentences = level_claim(claim, diagnosis)
    elif claim.kind in {"claim_drop", "algorithm"}:
        sentences = _change(claim, diagnosis, carrier)
    elif claim.kind in {"follower_loss", "milestone"}:
        sentences = _followers(claim, diagnosis)
    elif claim.kind == "verification" or (claim.kind == "other" and _is_known(claim)):
        sentences = (Message("claim.other"),)
    else:
        sentences = ()
    return (*sentences, *_not_understood(claim))


def own_finding(diagnosis: Diagnosis) -> Sentences:
    """Whose drop it is; said where there is one, and silent where nobody asked and nothing fell."""
    if diagnosis.finding in {"not_in_data", "cannot_say"}:
        return ()
    return (Message(f"finding.{diagnosis.finding}"),)


def recognised(diagnosis: Diagnosis, carrier: Vital | None, *, alone: bool = False) -> Sentences:
    """Answer the first claim, before anything else; without one, say whose drop it is.

    `alone`: nothing of the finding stands below it, so a drop is only spoken of where the sentence was about it.
    """
    if not diagnosis.claims:
        return own_finding(diagnosis)
    claim = diagnosis.claims[0]
    if claim.kind == "distress":
        return (Message("claim.distress"),)
    answer = answer_claim(claim, diagnosis, carrier)
    if claim.intent != "everyone" and claim.kind == "claim_drop" and (claim.verdict, claim.fear) == ("never", "right"):
        return (*answer, Message("claim.drop.elsewhere")) if _claims_loss(claim) else answer
    if claim.is_elsewhere:
        return (*answer, Message("claim.drop.elsewhere"))
    if claim.reason in OWN_LOSS or (alone and answer and not _is_about_a_drop(claim)):
        return answer  # it says itself that the drop is real, or would be about another
    return answer + own_finding(diagnosis)


def _is_about_a_drop(claim: Claim) -> bool:
    return (
        claim.kind == "algorithm" or claim.reason in COUNTED or claim.intent == "everyone" or claim.tested is not None
    )


def further(diagnosis: Diagnosis) -> tuple[Sentences, ...]:
    """Answer the other claims, a paragraph each, with the words of what it is about before it."""
    answers = [(claim, answer_claim(claim, diagnosis, None)) for claim in diagnosis.claims[1:]]
    return tuple((_about(claim), *answer) for claim, answer in answers if answer)


def _about(claim: Claim) -> Message:
    if claim.kind == "algorithm":
        return Message("claim.next.algorithm")
    metric = name_of_metric(claim)
    return Message("claim.next.open") if metric is None else Message("claim.next", {"metric": metric})


def tells_change(diagnosis: Diagnosis, vital: Vital) -> bool:
    """Whether the answer to the first claim gives this vital's change since a date."""
    if not diagnosis.claims:
        return False
    claim = diagnosis.claims[0]
    return claim.tested is not None and claim.tested.since is not None and _is_about(claim, vital)


def tells_usual(diagnosis: Diagnosis, vital: Vital) -> bool:
    """Whether the answer to the first claim gives what is usual of this vital."""
    told = [claim for claim in diagnosis.claims[:1] if claim.median is not None and claim.unit not in SPANS]
    return any(claim.metric == vital.metric and claim.kind_of_post == vital.kind for claim in told)


def _is_about(claim: Claim, vital: Vital) -> bool:
    later = claim.reason == "later"  # then the finding itself tells since when
    return not later and claim.metric == vital.metric and claim.kind_of_post == vital.kind


def _claims_loss(claim: Claim) -> bool:
    return claim.change_pct is None or claim.change_pct < 0


def _is_known(claim: Claim) -> bool:
    """Whether something of the sentence was understood that no number answers."""
    if claim.intent in ANSWERED_BY_THE_FINDING:
        return False
    return claim.intent is not None or not claim.not_understood


def _not_understood(claim: Claim) -> Sentences:
    if not claim.not_understood:
        return ()
    words = ", ".join(claim.not_understood[:MOST_WORDS])
    return (Message("claim.not_understood", {"words": shorten(clean(words), MOST_LETTERS)}),)


def _change(claim: Claim, diagnosis: Diagnosis, carrier: Vital | None) -> Sentences:
    """Answer a claimed change: what was seen rightly first, then how much it is."""
    first = _verdict_on_change(claim, diagnosis)
    later: Sentences = ()
    if claim.reason == "later" and claim.since_date is not None:
        later = (Message("claim.drop.later", {"at": claim.since_date}),)
    return (*first, *later, *_measured(claim, carrier), *_which_day(claim))


def _verdict_on_change(claim: Claim, diagnosis: Diagnosis) -> Sentences:
    otherwise = _why_else(claim, diagnosis)
    if otherwise:
        return otherwise
    exception = Message("claim.drop.exception.half" if claim.change_pct == -50 else "claim.drop.exception")
    if claim.verdict == "never" or claim.fear == "unfounded":
        held = claim.verdict == "true" and not _claims_loss(claim)
        return (Message("claim.level.true" if held else "claim.drop.never"),)
    if claim.verdict == "exception":
        return (
            (Message("claim.seen_rightly"),) if claim.reason == "later" else (Message("claim.seen_rightly"), exception)
        )
    if claim.kind == "algorithm":
        right = (Message("claim.drop.true"),) if claim.fear == "right" else ()
        return (*right, *cannot_say(claim))
    if claim.verdict == "cannot_say":
        asked = "claim.drop.cannot_say.open" if claim.change_pct is None else "claim.drop.cannot_say"
        return (Message(asked), *cannot_say(claim))
    return () if claim.fear == "market" and diagnosis.compared_with else (Message("claim.drop.true"),)


def _why_else(claim: Claim, diagnosis: Diagnosis) -> Sentences:
    """Say that a loss is counted only, lies elsewhere than was feared, or is everyone's; else nothing."""
    if claim.reason in COUNTED and claim.fear == "unfounded":
        return (Message("claim.seen_rightly"),)  # less it is; that it is only counted otherwise, the finding says
    if claim.reason == "own_loss":
        return (Message("claim.algorithm.own"),)
    if claim.reason in {"own_cause", "plain_to_see"}:
        seen = Message("claim.seen_rightly" if claim.reason == "plain_to_see" else "claim.algorithm.cause")
        return (seen, *(cause.evidence for cause in diagnosis.causes[:1]))
    if claim.reason == "shown_less":
        told = tuple(cause.evidence for cause in diagnosis.causes[:1])
        return (Message("claim.algorithm.shown_less"), *told, Message("claim.algorithm.no_drop"))
    if claim.intent == "everyone" and claim.kind == "claim_drop":
        return (
            Message(f"claim.everyone.{claim.verdict}"),
            *(cannot_say(claim) if claim.verdict == "cannot_say" else ()),
        )
    return ()


def _measured(claim: Claim, carrier: Vital | None) -> Sentences:
    """Give the change that the claim was held against, unless the finding tells the very same."""
    tested = claim.tested
    is_carrier = carrier is not None and claim.metric == carrier.metric and claim.kind_of_post == carrier.kind
    if tested is None or (is_carrier and (tested.since is None or claim.reason == "later")):
        return ()
    values: dict[str, Value] = {"percent": tested.percent, "low": tested.low, "high": tested.high, "at": tested.since}
    values |= {"metric": name_of_metric(claim), "kind": claim.kind_of_post}
    prefix = "claim.measured_now" if tested.since is None else "claim.measured"
    return (Message(f"{prefix}.{_direction(tested)}", values),)


def _direction(tested: Tested) -> str:
    return "loss" if tested.high < 0 else "gain" if tested.low > 0 else "either"


def _which_day(claim: Claim) -> Sentences:
    """Say that a stretch of time in the sentence names no day that could be tested."""
    if claim.since is None or claim.since_date is not None or claim.tested is None:
        return ()
    return (Message("claim.which_day", {"words": shorten(clean(claim.since), MOST_LETTERS)}),)


def _followers(claim: Claim, diagnosis: Diagnosis) -> Sentences:
    if claim.kind == "milestone":
        if claim.verdict == "cannot_say":
            return cannot_say(claim)
        return _milestone(claim) + beside_milestone(claim, diagnosis)
    if claim.direction == "stuck" and claim.verdict in {"true", "never"}:
        return no_growth(claim, diagnosis)
    first = _verdict_on_change(claim, diagnosis)
    if claim.tested is None or claim.tested.since is None:
        return first
    values: dict[str, Value] = {"at": claim.tested.since, "before": claim.tested.before, "now": claim.tested.now}
    return (*first, Message("claim.followers.change", values))


def _milestone(claim: Claim) -> Sentences:
    if claim.crossed is None or claim.now is None or claim.mark is None:
        return (Message("claim.followers.now", {"now": claim.now}),)
    side = "below" if claim.now < claim.mark else "above"
    values: dict[str, Value] = {"now": claim.now, "mark": claim.mark, "crossed": claim.crossed}
    return (Message(f"claim.milestone.{side}", values),)
