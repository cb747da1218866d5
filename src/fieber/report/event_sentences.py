"""What happened meanwhile, in words: a line an event, the nearest ones first of all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.plain import clean, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import Event
    from fieber.model.text import Value

A_DAY = timedelta(days=1)
LONGEST_MONTH = timedelta(days=31)
MOST_NEAR = 2  # more would push the answer off a small screen; the page has them all
MOST_LETTERS = 120


def event_message(event: Event) -> Message:
    """Give one event with its date, as exactly as it is known."""
    last = None if event.end is None or event.end - event.start <= A_DAY else event.end - A_DAY
    values: dict[str, Value] = {
        "at": event.start,
        "end": last,
        "what_en": event.what_en,
        "what_de": event.what_de,
    }
    if event.is_own:
        words: dict[str, Value] = {"at": event.start, "end": last, "words": shorten(clean(event.what_en), MOST_LETTERS)}
        return Message("events.own", words) if last is None else Message("events.own_span", words)
    if event.precision == "year":
        return Message("events.year", {**values, "year": str(event.start.year)})
    if event.precision == "month":
        several = event.end is not None and event.end - event.start > LONGEST_MONTH
        return Message("events.months", values) if several else Message("events.month", values)
    return Message("events.day", values) if last is None else Message("events.span", values)


def all_events(diagnosis: Diagnosis) -> tuple[Message, ...]:
    """Give every event over the time that was looked at, oldest first."""
    return tuple(event_message(event) for event in diagnosis.events)


def then(diagnosis: Diagnosis) -> tuple[Message, ...]:
    """Give what happened where the change began or since; what the person told goes before the calendar."""
    near = [event for event in diagnosis.events if event.is_near]
    chosen = sorted(near, key=lambda event: (not event.is_own, event.footprint == "holiday"))[:MOST_NEAR]
    told = [event_message(event) for event in near if event in chosen]
    return (Message("events.then"), *told) if told else ()


def charted(events: Sequence[Event], metric: str) -> tuple[Event, ...]:
    """Give the events that a chart of this metric marks: dated to the day, and about it or about everything."""
    return tuple(event for event in events if event.precision == "day" and event.metric in {None, metric})
