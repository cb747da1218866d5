"""`fieber.score_outlook`: did the forecast come true?"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.api import as_time, weather_table
from fieber.checkup.format_outlook import how_it_came
from fieber.errors import UsageError
from fieber.model.surroundings import FormatOutlook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCORES = pl.Schema(
    {
        "platform": pl.String(),
        "kind": pl.String(),
        "metric": pl.String(),
        "until": pl.Datetime("us", "UTC"),
        "percent": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "level": pl.Float64(),
        "came_percent": pl.Float64(),
        "came_low": pl.Float64(),
        "came_high": pl.Float64(),
        "is_inside": pl.Boolean(),
        "score": pl.Float64(),
        "error": pl.Float64(),
        "error_of_no_change": pl.Float64(),
        "reason": pl.String(),
    }
)
_TIMES = ("as_of", "until")
_TOLD = tuple(one.name for one in fields(FormatOutlook) if one.name not in _TIMES)


def score_outlook(forecasts: Iterable[Mapping[str, Any]], posts: Any) -> pl.DataFrame:
    """Hold forecasts against what came.

    Args:
        forecasts: dicts as `outlook_formats` of a check-up has them, or `outlook` of `fieber weather --format json`.
        posts: the same roster, read later: a posts table, a `Reading` or a `WeatherTable`.

    Returns:
        One row a forecast with the columns of SCORES. came_percent: what was measured, with its 90 % interval.
        is_inside: whether it lies in the interval; over many forecasts that is so for `level` of them. score: the
        interval score in log units, small is good. error: how far the middle lay off in log units,
        error_of_no_change: how far "all stays as it is" did; who forecasts well has the smaller mean.
        reason: why it could not be scored, "not_yet" or "too_few_accounts"; the rest is null then.

    Raises:
        UsageError: something else than forecasts, or not a table.
    """
    table = weather_table(posts)
    rows = []
    for told in forecasts:
        forecast = _read(told)
        came = asdict(how_it_came(forecast, table))
        measured = {f"came_{name}": came.pop(name) for name in ("percent", "low", "high")}
        known = {name: getattr(forecast, name) for name in SCORES.names() if hasattr(forecast, name)}
        rows.append(known | measured | came)
    return pl.DataFrame(rows, schema=SCORES)


def _read(told: Mapping[str, Any]) -> FormatOutlook:
    try:
        values: dict[str, Any] = {name: told[name] for name in _TOLD}
        values |= {name: as_time(told[name], name) for name in _TIMES}
        return FormatOutlook(**values)
    except (KeyError, TypeError) as error:
        raise UsageError(
            f"forecasts: not as a check-up gives them ({error}); pass to_dict()['outlook_formats'] as it is",
            de=f"forecasts: nicht so, wie ein Check-up sie gibt ({error}); gib to_dict()['outlook_formats'] so weiter",
        ) from None
