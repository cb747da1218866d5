"""Claims about followers: how many there are, how many went, which mark was crossed. Counts are exact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.record import base_fear, followers, followers_change, told_day, tolerance_of, utc
from fieber.checkup.weather_claims import fear_of_followers
from fieber.complaint.verdict import ROUNDING
from fieber.model.moments import day_number

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.checkup.record import Record, Said, Values
    from fieber.model.diagnosis import Claim, ClaimVerdict, Fear, Tested

BARELY = 0.1  # of what was said to be gone: less is the usual coming and going, not a smaller part of it


def hold_followers(claim: Claim, said: Said, record: Record) -> Claim:
    """A number of followers is held by the latest count, or was once held by an earlier one."""
    found = followers(record)
    if isinstance(found, str):
        return replace(claim, reason=found)
    held = np.flatnonzero(found.value >= (claim.value or 0.0) * (1 - tolerance_of(said)))
    now = float(found.value[-1])
    verdict: ClaimVerdict = "never"
    if held.size:
        verdict = "true" if held[-1] == len(found.value) - 1 else "was_once_true"
    last = utc(found.at[held[-1]]) if held.size else None
    until = last if verdict == "was_once_true" else None
    return replace(claim, verdict=verdict, fear=base_fear(record), now=now, last=last, until=until)


def hold_follower_loss(claim: Claim, said: Said, record: Record) -> Claim:
    """Give what went between the told date (or a month ago) and now, against what is said to have gone."""
    if claim.direction == "stuck":
        return _hold_no_growth(claim, record)
    tested = followers_change(record, told_day(claim, record))
    if isinstance(tested, str):
        return replace(claim, reason=tested)
    tested = _or_since_the_night(claim, said, tested, record)
    before, now = tested.before or 0.0, tested.now or 0.0
    lost, claimed = before - now, _claimed_loss(claim, said, tested, record)
    verdict: ClaimVerdict = "never"
    fear: Fear = "unfounded"
    reason: str | None = None
    if lost > 0 and lost >= BARELY * (claimed or 0.0):
        verdict = "true" if claimed is None or lost >= claimed * (1 - tolerance_of(said)) else "exception"
        fear, reason = fear_of_followers(record, tested)
    return replace(claim, verdict=verdict, fear=fear, tested=tested, now=now, reason=reason)


def _or_since_the_night(claim: Claim, said: Said, tested: Tested, record: Record) -> Tested:
    """Where less is gone than was said, those are meant who went in one night shortly before the time that was told."""
    claimed = _claimed_loss(claim, said, tested, record)
    lost = (tested.before or 0.0) - (tested.now or 0.0)
    nights = [one for one in record.diagnosis.follower_events if one.people < 0 and one.is_recent]
    if not nights or (lost > 0 and lost >= (claimed or 0.0) * (1 - tolerance_of(said))):
        return tested
    found = followers_change(record, day_number(nights[-1].start))
    return tested if isinstance(found, str) or found.percent >= tested.percent else found


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
    return claim.value * (record.diagnosis.as_of - tested.since).days / per


def hold_milestone(claim: Claim, said: Said, record: Record) -> Claim:
    """Give on which side of the mark the followers are, and since when."""
    found = followers(record)
    if isinstance(found, str):
        return replace(claim, reason=found)
    if claim.value is None:
        return replace(claim, reason="no_number")
    now, mark = float(found.value[-1]), float(said.get("milestone") or claim.value)
    measured = next((one for one in record.diagnosis.milestones if one.mark == mark), None)
    crossed = measured.crossed if measured is not None else _crossed(found, mark)
    if claim.direction == "stuck":
        verdict: ClaimVerdict = "true" if abs(now / claim.value - 1) <= ROUNDING or _is_stalled(record) else "never"
    else:
        is_there = now >= mark if claim.direction == "above" else now < mark
        verdict = "true" if is_there else "was_once_true" if crossed is not None else "never"
    fear = base_fear(record)
    return replace(claim, mark=mark, verdict=verdict, fear=fear, now=now, crossed=crossed)


def _crossed(found: Values, mark: float) -> datetime | None:
    """Give since when the followers are on this side of a mark, where too few snapshots allow no milestone."""
    is_below = found.value < mark
    other = np.flatnonzero(is_below != is_below[-1])
    return utc(found.at[other[-1] + 1]) if other.size else None


def _hold_no_growth(claim: Claim, record: Record) -> Claim:
    """Whoever says that the account does not grow is right where its growth cannot be told from none."""
    found, growth = followers(record), record.diagnosis.growth
    if isinstance(found, str):
        return replace(claim, reason=found)
    if growth is None:
        return _by_counts(claim, record)
    fear: Fear = "right" if growth.stalled_since is not None else "unfounded"
    verdict: ClaimVerdict = "true" if growth.stalled_since is not None else "never"
    return replace(claim, verdict=verdict, fear=fear, now=float(found.value[-1]))


def _by_counts(claim: Claim, record: Record) -> Claim:
    """Where too few counts tell no growth, there are at least those of then and now: they are exact."""
    tested = followers_change(record, told_day(claim, record))
    if isinstance(tested, str):
        return replace(claim, reason=tested)
    grew = tested.percent > 0
    verdict: ClaimVerdict = "never" if grew else "true"
    return replace(claim, verdict=verdict, fear="unfounded" if grew else "right", now=tested.now, tested=tested)


def _is_stalled(record: Record) -> bool:
    return record.diagnosis.growth is not None and record.diagnosis.growth.stalled_since is not None
