"""Files of posts as one table that is not yet read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from fieber.engines._protocol import UNNAMED
from fieber.errors import UsageError

try:
    import duckdb
except ImportError:  # the extra `duckdb`; only files of DuckDB need it
    duckdb = None  # type: ignore[assignment,unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieber.engines._protocol import Posts

HIVE = "="  # a folder `platform=instagram` is a column
# types that not every engine has; hashes of rows are of the values as they are read
COMMON = (
    (cs.categorical() | cs.enum()).cast(pl.String),
    # a time without a zone is one of UTC, so that files of both sorts can stand together
    cs.datetime(time_zone=None).dt.cast_time_unit("us").dt.replace_time_zone("UTC"),
    cs.datetime(time_zone="*").dt.cast_time_unit("us").dt.convert_time_zone("UTC"),
    cs.by_dtype(pl.UInt64).cast(pl.Int64, strict=False),
)


def scan(posts: Posts) -> pl.LazyFrame:
    """Give the rows with exactly `posts.columns`; a column that some files lack is null there.

    Raises:
        UsageError: a DuckDB file without the extra, or held open by somebody else; or an address.
    """
    if posts.are_elsewhere:
        raise UsageError(
            "addresses are opened by a cluster; add --engine spark, or give files",
            de="Adressen öffnet nur ein Cluster; schreib --engine spark dazu oder gib Dateien",
        )
    if posts.form == "duckdb":
        frame = _of_duckdb(posts)
    else:
        parts = [_of_files(files, posts.form, keys).with_columns(COMMON) for keys, files in alike(posts)]
        frame = pl.concat(parts, how="diagonal_relaxed")
    there = set(frame.collect_schema().names())
    missing = [pl.lit(None, dtype=pl.String).alias(name) for name in posts.columns if name not in there]
    return frame.with_columns(missing).select(_named() if name == "account" else name for name in posts.columns)


def _named() -> pl.Expr:
    """Give the accounts as names, whatever they are told by; one without a name is an account like any other."""
    name = pl.col("account").cast(pl.String)
    return pl.when(name.str.len_bytes() > 0).then(name).otherwise(pl.lit(UNNAMED)).alias("account")


def schema_of(file: str, form: str) -> dict[str, pl.DataType]:
    """Give the columns of one file, those of its folders among them.

    Raises:
        polars.exceptions.PolarsError, OSError: it cannot be read.
    """
    return dict(_of_files([file], form, _hive_keys(file)).collect_schema())


def tables_of(file: str) -> list[str]:
    """Give the names of the tables of a DuckDB file.

    Raises:
        UsageError: as `scan`.
    """
    with _connect(file) as connection:
        return [str(row[0]) for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]


def columns_of(file: str, table: str) -> list[str]:
    """Give the columns of a table of a DuckDB file.

    Raises:
        UsageError: as `scan`.
    """
    with _connect(file) as connection:
        return list(connection.table(_quoted(table)).columns)


def alike(posts: Posts) -> Iterable[tuple[tuple[str, ...], list[str]]]:
    """Put files together that have the same columns, so that each lot is scanned as one; with the keys in its paths.

    Raises:
        UsageError: a column is a time in one file and none in another.
    """
    lots: dict[tuple[object, ...], tuple[tuple[str, ...], list[str]]] = {}
    copies = dict(posts.copies)
    times: dict[str, str] = {}  # a file in which a column is a time
    others: dict[str, str] = {}
    for file in (copies.get(name, name) for name in posts.files):
        schema = schema_of(file, posts.form)
        lots.setdefault((*schema.items(),), (_hive_keys(file), []))[1].append(file)
        for name in schema.keys() & posts.columns:
            if schema[name] != pl.Null:
                (times if schema[name].is_temporal() else others).setdefault(name, Path(file).name)
    for name in times.keys() & others.keys():
        raise UsageError(
            f"{name} is a time in {times[name]} and none in {others[name]}; give it one type, or the files apart",
            de=f"{name} ist in {times[name]} eine Zeit und in {others[name]} keine; gib der Spalte überall dieselbe"
            " Art, oder gib die Dateien getrennt",
        )
    return lots.values()


def _of_files(files: Sequence[str], form: str, keys: tuple[str, ...]) -> pl.LazyFrame:
    if form == "parquet":
        hive = dict.fromkeys(keys, pl.String()) or None
        return pl.scan_parquet(list(files), hive_partitioning=bool(keys), hive_schema=hive)
    lines = pl.scan_csv(list(files), infer_schema=False, truncate_ragged_lines=True, include_file_paths="@file")
    lines = lines.with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep())  # "" in quotes says nothing either
    for key in keys:
        lines = lines.with_columns(pl.col("@file").str.extract(rf"(?:^|[/\\]){key}=([^/\\]*)").alias(key))
    return lines.drop("@file")


def _hive_keys(file: str) -> tuple[str, ...]:
    folders = file.replace("\\", "/").split("/")[:-1]
    return tuple(part.split(HIVE, 1)[0] for part in folders if HIVE in part)


def _of_duckdb(posts: Posts) -> pl.LazyFrame:
    """Give a table of a DuckDB file, read piece by piece."""
    wanted = ", ".join(_quoted(name) for name in posts.columns)
    query = f"SELECT {wanted} FROM {_quoted(posts.table or '')}"  # noqa: S608 - names are quoted, and the file is the person's own
    # the file stays open as long as the table is there, because it is read only then
    table: pl.LazyFrame = _connect(posts.files[0]).sql(query).pl(lazy=True)
    return table


def _connect(file: str) -> duckdb.DuckDBPyConnection:
    if duckdb is None:
        raise UsageError(
            "files of DuckDB need one more package: pip install 'fieber[duckdb]'",
            de="Für Dateien von DuckDB braucht es noch ein Paket: pip install 'fieber[duckdb]'",
        )
    try:
        return duckdb.connect(file, read_only=True)
    except duckdb.Error:
        raise UsageError(
            "the DuckDB file cannot be opened; is another program using it?",
            de="Die DuckDB-Datei lässt sich nicht öffnen; benutzt sie gerade ein anderes Programm?",
        ) from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
