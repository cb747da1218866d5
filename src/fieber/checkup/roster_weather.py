"""The weather itself: week by week for each platform and format of a roster, and the days on which followers fell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from fieber.checkup.purge import known_steps
from fieber.checkup.weather import FEWEST_PEERS, FEWEST_TOLD_PEERS, SPAN_DAYS, Around, factor_at
from fieber.checkup.weather_table import FOLLOWERS
from fieber.metrics import metrics
from fieber.model.moments import date_of, moment
from fieber.model.surroundings import FollowerStep, RosterWeather, WeatherStrip
from fieber.model.tables import KINDS
from fieber.stats import cohort
from fieber.stats.normal import NORMAL_95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup.weather_table import Cells, WeatherTable

    Floats = NDArray[np.float64]

WEEKS = 104  # shown; two years hold a season twice
FEWEST_WEEKS = 8
NOW_DAYS = 28.0  # "the last four weeks"
NEIGHBOURS = 2  # weeks on each side from which it is learned how much a format goes its own way: these come and go
BEFORE_SPANS = 26  # weeks that these are held against


@dataclass(frozen=True, slots=True)
class Asked:
    """What the weather is asked for: one metric (None: the first that half of a platform's accounts have), and when.

    now: days since 1970; None: the latest day in the table on which counters could be judged.
    """

    metric: str | None = None
    now: float | None = None


def roster_weather(table: WeatherTable, asked: Asked) -> RosterWeather:
    """Give the weather of every platform and format with at least 20 accounts, and the follower steps."""
    latest = table.rows["ripe"].max()
    now = asked.now if asked.now is not None else cast("float", latest or 0.0)
    strips: list[WeatherStrip] = []
    steps: list[FollowerStep] = []
    for platform in table.rows["platform"].unique().sort(nulls_last=True):
        metric = asked.metric or main_metric(table, platform)
        if metric is not None:
            strips += _strips(table.cells(metric, platform), platform, metric, now)
        steps += known_steps(table, platform, now)
    at = None if asked.now is None and latest is None else moment(now)
    return RosterWeather(at, table.accounts().height, tuple(strips), tuple(steps))


def main_metric(table: WeatherTable, platform: str | None) -> str | None:
    """Give the first metric that at least half of the accounts have which have any."""
    rows = table.rows.filter(pl.col("platform").eq_missing(pl.lit(platform, dtype=pl.String)))
    rows = rows.filter(pl.col("metric") != FOLLOWERS)
    have = dict(rows.group_by("metric").agg(pl.col("account").n_unique()).rows())
    most = max(have.values(), default=0)
    return next((metric.name for metric in metrics() if 2 * have.get(metric.name, 0) >= most > 0), None)


def _strips(cells: Cells, platform: str | None, metric: str, now: float) -> list[WeatherStrip]:
    """Give one strip for the platform as a whole, and one for each format, drawn towards it by its uncertainty."""
    seen = (cells.ripe <= now) & (cells.day > now - WEEKS * SPAN_DAYS)
    whole = _weekly(cells, seen, now)
    if whole is None:
        return []
    level, error, _ = whole
    strips = [_strip(platform, None, metric, now, found=whole, lately=_lately(cells, seen, now))]
    parts: list[tuple[int, Floats, Floats, int]] = []
    for number in np.unique(cells.kind[cells.kind >= 0]):
        found = _weekly(cells, seen & (cells.kind == number), now, weeks=len(level))
        if found is not None:
            parts.append((int(number), *found))
    for number, own, own_error, n in parts if len(parts) > 1 else ():
        drawn = level + cohort.shrunk(own - level, own_error, around=NEIGHBOURS)
        # what is drawn towards the whole is as uncertain as the whole, and its own share of its own error
        share = np.divide(drawn - level, own - level, out=np.zeros(len(level)), where=np.abs(own - level) > 1e-12)
        mixed = np.sqrt(((1 - share) * error) ** 2 + (share * np.where(np.isfinite(own_error), own_error, 0.0)) ** 2)
        lately = _lately(cells, seen & (cells.kind == number), now)
        strips.append(_strip(platform, KINDS[number], metric, now, found=(drawn, mixed, n), lately=lately))
    return strips


def _weekly(
    cells: Cells, seen: NDArray[np.bool_], now: float, *, weeks: int | None = None
) -> tuple[Floats, Floats, int] | None:
    """Give factor and error of each week up to now, and the number of accounts; None where there are too few."""
    found = weekly_factor(cells, seen, now, weeks=weeks)
    return None if found is None else (found[0].level, cohort.span_errors(found[0]), found[1])


def weekly_factor(
    cells: Cells, seen: NDArray[np.bool_], now: float, *, weeks: int | None = None
) -> tuple[cohort.Factor, int] | None:
    """Give the common factor of each week up to now, and the number of accounts; None where there are too few."""
    if not seen.any():
        return None
    back = np.floor((np.floor(now) - cells.day[seen]) / SPAN_DAYS).astype(np.int64)
    spans = int(back.max()) + 1 if weeks is None else weeks
    kept = (back >= 0) & (back < spans)
    owner, place = cells.owner[seen][kept], spans - 1 - back[kept]
    a = len(cells.names)
    count, total = (
        np.bincount(owner * spans + place, weights=values[seen][kept], minlength=a * spans)
        .astype(np.float64)
        .reshape(a, spans)
        for values in (cells.posts, cells.posts * cells.mean)
    )
    rows = np.flatnonzero((count > 0).sum(axis=1) > 1)
    if len(rows) < FEWEST_PEERS or spans < FEWEST_WEEKS:
        return None
    n = count[rows]
    return cohort.factor(total[rows] / np.maximum(n, 1), n, cells.scatter[rows], spans), len(rows)


def _lately(cells: Cells, seen: NDArray[np.bool_], now: float) -> cohort.Estimate | None:
    """Give the last four weeks against the half year before them; None with too few accounts."""
    found: Around | None = factor_at(cells, seen, now - NOW_DAYS, now)
    if found is None or found.accounts < FEWEST_TOLD_PEERS:
        return None
    before = slice(max(0, found.before - BEFORE_SPANS), found.before)
    shares = found.factor.contrast(before, slice(found.before, None))
    return None if shares is None else found.factor.combine(shares)


def _strip(
    platform: str | None,
    kind: str | None,
    metric: str,
    now: float,
    *,
    found: tuple[Floats, Floats, int],
    lately: cohort.Estimate | None,
) -> WeatherStrip:
    level, error, accounts = found
    last = date_of(int(np.floor(now)) - int(SPAN_DAYS) + 1)
    # a week that nobody saw is drawn through and as uncertain as the worst that was seen
    worst = float(error[np.isfinite(error)].max(initial=0.0))
    reach = NORMAL_95 * np.where(np.isfinite(error), error, 2 * worst)
    told = [None] * 3 if lately is None else [cohort.in_percent(x) for x in (lately.value, *lately.interval())]
    return WeatherStrip(
        platform=platform,
        kind=kind,
        metric=metric,
        accounts=accounts,
        week=tuple(last - timedelta(weeks=len(level) - 1 - i) for i in range(len(level))),
        percent=tuple(cohort.in_percent(float(x)) for x in level),
        low=tuple(cohort.in_percent(float(x)) for x in level - reach),
        high=tuple(cohort.in_percent(float(x)) for x in level + reach),
        now_percent=told[0],
        now_low=told[1],
        now_high=told[2],
    )
