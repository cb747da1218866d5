"""Where the others are read from: a kept weather table, or any files that `fieber check` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.api import as_time, read, weather_table
from fieber.checkup import day_number
from fieber.checkup.roster_weather import Asked, roster_weather
from fieber.checkup.weather_table import is_table, load_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fieber.checkup.weather_table import WeatherTable
    from fieber.model.reading import Reading
    from fieber.model.surroundings import RosterWeather


def table_from(paths: Sequence[Path], columns: Mapping[str, str] | None = None) -> WeatherTable:
    """Read a roster.

    Args:
        paths: one file that `fieber weather -o table.parquet` has written, or exports of many accounts.
        columns: columns by hand, ours → theirs.
    """
    if len(paths) == 1 and is_table(paths[0]):
        return load_table(paths[0])
    return weather_table(read(list(paths), map=columns or None))


def weather_within(reading: Reading, as_of: str | None) -> RosterWeather | None:
    """Give the weather among the accounts of one input; None where its numbers have no dates."""
    if not reading.is_dated or not reading.posts.height:
        return None
    now = None if as_of is None else day_number(as_time(as_of, "--as-of", end_of_day=True))
    return roster_weather(weather_table(reading), Asked(None, now))
