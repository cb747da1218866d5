"""Whose clock: the hours of an advice are those of the account's own country, where it has only one."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from fieber.errors import UsageError

UTC_ZONE = "UTC"
SAMPLED = (datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12))  # noqa: DTZ001 - wall clocks, winter and summer


@lru_cache(maxsize=256)
def zone_of(country: str | None) -> str:
    """Give the time zone of a country (ISO 3166, two letters); UTC where it is not known or has several clocks."""
    zones = get_global("territory_zones").get((country or "").upper(), ())
    found: dict[tuple[object, ...], str] = {}
    for name in zones:
        try:
            zone = ZoneInfo(name)
        except ZoneInfoNotFoundError:  # a system with an older list
            continue
        found.setdefault(tuple(moment.replace(tzinfo=zone).utcoffset() for moment in SAMPLED), name)
    return next(iter(found.values())) if len(found) == 1 else UTC_ZONE


def check_zone(name: str) -> str:
    """Give the name of a time zone back.

    Raises:
        UsageError: there is no such zone.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            f"--zone {name[:40]}: no such time zone; write for example Europe/Berlin",
            de=f"--zone {name[:40]}: Diese Zeitzone gibt es nicht; schreib zum Beispiel Europe/Berlin",
        ) from None
    return name
