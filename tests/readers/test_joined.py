"""A post that two exports tell of, one with a date of reading and one without."""

from __future__ import annotations

import shutil
from pathlib import Path

from fieber.readers import read_export

ARCHIVE = Path(__file__).parents[1] / "exports" / "twitter" / "archive"
HEAD = "Post id,Date,Post text,Post Link,Impressions,Likes,Bookmarks,New follows,Replies,Reposts\n"


def row(number: int, day: str, impressions: int, likes: int) -> str:
    identity = 1900000000000000000 + number
    return f'{identity},"{day}",x,https://x.com/studio_x/status/{identity},{impressions},{likes},1,2,3,4\n'


def test_archive_and_analytics_of_x_are_one_row_a_post(tmp_path: Path) -> None:
    """Impressions and replies come from the CSV, clock and kind from the archive; posts in one of them only stay."""
    table = tmp_path / "account_analytics_content.csv"
    table.write_text(HEAD + row(1, "Tue, Jun 2, 2026", 1234, 14) + row(2, "Wed, Jun 3, 2026", 900, 15), "utf-8")
    alone = read_export([ARCHIVE])

    reading = read_export([ARCHIVE, table])

    assert reading.posts.height == alone.posts.height
    first, second, third = reading.posts.head(3).iter_rows(named=True)
    assert (first["impressions"], first["comments"], first["posted_at"].hour) == (1234, 3, 18)
    assert (second["impressions"], second["kind"]) == (900, "carousel")
    assert third["impressions"] is None
    assert reading.posts["measured_at"].null_count() == 0
    told_twice = [(fault.kind, fault.count) for fault in reading.faults if not fault.is_wrong]
    assert told_twice == [("joined_row_dropped", 2)]
    lost = sum(fault.count for fault in reading.faults if fault.kind.endswith("_dropped"))
    assert reading.rows_read == reading.posts.height + lost
    assert {source.file for source in reading.sources} == {"tweets-part1.js", "account_analytics_content.csv"}


def test_archive_and_analytics_in_one_folder_are_joined_too(tmp_path: Path) -> None:
    """The CSV in the folder of the archive, beside it, or with it in a ZIP: the same posts as if given one by one."""
    table, beside = HEAD + row(1, "Tue, Jun 2, 2026", 1234, 14) + row(2, "Wed, Jun 3, 2026", 900, 15), tmp_path / "b"
    shutil.copytree(ARCHIVE, tmp_path / "within")
    shutil.copytree(ARCHIVE, beside / "twitter-2026")
    for folder in (tmp_path, tmp_path / "within", beside):
        (folder / "account_analytics_content.csv").write_text(table, "utf-8")
    apart = read_export([ARCHIVE, tmp_path / "account_analytics_content.csv"]).posts

    for given in (tmp_path / "within", beside, Path(shutil.make_archive(str(tmp_path / "all"), "zip", beside))):
        reading = read_export([given])

        assert reading.posts.equals(apart)
        assert ("joined_row_dropped", 2) in {(fault.kind, fault.count) for fault in reading.faults}
        lost = sum(fault.count for fault in reading.faults if fault.kind.endswith("_dropped"))
        assert reading.rows_read == reading.posts.height + lost


def test_an_archive_without_its_name_is_named_by_the_table_beside_it(tmp_path: Path) -> None:
    """Where account.js and manifest.js are missing, the links in the CSV say whose posts both are."""
    shutil.copytree(ARCHIVE, tmp_path / "x")
    for name in ("account.js", "manifest.js"):
        (tmp_path / "x" / "data" / name).unlink()
    (tmp_path / "x" / "c.csv").write_text(HEAD + row(1, "Tue, Jun 2, 2026", 1234, 14), "utf-8")

    posts = read_export([tmp_path / "x"]).posts

    assert set(posts["account"]) == {"studio_x"}
    assert posts["post_id"].is_unique().all()


def test_the_order_in_which_they_are_given_does_not_matter(tmp_path: Path) -> None:
    """The CSV first or the archive first: the same table."""
    table = tmp_path / "account_analytics_content.csv"
    table.write_text(HEAD + row(1, "Tue, Jun 2, 2026", 1234, 14), "utf-8")

    assert read_export([ARCHIVE, table]).posts.equals(read_export([table, ARCHIVE]).posts)


def test_earlier_dated_readings_stay_as_they_were(tmp_path: Path) -> None:
    """Of two dated readings only the later one is joined to what has no date; the curve of the young post stays."""
    dated = tmp_path / "dated.csv"
    dated.write_text(
        "account,platform,post_id,posted_at,likes,measured_at\n"
        "a,x,1,2026-06-01T10:00Z,3,2026-06-02T10:00Z\na,x,1,2026-06-01T10:00Z,5,2026-06-09T10:00Z\n",
        encoding="utf-8",
    )
    undated = tmp_path / "undated.csv"
    undated.write_text("account,platform,post_id,posted_at,saves\na,x,1,2026-06-01,7\n", encoding="utf-8")

    posts = read_export([dated, undated]).posts

    assert posts.select("likes", "saves").rows() == [(3, None), (5, 7)]
    assert posts["posted_at"].dt.hour().to_list() == [10, 10]
