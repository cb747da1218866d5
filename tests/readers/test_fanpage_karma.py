"""Fanpage Karma's Excel."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from fieber.errors import UnreadableError
from fieber.readers import read_export

EXPORT = Path(__file__).parent.parent / "exports" / "fanpage_karma" / "collaboration" / "posts.xlsx"


def test_identity_and_kind_come_from_the_link() -> None:
    """The identity is the link's, since Excel rounds the column Message-ID; the path tells the kind."""
    posts = read_export([EXPORT]).posts

    assert posts["post_id"].to_list()[:3] == ["EAAAAAAAA00", "EAAAAAAAA01", "EAAAAAAAA02"]
    assert posts["kind"].to_list()[:3] == ["other", "reel", "video"]


def test_sum_is_not_likes() -> None:
    """Likes are "Likes per post", not the sum of all reactions."""
    assert read_export([EXPORT]).posts["likes"].to_list()[:3] == [500, 501, 502]


def test_partner_becomes_collaboration() -> None:
    """The one post under another profile's name belongs to the main profile, as a collaboration."""
    posts = read_export([EXPORT]).posts

    assert posts["account"].unique().to_list() == ["Studio M"]
    assert posts.filter(pl.col("collab"))["post_id"].to_list() == ["EAAAAAAAA07"]


def test_account_renames_the_main_profile() -> None:
    """A handle given by the person takes the display name's place, for the partner's post too."""
    posts = read_export([EXPORT], account="studio_m").posts

    assert posts["account"].unique().to_list() == ["studio_m"]
    assert posts["collab"].sum() == 1


def test_time_zone_needs_no_note() -> None:
    """Its clock agrees with UTC, so there is nothing to say about the zone."""
    assert read_export([EXPORT]).notes == ()


def test_header_alone_is_unreadable(tmp_path: Path) -> None:
    """The sheet saved as CSV is read too; without rows it says so."""
    path = tmp_path / "posts.csv"
    header = "Date,Message,Profile,Network,Likes per post,Comments per post,Message-ID,Profile-ID,Link\n"
    path.write_text(header + "2026-06-01 10:00:00,x,anna,INSTAGRAM,3,1,1,1,https://www.instagram.com/p/A1/\n")
    assert read_export([path]).posts.select("account", "post_id", "likes").rows() == [("anna", "A1", 3)]

    path.write_text(header)
    with pytest.raises(UnreadableError, match="holds only a header and no rows"):
        read_export([path])
