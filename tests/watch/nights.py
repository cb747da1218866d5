"""Made-up nights: rows of results as `fieber roster` has them, of which only what matters differs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from fieber.checkup.best_months import BEST
from fieber.model.groups import GroupTemperature, Place
from fieber.model.news import Crossing, FollowersFell
from fieber.model.surroundings import FollowerStep
from fieber.rosters._schemas import ACCOUNTS
from fieber.stats.temperature import shown, verdict
from fieber.watch._find import Seen

FIRST = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
EVERYDAY = 0.4  # p of an account with nothing wrong


def night(number: int) -> datetime:
    """Give the moment of a night."""
    return FIRST + timedelta(days=number)


def accounts(p: dict[str, float], *, healthy: int = 50, finding: str = "yours", p_drop: float = 0.9) -> pl.DataFrame:
    """Give rows of ACCOUNTS: those named with their p, and some with nothing wrong."""
    values = p | {f"well{number:02d}": EVERYDAY for number in range(healthy)}
    rows: list[dict[str, Any]] = [
        {
            "account": name,
            "platform": "instagram",
            "verdict": verdict(value, p_drop),
            "temperature": shown(value, p_drop),
            "p_value": value,
            "tested": True,
            "metric": "likes",
            "change_percent": -44.0,
            "change_low": -58.0,
            "change_high": -25.0,
            "onset_at": FIRST - timedelta(days=20),
            "recent_since": FIRST - timedelta(days=18),
            "finding": finding if value < 0.05 else None,
        }
        for name, value in values.items()
    ]
    return pl.DataFrame(rows, schema=ACCOUNTS)


def best(p: dict[str, float]) -> pl.DataFrame:
    """Give rows of BEST."""
    rows = [
        {
            "account": name,
            "platform": "tiktok",
            "metric": "likes",
            "percent": 60.0,
            "low": 20.0,
            "high": 110.0,
            "posts": 14,
            "since": date(2026, 2, 2),
            "accounts": 50,
            "p_value": value,
        }
        for name, value in p.items()
    ]
    return pl.DataFrame(rows, schema=BEST)


def group(place: Place, p: float, own_p: float | None = None, *, is_where: bool = False) -> GroupTemperature:
    """Give the temperature of a group that lost a fifth."""
    return GroupTemperature(
        place=place,
        metric="likes",
        accounts=120,
        verdict=verdict(p, 0.9),
        temperature=shown(p, 0.9),
        return_period_days=7 / p,
        p_value=p,
        p_drop=0.9,
        percent=-20.0,
        low=-25.0,
        high=-15.0,
        since=date(2026, 2, 27),
        own_temperature=None if own_p is None else shown(own_p, 0.9),
        own_percent=None if own_p is None else -18.0,
        own_low=None if own_p is None else -22.0,
        own_high=None if own_p is None else -13.0,
        own_p_value=own_p,
        own_p_drop=None if own_p is None else 0.9,
        q_value=own_p,
        stands_out=own_p is not None and own_p < 0.01,
        is_where=is_where,
    )


def fell(day: date) -> FollowersFell:
    """Give a day on which followers fell everywhere."""
    return FollowersFell(FollowerStep("instagram", day, "followers_purged", -2.0, 24, 30, 1.0, -4.0, 6.0))


def crossing(mark: int = 100_000, *, side: str = "below", account: str = "anna") -> Crossing:
    """Give an account that has crossed a mark."""
    now, before = (mark - 20, mark + 30) if side == "below" else (mark + 20, mark - 30)
    return Crossing(account, "instagram", mark, side, now, before)  # type: ignore[arg-type]


def seen(number: int, p: dict[str, float] | None = None, **parts: Any) -> Seen:
    """Give what a night's run has seen; `parts` replace what is otherwise quiet."""
    quiet: dict[str, Any] = {
        "accounts": accounts(p or {}),
        "groups": (),
        "fell": (),
        "crossed": (),
        "best": best({}),
    }
    return Seen(as_of=night(number), **(quiet | parts))
