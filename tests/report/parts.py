"""Parts of diagnoses whose numbers fit each other, as the engine would fill them."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fieber.model.diagnosis import (
    Abstention,
    Advice,
    CauseWeight,
    Change,
    Claim,
    ClaimVerdict,
    Coverage,
    Diagnosis,
    Fear,
    LongTerm,
    Look,
    Normal,
    Recent,
    Span,
    Trace,
    Verdict,
    Vital,
)
from fieber.model.reading import Fault, Source
from fieber.model.surroundings import Flows, Milestone
from fieber.model.text import Message

AS_OF = datetime(2025, 4, 10, 12, tzinfo=UTC)
KINDS = ("photo", "carousel", "reel")
PAUSE = Span(datetime(2024, 8, 3, tzinfo=UTC), datetime(2024, 8, 19, tzinfo=UTC))


def p_of(temperature: float) -> float:
    """Give the p-value of a temperature, as DESIGN.md section 2 defines it."""
    return float(4 ** (38.5 - temperature)) / 52.18


def verdict_of(temperature: float) -> Verdict:
    """Give the verdict of a temperature."""
    if temperature < 37.5:
        return "healthy"
    if temperature < 38.5:
        return "elevated"
    return "fever" if temperature < 39.5 else "high_fever"


def vital(temperature: float, change: Change, normal: Normal, recent: Recent, *, metric: str = "likes") -> Vital:
    """Give a vital whose numbers fit its temperature; a little above its cut decimal, as measured ones are."""
    p_value = p_of(temperature + 0.03)
    return Vital(
        metric=metric,
        kind=None,
        verdict=verdict_of(temperature),
        temperature=temperature,
        return_period_days=7 / p_value,
        normal=normal,
        recent=recent,
        change=change,
        capped=False,
        detectable_percent=-50.0,
        long_term=LongTerm(-4.0, -25.0, 22.0),
        p_drop=0.9,
        p_value=p_value,
        since=None,
        onset=None,
        reason=None,
    )


def silent(reason: str, *, metric: str = "likes") -> Vital:
    """Give a vital that nothing can be said about."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("temperature", "return_period_days", "normal", "recent", "change", "detectable_percent")
    )
    nothing |= dict.fromkeys(("long_term", "p_drop", "p_value", "since", "onset"))
    return Vital(metric=metric, kind=None, verdict="unknown", capped=False, reason=reason, **nothing)


def posting_rate() -> Vital:
    """Give the posting rate: reported, but without a temperature."""
    change = Change(-12.0, -38.0, 24.0)
    numbers: dict[str, Any] = {
        "normal": Normal(3.1, 2.0, 4.5, 50),
        "recent": Recent(2.7, 8, AS_OF - timedelta(60)),
        "change": change,
    }
    return replace(silent("not_a_symptom", metric="posting_rate"), **numbers)


def claim(text: str, kind: str, *, fear: Fear, verdict: ClaimVerdict, **parts: Any) -> Claim:
    """Give a claim; what is not named is unknown."""
    unknown: dict[str, Any] = dict.fromkeys(
        ("metric", "value", "unit", "since", "share", "count", "last", "median", "low", "high")
    )
    return Claim(text=text, kind=kind, fear=fear, verdict=verdict, **{**unknown, **parts})


def trace(
    n: int, normal: Normal, *, metric: str = "likes", last: int = 0, since: datetime = AS_OF, fall: float = 1.0
) -> Trace:
    """Give `n` posts around a normal level, log-normally scattered; the `last` of them, since a date, are lower."""
    dice = random.Random(n)
    spread = math.log(normal.high / normal.low) / 2 / 1.2816
    before = n - last
    step = timedelta(days=max(0.25, 365 / max(n, 100)))
    at = [since - step * (before - i) for i in range(before)]
    at += [since + (AS_OF - timedelta(hours=5) - since) * (i / max(1, last - 1)) for i in range(last)]
    at = [max(moment, PAUSE.end + (moment - PAUSE.start) / 9) if moment >= PAUSE.start else moment for moment in at]
    value = [normal.median * math.exp(dice.gauss(0, spread)) * (fall if i >= before else 1) for i in range(n)]
    state = ["counted"] * n
    if n > 40:
        state[n // 2], value[n // 2] = "viral", normal.median * 11
        state[-1] = state[-2] = "young"
        value[-1] *= 0.4
    known = tuple(i >= 12 for i in range(n))
    return Trace(
        metric=metric,
        at=tuple(at),
        value=tuple(float(round(v)) for v in value),
        expected=tuple(normal.median if k else None for k in known),
        low=tuple(normal.low if k else None for k in known),
        high=tuple(normal.high if k else None for k in known),
        kind=tuple(dice.choice(KINDS) for _ in range(n)),
        url=tuple(f"https://example.org/p/{i}" for i in range(n)),
        state=tuple(state),
    )


def looks(last: float, *, weeks: int = 60) -> tuple[Look, ...]:
    """Give a fever curve that ends at `last`, with a gap of three weeks."""
    dice = random.Random(weeks)
    curve = [min(38.3, max(36.0, 36.3 + abs(dice.gauss(0, 0.5)))) for _ in range(weeks - 1)] + [last]
    temperatures = [None if weeks // 2 <= i < weeks // 2 + 3 else round(t, 1) for i, t in enumerate(curve)]
    return tuple(
        Look(AS_OF - timedelta(7) * (weeks - 1 - i), t, "unknown" if t is None else verdict_of(t))
        for i, t in enumerate(temperatures)
    )


def coverage(posts: int, **parts: Any) -> Coverage:
    """Give a year of coverage."""
    whole: dict[str, Any] = {
        "faults": (Fault("posts.csv", "posted_at", "unreadable_date_dropped", 2),),
        "unknown_paths": (),
        "pauses": (PAUSE,),
        "viral": (Span(datetime(2024, 10, 8, tzinfo=UTC), datetime(2024, 10, 10, tzinfo=UTC)),),
        "sources": (Source("posts.csv", "tidy", ("posted_at", "likes"), ("dislikes",)),),
    }
    first, last = AS_OF - timedelta(days=365), AS_OF - timedelta(hours=5)
    return Coverage(posts=posts, first=first, last=last, **{**whole, **parts})


def causes(*names: str) -> tuple[CauseWeight, ...]:
    """Give causes of falling weight."""
    return tuple(
        CauseWeight(
            name, "observed", 0.8 / (i + 1), Message(f"cause.{name}.evidence"), Message(f"cause.{name}.refuted_by")
        )
        for i, name in enumerate(names)
    )


def milestone(**parts: Any) -> Milestone:
    """Give the mark of 100,000 that was lost, with the way back out of sight."""
    known: dict[str, Any] = {"mark": 100000.0, "side": "below", "now": 98040.0, "within_days": 90, "is_told": True}
    known |= {"slope_per_day": -28.0, "slope_low": -45.0, "slope_high": -11.0, "odds": 0.06, "odds_year": 0.2}
    nothing: dict[str, Any] = dict.fromkeys(("crossed", "by", "by_low", "by_high"))
    return Milestone(**{**nothing, **known, **parts})


def flows(**parts: Any) -> Flows:
    """Give followers of whom as many go as usual, and fewer come."""
    known: dict[str, Any] = {"gained": 140.0, "lost": 168.0, "net": -28.0, "days": 28, "usual_net": 2.0}
    known |= {"usual_gained": 165.0, "usual_lost": 163.0, "gained_standing": "fewer", "lost_standing": "usual"}
    return Flows(**{**known, "brought_by": ("reel", "collab"), **parts})


def diagnosis(one: Vital | None, *, posts: int = 104, **parts: Any) -> Diagnosis:
    """Give a diagnosis that one vital carries; what is not named is that of an uneventful check-up."""
    vitals = (posting_rate(),) if one is None else (one, posting_rate())
    known = one if one is not None and one.temperature is not None else None
    whole: dict[str, Any] = {
        "account": "anna",
        "platform": "instagram",
        "as_of": AS_OF,
        "verdict": "unknown" if known is None else known.verdict,
        "temperature": known and known.temperature,
        "return_period_days": known and known.return_period_days,
        "p_value": known and known.p_value,
        "carried_by": None if known is None else 0,
        "finding": "not_in_data",
        "compared_with": 0,
        "coverage": coverage(posts),
        "vitals": vitals,
        "causes": causes("noise", "pause"),
        "abstentions": (Abstention("season", "too_short"),),
        "claims": (),
        "advice": (Advice(Message("advice.nothing_wait"), None, 20),),
        "caveats": (Message("caveat.no_peers"), Message("caveat.no_season_known")),
        "traces": (),
        "looks": (),
    }
    return Diagnosis(**{**whole, **parts})
