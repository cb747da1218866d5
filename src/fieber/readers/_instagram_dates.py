"""Dates as Meta prints them: ranges without a year in the cards, local clock times in the HTML flavour."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

# The first letters of the months that tell them apart, in English, German, French, Portuguese, Italian and Spanish;
# accents are taken off first ("août" → "aou", "März" → "mar").
_MONTHS = (
    ("jan", "gen", "ene"),
    ("feb", "fev"),
    ("mar", "mrz", "maer"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag"),
    ("jun", "giu", "juin"),
    ("jul", "lug", "juil"),
    ("aug", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "out", "ott"),
    ("nov",),
    ("dec", "dez", "dic"),
)
# longest first: "juin" and "juil" differ only in their fourth letter
_PREFIXES = sorted(
    ((prefix, number) for number, prefixes in enumerate(_MONTHS, start=1) for prefix in prefixes),
    key=lambda entry: -len(entry[0]),
)

_WORD = r"(?P<month>[^\W\d_]+)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?\.?"
_MONTH_DAY = re.compile(rf"{_WORD}\s+{_DAY}(?!\d)", re.IGNORECASE)
_DAY_MONTH = re.compile(rf"(?<!\d){_DAY}\s+(?:de\s+)?{_WORD}", re.IGNORECASE)
_NUMERIC = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:h](\d{2})(?::\d{2})?\s*([ap])?\.?m?", re.IGNORECASE)
_RANGE_DASH = re.compile(r"\s+(?:[-\u2013\u2014]|to|bis|au|a|al)\s+")

# a day in another zone's words, and no hour: own posts up to two days "after" it still belong to it
_FOLDER_DAY_SLACK = timedelta(hours=48)
_DELIVERY = timedelta(days=14)  # Meta takes up to two weeks to deliver; own posts go on meanwhile
PACIFIC = "America/Los_Angeles"


@dataclass(frozen=True, slots=True)
class Clock:
    """How the times of an HTML export relate to UTC: by the rules of a zone, else by a fixed offset."""

    offset: timedelta
    zone: str | None = None

    def to_utc(self, local: Sequence[datetime | None]) -> list[datetime | None]:
        """Give the UTC moments at which a wall clock of this export showed `local` (without zone); None stays None."""
        if self.zone:
            return _in_zone(local, self.zone)
        return [moment and (moment - self.offset).replace(tzinfo=UTC) for moment in local]


AS_PRINTED = Clock(timedelta(0))  # where nothing tells the zone: taken as UTC, and said so in a note


def month_number(word: str) -> int | None:
    """Give 1 to 12 for the name of a month, whole or shortened, in any of six languages; else None."""
    folded = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return next((number for prefix, number in _PREFIXES if plain.startswith(prefix)), None)


def parse_day(text: str) -> tuple[int, int] | None:
    """Give (month, day) of the first date in `text`, in either order, else None."""
    for pattern in (_DAY_MONTH, _MONTH_DAY):  # in this order, or "mardi 1 septembre" would be a day in March
        for found in pattern.finditer(text):
            month = month_number(found["month"])
            if month is not None and 1 <= int(found["day"]) <= 31:
                return month, int(found["day"])
    return None


def parse_range(text: str, not_after: date) -> tuple[date, date] | None:
    """Give first and last day of a card's range such as "Jun 3 - Aug 31", which carries no year.

    The year is the latest in which the range ended by `not_after` (the day of the export); a range whose end comes
    before its start began the year before.
    """
    ends = [parse_day(part) for part in _RANGE_DASH.split(text)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    last = _on_or_before(ends[1], not_after)
    first = _on_or_before(ends[0], last) if last else None
    return (first, last) if first and last else None


def _on_or_before(month_day: tuple[int, int], limit: date) -> date | None:
    for year in range(limit.year, limit.year - 5, -1):  # five years back always hold a 29 February, except around 2100
        try:
            found = date(year, *month_day)
        except ValueError:
            continue
        if found <= limit:
            return found
    return None


def parse_local(text: str) -> datetime | None:
    """Give the wall-clock time of "Jun 29, 2026 11:00 am" or "29. Juni 2026 um 11:00", without a zone; else None."""
    year, clock = _YEAR.search(text), _CLOCK.search(text)
    numeric = _NUMERIC.search(text)
    month_day = (int(numeric["month"]), int(numeric["day"])) if numeric else parse_day(text)
    if year is None or clock is None or month_day is None:
        return None
    hour = int(clock[1])
    if clock[3]:
        hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    try:
        return datetime(int(year[0]), *month_day, hour, int(clock[2]))  # noqa: DTZ001 - the page names no zone
    except ValueError:
        return None


def derive_clock(visible: str, stated: str) -> Clock | None:
    """Give the clock of an export from its header, where one moment stands twice: as printed, and as ISO time in UTC.

    Meta prints US Pacific time and writes "UTC" behind it. Where the offset is that of Pacific time, its rules are
    used for all entries, winter and summer; any other offset is used as it is.
    """
    local, moment = parse_local(visible), _parse_iso(stated)
    if local is None or moment is None:
        return None
    quarters = round((local - moment.replace(tzinfo=None)) / timedelta(minutes=15))
    offset = quarters * timedelta(minutes=15)
    if abs(offset) > timedelta(hours=14):
        return None  # the two are not the same moment
    pacific = _in_zone([local], PACIFIC) == [(local - offset).replace(tzinfo=UTC)]
    return Clock(offset, PACIFIC if pacific else None)


def export_moment(
    headers: Sequence[str], *, day: date | None, requested_at: datetime | None, newest: datetime | None
) -> datetime | None:
    """Give when an export was made and so its counters were read, or None where nothing tells.

    A header's ISO time says it exactly. Next comes the day in the folder's name: the cards end the day before it, while
    the request may be days older. That day has no hour, so a request or an own post of the same day moves it.

    Args:
        headers: `datetime` attributes of HTML pages.
        day: the day in the folder's name.
        requested_at: when the last download was asked for.
        newest: the newest moment of the account's own data.
    """
    stated = [moment for text in headers if (moment := _parse_iso(text))]
    if stated:
        return max(stated)
    if day is None:
        return _moved(requested_at, newest, _DELIVERY) if requested_at is not None else None
    start = datetime.combine(day, time(), UTC)
    if requested_at is not None and start <= requested_at < start + timedelta(days=1):
        start = requested_at
    return _moved(start, newest, _FOLDER_DAY_SLACK)


def _moved(moment: datetime, newest: datetime | None, slack: timedelta) -> datetime:
    """Nothing in an export is younger than the export itself."""
    return newest if newest is not None and moment < newest < moment + slack else moment


def _parse_iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _in_zone(local: Sequence[datetime | None], zone: str) -> list[datetime | None]:
    # Polars brings its own time-zone rules; zoneinfo would need those of the machine, which containers often lack
    wall = pl.Series(local, dtype=pl.Datetime("us"))
    moments = wall.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
    # the hour that summer time skips is on no clock; read one hour later, it is what the clock showed then
    skipped = (wall + timedelta(hours=1)).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return moments.zip_with(moments.is_not_null(), skipped.dt.convert_time_zone("UTC")).to_list()
