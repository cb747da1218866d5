"""A sentence that says something of all: "alle verlieren gerade". It is held against the roster, not the account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieber.complaint.verdict import SMALLEST_LOSS

if TYPE_CHECKING:
    from fieber.checkup.record import Record
    from fieber.model.diagnosis import Claim, ClaimVerdict
    from fieber.model.surroundings import Weather


def held_against_all(claim: Claim, record: Record) -> Claim:
    """Give the claim with the verdict of the roster; the fear stays what the account's own numbers say.

    `true` where the others surely lost, `never` where a loss of a tenth is ruled out, else `cannot_say`.
    """
    weather = record.diagnosis.weather
    if weather is None:
        reason: str | None = "no_peers" if record.is_dated else "undated"
        return replace(claim, verdict="cannot_say", tested=None, reason=reason)
    verdict = _of_all(weather)
    reason = "too_noisy" if verdict == "cannot_say" else None
    return replace(claim, metric=weather.metric or claim.metric, verdict=verdict, tested=None, reason=reason)


def _of_all(weather: Weather) -> ClaimVerdict:
    if weather.high < 0 and weather.percent <= SMALLEST_LOSS:
        return "true"
    return "never" if weather.low > SMALLEST_LOSS else "cannot_say"
