"""From vitals to the finding: the headline, what it is, and one next step; why, the causes say later."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from fieber.model.diagnosis import Advice, Diagnosis
from fieber.model.text import Message
from fieber.stats import temperature

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.checkup import Chart
    from fieber.model.diagnosis import Coverage, Finding, Look, Trace, Verdict, Vital

LONG_LOSS_PERCENT = -10.0  # DESIGN.md section 2, the slow loss
SMALL_MEDIAN = 5.0  # below this a like more or less is a tenth of the level and more
SEASON_DAYS = 2 * 365.25
FEWEST_MORE = 8  # fewer new posts can change little
WAIT_POSTS = 20  # after so many posts another look tells more: a window of its own on top of the usual 30


def conclude(
    chart: Chart,
    *,
    as_of: datetime,
    vitals: tuple[Vital, ...],
    headline: tuple[float, int],
    coverage: Coverage,
    traces: tuple[Trace, ...],
    looks: tuple[Look, ...],
    too_young: int,
    remarks: tuple[Message, ...] = (),
) -> Diagnosis:
    """Give the diagnosis; `headline` is the account's p (nan: none) and the index of the vital that carries it.

    `remarks` are what only the courses and the question can tell, said with the other caveats.
    """
    p, carrier = headline
    known = not isnan(p)
    p_drop = vitals[carrier].p_drop if known else None
    verdict: Verdict = temperature.verdict(p, p_drop) if known and p_drop is not None else "unknown"
    carried = vitals[carrier] if known else None
    return Diagnosis(
        account=chart.account,
        platform=chart.platform,
        as_of=as_of,
        verdict=verdict,
        temperature=temperature.shown(p, p_drop) if known and p_drop is not None else None,
        return_period_days=temperature.return_period_days(p) if known else None,
        p_value=p if known else None,
        carried_by=carrier if known else None,
        finding=_finding(verdict, carried),
        compared_with=0,
        coverage=coverage,
        vitals=vitals,
        causes=(),
        abstentions=(),
        claims=(),
        advice=_advice(chart, verdict, vitals),
        caveats=(*remarks, *chart.notes, *_caveats(chart, as_of, coverage, vitals, too_young)),
        traces=traces,
        looks=looks,
        slow_loss=_slow_loss(vitals),
        method=chart.priors.method,
        described=_described(verdict, vitals),
    )


def _described(verdict: Verdict, vitals: tuple[Vital, ...]) -> int | None:
    """Where nothing is wrong, the finding speaks of the main vital, not of the one that is lowest by chance."""
    if verdict != "healthy":
        return None
    whole = (index for index, vital in enumerate(vitals) if vital.kind is None and vital.temperature is not None)
    return next(whole, None)


def _finding(verdict: Verdict, carried: Vital | None) -> Finding:
    """Without anybody to compare with, a drop is real where its whole interval is below zero, else not in the data."""
    if carried is None or carried.change is None or verdict == "unknown":
        return "cannot_say"
    return "real" if verdict != "healthy" and carried.change.high < 0 else "not_in_data"


def _advice(chart: Chart, verdict: Verdict, vitals: tuple[Vital, ...]) -> tuple[Advice, ...]:
    """Exactly one next step; nothing is a step."""
    if any(note.key == "note.no_counts_in_export" for note in chart.notes):
        return (Advice(Message("advice.type_in"), None, None), Advice(Message("advice.request_insights"), None, None))
    if verdict in {"fever", "high_fever"}:
        elsewhere = chart.platform is not None and chart.platform.lower() != "instagram"
        return (
            Advice(Message("advice.account_status_elsewhere" if elsewhere else "advice.account_status"), None, None),
        )
    if not chart.is_dated:
        return (Advice(Message("advice.export_tells_more"), None, None),)
    if verdict == "unknown":
        few = any(vital.reason == "too_few_posts" for vital in vitals)
        noisy = not few and any(vital.reason == "too_noisy" for vital in vitals)
        step = "advice.nothing_wait" if noisy else "advice.wait_for_more_posts"
        return (Advice(Message(step), None, WAIT_POSTS if few else None),)
    if verdict == "elevated":
        recent = next((vital.recent.n for vital in vitals if vital.verdict == verdict and vital.recent), 0)
        return (Advice(Message("advice.wait_for_more_posts"), None, max(FEWEST_MORE, WAIT_POSTS - recent)),)
    return (Advice(Message("advice.nothing_wait"), None, WAIT_POSTS),)


def _caveats(
    chart: Chart, as_of: datetime, coverage: Coverage, vitals: tuple[Vital, ...], too_young: int
) -> list[Message]:
    caveats: list[Message] = []
    if not chart.is_dated:
        caveats.append(Message("caveat.undated"))
    elif chart.posts.height and chart.posts["measured_at"].null_count():
        caveats.append(Message("caveat.counters_read_at_as_of", {"as_of": as_of}))
    if too_young:
        caveats.append(Message("caveat.young_posts_left_out", {"n": too_young}))
    if coverage.viral:
        caveats.append(Message("caveat.viral_set_aside", {"n": len(coverage.viral)}))
    if chart.is_dated and coverage.first and coverage.last and (coverage.last - coverage.first).days < SEASON_DAYS:
        caveats.append(Message("caveat.no_season_known"))
    if any(vital.since for vital in vitals):
        caveats.append(Message("caveat.since_must_be_told"))
    if any(vital.normal and vital.normal.median < SMALL_MEDIAN and vital.metric == "likes" for vital in vitals):
        caveats.append(Message("caveat.small_counts"))
    caveats.append(Message("caveat.no_peers"))
    return caveats


def _slow_loss(vitals: tuple[Vital, ...]) -> int | None:
    """Index of the first whole-account vital whose loss against the year before is surely more than a tenth."""
    for index, vital in enumerate(vitals):
        if vital.kind is None and vital.long_term and vital.long_term.high < LONG_LOSS_PERCENT:
            return index
    return None
