"""A temperature for the weather itself and for country × size × format: where a ranking change shows.

What the members of a group had in common from day to day is read as the posts of one account, by the same thermometer
and on the same scale: 38.5 °C is a week that such a group has once a year with nothing wrong.
"""

from __future__ import annotations

from dataclasses import replace
from math import log1p
from typing import TYPE_CHECKING, cast

import numpy as np

from fieber.checkup._group_members import members
from fieber.checkup.roster_weather import Asked, main_metric
from fieber.checkup.vital import is_shown
from fieber.model.groups import GroupTemperature
from fieber.model.moments import date_of
from fieber.stats import temperature, thermometer
from fieber.stats.cohort import in_percent
from fieber.stats.false_discovery import q_values
from fieber.stats.group_index import group_indices
from fieber.stats.thermometer import Series

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from fieber.checkup._group_members import Members
    from fieber.checkup.weather_table import WeatherTable
    from fieber.model.groups import Place
    from fieber.stats.group_index import Entries
    from fieber.stats.thermometer import Course

    Floats = NDArray[np.float64]

STALE_DAYS = 14.0  # a platform without a day that can be judged for so long has no weather of today
MOSTLY = 0.8  # a group with so much of the platform's weight is not held against the few others
LOWEST_PERCENT = -99.9  # what is lost entirely has no logarithm
FALSE_SHARE = 0.1  # of the groups that are said to stand out, what chance may bring


def group_temperatures(
    table: WeatherTable, about: pl.DataFrame | None = None, asked: Asked | None = None
) -> tuple[GroupTemperature, ...]:
    """Give the temperature of every platform and of its groups with at least 20 active accounts.

    Args:
        table: of the roster. about: rows of ACCOUNTS with country and size tier, where somebody knows them.
        asked: metric and moment, as for the weather.

    Returns:
        By platform: the weather itself first, then the groups, those that stand apart from the others most first.
    """
    asked = asked or Asked()
    latest = table.rows["ripe"].max()
    now = asked.now if asked.now is not None else cast("float", latest or 0.0)
    found: list[GroupTemperature] = []
    for platform in table.rows["platform"].unique().sort(nulls_last=True):
        metric = asked.metric or main_metric(table, platform)
        group = None if metric is None else members(table, about, metric, platform, now)
        if group is not None and metric is not None:
            found += _of_platform(group, metric, now)
    return _told_apart(found)


def _of_platform(group: Members, metric: str, now: float) -> list[GroupTemperature]:
    entries = group_indices(group.readings)
    whole = entries[0]
    found = []
    for place, accounts, own in zip(group.places, group.accounts, entries, strict=True):
        one = _taken(own, place, metric, accounts, now)
        beyond = None if place.is_whole or one.reason is not None else _beyond(own, whole)
        found.append(one if beyond is None else _with_own(one, _course(beyond, now)))
    return found


def _taken(entries: Entries, place: Place, metric: str, accounts: int, now: float) -> GroupTemperature:
    """Take the temperature of one group."""
    unknown = GroupTemperature(place, metric, accounts, "unknown")
    if not len(entries.day):
        return replace(unknown, reason="too_few_days")
    if now - float(entries.day[-1]) > STALE_DAYS:
        return replace(unknown, reason="too_old")
    course = _course(entries, now)
    p, p_drop = float(course.p[-1]), float(course.p_drop[-1])
    if np.isnan(p):
        return replace(unknown, reason="too_few_days")
    said = replace(
        unknown,
        p_value=p,
        p_drop=p_drop,
        return_period_days=temperature.return_period_days(p),
        percent=in_percent(float(course.median[-1])),
        low=in_percent(float(course.low[-1])),
        high=in_percent(float(course.high[-1])),
        since=date_of(int(entries.day[-int(course.window[-1])])),
    )
    if not is_shown(course)[-1]:
        return replace(said, reason="too_noisy")
    return replace(said, verdict=temperature.verdict(p, p_drop), temperature=temperature.shown(p, p_drop))


def _course(entries: Entries, now: float) -> Course:
    """Read an index as the thermometer reads posts: weekday is the only effect, a day can be judged when it is over."""
    is_first = np.append(entries.day[1:] == entries.day[:-1], False)
    when = np.asarray(entries.day + np.where(is_first, 0.5, 1.0), dtype=np.float64)
    codes = np.ascontiguousarray(((entries.day + 3) % 7).astype(np.int32)[:, None])
    return thermometer.take(Series(entries.value, when, codes, 7, 0.0), np.array([now]))


def _beyond(own: Entries, whole: Entries) -> Entries | None:
    """Give what a group had beyond the others of its platform; None for a group that is most of them.

    The whole is share × group + (1 − share) × others, so group − others = (group − whole) ÷ (1 − share). Days on which
    the group is most of what there is say nothing: formats ripen at different ages, so the last days are of one alone.
    """
    edges, first, last = _runs(own.day)
    before = np.append(-np.inf, edges[:-1])  # an entry reaches back to the day after the one before it
    starts, ends = (np.searchsorted(whole.day, days, side="right") for days in (before, edges))
    weight, total = (np.append(0.0, np.cumsum(part)) for part in (whole.weight, whole.weight * whole.value))
    all_weight, own_weight = weight[ends] - weight[starts], np.add.reduceat(own.weight, first)
    share = own_weight / np.maximum(all_weight, 1e-300)
    usable = all_weight > 0
    if not usable.any() or float(np.median(share[usable])) > MOSTLY:
        return None
    mean = (total[ends] - total[starts]) / np.maximum(all_weight, 1e-300)
    per_entry = np.repeat(np.arange(len(edges)), last - first)
    kept = (usable & (share <= MOSTLY))[per_entry]
    value = (own.value[kept] - mean[per_entry][kept]) / (1 - share[per_entry][kept])
    return type(own)(own.day[kept], value, own.weight[kept])


def _runs(day: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.intp]]:
    """Give each day once, with the first of its entries and the first after them."""
    days, first = np.unique(day, return_index=True)
    return days, first, np.append(first[1:], len(day))


def _with_own(one: GroupTemperature, course: Course) -> GroupTemperature:
    p = float(course.p[-1])
    if np.isnan(p):
        return one
    steps = (course.median, course.low, course.high)
    percent, low, high = (in_percent(float(step[-1])) for step in steps)
    p_drop = float(course.p_drop[-1])
    degrees = temperature.shown(p, p_drop)
    told = replace(one, own_temperature=degrees, own_percent=percent, own_low=low, own_high=high)
    return replace(told, own_p_value=p, own_p_drop=p_drop)


def _told_apart(found: Sequence[GroupTemperature]) -> tuple[GroupTemperature, ...]:
    """Say which groups stand out, and sort them."""
    told = [*_standing_out(found, of_wholes=True), *_standing_out(found, of_wholes=False)]
    places: dict[str | None, Place] = {}
    for one in sorted(told, key=_matches, reverse=True):
        if one.stands_out and not one.place.is_whole:
            places.setdefault(one.place.platform, one.place)
    marked = (replace(one, is_where=one.place == places.get(one.place.platform)) for one in told)
    return tuple(sorted(marked, key=lambda one: (one.place.platform or "~", not one.place.is_whole, _clearest(one))))


def _matches(one: GroupTemperature) -> float:
    """Give a group's own loss in its standard errors: a wider group dilutes it, a narrower one knows it less well."""
    if one.own_percent is None or one.own_low is None or one.own_high is None:
        return 0.0
    steps = [log1p(max(percent, LOWEST_PERCENT) / 100) for percent in (one.own_percent, one.own_low, one.own_high)]
    return -steps[0] / max(steps[2] - steps[1], 1e-9)


def _standing_out(found: Sequence[GroupTemperature], *, of_wholes: bool) -> list[GroupTemperature]:
    """Give the wholes, or the groups, with their q."""
    mine = [one for one in found if one.place.is_whole == of_wholes]
    tested = [one.p_value if of_wholes else one.own_p_value for one in mine]
    q = q_values(np.array([np.nan if p is None else p for p in tested]))
    known = [None if np.isnan(value) else float(value) for value in q]
    return [
        replace(one, q_value=q, stands_out=q is not None and q <= FALSE_SHARE)
        for one, q in zip(mine, known, strict=True)
    ]


def _clearest(one: GroupTemperature) -> tuple[float, int, tuple[str, str, str]]:
    """Sort by the p of what is its own; of equals the wider group first."""
    place = one.place
    parts = (place.country or "", place.size or "", place.kind or "")
    return 2.0 if one.own_p_value is None else one.own_p_value, sum(map(bool, parts)), parts
