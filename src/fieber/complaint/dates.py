"""From a phrase of time to a day, seen from `as_of`; null where the words do not name one."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from fieber.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_DAYS = {"hour": 0, "day": 1, "week": 7, "weekend": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_PART_DAY = {"": 1, "early": 1, "mid": 15, "late": 25}
_PART_MONTH = {"": 1, "early": 1, "mid": 7, "late": 11}


def day_of(when: datetime | date | str) -> date:
    """Give the day of a time, a date, or one of them as ISO 8601.

    Raises:
        UsageError: it is no date.
    """
    try:
        told = datetime.fromisoformat(when.strip()) if isinstance(when, str) else when
        return told.date() if isinstance(told, datetime) else date(told.year, told.month, told.day)
    except (ValueError, AttributeError):
        raise UsageError(
            f"as_of: {when!r} is no date; write 2026-03-09 or 2026-03-09T18:00:00Z",
            de=f"as_of: {when!r} ist kein Datum; schreib 2026-03-09 oder 2026-03-09T18:00:00Z",
        ) from None


def _months_before(day: date, months: int) -> date | None:
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    if year < 1:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    Source: Anonymous, Nature 13 (1876), 487; the Meeus/Jones/Butcher algorithm.

    >>> easter(2026).isoformat()
    '2026-04-05'
    """
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)  # the fourth Thursday


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(today: date, month: int, day: int, year: str) -> date | None:
    """Give the day in the year told, or its latest occurrence up to today."""
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for back in range(9):  # 29 February: at most eight years apart
        found = _made(today.year - back, month, day) if today.year > back else None
        if found is not None and found <= today:
            return found
    return None


def _ago(today: date, spec: tuple[str, ...]) -> date | None:
    _, amount, unit, part = spec
    count = int(amount)
    if unit in _MONTHS:
        months = count * _MONTHS[unit]
        return _months_before(today, max(1, months // 2) if part == "half" else months)
    days = count * _DAYS[unit]
    return today - timedelta(days=days) if days < today.toordinal() else None


def _feast(today: date, name: str, year: str) -> date | None:
    if len(name) == 10:
        return date.fromisoformat(name)
    movable = {"easter": easter, "pentecost": lambda y: easter(y) + timedelta(days=49), "thanksgiving": _thanksgiving}
    if name in movable:
        if year:
            return movable[name](int(year))
        this_year = movable[name](today.year)
        return this_year if this_year <= today else movable[name](today.year - 1)
    month, day = name.split("-")
    return _latest(today, int(month), int(day), year)


def _slashed(today: date, one: int, two: int, year: str) -> date | None:
    """Give the day for 1/15 (month first) or 15/1 (day first); null if it could be both."""
    if one > 12 >= two:
        return _latest(today, two, one, year)
    if two > 12 >= one:
        return _latest(today, one, two, year)
    return _latest(today, one, two, year) if one == two else None


def resolve(spec: tuple[str, ...], as_of: date) -> str | None:
    """Give the day that a phrase names as ISO date, never after `as_of`; null if the phrase names none.

    Args:
        spec: as `time_phrases.read_time` gives it, for example ("ago", "2", "week", "").
        as_of: the day it was said.
    """
    back = _DAYS_BACK.get(spec[0])
    find = _BY_NAME.get(spec[0])
    day = as_of - timedelta(days=back) if back is not None else find(as_of, spec) if find is not None else None
    return day.isoformat() if day is not None and day <= as_of else None


_DAYS_BACK = {"today": 0, "yesterday": 1, "overnight": 1, "day_before": 2, "wow": 7}
_BY_NAME: dict[str, Callable[[date, tuple[str, ...]], date | None]] = {
    "mom": lambda today, _: _months_before(today, 1),
    "yoy": lambda today, _: _months_before(today, 12),
    "ago": _ago,
    "weekday": lambda today, spec: today - timedelta(days=(today.weekday() - int(spec[1])) % 7),
    "month": lambda today, spec: _latest(today, int(spec[1]), _PART_DAY.get(spec[2], 1), spec[3]),
    "season": lambda today, spec: _latest(today, int(spec[1]), 1, spec[2] if len(spec) > 2 else ""),
    "feast": lambda today, spec: _feast(today, spec[1], spec[2] if len(spec) > 2 else ""),
    "year": lambda _, spec: date(int(spec[1]), _PART_MONTH.get(spec[2], 1), 1),
    "date": lambda today, spec: _latest(today, int(spec[2]), int(spec[3]), spec[1]),
    "slashed": lambda today, spec: _slashed(today, int(spec[1]), int(spec[2]), spec[3]),
}
