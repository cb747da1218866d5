"""What happened in the world meanwhile: events of the calendar and of the person, laid over the time looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fieber.checkup.vital import YEAR_DAYS
from fieber.context.calendar import known_events
from fieber.context.holidays import public_holidays
from fieber.model.moments import moment
from fieber.model.surroundings import Event
from fieber.model.text import Message

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis, Vital

A_DAY = timedelta(days=1)
NEAR = timedelta(days=7)  # a platform rarely changes for everybody on the day that it names
OF_FOLLOWERS = {"followers", "followers_gained"}


def with_events(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Add what happened in the time that the normal and the recent posts come from; where a series was cut, say so."""
    if not diagnosis.coverage.is_dated or diagnosis.coverage.first is None:
        return diagnosis
    now = moment(view.now)
    found = [*_of_the_calendar(view, diagnosis, now), *own_events(view.events, now)]
    cuts = tuple(
        Message(
            "caveat.counter_cut",
            {"metric": event.metric, "at": event.start, "what_en": event.what_en, "what_de": event.what_de},
        )
        for event in view.seen.cuts
    )
    ordered = tuple(sorted(found, key=lambda event: (event.start, event.is_own)))
    return replace(diagnosis, events=ordered, caveats=(*diagnosis.caveats, *cuts, *_yet_to_come(view.events, now)))


def _yet_to_come(table: pl.DataFrame | None, now: datetime) -> tuple[Message, ...]:
    """Say that told events which begin after now were left out."""
    n = 0 if table is None else int((table["from"] > now).sum())
    return (Message("caveat.later_events_left_out", {"n": n, "as_of": now}),) if n else ()


def own_events(table: pl.DataFrame | None, now: datetime) -> list[Event]:
    """Give the rows of EVENTS that a person told and that have begun by `now`; each is near, for they named it."""
    if table is None:
        return []
    return [
        Event(
            platform=row["platform"],
            start=row["from"],
            end=row["to"],
            metric=row["metric"],
            what_en=row["what"],
            what_de=row["what"],
            footprint="own",
            source=row["source"],
            is_own=True,
            is_near=True,
        )
        for row in table.iter_rows(named=True)
        if row["from"] <= now
    ]


def _of_the_calendar(view: View, diagnosis: Diagnosis, now: datetime) -> list[Event]:
    spoken_of = _spoken_of(diagnosis)
    since = spoken_of.recent.since if spoken_of is not None and spoken_of.recent is not None else now
    first = diagnosis.coverage.first or now
    begin = max(first, since - timedelta(days=YEAR_DAYS))
    changed = since if spoken_of is None or spoken_of.onset is None else min(since, spoken_of.onset.low)
    known = known_events(view.seen.platform, view.seen.country)
    events = [event for event in known if _lies_in(event, begin, now) and _concerns(event, view, diagnosis)]
    if view.seen.country is not None:
        events += public_holidays(view.seen.country, (changed - NEAR).date(), now.date())
    near = (changed - NEAR, now)
    return [replace(event, is_near=event.precision != "year" and _lies_in(event, *near)) for event in events]


def _spoken_of(diagnosis: Diagnosis) -> Vital | None:
    """The vital whose change is told; without one, the first that has recent posts."""
    return diagnosis.spoken_of or next((vital for vital in diagnosis.vitals if vital.recent is not None), None)


def _lies_in(event: Event, begin: datetime, now: datetime) -> bool:
    end = event.start + A_DAY if event.end is None else event.end
    return event.start <= now and end > begin


def _concerns(event: Event, view: View, diagnosis: Diagnosis) -> bool:
    """Say whether the event is about a number that is there, and a format that is."""
    if event.kinds and not set(event.kinds) & set(view.seen.posts["kind"].drop_nulls().unique()):
        return False
    if event.metric in OF_FOLLOWERS:
        return view.seen.days["followers"].drop_nulls().len() > 0 or view.seen.days["follows"].drop_nulls().len() > 0
    if event.metric is None or event.metric in {vital.metric for vital in diagnosis.vitals if vital.recent is not None}:
        return True
    return any(cut.metric == event.metric for cut in view.seen.cuts)
