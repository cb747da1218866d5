"""One night's news: what is new since the last run and stands out from chance, and what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fieber.model.news import BestMonth, Crossing, Fever, FollowersFell, GroupFever, Night, SharedFever
from fieber.stats.alarms import (
    CROSSINGS,
    FALSE_SHARE,
    GROUP_CROSSINGS,
    WINDOW_DAYS,
    days_between,
    quiet_days,
    told_tonight,
)
from fieber.stats.temperature import WEEKS_PER_YEAR
from fieber.watch._state import State, Told, after_a_look, lately

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fieber.model.groups import GroupTemperature
    from fieber.model.news import News

    Key = tuple[str, ...]

FEVERS = ("fever", "high_fever")
HOT, WARM = 1 / WEEKS_PER_YEAR, 4 / WEEKS_PER_YEAR  # p at 38.5 and at 37.5 °C
LARGE = 0.5  # chance that it is a loss of a tenth or more: below it there is no fever, DESIGN.md section 2


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run has seen.

    accounts: rows of ACCOUNTS. groups: their temperatures. fell: days on which followers fell everywhere. crossed:
    marks since the last run. best: rows of BEST; without any where nobody asked for good news.
    """

    as_of: datetime
    accounts: pl.DataFrame
    groups: Sequence[GroupTemperature]
    fell: Sequence[FollowersFell]
    crossed: Sequence[Crossing]
    best: pl.DataFrame


def news_of(seen: Seen, state: State, share: float = FALSE_SHARE) -> tuple[Night, State]:
    """Give what is to be told, downwards first, and the state that remembers it."""
    memory = _Memory(after_a_look(state.told, seen.as_of, still=_still(seen)), seen.as_of, share)
    judged = int(seen.accounts["tested"].sum())
    news: list[News] = [*_weather(seen.groups, memory), *_group(seen.groups, memory), *_fell(seen.fell, memory)]
    news += [*_fevers(seen.accounts, judged, memory), *_crossings(seen.crossed, memory)]
    news += _best(seen.best, judged, memory)
    news.sort(key=lambda one: isinstance(one, BestMonth) or (isinstance(one, Crossing) and one.side == "above"))
    night = Night(seen.as_of, judged, share, WINDOW_DAYS, quiet_days(share), tuple(news), state.as_of is None)
    return night, State(seen.as_of.isoformat(), (*memory.told, *memory.fresh), state.letters)


@dataclass(slots=True)
class _Memory:
    """What was told before this night, and what is told in it."""

    told: tuple[Told, ...]
    now: datetime
    share: float
    fresh: list[Told] = field(default_factory=list)

    def is_new(self, family: str, key: Key) -> bool:
        """Say whether this was not told, or is over since."""
        return not any((one.family, one.key) == (family, key) and not one.is_over for one in (*self.told, *self.fresh))

    def keep(self, family: str, key: Key) -> None:
        """Remember that this is told now."""
        self.fresh.append(Told(family, key, self.now.isoformat()))

    def chosen(
        self, family: str, keys: Sequence[Key], p: Sequence[float], *, tests: int, crossings: float = CROSSINGS
    ) -> list[int]:
        """Give the places of those that are new and told tonight, the rarest first, and remember them."""
        new = [place for place, key in enumerate(keys) if self.is_new(family, key)]
        values = np.array([p[place] for place in new], dtype=np.float64)
        before = lately(self.told, family, self.now)
        passed = told_tonight(values, tests=tests, lately=before, share=self.share, crossings=crossings)
        found = sorted((p[place], place) for place, is_told in zip(new, passed.tolist(), strict=True) if is_told)
        for _, place in found:
            self.keep(family, keys[place])
        return [place for _, place in found]


def _still(seen: Seen) -> set[tuple[str, Key]]:
    """Give what is at 37.5 °C or more now."""
    warm = seen.accounts.filter(pl.col("p_value") <= WARM)
    names = [_account(row) for row in warm.select("account", "platform").iter_rows(named=True)]
    found = {(family, name) for family in ("fever", "shared_fever") for name in names}
    wholes = [one for one in seen.groups if one.place.is_whole and one.p_value is not None]
    found |= {("weather", _platform(one)) for one in wholes if (one.p_value or 1.0) <= WARM}
    return found | {("group", _platform(one)) for one in seen.groups if one.stands_out and not one.place.is_whole}


def _account(row: dict[str, Any]) -> Key:
    return row["platform"] or "", row["account"]


def _platform(one: GroupTemperature) -> Key:
    return (one.place.platform or "",)


def _fevers(accounts: pl.DataFrame, judged: int, memory: _Memory) -> list[News]:
    """Give accounts that have crossed 38.5 °C and stand out; those whose fever is everybody's as a number.

    The two are families of their own: bad weather brings many real alarms, and they must make no room for chance among
    those that are named. Who was told in one is not told in the other.
    """
    rows = accounts.filter(pl.col("verdict").is_in(FEVERS)).to_dicts()
    rows = [row for row in rows if all(memory.is_new(family, _account(row)) for family in ("fever", "shared_fever"))]
    shared = [row for row in rows if row["finding"] == "everyone"]
    own = [row for row in rows if row["finding"] != "everyone"]
    named = [_fever(own[place], judged) for place in _chosen(own, "fever", judged, memory)]
    counted = len(_chosen(shared, "shared_fever", judged, memory))
    return [*named, *([SharedFever(counted)] if counted else [])]


def _chosen(rows: Sequence[dict[str, Any]], family: str, judged: int, memory: _Memory) -> list[int]:
    return memory.chosen(family, [_account(row) for row in rows], [row["p_value"] for row in rows], tests=judged)


def _fever(row: dict[str, Any], judged: int) -> Fever:
    since = row["onset_at"] or row["recent_since"]
    return Fever(
        account=row["account"],
        platform=row["platform"],
        temperature=row["temperature"],
        p_value=row["p_value"],
        every_days=days_between(row["p_value"], tests=judged),
        metric=row["metric"],
        kind=row["kind"],
        percent=row["change_percent"],
        low=row["change_low"],
        high=row["change_high"],
        since=None if since is None else since.date(),
        finding=row["finding"],
        own_percent=row["own_percent"],
        own_low=row["own_low"],
        own_high=row["own_high"],
    )


def _weather(groups: Sequence[GroupTemperature], memory: _Memory) -> list[News]:
    """Give platforms as a whole that have crossed 38.5 °C."""
    wholes = [one for one in groups if one.place.is_whole and one.p_value is not None]
    hot = [one for one in wholes if one.verdict in FEVERS]
    told = memory.chosen(
        "weather",
        [_platform(one) for one in hot],
        [one.p_value or 1.0 for one in hot],
        tests=len(wholes),
        crossings=GROUP_CROSSINGS,
    )
    return [
        GroupFever(
            hot[at], days_between(hot[at].p_value or 1.0, tests=len(wholes), crossings=GROUP_CROSSINGS), "weather"
        )
        for at in told
    ]


def _group(groups: Sequence[GroupTemperature], memory: _Memory) -> list[News]:
    """Give for each platform the group in which a change lies, where it has crossed 38.5 °C beyond the others.

    Groups lie in one another, so a single change moves many of them: they are one test a platform, by the smallest of
    their p times how many there are (Bonferroni).
    """
    parts: dict[str | None, list[float]] = {}
    for one in groups:
        if not one.place.is_whole and one.own_p_value is not None:
            parts.setdefault(one.place.platform, []).append(one.own_p_value)
    p = {platform: min(1.0, min(values) * len(values)) for platform, values in parts.items()}
    hot = [
        one
        for one in groups
        if one.is_where and p.get(one.place.platform, 1.0) <= HOT and (one.own_p_drop or 0.0) >= LARGE
    ]
    values = [p[one.place.platform] for one in hot]
    told = memory.chosen("group", [_platform(one) for one in hot], values, tests=len(p), crossings=GROUP_CROSSINGS)
    return [
        GroupFever(hot[at], days_between(values[at], tests=len(p), crossings=GROUP_CROSSINGS), "group") for at in told
    ]


def _fell(fell: Sequence[FollowersFell], memory: _Memory) -> list[News]:
    """Give days that were not told; a day may move by one when later readings come."""
    found: list[News] = []
    for one in fell:
        number = one.step.day.toordinal()
        keys = [(one.step.platform or "", str(day)) for day in range(number - 2, number + 3)]
        if all(memory.is_new("followers_fell", key) for key in keys):
            memory.keep("followers_fell", keys[2])
            found.append(one)
    return found


def _crossings(crossed: Sequence[Crossing], memory: _Memory) -> list[News]:
    """Give marks that were not told lately: who goes back and forth over one is told once."""
    found: list[News] = []
    for one in crossed:
        key = (one.platform or "", one.account, str(one.mark))
        if memory.is_new("milestone", key):
            memory.keep("milestone", key)
            found.append(one)
    return found


def _best(best: pl.DataFrame, judged: int, memory: _Memory) -> list[News]:
    """Give best months, as few of them by chance as of the fevers."""
    rows = best.to_dicts()
    told = _chosen(rows, "best_month", judged, memory)
    return [BestMonth(**rows[at], every_days=days_between(rows[at]["p_value"], tests=judged)) for at in told]
