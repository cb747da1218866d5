"""Files and addresses as rows of Spark, with the same columns, types and texts that `_scan` makes of them."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.engines._delta import LOG
from fieber.engines._protocol import UNNAMED
from fieber.engines._scan import alike, schema_of
from fieber.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame, SparkSession

    from fieber.engines._protocol import Posts

CSV = {"header": "true", "multiLine": "true", "escape": '"'}
CELL = "nullif(trim(TRAILING chr(13) FROM `{name}`), '') AS `{name}`"  # lines may end in one way or the other


def rows_of(spark: SparkSession, posts: Posts) -> DataFrame:
    """Give the rows with exactly `posts.columns`; a column that some files lack is null there."""
    if posts.form == "duckdb":
        raise UsageError(
            "a cluster cannot read a DuckDB file; COPY … TO 'posts.parquet', or leave out --engine",
            de="Ein Cluster kann keine DuckDB-Datei lesen; COPY … TO 'posts.parquet' oder lass --engine weg",
        )
    if posts.are_elsewhere:
        return _at_addresses(spark, posts)
    lots = [_lot(spark, posts, files, keys) for keys, files in alike(posts)]
    rows = reduce(lambda a, b: a.unionByName(b, allowMissingColumns=True), lots)
    there = set(rows.columns)
    none = {name: f"CAST(NULL AS string) AS `{name}`" for name in posts.columns}
    given = (f"`{name}`" if name in there else none[name] for name in posts.columns)
    return _named(rows.selectExpr(*given))


def _named(rows: DataFrame) -> DataFrame:
    """Let each account have a name, as `_scan` does."""
    name = f"coalesce(nullif(CAST(account AS string), ''), '{UNNAMED}') AS account"
    return rows.selectExpr(*(name if column == "account" else f"`{column}`" for column in rows.columns))


def _at_addresses(spark: SparkSession, posts: Posts) -> DataFrame:
    """Give what Spark itself makes of folders and files that only it can open.

    Of a Delta table Spark would read the files that no longer count too, so the cluster's own package reads it.
    """
    reader = spark.read.options(**CSV if posts.form == "csv" else {"mergeSchema": "true"})
    tables = [address for address in posts.files if _is_there(spark, f"{address}/{LOG}")]
    lots = [_of_table(spark, address) for address in tables]
    if others := [address for address in posts.files if address not in tables]:
        lots.append(reader.format(posts.form).load(others))
    rows = reduce(lambda a, b: a.unionByName(b, allowMissingColumns=True), lots)
    missing = [name for name in ("account", "posted_at") if name not in rows.columns]
    if missing:
        raise UnreadableError(
            f"the column {missing[0]} is missing; a roster has the columns of the posts table",
            de=f"Die Spalte {missing[0]} fehlt; gebraucht werden die Spalten der Tabelle posts",
        )
    cell = CELL if posts.form == "csv" else "`{name}`"
    return _named(rows.selectExpr(*(cell.format(name=name) for name in posts.columns if name in rows.columns)))


def _of_table(spark: SparkSession, address: str) -> DataFrame:
    """Give what counts in a Delta table that only the cluster can open."""
    try:
        return spark.read.format("delta").load(address)
    except Exception as error:
        if "DATA_SOURCE_NOT_FOUND" not in str(error):
            raise
        raise UsageError(
            f"{address} is a Delta table, and the cluster cannot read those; add Delta to its spark.jars.packages",
            de=f"{address} ist eine Delta-Tabelle, und die kann der Cluster nicht lesen; nimm Delta in seine"
            " spark.jars.packages auf",
        ) from None


def _is_there(spark: SparkSession, address: str) -> bool:
    """Whether anything lies at an address; it may be a pattern, as those of Spark."""
    java: Any = spark.sparkContext._jvm  # noqa: SLF001 - Spark's only way to the file systems that it knows
    path = java.org.apache.hadoop.fs.Path(address)
    system = path.getFileSystem(java.org.apache.spark.deploy.SparkHadoopUtil.get().conf())
    return bool(system.globStatus(path))


def _lot(spark: SparkSession, posts: Posts, files: Sequence[str], keys: Sequence[str]) -> DataFrame:
    """Give the rows of files with the same columns, and what their folders say."""
    places = [_place(file) for file in files]
    if posts.form == "csv":
        rows = spark.read.options(**CSV).csv(places)
        cells = {name: CELL.format(name=name) for name in rows.columns}
    else:
        rows = spark.read.parquet(*places)
        cells = {name: _cast(name, dtype) for name, dtype in schema_of(files[0], posts.form).items()}
    wanted = [name for name in rows.columns if name in posts.columns]
    folders = {key: _folder(key, posts.form) for key in keys if key in posts.columns}
    return rows.selectExpr(*({name: cells[name] for name in wanted} | folders).values())


def _folder(key: str, form: str) -> str:
    """Give a column from the path of a file; in those of Parquet, values are escaped as addresses are."""
    value = f"regexp_extract(_metadata.file_path, '/{key}=([^/]*)/', 1)"
    for _ in range(2 if form == "parquet" else 1):  # Spark has escaped the path once more
        value = f"url_decode(replace({value}, '+', '%2B'))"
    return f"nullif({value}, '__HIVE_DEFAULT_PARTITION__') AS `{key}`"


def _place(file: str) -> str:
    """Give a path as Spark takes it: of this machine, and no pattern."""
    return "file://" + re.sub(r"([\\{}\[\]*?])", r"\\\1", str(Path(file).absolute()))


def _cast(name: str, dtype: pl.DataType) -> str:
    """Give what makes a column of Parquet what `_scan` makes of it: Spark knows no nanoseconds, nothing unsigned."""
    if isinstance(dtype, pl.Datetime):
        value = f"`{name}`"
        if dtype.time_unit == "ns":
            value = f"timestamp_micros(({value} - pmod({value}, 1000)) DIV 1000)"
        return f"CAST({value} AS timestamp) AS `{name}`"
    return f"CAST(`{name}` AS bigint) AS `{name}`" if dtype == pl.UInt64 else f"`{name}`"
