"""The one door to tables whose columns have types already, Parquet and Excel: what no platform means becomes null."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl

from fieber.readers._limits import damaged

if TYPE_CHECKING:
    from pathlib import Path

TICKS_A_SECOND = {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
EARLIEST, LATEST = -70 * 366, 230 * 366  # days from 1970: some 1900 to 2200; Python and Polars fail on what is far out


def read_parquet(origin: Path | bytes, *, where: str, rows: int | None = None) -> pl.DataFrame:
    """Read a Parquet file; columns as `settled` gives them.

    Args:
        origin: a file on disk, or its bytes.
        where: its name, for messages.
        rows: how many rows at most; None for all.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        return settled(pl.read_parquet(io.BytesIO(origin) if isinstance(origin, bytes) else origin, n_rows=rows))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise damaged(where) from error  # what Polars takes for impossible ends in a panic, no error


def settled(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a table in which every column can be read as text, number or time.

    Lists, structs and spans of time hold no value of ours: their columns stay, without values. So do moments that no
    platform was there for.
    """
    return frame.with_columns(_settled(pl.col(name), dtype).alias(name) for name, dtype in frame.schema.items())


def _settled(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype.is_numeric() or dtype in {pl.Boolean, pl.String, pl.Null, pl.Time}:
        return column
    if isinstance(dtype, pl.Date | pl.Datetime):
        per_day = 86_400 * TICKS_A_SECOND[dtype.time_unit] if isinstance(dtype, pl.Datetime) else 1
        return pl.when(column.to_physical().is_between(EARLIEST * per_day, LATEST * per_day)).then(column)
    if isinstance(dtype, pl.Categorical | pl.Enum):
        return column.cast(pl.String)
    if dtype == pl.Binary:  # texts, as some programs write them; what is no text becomes null
        return column.map_batches(_decoded, return_dtype=pl.String)
    return pl.lit(None, dtype=pl.String)


def _decoded(column: pl.Series) -> pl.Series:
    return pl.Series([None if value is None else _text(value) for value in column], dtype=pl.String)


def _text(value: bytes) -> str | None:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None
