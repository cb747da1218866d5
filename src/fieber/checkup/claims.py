"""The person's sentence held against the record: one function a kind of claim. DESIGN.md section 5.

Every claim gets a verdict (is what was said in the data?) and a fear (is what was feared real?). The main claim's fear
is what the finding answers, so the two always agree; docs/decisions/0010.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from fieber.checkup.record import (
    Record,
    Values,
    change_since,
    followers,
    followers_change,
    main_metric,
    values_per_post,
    values_per_span,
)
from fieber.complaint.verdict import APPROXIMATE, ROUNDING, SMALLEST_LOSS, hold_drop, hold_level
from fieber.model.diagnosis import Best, Change, Claim, Tested

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieber.model.diagnosis import ClaimVerdict, Diagnosis, Fear, Finding, Vital

    Said = Mapping[str, Any]

FEARS: dict[Finding, Fear] = {
    "real": "right",
    "yours": "right",
    "both": "right",
    "everyone": "market",
    "not_in_data": "unfounded",
    "counter": "unfounded",
    "cannot_say": "unknown",
}
FINDINGS: dict[Fear, Finding] = {
    "right": "real",
    "market": "everyone",
    "unfounded": "not_in_data",
    "unknown": "cannot_say",
}
DATED = frozenset({"claim_drop", "follower_loss", "algorithm"})  # kinds whose date is tested
NOT_IN_NUMBERS = frozenset({"verification", "other", "distress"})
UNCHANGED = 25.0  # percent; "the same" is held where the whole interval lies within so much
GROSSEST = -60.0  # percent; DESIGN.md section 2: a loss that cannot be seen below this is no "no fever"


def told_date(said: Sequence[Said]) -> date | None:
    """Give the first date of the sentence that is to be tested, as resolved against `as_of`."""
    found = (claim.get("since_date") for claim in said if claim["kind"] in DATED)
    return next((date.fromisoformat(written) for written in found if written is not None), None)


def with_claims(diagnosis: Diagnosis, record: Record, said: Sequence[Said]) -> Diagnosis:
    """Give the diagnosis with every claim held against the record, and the finding that answers the first."""
    claims = tuple(_held(one, record, diagnosis) for whole in said for one in (whole, *_also(whole)))
    main, base = claims[0], FEARS[diagnosis.finding]
    if main.kind in NOT_IN_NUMBERS or base == main.fear:
        return replace(diagnosis, claims=claims)
    if base in {"right", "market"}:  # the account has a real drop: who fears one is right, whatever the sentence says
        return replace(diagnosis, claims=(replace(main, fear=base), *claims[1:]))
    return replace(diagnosis, claims=claims, finding=FINDINGS[main.fear])


def _also(said: Said) -> list[Said]:
    """Give the second levels and changes of a claim as claims of their own; what they do not say is not said."""
    beside = []
    for more in said.get("also", ()):
        shared = {"kind": said["kind"], "text": said["text"], "since": said["since"], "since_date": said["since_date"]}
        kind = "claim_drop" if more.get("change_pct") is not None else "claim_level"
        beside.append(shared | {"kind": kind} | more)
    return beside


def _held(said: Said, record: Record, diagnosis: Diagnosis) -> Claim:
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
    if told is not None and record.platform is not None and told.lower() != record.platform.lower():
        return replace(claim, reason="other_platform")
    return HOLD[claim.kind](claim, said, record, diagnosis)


def _level(claim: Claim, said: Said, record: Record, diagnosis: Diagnosis) -> Claim:
    if claim.value is None:
        return replace(claim, reason="no_number")
    if claim.metric == "followers" and claim.unit == "total":
        return _followers_level(claim, said, record, diagnosis)
    vague = bool(said.get("approx") or said.get("vague"))
    found = _values(claim, record, at_least=claim.value * (1 - (APPROXIMATE if vague else ROUNDING)))
    if isinstance(found, str):
        return replace(claim, reason=found)
    held = hold_level(
        claim.value,
        found.at,
        found.value,
        as_of=record.as_of,
        qualifier=claim.qualifier,
        approx=vague,
        normal=found.normal,
    )
    verdict, reason = held.verdict, None if held.verdict != "cannot_say" else "too_few_posts"
    if said.get("window") and verdict not in {"never", "cannot_say"}:
        verdict, reason = "cannot_say", "window"  # lifetime counters do not say what the first week brought
    dated = record.is_dated
    return replace(
        claim,
        verdict=verdict,
        fear="unknown" if verdict == "cannot_say" else FEARS[diagnosis.finding],
        reason=reason,
        n=held.n,
        share=held.share,
        count=held.count,
        last=held.last if dated else None,
        until=held.until if dated else None,
        median=held.median,
        low=held.low,
        high=held.high,
        is_mostly=held.share is not None and held.share > 0.5,
        best=_best(found, record.as_of, dated=dated) if held.best else (),
        expected_best=held.expected_best,
        best_multiple=held.best_multiple,
    )


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
    return tuple(Best(_time(found.at[i]) if dated else None, float(found.value[i])) for i in order)


def _time(at: np.datetime64) -> datetime:
    return cast("datetime", at.astype("datetime64[us]").item()).replace(tzinfo=UTC)


def _followers_level(claim: Claim, said: Said, record: Record, diagnosis: Diagnosis) -> Claim:
    """A number of followers is held by the latest count, or was once held by an earlier one."""
    found = followers(record)
    if isinstance(found, str):
        return replace(claim, reason=found)
    tolerance = APPROXIMATE if said.get("approx") or said.get("vague") else ROUNDING
    held = np.flatnonzero(found.value >= (claim.value or 0.0) * (1 - tolerance))
    now = float(found.value[-1])
    verdict: ClaimVerdict = "never"
    if held.size:
        verdict = "true" if held[-1] == len(found.value) - 1 else "was_once_true"
    last = _time(found.at[held[-1]]) if held.size else None
    until = last if verdict == "was_once_true" else None
    return replace(claim, verdict=verdict, fear=FEARS[diagnosis.finding], now=now, last=last, until=until)


def _drop(claim: Claim, said: Said, record: Record, diagnosis: Diagnosis) -> Claim:  # noqa: ARG001 - one shape for all kinds
    metric, told = claim.metric or main_metric(record), _date(claim, record)
    found = change_since(record, metric, claim.kind_of_post, told)
    if isinstance(found, str):
        return replace(claim, metric=metric, reason=found)
    tested, vital = found
    verdict = _of_change(claim.change_pct, tested)
    if told is not None and tested.high >= 0 and _claims_loss(claim) and _is_lower_now(vital) and vital.change:
        # less it is, only not from the told date on: the stretch that the scan found is what the person feels
        began = None if vital.onset is None else vital.onset.at
        later = Tested(vital.change.percent, vital.change.low, vital.change.high, began)
        return replace(claim, metric=metric, verdict="exception", fear="right", tested=later, reason="later")
    if verdict == "cannot_say" and claim.change_pct is None and vital.verdict == "healthy" and tested.low > GROSSEST:
        verdict = "never"  # no number was told, and what a thermometer could have seen is not there
    fear: Fear = "right" if tested.high < 0 else "unfounded" if _nothing_fell(claim, verdict) else "unknown"
    reason = "too_noisy" if verdict == "cannot_say" else None
    return replace(claim, metric=metric, verdict=verdict, fear=fear, tested=tested, reason=reason)


def _nothing_fell(claim: Claim, verdict: ClaimVerdict) -> bool:
    """Whether the verdict means that there is no loss: a loss was claimed and is not there, or no loss was claimed."""
    return verdict == "never" if _claims_loss(claim) else verdict in {"true", "exception"}


def _claims_loss(claim: Claim) -> bool:
    return claim.change_pct is None or claim.change_pct < 0


def _is_lower_now(vital: Vital) -> bool:
    """Whether the scan shows a certain loss, as the finding of a whole account has it."""
    return vital.change is not None and vital.verdict not in {"healthy", "unknown"} and vital.change.high < 0


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


def _date(claim: Claim, record: Record) -> float | None:
    """Give the day that is tested: the one told beside the sentence, else that of the sentence; days since 1970."""
    if record.since is not None or claim.since_date is None:
        return record.since
    return float((claim.since_date - date(1970, 1, 1)).days)


def _algorithm(claim: Claim, said: Said, record: Record, diagnosis: Diagnosis) -> Claim:
    """Whether it is the algorithm takes the way of a like; what can be said is whether reach, or likes, fell."""
    measured = {vital.metric for vital in record.vitals if vital.change is not None and vital.kind is None}
    metric = "reach" if "reach" in measured else "likes" if "likes" in measured else main_metric(record)
    held = _drop(replace(claim, metric=metric), said, record, diagnosis)
    return replace(held, metric=claim.metric, verdict="cannot_say", reason=held.reason or "no_split", tested=None)


def _follower_loss(claim: Claim, said: Said, record: Record, diagnosis: Diagnosis) -> Claim:  # noqa: ARG001 - as above
    tested = followers_change(record, _date(claim, record))
    if isinstance(tested, str):
        return replace(claim, reason=tested)
    before, now = tested.before or 0.0, tested.now or 0.0
    lost, claimed = before - now, _claimed_loss(claim, said, tested, record)
    tolerance = APPROXIMATE if said.get("approx") or said.get("vague") else ROUNDING
    verdict: ClaimVerdict = "never"
    if lost > 0:
        verdict = "true" if claimed is None or lost >= claimed * (1 - tolerance) else "exception"
    return replace(claim, verdict=verdict, fear="right" if lost > 0 else "unfounded", tested=tested, now=now)


def _claimed_loss(claim: Claim, said: Said, tested: Tested, record: Record) -> float | None:
    """Give how many followers are said to be gone over the stretch that was compared; null if no number was told."""
    if said.get("from_value") is not None and claim.value is not None:
        return float(said["from_value"] - claim.value)
    if claim.change_pct is not None:
        return (tested.before or 0.0) * -claim.change_pct / 100
    if claim.value is None:
        return None
    per = {"per_day": 1.0, "per_week": 7.0}.get(claim.unit or "")
    if per is None or tested.since is None:
        return float(claim.value)
    return claim.value * (record.as_of - tested.since).days / per


def _milestone(claim: Claim, said: Said, record: Record, diagnosis: Diagnosis) -> Claim:
    found = followers(record)
    if isinstance(found, str):
        return replace(claim, reason=found)
    if claim.value is None:
        return replace(claim, reason="no_number")
    now, mark = float(found.value[-1]), float(said.get("milestone") or claim.value)
    on_side = found.value < mark if now < mark else found.value >= mark
    other = np.flatnonzero(~on_side)
    crossed = _time(found.at[other[-1] + 1]) if other.size else None
    if claim.direction == "stuck":
        verdict: ClaimVerdict = "true" if abs(now / claim.value - 1) <= ROUNDING else "never"
    else:
        is_there = now >= mark if claim.direction == "above" else now < mark
        verdict = "true" if is_there else "was_once_true" if other.size else "never"
    fear = FEARS[diagnosis.finding]
    return replace(claim, mark=mark, verdict=verdict, fear=fear, now=now, crossed=crossed)


def _health(claim: Claim, said: Said, record: Record, diagnosis: Diagnosis) -> Claim:  # noqa: ARG001 - as above
    """`true` is healthy; a slow loss was healthier a year ago."""
    verdicts: dict[str, ClaimVerdict] = {"healthy": "true", "elevated": "true", "unknown": "cannot_say"}
    verdict = verdicts.get(diagnosis.verdict, "never")
    if verdict == "true" and diagnosis.slow_loss is not None:
        verdict = "was_once_true"
    return replace(claim, verdict=verdict, fear=FEARS[diagnosis.finding])


HOLD: dict[str, Callable[[Claim, Said, Record, Diagnosis], Claim]] = {
    "claim_level": _level,
    "claim_drop": _drop,
    "follower_loss": _follower_loss,
    "milestone": _milestone,
    "algorithm": _algorithm,
    "health": _health,
}
