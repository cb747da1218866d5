"""How long a platform asks us to wait, in whatever header it says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SLOW_FROM_PERCENT = 75.0  # FORMATS.md 3.4
SLOWEST_SECONDS = 20.0  # between two questions, when nearly all is used up
LONGEST = 30 * 24 * 3600.0


def told_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Give the seconds that an answer asks us to wait; None where it says nothing.

    Understood are Retry-After (seconds or a date), RateLimit-Reset and X-RateLimit-Reset (Unix seconds or ISO) and
    Meta's estimated_time_to_regain_access (minutes).
    """
    found = _after(headers.get("retry-after"), now)
    if found is None:
        found = _regain(headers)
    if found is None and _remaining(headers) == 0:
        found = _reset(headers, now)
    return None if found is None else min(max(found, 0.0), LONGEST)


def slow_down(headers: Mapping[str, str], now: datetime) -> float:
    """Give the seconds to wait before the next question, after one that was answered."""
    if _remaining(headers) == 0:
        return min(max(_reset(headers, now) or 0.0, 0.0), LONGEST)
    regain = _regain(headers)
    if regain:
        return min(regain, LONGEST)
    used = max((float(value) for value in _percents(headers)), default=0.0)
    beyond = (used - SLOW_FROM_PERCENT) / (100.0 - SLOW_FROM_PERCENT)
    return SLOWEST_SECONDS * min(max(beyond, 0.0), 1.0)


def _after(told: str | None, now: datetime) -> float | None:
    if told is None:
        return None
    if told.strip().isdecimal():
        return float(told.strip()[:9])
    try:
        moment = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return None
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now) / timedelta(seconds=1)


def _remaining(headers: Mapping[str, str]) -> int | None:
    told = headers.get("ratelimit-remaining", headers.get("x-ratelimit-remaining", "")).strip()
    return int(told) if told.isdecimal() and len(told) < 10 else None


def _reset(headers: Mapping[str, str], now: datetime) -> float | None:
    told = headers.get("ratelimit-reset", headers.get("x-ratelimit-reset", "")).strip()
    try:
        moment = datetime.fromtimestamp(int(told), tz=UTC) if told.isdecimal() else datetime.fromisoformat(told)
    except (ValueError, OverflowError, OSError):
        return None
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now) / timedelta(seconds=1)


def _usage(headers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Give what Meta says about use: of the application, and of each account."""
    for name in ("x-app-usage", "x-business-use-case-usage"):
        try:
            said = json.loads(headers.get(name, "null"))
        except ValueError:
            continue
        groups = [said] if name == "x-app-usage" else list(said.values()) if isinstance(said, dict) else []
        for group in groups:
            yield from (one for one in (group if isinstance(group, list) else [group]) if isinstance(one, dict))


def _percents(headers: Mapping[str, str]) -> Iterator[float]:
    for one in _usage(headers):
        for name in ("call_count", "total_cputime", "total_time"):
            value = one.get(name)
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield float(value)


def _regain(headers: Mapping[str, str]) -> float | None:
    minutes = [one.get("estimated_time_to_regain_access") for one in _usage(headers)]
    known = [float(value) for value in minutes if isinstance(value, int | float) and value > 0]
    return 60.0 * max(known) if known else None
