"""Where the others are read from: a kept weather table, or any files that `fieber check` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.api import read, weather_table
from fieber.checkup.weather_table import is_table, load_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fieber.checkup.weather_table import WeatherTable


def table_from(paths: Sequence[Path], columns: Mapping[str, str] | None = None) -> WeatherTable:
    """Read a roster.

    Args:
        paths: one file that `fieber weather -o table.parquet` has written, or exports of many accounts.
        columns: columns by hand, ours → theirs.
    """
    if len(paths) == 1 and is_table(paths[0]):
        return load_table(paths[0])
    return weather_table(read(list(paths), map=columns or None))
