"""Which formats the roster gains and loses: a forecast of the typical account's level, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, cast

import numpy as np

from fieber.checkup.roster_weather import main_metric, weekly_factor
from fieber.checkup.weather import SPAN_DAYS
from fieber.model.moments import day_number, moment
from fieber.model.surroundings import FormatOutlook
from fieber.model.tables import KINDS
from fieber.stats import cohort
from fieber.stats.outlook import MOST_SPANS, ahead, interval_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup.roster_weather import Asked
    from fieber.checkup.weather_table import Cells, WeatherTable

    Rows = NDArray[np.bool_]

SPANS = 4  # weeks ahead, and weeks they are held against: what a month brings, without its single weeks
LEVEL = 0.8  # as the outlook of followers: one in five comes otherwise, so a person sees that it is a forecast
HORIZON_DAYS = int(SPANS * SPAN_DAYS)
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Came:
    """How a forecast came out: what was measured, in percent with its 90 % interval, and its scores in log units.

    reason: why nothing can be said: "not_yet", "too_few_accounts"; None otherwise. score: `interval_score`; error,
    error_of_no_change: how far the middle, and "all stays as it is", lay off.
    """

    percent: float | None = None
    low: float | None = None
    high: float | None = None
    is_inside: bool | None = None
    score: float | None = None
    error: float | None = None
    error_of_no_change: float | None = None
    reason: str | None = None


def formats_ahead(table: WeatherTable, asked: Asked) -> tuple[FormatOutlook, ...]:
    """Foretell all platforms of a roster, each as a whole and in each format that has enough accounts."""
    latest = cast("float | None", table.rows["ripe"].max())
    now = asked.now if asked.now is not None else latest
    if now is None:
        return ()
    platforms = table.rows["platform"].unique().sort(nulls_last=True)
    return tuple(one for platform in platforms for one in ahead_on(table, platform, asked.metric, now))


def ahead_on(table: WeatherTable, platform: str | None, metric: str | None, now: float) -> tuple[FormatOutlook, ...]:
    """Foretell one platform, knowing only what could be judged by now; worked out once a table, platform and day."""
    key = (platform, metric, now)
    if key not in table.ahead:
        named = main_metric(table, platform) if metric is None else metric
        table.ahead[key] = () if named is None else _formats(table.cells(named, platform), platform, named, now)
    return table.ahead[key]


def _formats(cells: Cells, platform: str | None, metric: str, now: float) -> tuple[FormatOutlook, ...]:
    seen = (cells.ripe <= now) & (cells.day > now - MOST_SPANS * SPAN_DAYS)
    parts: list[tuple[str | None, Rows]] = [(None, seen)]
    numbers = np.unique(cells.kind[seen & (cells.kind >= 0)])
    parts += [(KINDS[number], seen & (cells.kind == number)) for number in numbers] if len(numbers) > 1 else []
    told = (_forecast(cells, rows, (platform, kind, metric), now) for kind, rows in parts)
    return tuple(one for one in told if one is not None)


def _forecast(cells: Cells, rows: Rows, named: tuple[str | None, str | None, str], now: float) -> FormatOutlook | None:
    weekly = weekly_factor(cells, rows, now)
    if weekly is None:
        return None
    factor, accounts = weekly
    found = ahead(factor.level, cohort.span_errors(factor), spans=SPANS, against=SPANS, level=LEVEL)
    if found is None:
        return None
    platform, kind, metric = named
    return FormatOutlook(
        platform=platform,
        kind=kind,
        metric=metric,
        percent=cohort.in_percent(found.middle),
        low=cohort.in_percent(found.low),
        high=cohort.in_percent(found.high),
        horizon_days=HORIZON_DAYS,
        as_of=moment(now),
        until=moment(now + HORIZON_DAYS),
        accounts=accounts,
        against_days=HORIZON_DAYS,
        level=LEVEL,
    )


def how_it_came(forecast: FormatOutlook, table: WeatherTable) -> Came:
    """Measure what was foretold, with a roster that goes on beyond the time of the forecast."""
    start, until = day_number(forecast.as_of), day_number(forecast.until)
    cells = table.cells(forecast.metric, forecast.platform)
    whole = (cells.day >= start - MOST_SPANS * SPAN_DAYS) & (cells.day < until)
    if forecast.kind is not None:
        whole &= cells.kind == KINDS.index(forecast.kind)
    latest = cast("float | None", table.rows["ripe"].max())
    if latest is None or latest < until:
        return Came(reason="not_yet")
    weekly = weekly_factor(cells, whole, until)
    if weekly is None:
        return Came(reason="too_few_accounts")
    factor = weekly[0]
    n = len(factor.level)
    shares = np.zeros(n)
    later, against = round(forecast.horizon_days / SPAN_DAYS), round(forecast.against_days / SPAN_DAYS)
    shares[n - later :], shares[max(0, n - later - against) : n - later] = 1 / later, -1 / against
    if n < later + against or not np.isfinite(cohort.span_errors(factor)[-later - against :]).all():
        return Came(reason="too_few_accounts")
    return _scored(forecast, cohort.summed(factor).combine(shares))


def _scored(forecast: FormatOutlook, measured: cohort.Estimate) -> Came:
    low, middle, high = (log1p(x / PERCENT) for x in (forecast.low, forecast.percent, forecast.high))
    came_low, came_high = measured.interval()
    return Came(
        percent=cohort.in_percent(measured.value),
        low=cohort.in_percent(came_low),
        high=cohort.in_percent(came_high),
        is_inside=low <= measured.value <= high,
        score=interval_score(low, high, measured.value, level=forecast.level),
        error=abs(middle - measured.value),
        error_of_no_change=abs(measured.value),
    )
