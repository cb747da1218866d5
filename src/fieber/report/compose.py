"""Diagnosis → Report: what is told, in which order; no language, no look, no verdict of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.document import Explained, FeverChart, Loss, Missing, PostChart, Report
from fieber.report.event_sentences import all_events, charted, then
from fieber.report.experiment_sentences import of_the_experiment
from fieber.report.follower_sentences import all_of_followers, is_told_instead
from fieber.report.help_lines import help_lines
from fieber.report.sentences import (
    OF_THE_DAY,
    advice,
    answer,
    carrier_of,
    change_sentence,
    next_step,
    per_hundred,
    reason,
    speaks_of_the_person,
    what_would_be_seen,
)
from fieber.report.split_chart import split_chart
from fieber.report.spread_sentences import spread_chart
from fieber.report.weather_sentences import format_ahead, in_words

if TYPE_CHECKING:
    from fieber.model.diagnosis import CauseWeight, Coverage, Diagnosis, Span, Trace, Vital
    from fieber.model.text import Value

METHOD = ("method.compare", "method.temperature", "method.interval", "method.small")
WEIGHED = frozenset({"unlikely"})  # reasons of causes that were looked at and left out, not of those that could not be
NAMED_SPANS = 6  # more pauses or hits than these are counted, not listed


def compose(diagnosis: Diagnosis, lang: str = "en") -> Report:
    """Give the report of one diagnosis; every renderer writes from this and from nothing else.

    Args:
        diagnosis: what the check-up found. lang: only orders the help lines, nearest first.
    """
    carrier = carrier_of(diagnosis)
    main, others = _charts(diagnosis, carrier)
    said = {message.key for paragraph in (*reason(diagnosis), next_step(diagnosis)) for message in paragraph}
    quote = diagnosis.claims[0].text if diagnosis.claims and diagnosis.claims[0].kind != "distress" else None
    return Report(
        diagnosis=diagnosis,
        quote=quote,
        help_lines=help_lines(lang) if speaks_of_the_person(diagnosis) else (),
        verdict=diagnosis.verdict,
        temperature=diagnosis.temperature,
        answer=answer(diagnosis),
        paragraphs=reason(diagnosis),
        next_step=next_step(diagnosis),
        more_advice=tuple(advice(diagnosis, index) for index in range(1, len(diagnosis.advice))),
        carrier=carrier,
        loss=_loss(carrier),
        main_chart=main,
        other_charts=others,
        fever=_fever(diagnosis),
        causes=tuple(_explained(weight) for weight in diagnosis.causes),
        missing=tuple(
            Missing(
                missing.title or Message(f"cause.{missing.cause}.title"),
                missing.said or Message(f"reason.{missing.reason}"),
            )
            for missing in diagnosis.abstentions
            if missing.reason not in WEIGHED
        ),
        method=tuple(Message(key) for key in METHOD),
        coverage=diagnosis.coverage,
        covered=_covered(diagnosis),
        caveats=tuple(one for one in (*diagnosis.caveats, *_unsaid(diagnosis, carrier)) if one.key not in said),
        then=then(diagnosis),
        events=all_events(diagnosis),
        followers=all_of_followers(diagnosis),
        split=split_chart(diagnosis),
        experiment=of_the_experiment(diagnosis.experiment),
        outlook=tuple((format_ahead(one), in_words(one)) for one in diagnosis.outlook_formats),
        spread=None if main is None else spread_chart(diagnosis, main),
    )


def _explained(weight: CauseWeight) -> Explained:
    title = weight.title or Message(f"cause.{weight.cause}.title")
    return Explained(title, weight, weight_sentence(weight.weight))


def weight_sentence(weight: float) -> Message:
    """Give the weight of a cause as so many of ten such cases; never as none or as all of them."""
    of_ten = round(10 * weight)
    if of_ten in {0, 10}:
        return Message("cause.weight.most" if of_ten else "cause.weight.least")
    return Message("cause.weight", {"n": of_ten})


def _unsaid(diagnosis: Diagnosis, carrier: Vital | None) -> tuple[Message, ...]:
    """What would have been seen, where the first screen speaks of followers instead."""
    return what_would_be_seen(diagnosis, carrier) if carrier is not None and is_told_instead(diagnosis) else ()


def coverage_line(coverage: Coverage) -> Message:
    """Give how many posts there were, and from when to when."""
    if coverage.posts == 0:
        return Message("coverage.none")
    if not coverage.is_dated or coverage.first is None or coverage.last is None:
        return Message("coverage.undated", {"n": coverage.posts})
    if coverage.posts > 1 and coverage.first.date() == coverage.last.date():
        return Message("coverage.one_day", {"n": coverage.posts, "day": coverage.first})
    return Message("coverage.line", {"n": coverage.posts, "first": coverage.first, "last": coverage.last})


def _covered(diagnosis: Diagnosis) -> tuple[Message, ...]:
    coverage = diagnosis.coverage
    messages = [coverage_line(coverage)]
    if coverage.is_dated:
        messages.append(Message("coverage.as_of", {"as_of": diagnosis.as_of}))
        messages += _spans("coverage.pause", coverage.pauses)
        messages += _spans("coverage.viral", coverage.viral)
    if diagnosis.compared_with:
        messages.append(Message("coverage.compared", {"n": diagnosis.compared_with}))
    if coverage.unknown_paths:
        messages.append(Message("coverage.unknown_paths", {"n": len(coverage.unknown_paths)}))
    if not coverage.faults:
        messages.append(Message("coverage.no_faults"))
    return tuple(messages)


def _loss(vital: Vital | None) -> Loss | None:
    if vital is None or vital.change is None:
        return None
    return Loss(vital, vital.change, vital.recent, change_sentence("loss.sentence", vital.change))


def _charts(diagnosis: Diagnosis, carrier: Vital | None) -> tuple[PostChart | None, tuple[PostChart, ...]]:
    """The carrier's chart first; the rest in the order of the traces. Traces without any value are no charts."""
    charts = [
        _chart(trace, diagnosis, carrier)
        for trace in diagnosis.traces
        if any(value is not None for value in trace.value)
    ]
    wanted = carrier.metric if carrier is not None else None
    main = next((chart for chart in charts if chart.trace.metric == wanted), next(iter(charts), None))
    return main, tuple(chart for chart in charts if chart is not main)


def _spans(key: str, spans: tuple[Span, ...]) -> list[Message]:
    """Name the newest spans, and how many there were before them."""
    messages = [_span(key, span) for span in spans[-NAMED_SPANS:]]
    earlier = len(spans) - len(messages)
    return [*([Message(f"{key}.earlier", {"n": earlier})] if earlier else []), *messages]


def _span(key: str, span: Span) -> Message:
    if key == "coverage.viral" and span.start.date() == span.end.date():
        return Message("coverage.viral.day", {"start": span.start})
    return Message(key, {"start": span.start, "end": span.end})


def _chart(trace: Trace, diagnosis: Diagnosis, carrier: Vital | None) -> PostChart:
    whole = [vital for vital in diagnosis.vitals if vital.metric == trace.metric and vital.kind is None]
    vital = carrier if carrier is not None and carrier.metric == trace.metric else next(iter(whole), None)
    pauses = diagnosis.coverage.pauses if diagnosis.coverage.is_dated else ()
    events = charted(diagnosis.events, trace.metric)
    found = diagnosis.weather
    weather = found if found is not None and found.metric == trace.metric and found.kind is None else None
    values: dict[str, Value] = {"metric": trace.metric, "n": sum(value is not None for value in trace.value)}
    if vital is None or vital.normal is None or vital.recent is None or trace.metric in OF_THE_DAY:
        return PostChart(trace, vital, pauses, Message("chart.posts.aria_plain", values), events, weather)
    levels: dict[str, Value] = {
        "normal": per_hundred(trace.metric, vital.normal.median),
        "recent": per_hundred(trace.metric, vital.recent.median),
    }
    return PostChart(trace, vital, pauses, Message("chart.posts.aria", {**values, **levels}), events, weather)


def _fever(diagnosis: Diagnosis) -> FeverChart | None:
    if not diagnosis.looks or not diagnosis.coverage.is_dated:
        return None
    seen = [(look.temperature, look.as_of) for look in diagnosis.looks if look.temperature is not None]
    if not seen:
        return FeverChart(diagnosis.looks, Message("chart.fever.aria_empty"))
    peak, peak_at = max(seen)
    first, last = diagnosis.looks[0].as_of, diagnosis.looks[-1]
    values: dict[str, Value] = {
        "first": first,
        "last": last.as_of,
        "peak": peak,
        "peak_at": peak_at,
        "now": last.temperature,
    }
    return FeverChart(diagnosis.looks, Message("chart.fever.aria", values))
