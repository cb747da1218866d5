"""The person's sentence held against the record: one function a kind of claim. DESIGN.md section 5.

Every claim gets a verdict (is what was said in the data?) and a fear (is what was feared real?). The main claim's fear
is what the finding answers, so the two always agree; docs/decisions/0010.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup._stretch import surely_fell
from fieber.checkup.everyone_claims import held_against_all
from fieber.checkup.finding import (
    OF_COUNTERS,
    OF_FOLLOWER_COUNTERS,
    RANKING,
    counted_otherwise,
    heaviest,
    where_it_lies,
)
from fieber.checkup.follower_claims import hold_follower_loss, hold_followers, hold_milestone
from fieber.checkup.record import (
    base_fear,
    change_since,
    is_vague,
    main_metric,
    told_day,
    tolerance_of,
    utc,
    values_per_post,
    values_per_span,
)
from fieber.checkup.weather_claims import accounts_compared, fear_of_drop, finding_of
from fieber.complaint.everyone import EVERYONE
from fieber.complaint.verdict import OLD_DAYS, SMALLEST_LOSS, LevelVerdict, hold_drop, hold_level
from fieber.model.diagnosis import Best, Change, Claim, Tested

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from fieber.checkup.record import Record, Said, Values
    from fieber.model.diagnosis import ClaimVerdict, Diagnosis, Fear, Finding

FINDINGS: dict[Fear, Finding] = {
    "right": "real",
    "market": "everyone",
    "unfounded": "not_in_data",
    "unknown": "cannot_say",
}
DATED = frozenset({"claim_drop", "follower_loss", "algorithm"})  # kinds whose date is tested
NOT_IN_NUMBERS = frozenset({"verification", "other", "distress"})
OF_FOLLOWERS = frozenset({"follower_loss"})  # claims that a drop of the posts says nothing about
OWN_LOSS = frozenset({"own_loss", "own_cause"})  # the drop is real, but it does not lie where the person fears
COUNTED = OF_COUNTERS | OF_FOLLOWER_COUNTERS  # where nobody is gone, it is said why
SETTLED = OWN_LOSS | COUNTED
PLAIN_TO_SEE = frozenset({"format_mix", "hidden_likes", "young_posts"})  # fewer likes to the eye, and no loss in them
UNCHANGED = 25.0  # percent; "the same" is held where the whole interval lies within so much
GROSSEST = -60.0  # percent; DESIGN.md section 2: a loss that cannot be seen below this is no "no fever"


def told_date(said: Sequence[Said]) -> date | None:
    """Give the first date of the sentence that is to be tested, as resolved against `as_of`."""
    found = (claim.get("since_date") for claim in said if claim["kind"] in DATED)
    return next((date.fromisoformat(written) for written in found if written is not None), None)


def with_claims(record: Record, said: Sequence[Said]) -> Diagnosis:
    """Give the diagnosis with every claim held against the record, and the finding that answers the first."""
    diagnosis = record.diagnosis
    claims = tuple(_held(one, record) for whole in said for one in (whole, *_also(whole)))
    main, base = claims[0], base_fear(record)
    if main.kind in NOT_IN_NUMBERS or (base == main.fear and main.reason not in COUNTED):
        return replace(diagnosis, claims=claims)
    if main.reason not in SETTLED and base in {"right", "market"}:
        is_refuted = main.kind == "claim_drop" and main.verdict == "never" and main.intent != EVERYONE
        if main.kind not in OF_FOLLOWERS and not (is_refuted and _names_another(said[0], diagnosis)):
            # the account has a real drop: who fears one is right, even if something else fell, or only one format
            verdict = "exception" if is_refuted else main.verdict
            return replace(diagnosis, claims=(replace(main, fear=base, verdict=verdict), *claims[1:]))
        # who names a number is told of that one, and that another fell
        main = replace(main, is_elsewhere=main.fear not in {"right", "market"})
    finding = finding_of(main.fear, main, record, FINDINGS[main.fear])
    compared = accounts_compared(record, main)
    return replace(diagnosis, claims=(main, *claims[1:]), finding=finding, compared_with=compared)


def _names_another(said: Said, diagnosis: Diagnosis) -> bool:
    """Whether the sentence names a number, and it is not the one that carries the temperature."""
    return said.get("metric") not in {None, diagnosis.carrier and diagnosis.carrier.metric}


def _also(said: Said) -> list[Said]:
    """Give the second levels and changes of a claim as claims of their own; what they do not say is not said."""
    beside = []
    for more in said.get("also", ()):
        shared = {"kind": said["kind"], "text": said["text"], "since": said["since"], "since_date": said["since_date"]}
        kind = "claim_drop" if more.get("change_pct") is not None else "claim_level"
        beside.append(shared | {"kind": kind} | more)
    return beside


def _held(said: Said, record: Record) -> Claim:
    written = said.get("since_date")
    claim = Claim(
        text=said["text"],
        kind=said["kind"],
        metric=said.get("metric"),
        value=said.get("value"),
        unit=said.get("unit"),
        since=said.get("since"),
        fear="unknown",
        verdict="cannot_say",
        share=None,
        count=None,
        last=None,
        median=None,
        low=None,
        high=None,
        qualifier=said.get("qualifier"),
        change_pct=said.get("change_pct"),
        since_date=None if written is None else date.fromisoformat(written),
        kind_of_post=said.get("format"),
        intent="unchanged" if said.get("negated") is True else said.get("intent"),
        direction=said.get("direction"),
        not_understood=tuple(said.get("not_understood", ())),
    )
    if claim.kind in NOT_IN_NUMBERS:
        return claim
    told = said.get("platform")
    if told is not None and record.diagnosis.platform is not None and told.lower() != record.diagnosis.platform.lower():
        return replace(claim, reason="other_platform")
    held = HOLD[claim.kind](claim, said, record)
    return held_against_all(held, record) if claim.intent == EVERYONE and claim.kind == "claim_drop" else held


def _level(claim: Claim, said: Said, record: Record) -> Claim:
    if claim.value is None:
        return replace(claim, reason="no_number")
    if claim.metric == "followers" and claim.unit == "total":
        return hold_followers(claim, said, record)
    value = claim.value
    if said.get("only"):
        claim = replace(claim, qualifier="at most")  # "only 200" is no praise: who has thousands does not have that
    found = _values(claim, record, at_least=value * (1 - tolerance_of(said)))
    if isinstance(found, str):
        return replace(claim, reason=found)
    held = hold_level(
        value,
        found.at,
        found.value,
        as_of=record.diagnosis.as_of,
        qualifier=claim.qualifier,
        approx=is_vague(said),
        normal=found.normal,
    )
    verdict, reason = held.verdict, None if held.verdict != "cannot_say" else "too_few_posts"
    if said.get("window") and verdict not in {"never", "cannot_say"}:
        verdict, reason = "cannot_say", "window"  # lifetime counters do not say what the first week brought
    dated = record.diagnosis.coverage.is_dated
    return replace(
        claim,
        verdict=verdict,
        fear="unknown" if verdict == "cannot_say" else base_fear(record),
        reason=reason,
        n=held.n,
        share=held.share,
        count=held.count,
        last=held.last if dated else None,
        until=held.until if dated else None,
        median=held.median,
        low=held.low,
        high=held.high,
        is_mostly=_is_mostly(held, record),
        best=_best(found, record.diagnosis.as_of, dated=dated) if held.best else (),
        expected_best=held.expected_best,
        best_multiple=held.best_multiple,
    )


def _is_mostly(held: LevelVerdict, record: Record) -> bool:
    """Whether it is so for most posts, only not for as many as was said; what ended long ago is not."""
    if held.share is None or held.share <= 0.5 or held.verdict not in {"exception", "was_once_true"}:
        return False
    return held.until is None or (record.diagnosis.as_of - held.until).days <= OLD_DAYS


def _values(claim: Claim, record: Record, *, at_least: float) -> Values | str:
    days = {"per_day": 1, "per_week": 7}.get(claim.unit or "")
    if days is not None:
        return values_per_span(record, claim.metric, claim.kind_of_post, days=days)
    if claim.metric == "followers":
        return "not_measured"
    reached = None if claim.qualifier == "at most" else at_least
    return values_per_post(record, claim.metric or main_metric(record), claim.kind_of_post, at_least=reached)


def _best(found: Values, as_of: datetime, *, dated: bool) -> tuple[Best, ...]:
    """Give the ten highest, best first; of equal ones the later."""
    seen = np.flatnonzero(found.at <= np.datetime64(as_of.replace(tzinfo=None), "us"))
    order = seen[np.lexsort((-found.at[seen].astype(np.int64), -found.value[seen]))][:10]
    return tuple(Best(utc(found.at[i]) if dated else None, float(found.value[i])) for i in order)


def _drop(claim: Claim, _said: Said, record: Record) -> Claim:
    metric, told = claim.metric or main_metric(record), told_day(claim, record)
    found = change_since(record, metric, claim.kind_of_post, told)
    if isinstance(found, str):
        return replace(claim, metric=metric, reason=found)
    tested, vital = found
    verdict = _of_change(claim.change_pct, tested)
    if told is not None and tested.high >= 0 and _claims_loss(claim) and surely_fell(vital) and vital.change:
        # less it is, only not from the told date on: the stretch that the scan found is what the person feels
        began = None if vital.onset is None else vital.onset.at
        later = Tested(vital.change.percent, vital.change.low, vital.change.high, began)
        whose = fear_of_drop(record, replace(claim, metric=metric), vital, None)
        held = replace(claim, metric=metric, verdict="exception", fear=whose, tested=later, reason="later")
        return _unless_counted(held, record)
    if verdict == "cannot_say" and claim.change_pct is None and vital.verdict == "healthy" and tested.low > GROSSEST:
        verdict = "never"  # no number was told, and what a thermometer could have seen is not there
    fear: Fear = "right" if tested.high < 0 else "unfounded" if _nothing_fell(claim, verdict) else "unknown"
    if fear == "right":
        fear = fear_of_drop(record, replace(claim, metric=metric), vital, told)
    reason = "too_noisy" if verdict == "cannot_say" else None
    if (verdict, fear) == ("never", "unfounded") and _claims_loss(claim) and heaviest(record.diagnosis) in PLAIN_TO_SEE:
        reason = "plain_to_see"  # who looks at the bare numbers sees less: that is acknowledged, with why
    held = replace(claim, metric=metric, verdict=verdict, fear=fear, tested=tested, reason=reason)
    return _unless_counted(held, record)


def _unless_counted(claim: Claim, record: Record) -> Claim:
    """A real drop of a number that is likely only counted otherwise is nothing to fear: the audience is still there."""
    cause = counted_otherwise(record.diagnosis, claim.metric) if claim.fear in {"right", "market"} else None
    return claim if cause is None else replace(claim, fear="unfounded", reason=cause)


def _nothing_fell(claim: Claim, verdict: ClaimVerdict) -> bool:
    """Whether the verdict means that there is no loss: a loss was claimed and is not there, or no loss was claimed."""
    return verdict == "never" if _claims_loss(claim) else verdict in {"true", "exception"}


def _claims_loss(claim: Claim) -> bool:
    return claim.change_pct is None or claim.change_pct < 0


def _of_change(claimed: float | None, tested: Tested) -> ClaimVerdict:
    """Hold a claimed change against the interval: a loss as `hold_drop` does, a gain likewise, "the same" within it."""
    if claimed is None or claimed < 0:
        return hold_drop(claimed, Change(tested.percent, tested.low, tested.high))
    is_same = tested.low > -UNCHANGED and tested.high < UNCHANGED
    if claimed == 0:
        if tested.high < 0 or tested.low > 0:
            return "true" if abs(tested.percent) < -SMALLEST_LOSS else "never"
        return "true" if is_same else "cannot_say"
    if tested.low > 0:
        return "true" if claimed <= tested.high else "exception"
    return "never" if claimed > tested.high else "cannot_say"


def _algorithm(claim: Claim, said: Said, record: Record) -> Claim:
    """Whether it is the algorithm takes the way of a like: shown to fewer people, or liked by fewer who see it.

    Where there is a drop the fear is that of the drop, and split and causes say whether it lies in whom the posts are
    shown to; else `reason` says where it lies. Where there is none, or they cannot tell: docs/decisions/0006.
    """
    measured = {vital.metric for vital in record.diagnosis.vitals if vital.change is not None and vital.kind is None}
    metric = "reach" if "reach" in measured else "likes" if "likes" in measured else main_metric(record)
    held, base = _drop(replace(claim, metric=metric), said, record), base_fear(record)
    answered = replace(held, metric=claim.metric, verdict="cannot_say", tested=None)
    if held.reason in COUNTED:
        return answered
    if "right" not in {held.fear, base} and "market" not in {held.fear, base}:
        # shown to fewer strangers, and yet no drop: the fear is not in the numbers, what was seen is acknowledged
        is_seen = answered.fear == "unfounded" and heaviest(record.diagnosis) == RANKING
        return replace(answered, reason="shown_less" if is_seen else held.reason or "no_split")
    lies = where_it_lies(record.diagnosis)
    if lies is None:
        return replace(answered, reason=held.reason or "no_split")
    fear = base if base in {"right", "market"} else held.fear
    if lies == "distribution":
        return replace(answered, fear=fear, reason=None)
    # the loss is real and theirs, so the fear is right; only its reason is another one
    return replace(answered, fear=fear, reason="own_loss" if lies == "own" else "own_cause")


def _health(claim: Claim, _said: Said, record: Record) -> Claim:
    """`true` is healthy; a slow loss was healthier a year ago."""
    verdicts: dict[str, ClaimVerdict] = {"healthy": "true", "elevated": "true", "unknown": "cannot_say"}
    verdict = verdicts.get(record.diagnosis.verdict, "never")
    if verdict == "true" and record.diagnosis.slow_loss is not None:
        verdict = "was_once_true"
    return replace(claim, verdict=verdict, fear=base_fear(record))


HOLD: dict[str, Callable[[Claim, Said, Record], Claim]] = {
    "claim_level": _level,
    "claim_drop": _drop,
    "follower_loss": hold_follower_loss,
    "milestone": hold_milestone,
    "algorithm": _algorithm,
    "health": _health,
}
