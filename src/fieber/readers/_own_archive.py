"""How `fieber record` lays out its folder: one folder an account, one file a table and month (see fieber.archive).

fieber-archive.json             says that this is one
3f9c0d…/posts-2026-11.parquet   readings made in that month; posts-undated.parquet: nobody knows when
3f9c0d…/days-2026.parquet       days of that year
3f9c0d…/accounts.parquet        what is known of the account
"""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from typing import TYPE_CHECKING

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.tables import TABLES
from fieber.readers._limits import damaged
from fieber.readers._typed_tables import read_parquet

if TYPE_CHECKING:
    from pathlib import PurePosixPath

MARK = "fieber-archive.json"
LAYOUT = 1
PART = re.compile(r"(posts|days|accounts)(?:-(\d{4}(?:-\d{2})?|undated))?\.parquet")
UNDATED = "undated"
POST_KEY = ("account", "platform", "post_id", "measured_at")
DAY_KEY = ("account", "platform", "day")
# beside our own columns: until when the terms let it be kept, and whether it may take part in what is made of many
TERMS: dict[str, pl.DataType | type[pl.DataType]] = {"keep_until": pl.Date, "may_pool": pl.Boolean}


def folder_of(account: str, platform: str | None) -> str:
    """Give the name of an account's folder: a hash, so that no path tells a name."""
    return blake2b(f"{platform or ''}\0{account}".encode(), digest_size=8).hexdigest()


def table_of(path: PurePosixPath) -> str | None:
    """Give which table a file holds; None for any file that is not ours."""
    found = PART.fullmatch(path.name)
    return found[1] if found else None


def is_mark(content: bytes) -> bool:
    """Say whether this is what stands in MARK."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and "fieber_archive" in said


def layout_of(content: bytes) -> int:
    """Give the layout that MARK names.

    Raises:
        UnreadableError: a later one than this fieber knows.
    """
    said = json.loads(content).get("fieber_archive")
    if said != LAYOUT:
        raise UnreadableError(
            "the archive was written by a later fieber; update fieber to read it",
            de="Das Archiv ist von einem neueren fieber; aktualisiere fieber, um es zu lesen",
        )
    return LAYOUT


def part_of(content: bytes, table: str, where: str) -> pl.DataFrame:
    """Give one file as a table with our columns and those of the terms.

    Raises:
        UnreadableError: it is damaged.
    """
    frame = read_parquet(content, where=where)
    schema = {name: column.dtype for name, column in TABLES[table].items()} | TERMS
    try:
        return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    except pl.exceptions.PolarsError as error:
        raise damaged(where) from error
