"""Tables whose columns have types: whatever those are, a table is read or refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fieber.errors import UnreadableError
from fieber.readers import read_export
from fieber.readers._typed_tables import read_parquet

if TYPE_CHECKING:
    from pathlib import Path

DAYS = ["2026-01-01", "2026-01-02", "2026-01-03"]
ODD = {
    "microseconds": pl.Series([2**62, 10**15, -(2**63) + 1]).cast(pl.Datetime("us")),
    "milliseconds": pl.Series([2**62, 10**12, None]).cast(pl.Datetime("ms", "UTC")),
    "a zone": pl.Series([2**62, 10**15, None]).cast(pl.Datetime("us", "Europe/Berlin")),
    "dates": pl.Series([2**31 - 1, 17_000, None], dtype=pl.Int32).cast(pl.Date),
    "spans": pl.Series([1, 2, 3]).cast(pl.Duration("us")),
    "lists": pl.Series([[1], [2], []]),
    "structs": pl.Series([{"a": 1}, {"a": 2}, {"a": 3}]),
    "bytes": pl.Series([b"2026-01-01", b"\xff", b""]),
    "clock times": pl.Series([1, 2, 3]).cast(pl.Time),
    "unsigned": pl.Series([2**64 - 1, 1_600_000_000, 2], dtype=pl.UInt64),
    "no numbers": pl.Series([float("nan"), float("inf"), 1e300]),
    "words": pl.Series(["2026-01-01", "x", "y"]).cast(pl.Categorical),
}


@pytest.mark.parametrize("column", ["posted_at", "likes", "post_id", "kind", "collab", "measured_at", "account"])
@pytest.mark.parametrize("odd", sorted(ODD))
def test_columns_of_any_type_are_read_or_refused(odd: str, column: str, tmp_path: Path) -> None:
    """A column of a type that no platform means, or with moments that no calendar has, ends in no traceback."""
    path = tmp_path / "posts.parquet"
    pl.DataFrame({"posted_at": DAYS, "likes": [1, 2, 3]} | {column: ODD[odd]}).write_parquet(path)

    try:
        posts = read_export([path]).posts
    except UnreadableError:
        assert column == "posted_at"  # without a date there is nothing to read; everything else can be missing
    else:
        assert 1 <= posts.height <= 3
        assert posts["posted_at"].null_count() == 0


def test_a_moment_out_of_all_calendars_is_no_moment(tmp_path: Path) -> None:
    """Of three moments, the two that no calendar has are dropped and counted; the third stays."""
    path = tmp_path / "posts.parquet"
    pl.DataFrame({"posted_at": ODD["microseconds"], "likes": [1, 2, 3]}).write_parquet(path)

    reading = read_export([path])

    assert reading.posts["likes"].to_list() == [2]
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("unreadable_date_dropped", 2)]


def test_no_broken_parquet_ends_in_a_panic() -> None:
    """Whichever byte of a Parquet file is wrong, it is read or refused; Polars itself panics on some."""
    whole = io.BytesIO()
    pl.DataFrame({"posted_at": DAYS, "likes": [1, 2, 3]}).write_parquet(whole)
    content = whole.getvalue()
    refused = 0
    for place in range(len(content)):
        broken = content[:place] + bytes([content[place] ^ 0x02]) + content[place + 1 :]
        try:
            read_parquet(broken, where="posts.parquet")
        except UnreadableError:
            refused += 1

    assert refused > 0.1 * len(content)
