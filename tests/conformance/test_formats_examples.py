"""Every tree of the made-up exports beside the project is claimed by one reader and read with the counts in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fieber import plugins
from fieber.model.tables import COUNTS
from fieber.readers import claimants, read_export
from fieber.readers._archive import open_input

if TYPE_CHECKING:
    import polars as pl

EXAMPLES = Path(__file__).parents[3] / "shared" / "formats_examples"
READERS = plugins.discover("readers", "READER")
YOUTUBE = "youtube/Content 2026-06-01_2026-09-01 Channel A"
META = "meta_business_suite/Jun-01-2026_"

# tree → reader, posts, sums of what is counted: read off the files by hand
TREES: dict[str, tuple[str, int, dict[str, int]]] = {
    "bluesky": ("bluesky", 1, {"likes": 7, "comments": 1, "shares": 2}),
    "crowdtangle/facebook.csv": (
        *("crowdtangle", 1),
        {"likes": 1034, "comments": 100, "shares": 100, "followers": 1100},
    ),
    "crowdtangle/instagram.csv": ("crowdtangle", 1, {"likes": 980, "comments": 45, "followers": 10801}),
    "instagram_export/json_en_2026": (
        *("instagram", 4),
        {"likes": 980 + 77 + 3100, "comments": 45 + 4 + 120, "shares": 60 + 1 + 410, "saves": 120 + 3 + 260}
        | {"views": 55000, "reach": 12345 + 1004 + 40210, "follows": 2, "impressions": 14533 + 1210},
    ),
    "instagram_export/json_de_2026": (
        *("instagram", 4),
        {"likes": 980 + 800, "comments": 45, "shares": 60 + 90 + 1, "saves": 120}
        | {"reach": 12345 + 9000 + 300 + 120, "follows": 2, "impressions": 14533 + 310},
    ),
    "instagram_export/json_legacy_2022": (
        *("instagram", 1),
        {"likes": 41, "comments": 5, "saves": 2, "reach": 380, "follows": 0, "impressions": 412},
    ),
    "instagram_export/html_en_2026": ("instagram", 1, {}),
    "instagram_graph_api": (
        *("instagram_api", 2),
        {"likes": 410, "comments": 29, "shares": 120, "saves": 55, "views": 15000, "reach": 9800},
    ),
    "instaloader": ("instaloader", 1, {"likes": 410, "comments": 20, "views": 15000}),
    "linkedin/company_export_sheets_as_csv": (
        *("linkedin", 1),
        {"likes": 30, "comments": 4, "shares": 2, "follows": 1, "impressions": 1500},
    ),
    "linkedin/personal_Content_2026-06-01_2026-08-31_AccountA.xlsx": ("linkedin", 2, {"impressions": 4500}),
    "mastodon/api_statuses.json": ("mastodon", 1, {"likes": 11, "comments": 5, "shares": 6}),
    "mastodon/archive": ("mastodon", 1, {}),
    f"{META}Aug-31-2026_1234567890123456_instagram.csv": (
        *("meta_business_suite", 3),
        {"likes": 620, "comments": 29, "shares": 151, "saves": 151, "views": 22100, "reach": 15000, "follows": 20},
    ),
    f"{META}Jun-30-2026_2345678901234567_facebook.csv": (
        *("meta_business_suite", 1),
        {"likes": 30, "comments": 5, "shares": 2, "views": 1250, "reach": 900},
    ),
    "meta_business_suite/UNVERIFIED_german_headers_reconstructed.csv": (
        *("meta_business_suite", 1),
        {"likes": 210, "comments": 9, "shares": 31, "saves": 96, "views": 7100, "reach": 5200, "follows": 6},
    ),
    "meta_business_suite/daily/Follows.csv": ("meta_business_suite", 0, {}),
    "meta_business_suite/daily/Views.csv": ("meta_business_suite", 0, {}),
    "tiktok/export_new": ("tiktok", 1, {"likes": 410}),
    "tiktok/export_old": ("tiktok", 1, {"likes": 41}),
    "tiktok/studio": ("tiktok", 1, {"likes": 1200, "comments": 48, "shares": 31, "views": 18400}),
    "x_twitter/archive": ("twitter", 1, {"likes": 12, "shares": 3}),
    "x_twitter/analytics/account_analytics_content_2026-06-01_2026-08-31.csv": (
        *("twitter", 1),
        {"likes": 12, "comments": 1, "shares": 3, "saves": 1, "follows": 2, "impressions": 1234},
    ),
    "x_twitter/analytics/account_overview_analytics.csv": ("twitter", 0, {}),
    YOUTUBE: ("youtube", 2, {"views": 2100, "impressions": 9000}),
    "youtube/data_api_videos_list.json": ("youtube", 1, {"likes": 10, "comments": 2, "views": 100}),
    "youtube/analytics_api_report_day.json": ("youtube", 0, {}),
}
DAYS: dict[str, dict[str, int]] = {
    "instagram_export/json_en_2026": {"followers": 10801},
    "instagram_export/json_de_2026": {"followers": 10801},
    "instagram_graph_api": {"reach": 1295, "follows": 34},
    "instaloader": {"followers": 10801},
    "linkedin/personal_Content_2026-06-01_2026-08-31_AccountA.xlsx": {
        "followers": 812,
        "follows": 3,
        "interactions": 6,
    },
    "linkedin/company_export_sheets_as_csv": {"reach": 95, "link_clicks": 3},
    "meta_business_suite/daily/Follows.csv": {"follows": 6 + 13 + 0 + 2},
    "meta_business_suite/daily/Views.csv": {"views": 410 + 388 + 402 + 95},
    "tiktok/export_new": {"followers": 512},
    "x_twitter/analytics/account_overview_analytics.csv": {"follows": 2, "unfollows": 1, "profile_views": 9},
    "youtube/analytics_api_report_day.json": {"views": 128, "follows": 1},
}
UNVERIFIED = {"tiktok/studio", "meta_business_suite/UNVERIFIED_german_headers_reconstructed.csv"}
# no export by themselves: refusals and headers of an interface, which lie beside its answers
BESIDE = {"instagram_graph_api/errors"}

pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="needs the made-up exports in ../shared/formats_examples")
every_tree = pytest.mark.parametrize("tree", TREES)


def sums(table: pl.DataFrame, names: tuple[str, ...]) -> dict[str, int]:
    return {name: int(table[name].sum()) for name in names if table[name].null_count() < table.height}


@every_tree
def test_one_reader_claims_it(tree: str) -> None:
    """Exactly one reader says that it is surely its own."""
    with open_input([EXAMPLES / tree]) as source:
        assert [reader.name for reader in claimants(source, READERS.values())] == [TREES[tree][0]]


@every_tree
def test_the_counts_are_those_in_the_files(tree: str) -> None:
    """Posts and every counter are what a person finds; what is not in it stays null."""
    _, n_posts, counts = TREES[tree]
    reading = read_export([EXAMPLES / tree])

    assert reading.posts.height == n_posts
    assert sums(reading.posts, COUNTS) == counts
    found = {name: int(reading.days[name].sum()) for name in DAYS.get(tree, {})}
    assert found == DAYS.get(tree, {})


@every_tree
def test_unverified_layouts_say_so(tree: str) -> None:
    """A layout that nobody has seen in a real file has a note; every other one has none."""
    notes = {note.key for note in read_export([EXAMPLES / tree]).notes}

    assert ("note.unverified_layout" in notes) == (tree in UNVERIFIED)


def test_no_tree_is_left_out() -> None:
    """Every file of the examples lies in one of these trees, or beside one."""
    files = [path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*") if path.is_file()]
    known = (*TREES, *BESIDE, "instagram_export/instagram-account_a", "youtube/data_api_channels_list.json")

    assert not [name for name in files if not name.startswith(known)]


def test_all_platforms_at_once() -> None:
    """Every folder of a platform as a whole is read, whatever mix of its exports lies in it."""
    for folder in sorted(EXAMPLES.iterdir()):
        assert read_export([folder]).posts.height > 0
