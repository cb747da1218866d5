"""Real accounts and the examples of every format, where they lie beside the checkout."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from fieber.readers import read_export

SHARED = Path(__file__).parents[3] / "shared"
DATA = SHARED / "data"
EXAMPLES = SHARED / "formats_examples" / "meta_business_suite"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real accounts do not lie beside this checkout")
needs_examples = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the format examples do not lie beside this checkout")


@needs_data
@pytest.mark.parametrize(
    ("name", "accounts", "rows", "kept", "platform"),
    [
        ("instagram_state_governments.csv.gz", 14, 59_699, 59_699, "instagram"),
        ("facebook_pages_2016.csv.gz", 73, 118_175, 118_086, "facebook"),
        ("twitter_trump_2009_2017.csv.gz", 1, 20_761, 20_761, "twitter"),
        ("youtube_candidates_2015.csv.gz", 17, 4_873, 4_873, "youtube"),
    ],
)
def test_real_tables(name: str, accounts: int, rows: int, kept: int, platform: str) -> None:
    """All accounts and rows of the real tables are there; only identical rows are left out."""
    reading = read_export([DATA / name])

    assert reading.posts["account"].n_unique() == accounts
    assert (reading.rows_read, reading.posts.height) == (rows, kept)
    assert reading.posts["platform"].unique().to_list() == [platform]
    assert reading.notes == ()


@needs_data
def test_real_kinds_and_readings() -> None:
    """Tweets are texts and replies, videos were read twice, collaborations are marked, negative counts are null."""
    tweets = read_export([DATA / "twitter_trump_2009_2017.csv.gz"])
    videos = read_export([DATA / "youtube_candidates_2015.csv.gz"])
    governments = read_export([DATA / "instagram_state_governments.csv.gz"])

    assert set(tweets.posts["kind"].unique()) == {"text", "reply"}
    assert tweets.sources[0].unmatched == ("device",)
    assert videos.posts["measured_at"].dt.date().n_unique() >= 2
    assert videos.posts.group_by("account", "post_id").len()["len"].max() == 2
    assert videos.sources[0].unmatched == ("dislikes",)
    assert governments.posts["collab"].null_count() == 0
    assert governments.posts["collab"].sum() > 0
    assert [(fault.field, fault.kind, fault.count) for fault in governments.faults] == [
        ("comments", "negative_count", 2)
    ]


@needs_data
def test_large_table_is_read_fast() -> None:
    """118,175 rows with gzip take well under a second once the readers are loaded."""
    read_export([DATA / "youtube_candidates_2015.csv.gz"])

    start = time.process_time()
    read_export([DATA / "facebook_pages_2016.csv.gz"])

    # measured 0.4 s of the cores' work; five times that means Python loops over rows
    assert time.process_time() - start < 2


@needs_data
def test_real_fanpage_karma_agrees_with_the_public_table() -> None:
    """The commercial tool's Excel holds the same posts, likes and times as the table made from it."""
    tool = read_export([DATA / "fanpage_karma_governopara.xlsx"], account="governopara").posts
    table = read_export([DATA / "instagram_state_governments.csv.gz"]).posts.filter(pl.col("account") == "governopara")

    assert tool.height == 2351
    keys = ["post_id", "likes", "comments"]
    assert tool.select(keys).sort(keys).equals(table.select(keys).sort(keys))
    both = tool.join(table, on="post_id")
    assert (both["posted_at"] - both["posted_at_right"]).dt.total_seconds().abs().max() == 0
    assert set(tool["kind"].unique()) == {"other", "reel", "video"}


@needs_examples
def test_business_suite_examples() -> None:
    """Every example is read with the numbers that a person finds in it."""
    instagram = read_export(sorted(EXAMPLES.glob("Jun*instagram.csv"))).posts
    facebook = read_export(sorted(EXAMPLES.glob("Jun*facebook.csv"))).posts
    german = read_export(sorted(EXAMPLES.glob("UNVERIFIED*.csv"))).posts
    days = read_export(sorted((EXAMPLES / "daily").glob("*.csv")), account="account_a").days

    assert instagram.select("likes", "kind").rows() == [(210, "carousel"), (410, "reel"), (None, "photo")]
    assert facebook.select("account", "likes", "shares", "kind").rows() == [("Page A", 30, 2, "reel")]
    assert german.select("posted_at", "saves").rows() == [(datetime(2026, 6, 29, 18, tzinfo=UTC), 96)]
    assert days["follows"].to_list() == [6, 13, 0, 2]
    assert days["views"].to_list() == [410, 388, 402, 95]


@needs_examples
def test_business_suite_examples_as_a_folder() -> None:
    """The whole folder is one reading with two accounts."""
    reading = read_export([EXAMPLES])

    assert set(reading.posts["account"]) == {"account_a", "Page A"}
    assert set(reading.days["account"]) == {"account_a"}
    assert reading.unknown_paths == ()
