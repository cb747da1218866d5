"""Files that do not fit together, or are damaged inside: read by one rule, or told in one sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.engines.spoiled import spoil
from tests.rosters.many import END, many_posts

from fieber.engines._scan import scan
from fieber.errors import UnreadableError, UsageError
from fieber.rosters import roster
from fieber.rosters._input import find_posts

if TYPE_CHECKING:
    from pathlib import Path


def test_times_with_and_without_a_zone_stand_together(tmp_path: Path) -> None:
    """A time without a zone is one of UTC, another zone is the same moment, and a day is its midnight."""
    noon = pl.DataFrame({"account": ["a"], "posted_at": [datetime(2026, 1, 1, 12)]})  # noqa: DTZ001 - that is the case
    zoned = noon.with_columns(pl.col("posted_at").dt.replace_time_zone("Europe/Berlin"))
    day = noon.with_columns(pl.col("posted_at").dt.date())
    for name, table in (("a", noon), ("b", zoned), ("c", day)):
        table.write_parquet(tmp_path / f"{name}.parquet")

    rows = scan(find_posts([tmp_path])[0]).collect()

    assert rows["posted_at"].dtype == pl.Datetime("us", "UTC")
    assert [moment.hour for moment in rows["posted_at"].sort()] == [0, 11, 12]


def test_a_column_of_two_sorts_is_told(tmp_path: Path) -> None:
    """A time in one file and text in the next is no roster: which column and which files is said."""
    table = pl.DataFrame({"account": ["a"], "posted_at": [datetime(2026, 1, 1, tzinfo=UTC)], "likes": [1]})
    table.write_parquet(tmp_path / "one.parquet")
    table.with_columns(pl.col("posted_at").cast(pl.String)).write_parquet(tmp_path / "two.parquet")

    with pytest.raises(UsageError, match=r"posted_at is a time in one\.parquet and none in two\.parquet") as refused:
        roster(tmp_path, tmp_path / "out", processes=1)

    assert "posted_at ist in one.parquet eine Zeit" in refused.value.in_language("de")


@pytest.mark.parametrize("column", ["posted_at", "likes"])
def test_a_damaged_page_is_told_with_its_file(tmp_path: Path, column: str) -> None:
    """A Parquet file whose inside is broken, be it in the column that is read first or in another, is named."""
    posts = many_posts(4)
    posts.write_parquet(tmp_path / "sound.parquet")
    broken = tmp_path / "broken.parquet"
    posts.with_columns(measured_at=END + timedelta(days=1)).write_parquet(broken)
    spoil(broken, column)

    with pytest.raises(UnreadableError, match=r"broken\.parquet is damaged") as refused:
        roster(tmp_path, tmp_path / "out", processes=1)

    assert "broken.parquet ist beschädigt" in refused.value.in_language("de")
    broken.unlink()
    assert roster(tmp_path, tmp_path / "out", processes=1).state.counts.accounts == 4
