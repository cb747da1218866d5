"""Tables of Delta Lake: what counts in them is read, by each engine alike, and results are kept as such."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import polars as pl
import pytest
from deltalake import DeltaTable, write_deltalake
from tests.rosters.many import many_posts

from fieber.api import read
from fieber.engines._delta import live_files
from fieber.engines._scan import scan
from fieber.errors import UnreadableError, UsageError
from fieber.rosters import roster
from fieber.rosters._input import find_posts

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ["account", "post_id"]
# the set of row 0, as the protocol of Delta writes it: a roaring bitmap in Z85
INLINE = "^Bg9^0rr910000000000iXQKl0rr91000005c8Xg00000"


@pytest.fixture
def posts() -> pl.DataFrame:
    """Give posts of three accounts on two platforms, one of which has a name that must be escaped in a path."""
    platform = pl.when(pl.col("account") == "account_002").then(pl.lit("a b/ü")).otherwise(pl.col("platform"))
    return many_posts(3, posts=70).with_columns(platform=platform)


@pytest.fixture
def table(posts: pl.DataFrame, tmp_path: Path) -> Path:
    """Give a table parted by platform, from which rows were deleted and to which others came, with one column more."""
    folder = tmp_path / "lake" / "posts"
    early, late = posts.head(150), posts.tail(60).with_columns(saves=pl.lit(7))
    write_deltalake(folder, early, partition_by=["platform"])
    DeltaTable(folder).delete("account = 'account_000'")
    write_deltalake(folder, late, mode="append", schema_mode="merge")
    return folder


def now_in(posts: pl.DataFrame) -> pl.DataFrame:
    """Give the rows that count in the table."""
    late = posts.tail(60).with_columns(saves=pl.lit(7))
    return pl.concat([posts.head(150), late], how="diagonal_relaxed").filter(pl.col("account") != "account_000")


def test_what_counts_is_read(posts: pl.DataFrame, table: Path) -> None:
    """Deleted rows are gone, files from before a new column say nothing of it, folders name the platform."""
    found, faults = find_posts([table.parent])
    rows = scan(found).collect()

    assert faults == ()
    assert found.form == "parquet"
    wanted = now_in(posts).select(rows.columns)
    assert rows.cast({"saves": pl.Int64}).sort(KEYS).equals(wanted.cast({"saves": pl.Int64}).sort(KEYS))
    assert rows["saves"].null_count() == 80
    assert set(rows["platform"]) == {"instagram", "a b/ü"}


def test_a_table_says_what_a_file_says(posts: pl.DataFrame, table: Path, tmp_path: Path) -> None:
    """A roster of the table is that of a file with its rows; a night later only what was written since is judged."""
    now_in(posts).write_parquet(tmp_path / "posts.parquet")
    wanted = roster(tmp_path / "posts.parquet", tmp_path / "wanted", processes=1)
    found = roster(table, tmp_path / "found", processes=1)

    but = pl.exclude("fingerprint")
    assert found.accounts().select(but).collect().sort(KEYS[:1]).equals(wanted.accounts().select(but).collect())
    assert found.vitals().collect().sort(pl.all()).equals(wanted.vitals().collect().sort(pl.all()))

    DeltaTable(table).delete(f"post_id = '{posts['post_id'][100]}'")
    assert roster(table, tmp_path / "found", since_last=True, processes=1).state.counts.judged_again == 1


def test_tables_and_loose_files_stand_together(posts: pl.DataFrame, table: Path) -> None:
    """Files beside a table are read with it, files within it only where they count."""
    more = posts.with_columns(account=pl.lit("beside")).head(5)
    more.write_parquet(table.parent / "more.parquet")
    (table / "platform=instagram" / "left_over.parquet").write_bytes((table.parent / "more.parquet").read_bytes())

    rows = scan(find_posts([table.parent])[0]).collect()

    assert rows.height == now_in(posts).height + 5


def test_results_are_kept_as_tables_too(posts: pl.DataFrame, tmp_path: Path) -> None:
    """With `delta` accounts and vitals are Delta tables, and each run is a version of them."""
    posts.write_parquet(tmp_path / "posts.parquet")
    results = roster(tmp_path / "posts.parquet", tmp_path / "out", processes=1, delta=True)

    for name, frame in {"accounts": results.accounts(), "vitals": results.vitals()}.items():
        folder = tmp_path / "out" / "delta" / name
        there = frame.collect().with_columns(pl.col(pl.UInt64).reinterpret(signed=True))
        assert pl.read_delta(str(folder)).equals(there)
        assert DeltaTable(folder).version() == 0
    posts.filter(account="account_001").write_parquet(tmp_path / "posts.parquet")
    roster(tmp_path / "posts.parquet", tmp_path / "out", processes=1, delta=True)
    kept = str(tmp_path / "out" / "delta" / "accounts")
    assert [pl.read_delta(kept, version=number).height for number in (0, 1)] == [3, 1]


def log(folder: Path, number: int, *actions: dict[str, object]) -> None:
    """Write a version of a table by hand, as other writers do."""
    path = folder / "_delta_log" / f"{number:020}.json"
    path.write_text("\n".join(map(json.dumps, actions)), encoding="utf-8")


def asking(*features: str) -> dict[str, object]:
    """Ask readers of a table to know these features."""
    words = sorted(features)
    return {
        "protocol": {
            "minReaderVersion": 3,
            "minWriterVersion": 7,
            "readerFeatures": words,
            "writerFeatures": words,
        }
    }


def test_rows_that_are_only_marked_as_deleted_are_no_rows(table: Path) -> None:
    """A table with deletion vectors says what to run first; one that could have some, and has none, is read."""
    before = live_files(table)
    log(table, 3, asking("deletionVectors"))
    assert live_files(table) == before

    file = before[0].relative_to(table).as_posix().replace("%", "%25")
    vector = {"storageType": "i", "pathOrInlineDv": INLINE, "sizeInBytes": 34, "cardinality": 1}
    add = {"path": file, "partitionValues": {"platform": "a b/ü"}, "size": before[0].stat().st_size}
    stats = json.dumps({"numRecords": pl.read_parquet(before[0]).height})
    more = {"modificationTime": 1, "dataChange": True, "stats": stats, "deletionVector": vector}
    gone = {"path": file, "dataChange": True, "deletionTimestamp": 1}
    log(table, 4, {"remove": gone}, {"add": add | more})

    with pytest.raises(UsageError, match="only marked as deleted; run REORG TABLE") as refused:
        find_posts([table])
    assert "nur als gelöscht markiert" in refused.value.in_language("de")


def test_what_fieber_cannot_read_is_told(table: Path, tmp_path: Path) -> None:
    """Columns under other names, folders that do not name their column, a lost file, a broken log: a sentence each."""
    plain = tmp_path / "plain"
    write_deltalake(plain, many_posts(1, posts=5))
    live_files(plain)[0].unlink()
    with pytest.raises(UnreadableError, match=r"plain is a Delta table that lacks the file .*\.parquet"):
        find_posts([plain])

    moved = tmp_path / "moved"
    table.rename(moved)
    first = (moved / "_delta_log" / f"{0:020}.json").read_text(encoding="utf-8")
    renamed = first.replace("platform=instagram/", "x/")
    (moved / "_delta_log" / f"{0:020}.json").write_text(renamed, encoding="utf-8")
    for number in (1, 2):
        (moved / "_delta_log" / f"{number:020}.json").unlink()
    with pytest.raises(UsageError, match="parted by platform, which its folders do not name"):
        find_posts([moved])

    log(moved, 1, asking("columnMapping"))
    with pytest.raises(UsageError, match="asks its readers for columnMapping"):
        find_posts([moved])
    (moved / "_delta_log" / f"{0:020}.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnreadableError, match="moved is a Delta table whose log is damaged"):
        find_posts([moved])


def test_without_the_extra_it_is_named(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library no deleted row is counted and no run begun: one sentence says what to install."""
    monkeypatch.setitem(sys.modules, "deltalake", None)

    for work in (lambda: find_posts([table]), lambda: roster(tmp_path, tmp_path / "out", delta=True)):
        with pytest.raises(UsageError, match=r"pip install 'fieber\[delta\]'") as refused:
            work()
        assert "noch ein Paket" in refused.value.in_language("de")
    assert not (tmp_path / "out").exists()


def test_a_check_of_one_account_does_not_count_what_was_deleted(table: Path) -> None:
    """`fieber check` of such a folder says who reads it, wherever in the folder the table lies."""
    with pytest.raises(UnreadableError, match="posts is a Delta table: fieber roster reads it"):
        read(table.parent)
