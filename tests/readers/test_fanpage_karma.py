"""Fanpage Karma's Excel."""

from __future__ import annotations

from pathlib import Path

import polars as pl

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
