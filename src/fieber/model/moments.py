"""Moments as numbers: days since the start of 1970, UTC, as the tables and arrays of a check-up have them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECONDS_PER_DAY = 86_400_000_000
# Polars divides by a number by multiplying with its inverse, Python does not; multiplying is the same everywhere, and
# whole days stay whole
DAYS_PER_MICROSECOND = 1 / MICROSECONDS_PER_DAY


def day_number(when: datetime) -> float:
    """Give the days of a moment; the same number that the column of a table gives for it."""
    return ((when - EPOCH) // timedelta(microseconds=1)) * DAYS_PER_MICROSECOND


def moment(days: float) -> datetime:
    """Give the time that lies so many days after the start of 1970, to the microsecond: the inverse of `day_number`."""
    return EPOCH + timedelta(microseconds=round(days * MICROSECONDS_PER_DAY))


def date_number(day: date) -> int:
    """Give the days of a calendar day."""
    return (day - EPOCH.date()).days


def date_of(days: int) -> date:
    """Give the calendar day of a number of whole days: the inverse of `date_number`."""
    return EPOCH.date() + timedelta(days=days)
