"""The calendar of events: what platforms changed, broke or were told to do, each with its date and its source.

The dates stand in events.csv beside this file. `from` and `to` are UTC days, [from, to); without `to` it stayed, or was
a single moment. Several platforms, countries or formats in one cell are separated by a semicolon; an empty cell is all
of them. What a footprint means for a series: docs/decisions/0007.
"""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from fieber.model.surroundings import Event

FILE = Path(__file__).with_name("events.csv")
READ_ON = date(2026, 11, 23)  # when the sources were last looked at
COVERS = (date(2014, 4, 1), date(2025, 12, 31))  # nothing is known here of what happened before or after

FOOTPRINTS = (
    "counter_changed",  # a number of the same name counts something else from then on
    "counter_gone",  # a number is no longer given
    "counter_bug",  # a number was wrong for a while
    "outage",
    "feed_change",
    "format",  # a new format, without a history of its own
    "purge",  # accounts, followers or likes were taken out
    "policy",
    "law",
    "market",  # a slow move of almost everyone
    "attention",  # people had other things on their mind, or more time
    "holiday",
    "own",  # told by the person
)
OTHER_NAMES = {"x": "twitter"}


def rows() -> list[dict[str, str]]:
    """Give the rows of the file as they stand there."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def calendar() -> tuple[Event, ...]:
    """Give all events of the calendar by date, one a platform and country that it holds for."""
    events = [
        event
        for row in rows()
        for platform in _parts(row["platforms"])
        for country in _parts(row["country"])
        for event in [_event(row, platform, country)]
    ]
    return tuple(sorted(events, key=lambda event: (event.start, event.platform or "", event.what_en)))


def known_events(platform: str | None, country: str | None = None) -> tuple[Event, ...]:
    """Give the events that hold for an account of this platform and, where it is known, of this country.

    Args:
        platform: as in the posts table; None gives only what holds for every platform.
        country: ISO 3166-1 alpha-2; None gives only what holds everywhere.
    """
    name = None if platform is None else OTHER_NAMES.get(platform.lower(), platform.lower())
    where = None if country is None else country.upper()
    return tuple(
        event for event in calendar() if event.platform in {None, name} and (event.country is None or _in(event, where))
    )


def _in(event: Event, country: str | None) -> bool:
    return country is not None and (event.country == country or (event.country == "EU" and country in EU))


EU = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()  # noqa: SIM905 - a list of 27 strings is harder to read
)


def _parts(cell: str) -> tuple[str | None, ...]:
    return tuple(part.strip() for part in cell.split(";")) if cell else (None,)


def _event(row: dict[str, str], platform: str | None, country: str | None) -> Event:
    return Event(
        platform=platform,
        start=_day(row["from"]),
        end=_day(row["to"]) if row["to"] else None,
        metric=row["metric"] or None,
        what_en=row["what_en"],
        what_de=row["what_de"],
        footprint=row["footprint"],
        source=row["source"],
        precision=row["precision"],
        kinds=tuple(part for part in _parts(row["kinds"]) if part is not None),
        country=country,
    )


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
