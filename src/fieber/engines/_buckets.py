"""Rows put into buckets of whole accounts on disk, each small enough to be worked on at once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import polars as pl

from fieber.files import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

SEED = 2_718
READY = "ready"  # says that every row is in its bucket


def bucket_of(account: pl.Expr, buckets: int) -> pl.Expr:
    """Give the bucket of each account, 0 … buckets − 1."""
    return (account.hash(SEED) % buckets).cast(pl.Int32)


def is_ready(folder: Path) -> bool:
    """Say whether every row is in its bucket."""
    return (folder / READY).exists()


def into_buckets(posts: pl.LazyFrame, folder: Path, buckets: int) -> None:
    """Write the rows into one folder a bucket, `bucket=…/*.parquet`; nothing is done where that was done before."""
    if is_ready(folder):
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    posts.with_columns(bucket=bucket_of(pl.col("account"), buckets)).sink_parquet(
        pl.PartitionBy(folder, key="bucket", include_key=False),
        mkdir=True,
        compression="lz4",
        statistics=False,
        maintain_order=False,
    )
    (folder / READY).touch()
    sync_folder(folder)


def bucket_posts(folder: Path, bucket: int, only: pl.DataFrame | None) -> pl.DataFrame | None:
    """Give the rows of one bucket, of some accounts or of all; None where it has none."""
    files = sorted((folder / f"bucket={bucket}").glob("*.parquet"))
    if not files:
        return None
    rows = pl.scan_parquet(files)
    if only is not None:
        rows = rows.join(only.lazy(), on="account", how="semi", nulls_equal=True)
    found = rows.collect()
    return found if found.height else None
