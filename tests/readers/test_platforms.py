"""What is particular to single platforms, beyond what every reader promises."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from fieber.api import Checkup, check
from fieber.errors import UnreadableError
from fieber.readers import read_export
from fieber.readers._instagram_graph import days_of, insights_of, posts_of
from fieber.readers._json import moment, text, whole
from fieber.readers._private import is_private
from fieber.readers._youtube_data import kind_of

HEAD = "Content,Video title,Video publish time,Duration,Views,Likes\nTotal,,,,9,9\n"


def studio(folder: Path, name: str, *rows: str) -> Path:
    """A folder of YouTube Studio with one table."""
    (folder / name).mkdir()
    (folder / name / "Table data.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return folder / name


def test_studio_counts_only_what_lies_in_its_time(tmp_path: Path) -> None:
    """A video from before the time has no counters, for they are a part; one from its first day has them all."""
    rows = ('a2345678901,x,"May 31, 2026",600,500,40', 'b2345678901,x,"Jun 1, 2026",600,70,4')
    posts = read_export([studio(tmp_path, "Content 2026-06-01_2026-09-01 Kanal", *rows)]).posts

    assert posts["account"].to_list() == ["Kanal", "Kanal"]
    assert posts["views"].to_list() == [None, 70]
    assert posts["measured_at"].unique().to_list() == [datetime(2026, 9, 2, tzinfo=UTC)]


def test_studio_without_its_time_says_so(tmp_path: Path) -> None:
    """Where neither the folder nor days beside it tell the time, the counters stay, with a note."""
    reading = read_export([studio(tmp_path, "renamed", 'a2345678901,x,"May 31, 2026",600,500,40')])

    assert reading.posts["views"].to_list() == [500]
    assert "note.counted_in_period" in {note.key for note in reading.notes}


@pytest.mark.parametrize(
    ("duration", "day", "kind"),
    [
        ("PT45S", datetime(2026, 1, 1, tzinfo=UTC), None),
        ("PT2M30S", datetime(2026, 1, 1, tzinfo=UTC), None),
        ("PT2M30S", datetime(2023, 1, 1, tzinfo=UTC), "video"),
        ("PT3M1S", datetime(2026, 1, 1, tzinfo=UTC), "video"),
        ("P1DT1S", datetime(2023, 1, 1, tzinfo=UTC), "video"),
        ("broken", datetime(2026, 1, 1, tzinfo=UTC), None),
    ],
)
def test_what_may_be_a_short_has_no_kind(duration: str, day: datetime, kind: str | None) -> None:
    """Only what is longer than a Short could be on its day is surely a video."""
    assert kind_of(duration, day) == kind


def test_a_day_of_the_graph_api_ends_at_pacific_midnight() -> None:
    """07:00 and 08:00 UTC are midnight there, in summer and winter: the value belongs to the day before."""
    ends = ("2026-06-27T07:00:00+0000", "2026-01-27T08:00:00+0000")
    values = [{"value": 3, "end_time": end} for end in ends]
    found = days_of({"data": [{"name": "follower_count", "period": "day", "values": values}]})

    assert [(row["day"], row["follows"]) for row in found] == [(date(2026, 1, 26), 3), (date(2026, 6, 26), 3)]


def test_likes_are_hidden_only_where_others_show_them() -> None:
    """One media without like_count among others hides it; where none has it, nobody asked for it."""
    one: dict[str, Any] = {"id": "1", "timestamp": "2026-07-04T18:00:00+0000", "media_type": "IMAGE"}
    other = {**one, "id": "2", "like_count": 0}

    assert [row.get("likes_hidden") for row in posts_of([one, other]).posts] == [True, None]
    assert [row.get("likes_hidden") for row in posts_of([one]).posts] == [None]


def test_pages_given_one_by_one_are_one_export(tmp_path: Path) -> None:
    """Media in one file and their insights in another are joined, also when both are given by name."""
    media = {"id": "17", "timestamp": "2026-07-04T18:00:00+0000", "media_type": "IMAGE", "media_product_type": "FEED"}
    insight = {"name": "reach", "period": "lifetime", "values": [{"value": 5}], "id": "17/insights/reach/lifetime"}
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text(json.dumps({"data": [{**media, "username": "me"}]}))
    second.write_text(json.dumps({"data": [insight]}))

    posts = read_export([second, first]).posts

    assert posts.select("account", "reach").rows() == [("me", 5)]


def test_a_facebook_page_of_reactions_is_summed_only_where_all_are_said(tmp_path: Path) -> None:
    """CrowdTangle's likes are the thumb alone: with one reaction missing, the sum is unknown, not too small."""
    head = "Page Name,User Name,Followers at Posting,Post Created,Type,Likes,Love,Comments,URL\n"
    rows = "P,p,9,2023-06-29 18:00:00 CEST,Photo,10,5,1,https://www.facebook.com/9/posts/1\n"
    rows += "P,p,9,2023-06-30 18:00:00 CEST,Photo,10,,1,https://www.facebook.com/9/posts/2\n"
    (tmp_path / "posts.csv").write_text(head + rows)

    assert read_export([tmp_path / "posts.csv"]).posts["likes"].to_list() == [15, None]


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("data/direct-messages.js", True),
        ("TikTok/Direct Messages/x.txt", True),
        ("export/Connections.csv", True),
        ("messages/inbox/anna/message_1.json", True),
        ("data/tweets.js", False),
        ("Content 2026/Table data.csv", False),
        ("animals/posts_1.json", False),
    ],
)
def test_the_fence(path: str, closed: bool) -> None:
    """Letters, address books and log-ins are behind it, words that only look alike are not."""
    assert is_private(PurePosixPath(path)) == closed


@pytest.mark.parametrize(
    ("value", "said"),
    [(" anna ", "anna"), (7, "7"), ("", None), (True, None), (None, None), ("\ud800x", "?x"), ("Grüße ☕", "Grüße ☕")],
)
def test_texts_in_json(value: object, said: str | None) -> None:
    """A text that says something is one; half of a letter, which no table can hold, is a question mark."""
    assert text(value) == said


@pytest.mark.parametrize(
    ("value", "number"),
    [("12", 12), (12.0, 12), ("-1", None), (True, None), ("1e3", None), (10**17, None), ("٣", None)],
)
def test_counts_in_json(value: object, number: int | None) -> None:
    """Only what is surely a count is one."""
    assert whole(value) == number


@pytest.mark.parametrize("value", ["2026-06-29T18:00:00+0000", "Mon Jun 29 18:00:00 +0000 2026", 1782756000])
def test_moments_in_json(value: object) -> None:
    """The spellings of Instagram, X and Unix are one moment."""
    assert moment(value) == datetime(2026, 6, 29, 18, tzinfo=UTC)


@pytest.mark.parametrize("value", ["gestern", "2026-13-45", 1e30, None, True, "", float("nan")])
def test_what_is_no_moment(value: object) -> None:
    """Anything else is unknown, never an error."""
    assert moment(value) is None


def test_a_part_of_an_export_says_what_to_do(tmp_path: Path) -> None:
    """TikTok's file without the list of videos ends in one sentence that names it."""
    part_of_it = {"Profile And Settings": {}, "Your Activity": {"Watch History": {"VideoList": None}}}
    (tmp_path / "user_data_tiktok.json").write_text(json.dumps(part_of_it))

    with pytest.raises(UnreadableError, match=r"^user_data_tiktok\.json is an export of TikTok without its list"):
        read_export([tmp_path / "user_data_tiktok.json"])


def test_an_account_without_posts_is_not_an_error(tmp_path: Path) -> None:
    """An export in whose list of posts nothing stands gives no post, and the account's name."""
    profile = {"Profile Info": {"ProfileMap": {"userName": "anna"}}}
    empty = {"Post": {"Posts": {"VideoList": None}}, "Profile And Settings": profile}
    (tmp_path / "user_data_tiktok.json").write_text(json.dumps(empty))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tweets.js").write_text("window.YTD.tweets.part0 = [ ]")
    (tmp_path / "data" / "account.js").write_text('window.YTD.account.part0 = [{"account":{"username":"bert"}}]')

    for place, name in ((tmp_path / "user_data_tiktok.json", "anna"), (tmp_path / "data", "bert")):
        reading = read_export([place])
        checkup = check(reading)

        assert reading.accounts["account"].to_list() == [name]
        assert isinstance(checkup, Checkup)
        assert (checkup.to_dict()["account"], checkup.to_dict()["verdict"]) == (name, "unknown")


def test_half_a_file_of_posts_is_damaged(tmp_path: Path) -> None:
    """A file of posts of X that is cut off is not taken for an account without posts."""
    (tmp_path / "tweets.js").write_text('window.YTD.tweets.part0 = [ {"tweet": {"id_str": "19')

    with pytest.raises(UnreadableError, match=r"tweets\.js is cut off"):
        read_export([tmp_path / "tweets.js"])


def test_each_file_is_told_with_its_own_labels(tmp_path: Path) -> None:
    """Two kinds of files read together: neither is said to hold what only the other holds."""
    status = {"id": "1", "created_at": "2026-06-29T18:00:00Z", "url": "https://s.example/@a/1", "favourites_count": 3}
    status |= {"reblogs_count": 1, "replies_count": 0, "account": {"acct": "a"}}
    note: dict[str, Any] = {
        "id": "https://s.example/users/a/statuses/2",
        "type": "Note",
        "published": "2026-06-30T18:00:00Z",
    }
    note["to"] = ["https://www.w3.org/ns/activitystreams#Public"]
    activity: dict[str, Any] = {"type": "Create", "actor": "https://s.example/users/a", "object": note}
    (tmp_path / "statuses.json").write_text(json.dumps([status]))
    (tmp_path / "outbox.json").write_text(json.dumps({"type": "OrderedCollection", "orderedItems": [activity]}))

    told = {source.file: source.matched for source in read_export([tmp_path]).sources}

    assert "favourites_count" in told["statuses.json"]
    assert "favourites_count" not in told["outbox.json"]
    assert "published" not in told["statuses.json"]


def test_saved_answers_of_youtube_stay_under_its_terms(tmp_path: Path) -> None:
    """An answer of the interface, saved as a file, is kept 30 days and out of the weather; a table of Studio is not."""
    video = {"kind": "youtube#video", "id": "v1", "snippet": {"publishedAt": "2026-06-29T18:00:00Z", "channelId": "UC"}}
    video |= {"statistics": {"viewCount": "10", "likeCount": "1"}}
    saved = tmp_path / "videos.json"
    saved.write_text(json.dumps({"kind": "youtube#videoListResponse", "items": [video]}))
    table = tmp_path / "Table data.csv"
    table.write_text('Content,Video title,Video publish time,Duration,Views\nv1,T,"Jun 29, 2026",45,10\n')

    assert [(one.may_pool, one.may_store_days) for one in read_export([saved]).sources] == [(False, 30)]
    assert [(one.may_pool, one.may_store_days) for one in read_export([table]).sources] == [(True, None)]


def test_a_table_of_tiktok_studio_may_be_called_anything(tmp_path: Path) -> None:
    """A single table is read whatever its name ends in."""
    saved = tmp_path / "followers_1.json"
    saved.write_text(
        "Video title,Video link,Post time,Total likes\n"
        "one,https://www.tiktok.com/@studio_t/video/7400000000000000001,2026-06-29 18:00:00,48\n",
        encoding="utf-8",
    )

    assert read_export([saved]).posts["likes"].to_list() == [48]


def test_stories_hide_no_likes() -> None:
    """Instagram counts no likes of a story, so a story without them hides none; a post without them does."""
    media = [
        {"id": str(number), "media_product_type": kind, "timestamp": "2026-06-29T18:00:00+0000", "comments_count": 1}
        for number, kind in enumerate(("STORY", "FEED", "FEED"))
    ]
    media[2]["like_count"] = 5

    posts = posts_of(media).frame()

    assert posts["likes_hidden"].to_list() == [None, True, None]


def test_instaloader_of_version_3_wrote_the_post_alone(tmp_path: Path) -> None:
    """A file named by its moment that holds a post without a signature is read as one with it."""
    node = {"shortcode": "C", "date": 1782756000, "__typename": "GraphVideo", "is_video": True, "video_view_count": 90}
    node |= {"edge_media_preview_like": {"count": 5}, "owner": {"username": "studio_x"}}
    (tmp_path / "2026-06-29_18-00-00_UTC.json").write_text(json.dumps(node), encoding="utf-8")

    posts = read_export([tmp_path]).posts

    assert posts.select("account", "post_id", "kind", "likes", "views").rows() == [("studio_x", "C", "video", 5, 90)]


def test_instaloader_files_of_no_known_kind_are_passed_over(tmp_path: Path) -> None:
    """A kind that is a list instead of a word is no post, and no error."""
    post = {
        "node": {"__typename": "GraphImage", "shortcode": "B1", "taken_at_timestamp": 1780423200},
        "instaloader": {"version": "4.10", "node_type": "Post"},
    }
    odd = {"node": {"id": "1"}, "instaloader": {"version": "4.10", "node_type": [1, None]}}
    for name, document in {"2026-06-02_18-00-00_UTC.json": post, "odd_1.json": odd}.items():
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")

    assert read_export([tmp_path]).posts.height == 1


def test_a_metric_of_no_known_period_is_passed_over() -> None:
    """A period that is a list instead of a word is no count of a whole life, and no error."""
    metrics = [
        {"name": name, "period": period, "id": "1/insights", "values": [{"value": 5}]}
        for name, period in (("reach", "lifetime"), ("views", ["day"]))
    ]

    assert insights_of({"data": metrics}) == {"1": {"reach": 5}}


def test_a_table_of_tiktok_studio_without_times_is_refused(tmp_path: Path) -> None:
    """Where no column says when, one sentence tells how to name it."""
    saved = tmp_path / "Content.csv"
    link = "https://www.tiktok.com/@studio_t/video/7400000000000000001"
    saved.write_text(f"Video title,Video link,When,Total likes\none,{link},2026-06-29 18:00:00,48\n", encoding="utf-8")

    with pytest.raises(UnreadableError, match="posted_at=COLUMN"):
        read_export([saved])
    assert read_export([saved], columns={"posted_at": "When"}).posts["likes"].to_list() == [48]
