"""Where the others are read from: a kept weather table, or any files that `fieber check` reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from fieber.api import as_time, read, weather_table
from fieber.checkup import day_number
from fieber.checkup.roster_weather import Asked, roster_weather
from fieber.checkup.weather_table import is_table, load_table
from fieber.errors import UsageError
from fieber.model.tables import conform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def described_from(
    paths: Sequence[Path], columns: Mapping[str, str] | None = None, accounts: str | None = None
) -> tuple[WeatherTable, pl.DataFrame | None]:
    """Read a roster with what is known of its accounts: country and size tier, from a file or from the input itself.

    Args:
        paths, columns: as in `table_from`. accounts: a .csv or .parquet file with the columns of the accounts table.
    """
    told = None if accounts is None else accounts_from(Path(accounts))
    if len(paths) == 1 and is_table(paths[0]):
        return load_table(paths[0]), told
    reading = read(list(paths), map=columns or None)
    return weather_table(reading), reading.accounts if told is None else told


def accounts_from(path: Path) -> pl.DataFrame:
    """Read a table of accounts.

    Raises:
        UsageError: it cannot be read, or has no column account, country or size_tier.
    """
    try:
        table = pl.read_parquet(path) if path.suffix.lower() == ".parquet" else pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError):
        table = pl.DataFrame()
    if "account" not in table.columns or not {"country", "size_tier"} & set(table.columns):
        raise UsageError(
            f"--accounts {path.name} must be a .csv or .parquet file with the column account, and country or size_tier",
            de=f"--accounts {path.name} muss eine .csv- oder .parquet-Datei sein, mit der Spalte account und dazu"
            " country oder size_tier",
        )
    return conform(table, "accounts")


def weather_within(reading: Reading, as_of: str | None) -> RosterWeather | None:
    """Give the weather among the accounts of one input; None where its numbers have no dates."""
    if not reading.is_dated or not reading.posts.height:
        return None
    now = None if as_of is None else day_number(as_time(as_of, "--as-of", end_of_day=True))
    return roster_weather(weather_table(reading), Asked(None, now))
