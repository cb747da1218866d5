from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fieber.errors import UnreadableError
from fieber.model.reading import Fault
from fieber.readers import read_export
from fieber.readers._archive import open_input
from fieber.readers.instagram import READER
from fieber.simulate.instagram_export import mojibake

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieber.model.reading import Reading

EXAMPLES = Path(__file__).parents[3] / "shared" / "formats_examples" / "instagram_export"
needs_examples = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples of ../shared are not here")

SECOND = 1782756000
POSTED = datetime(2026, 6, 29, 18, tzinfo=UTC)
ROOT = "instagram-account_a-2026-09-01-AbCdEf12"
CATALOGUE = "your_instagram_activity/media"
INSIGHTS = "logged_information/past_instagram_insights"
FOLLOWERS = "connections/followers_and_following/followers"


def cells(values: Mapping[str, object], *, created: str | None = "Creation Timestamp") -> dict[str, Any]:
    """Give a string_map_data; the creation label's number sits in `timestamp`."""
    found: dict[str, Any] = {name: {"href": "", "value": value, "timestamp": 0} for name, value in values.items()}
    return found if created is None else {created: {"href": "", "value": "", "timestamp": SECOND}, **found}


def insight(values: Mapping[str, object], *, uri: str | None = None, created: str | None = "Creation Timestamp") -> Any:
    """Give one item of an insights file."""
    media = {"Media Thumbnail": {"uri": uri, "creation_timestamp": SECOND, "title": "caption"}} if uri else {}
    return {"media_map_data": media, "string_map_data": cells(values, created=created)}


def post(*names: str, second: int = SECOND, folder: str = "posts", ending: str = "jpg") -> dict[str, Any]:
    """Give one post of a catalogue."""
    media = [
        {"uri": f"media/{folder}/202606/{name}.{ending}", "creation_timestamp": second, "title": ""} for name in names
    ]
    return {"media": media} if len(media) == 1 else {"media": media, "title": "x", "creation_timestamp": second}


def followers(*seconds: int | None) -> list[dict[str, Any]]:
    """Give a followers list."""
    return [{"title": "", "string_list_data": [{"href": "", "value": "w", "timestamp": second}]} for second in seconds]


def card(values: Mapping[str, object]) -> dict[str, Any]:
    """Give a card's document."""
    return {"organic_insights_any": [{"title": "", "string_map_data": cells(values, created=None)}]}


def write(folder: Path, files: Mapping[str, Any], *, root: str = ROOT) -> Path:
    """Write an export as a folder: documents as JSON with Meta's mojibake, texts as they are."""
    for name, document in files.items():
        path = folder / root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document if isinstance(document, str) else json.dumps(mojibake(document)), encoding="utf-8")
    return folder


def read(folder: Path, *, account: str | None = None) -> Reading:
    """Read what lies in a folder through the Instagram reader alone."""
    with open_input([folder]) as source:
        assert READER.claims(source)
        return READER.read(source, account=account, columns=None)


def keys(reading: Reading) -> list[str]:
    """Give the keys of the notes."""
    return [note.key for note in reading.notes]


@needs_examples
def test_the_english_example() -> None:
    """Four posts with the numbers of their insights, the follower total, and what to know about the followers."""
    reading = read(EXAMPLES / "json_en_2026")

    assert reading.posts.select("post_id", "kind", "likes", "reach", "views", "follows").rows() == [
        ("111000000000001", "photo", 980, 12345, None, 2),
        ("111000000000002", "carousel", 77, 1004, None, 0),
        ("111000000000004", "reel", 3100, 40210, 55000, None),
        ("111000000000005", "story", None, None, None, None),
    ]
    assert reading.posts["account"].unique().to_list() == ["account_a"]
    assert reading.posts["posted_at"][0] == POSTED
    assert reading.posts["measured_at"].unique().to_list() == [datetime(2026, 9, 1, tzinfo=UTC)]
    assert reading.days.select("day", "followers", "follows").rows() == [(date(2026, 9, 1), 10801, None)]
    assert keys(reading) == ["note.surviving_followers", "note.partial_followers", "note.follower_flows"]
    assert dict(reading.notes[-1].values) == {
        "gained": 264,
        "lost": 471,
        "first": date(2026, 6, 3),
        "last": date(2026, 8, 31),
    }
    assert all(source.unmatched == () for source in reading.sources)
    assert (reading.faults, reading.unknown_paths, reading.rows_read) == ((), (), 4)


@needs_examples
def test_the_german_example() -> None:
    """German labels behind mojibake give the same columns; without a catalogue a picture alone is no known kind."""
    reading = read(EXAMPLES / "json_de_2026")

    assert reading.posts.select("kind", "likes", "comments", "shares", "saves", "reach", "impressions").rows() == [
        ("other", 980, 45, 60, 120, 12345, 14533),
        ("reel", 800, None, 90, None, 9000, None),
        ("story", None, None, 1, None, 300, 310),
        ("story", None, None, None, None, 120, None),
    ]
    assert reading.days.select("day", "followers").rows() == [(date(2026, 10, 7), 10801)]
    assert reading.notes[0].values["first"] == date(2026, 7, 9)
    assert all(source.unmatched == () for source in reading.sources)


@needs_examples
def test_the_legacy_example() -> None:
    """The layout of 2022 joins by time where file names differ, and "--" stays unknown."""
    reading = read(EXAMPLES / "json_legacy_2022")

    assert reading.posts.select("account", "post_id", "likes", "shares", "follows").rows() == [
        ("account_a", "333000000000001", 41, None, 0)
    ]
    assert reading.posts["measured_at"].to_list() == [datetime(2022, 12, 8, tzinfo=UTC)]
    assert "note.surviving_followers" in keys(reading)
    assert reading.days["follows"].is_null().all()


@needs_examples
def test_the_html_example() -> None:
    """HTML gives dates, kinds and followers at the right hour, and says what it cannot give."""
    reading = read(EXAMPLES / "html_en_2026")

    assert reading.posts.select("post_id", "posted_at", "kind", "likes").rows() == [
        ("111000000000001", POSTED, "photo", None)
    ]
    assert reading.posts["measured_at"].to_list() == [datetime(2026, 9, 1, 9, tzinfo=UTC)]
    assert reading.days.is_empty()
    assert keys(reading) == ["note.no_counts_in_export", "note.html_export", "note.surviving_followers"]


@needs_examples
def test_two_parts_are_one_export() -> None:
    """Both part ZIPs together read as the folder does; each alone gives what is in it."""
    parts = sorted(EXAMPLES.glob("*-part-*.zip"))

    both = read_export(parts)
    first, second = read_export(parts[:1]), read_export(parts[1:])

    assert both.posts.equals(read(EXAMPLES / "json_en_2026").posts)
    assert first.posts.select("account", "post_id", "kind", "likes").rows() == [
        ("account_a", "111000000000001", "other", 980),
        ("account_a", "1783015200", "other", 77),
    ]
    assert second.posts["likes"].to_list() == [None, None, 3100, None]
    assert second.days.is_empty()


@needs_examples
def test_a_folder_taken_out_of_its_export() -> None:
    """The insights folder alone is read; whose it is comes from `account=`, when it was made stays unknown."""
    folder = next(EXAMPLES.glob(f"json_en_2026/*/{INSIGHTS}"))

    reading = read(folder, account="mine")

    assert reading.posts.select("account", "likes", "measured_at").rows() == [
        ("mine", 980, None),
        ("mine", 77, None),
        ("mine", 3100, None),
    ]


@pytest.mark.parametrize("distance", [-2, 0, 2])
def test_join_by_time_within_two_seconds(tmp_path: Path, distance: int) -> None:
    """Without a thumbnail an insights item finds its post by the moment of creation."""
    files = {
        f"{CATALOGUE}/posts_1.json": [post("1", second=SECOND + distance), post("2", second=SECOND + 60)],
        f"{INSIGHTS}/posts.json": {"organic_insights_posts": [insight({"Likes": "7"})]},
    }

    reading = read(write(tmp_path, files))

    assert reading.posts.select("post_id", "likes").rows() == [("1", 7), ("2", None)]


def test_no_join_over_three_seconds(tmp_path: Path) -> None:
    """Three seconds apart are two posts."""
    files = {
        f"{CATALOGUE}/posts_1.json": [post("1", second=SECOND + 3)],
        f"{INSIGHTS}/posts.json": {"organic_insights_posts": [insight({"Likes": "7"})]},
    }

    reading = read(write(tmp_path, files))

    assert reading.posts["likes"].to_list() == [7, None]


def test_a_name_joins_before_a_time(tmp_path: Path) -> None:
    """Of two posts of one second each gets its own numbers, in whatever order the items stand."""
    items = [insight({"Likes": "1"}), insight({"Likes": "2"}, uri="media/posts/202606/b.jpg")]
    files = {
        f"{CATALOGUE}/posts_1.json": [post("b"), post("a")],
        f"{INSIGHTS}/posts.json": {"organic_insights_posts": items},
    }

    reading = read(write(tmp_path, files))

    assert dict(reading.posts.select("post_id", "likes").iter_rows()) == {"a": 1, "b": 2}


def test_a_story_of_the_same_second_stays_apart(tmp_path: Path) -> None:
    """A story and a post made at once never exchange their numbers."""
    story = {"uri": "media/stories/202606/s.jpg", "creation_timestamp": SECOND, "title": ""}
    files = {
        f"{CATALOGUE}/posts_1.json": [post("p")],
        f"{CATALOGUE}/stories.json": {"ig_stories": [story]},
        f"{INSIGHTS}/posts.json": {"organic_insights_posts": [insight({"Likes": "9"})]},
        f"{INSIGHTS}/stories.json": {"organic_insights_stories": [insight({"Accounts reached": "3"})]},
    }

    reading = read(write(tmp_path, files))

    assert reading.posts.select("kind", "likes", "reach").sort("kind").rows() == [
        ("photo", 9, None),
        ("story", None, 3),
    ]


def test_kinds_by_file_and_ending(tmp_path: Path) -> None:
    """Where a post lies and what it is made of decide its kind; a reel that stands twice counts once."""
    files = {
        f"{CATALOGUE}/posts_1.json": [
            post("a"),
            post("b", "c", second=SECOND + 60),
            post("d", second=SECOND + 120, ending="mp4"),
            post("r", second=SECOND + 180, ending="mp4"),
        ],
        f"{CATALOGUE}/reels.json": {"ig_reels_media": [post("r", second=SECOND + 180, ending="mp4")]},
        f"{CATALOGUE}/igtv_videos.json": {"ig_igtv_media": [post("v", second=SECOND + 240, ending="mp4")]},
        f"{CATALOGUE}/archived_posts.json": {"ig_archived_post_media": [post("z", second=SECOND + 300)]},
        f"{INSIGHTS}/live_videos.json": {
            "organic_insights_live": [insight({"Likes": "4"}, uri="media/other/l.mp4", created=None)]
        },
    }

    reading = read(write(tmp_path, files))

    assert sorted(reading.posts.select("post_id", "kind").rows()) == [
        ("a", "photo"),
        ("b", "carousel"),
        ("d", "video"),
        ("l", "live"),
        ("r", "reel"),
        ("v", "video"),
        ("z", "photo"),
    ]
    assert reading.faults == (Fault("catalogue", "post_id", "duplicate_rows_dropped", 1),)
    assert reading.rows_read == 8


def test_french_with_an_english_label_inside(tmp_path: Path) -> None:
    """A French file that keeps one English label is read whole; a label nobody knows is named, not guessed."""
    values = {"Comptes touchés": "1\u202f204", "J\u2019aime": "88", "External link taps": "2", "Ganz neu": "5"}
    item = insight(values, created="Timestamp de la création")
    files = {f"{INSIGHTS}/posts.json": {"organic_insights_posts": [item]}}

    reading = read(write(tmp_path, files))

    assert reading.posts.select("posted_at", "reach", "likes").rows() == [(POSTED, 1204, 88)]
    assert reading.sources[0].unmatched == ("Ganz neu",)


def test_dialect_b_insights(tmp_path: Path) -> None:
    """Insights in the newer dialect give the same posts."""
    labels = [{"label": "Erstellungszeitstempel", "timestamp_value": SECOND}, {"label": "Kommentare", "value": "12"}]
    files = {f"{INSIGHTS}/posts.json": [{"media": [], "label_values": labels, "fbid": "1"}]}

    reading = read(write(tmp_path, files))

    assert reading.posts.select("posted_at", "comments").rows() == [(POSTED, 12)]


def test_what_is_no_number_is_a_fault_without_the_value(tmp_path: Path) -> None:
    """A value that cannot be read is null and counted by file and column; so are a negative one and a missing date."""
    items = [insight({"Likes": "viele", "Comments": "-3"}), insight({"Likes": "1"}, created=None)]
    files = {f"{INSIGHTS}/posts.json": {"organic_insights_posts": items}}

    reading = read(write(tmp_path, files))

    assert reading.posts.select("likes", "comments").rows() == [(None, None)]
    assert set(reading.faults) == {
        Fault("past_instagram_insights/posts.json", "likes", "not_a_number", 1),
        Fault("past_instagram_insights/posts.json", "comments", "negative_count", 1),
        Fault("past_instagram_insights/posts.json", "posted_at", "no_date_dropped", 1),
    }
    assert reading.rows_read == 2


@pytest.mark.parametrize(("reach", "notes"), [("63.3K", ["note.rounded_counts"]), ("63,300", [])])
def test_a_short_number_is_marked_as_rounded(reach: str, notes: list[str], tmp_path: Path) -> None:
    """63.3K is read as 63,300, and the reading says that some numbers are rounded; the whole number says nothing."""
    files = {f"{INSIGHTS}/posts.json": {"organic_insights_posts": [insight({"Accounts reached": reach})]}}

    reading = read(write(tmp_path, files))

    assert reading.posts["reach"].to_list() == [63300]
    assert keys(reading) == notes


def test_percent_or_count_and_net_or_total(tmp_path: Path) -> None:
    """The share in profiles_reached and the net change never pass for the number of followers."""
    files = {
        f"{INSIGHTS}/profiles_reached.json": card({"Followers": "31.2%", "Accounts Reached": "46150"}),
        f"{INSIGHTS}/audience_insights.json": card({"Overall followers": "-207", "Followers Delta": "delta %"}),
    }

    reading = read(write(tmp_path, files))

    assert reading.days.is_empty()
    assert reading.notes == read(tmp_path).notes
    assert keys(reading) == ["note.no_counts_in_export"]
    assert reading.faults == ()


def test_the_list_of_followers_gives_no_new_followers_by_day(tmp_path: Path) -> None:
    """Only the total of the card becomes a day; the list says who stayed, and how many of them are listed."""
    files = {
        f"{FOLLOWERS}_1.json": followers(SECOND + 86400),
        f"{FOLLOWERS}_2.json": followers(SECOND),
        f"{INSIGHTS}/audience_insights.json": card({"Follower": "2"}),
    }

    whole = read(write(tmp_path / "whole", files))
    files[f"{INSIGHTS}/audience_insights.json"] = card({"Follower": "3"})
    part = read(write(tmp_path / "part", files))

    assert whole.days.select("day", "followers", "follows").rows() == [(date(2026, 9, 1), 2, None)]
    assert keys(whole) == ["note.no_counts_in_export", "note.surviving_followers"]
    assert keys(part) == [*keys(whole), "note.partial_followers"]


def test_the_old_and_the_new_shape_of_a_follower(tmp_path: Path) -> None:
    """Entries without `value`, with the name in `title`, count too; one without a date is a fault."""
    newer = {"title": "w", "string_list_data": [{"href": "https://www.instagram.com/_u/w", "timestamp": SECOND}]}
    document = {"relationships_followers": [newer, *followers(SECOND, None)]}

    whole = {f"{FOLLOWERS}.json": document, f"{INSIGHTS}/audience_insights.json": card({"Follower": "2"})}
    reading = read(write(tmp_path, whole))

    assert "note.surviving_followers" in keys(reading)
    assert "note.partial_followers" not in keys(reading)
    assert reading.faults == (Fault("followers_and_following/followers.json", "follows", "follower_without_date", 1),)


def test_an_export_without_insights_says_that_it_has_no_counts(tmp_path: Path) -> None:
    """A personal account's export gives its dates and the note that there are no likes in it."""
    reading = read(write(tmp_path, {f"{CATALOGUE}/posts_1.json": [post("1")]}))

    assert reading.posts["likes"].to_list() == [None]
    assert keys(reading) == ["note.no_counts_in_export"]


def test_new_files_are_named_without_the_account(tmp_path: Path) -> None:
    """A file that Meta adds to a folder we read is reported by its path, with the account's name taken out."""
    files: dict[str, Any] = {
        f"{CATALOGUE}/posts_1.json": [post("1")],
        f"{CATALOGUE}/profile_photos.json": {"ig_profile_picture": []},
        f"{INSIGHTS}/views_by_account_a.json": {},
        "messages/media/brand_new.json": {},
    }

    reading = read(write(tmp_path, files))

    assert reading.unknown_paths == ("past_instagram_insights/views_by_….json",)


def test_the_name_in_the_profile_wins(tmp_path: Path) -> None:
    """The account is the user name of the profile, under its German label, whatever the folder is called."""
    profile = {"profile_user": [{"string_map_data": cells({"Benutzername": "neuer.name"}, created=None)}]}
    files = {
        f"{CATALOGUE}/posts_1.json": [post("1")],
        "personal_information/personal_information/personal_information.json": profile,
    }

    assert read(write(tmp_path, files), account="other").posts["account"].to_list() == ["neuer.name"]


def test_two_accounts_in_one_folder_stay_apart(tmp_path: Path) -> None:
    """Exports of two accounts unpacked side by side give two accounts, each with its own date."""
    total = {f"{INSIGHTS}/audience_insights.json": card({"Follower": "7"})}
    files = {f"{CATALOGUE}/posts_1.json": [post("1")], **total}
    write(tmp_path, files)
    write(tmp_path, files, root="instagram-account_z-2026-10-01-ZZZZZZ99")

    reading = read(tmp_path)

    assert reading.posts.select("account", pl.col("measured_at").dt.month()).rows() == [
        ("account_a", 9),
        ("account_z", 10),
    ]
    assert reading.days.select("account", "followers").rows() == [("account_a", 7), ("account_z", 7)]


def test_two_renamed_exports_stay_apart(tmp_path: Path) -> None:
    """Folders a manager named herself are two accounts as soon as both hold the same file."""
    files = {f"{CATALOGUE}/posts_1.json": [post("1")]}
    write(tmp_path, files, root="anna")
    write(tmp_path, files, root="ben")

    assert read(tmp_path).posts["account"].to_list() == ["anna", "ben"]


def test_a_later_export_of_the_same_account_is_a_second_reading(tmp_path: Path) -> None:
    """Two exports give two readings of each post, and two of the number of followers."""
    total = f"{INSIGHTS}/audience_insights.json"
    files = {f"{CATALOGUE}/posts_1.json": [post("1")], total: card({"Follower": "7"})}
    write(tmp_path, files)
    later = files | {total: card({"Follower": "6"})}
    write(tmp_path, later, root="instagram-account_a-2026-10-01-ZZZZZZ99")

    reading = read(tmp_path)

    assert reading.posts["measured_at"].dt.month().to_list() == [9, 10]
    assert reading.days.select("day", "followers").rows() == [(date(2026, 9, 1), 7), (date(2026, 10, 1), 6)]


def test_a_broken_file_does_not_cost_the_others(tmp_path: Path) -> None:
    """One unreadable file is a fault; an export of nothing else is an error that says what to do."""
    insights = {f"{INSIGHTS}/posts.json": {"organic_insights_posts": [insight({"Likes": "7"})]}}
    broken = {f"{CATALOGUE}/posts_1.json": '[{"media": [{"uri": "x.jpg", "creation_timestamp": 17827'}

    reading = read(write(tmp_path / "some", insights | broken))

    assert reading.posts["likes"].to_list() == [7]
    assert reading.faults == (Fault("media/posts_1.json", None, "unreadable_file", 1),)
    with pytest.raises(UnreadableError, match="request it again as JSON"):
        read(write(tmp_path / "all", broken))


def test_a_single_file_is_known_by_its_root_key(tmp_path: Path) -> None:
    """One file taken out of the export is read whatever it is called."""
    path = tmp_path / "meine zahlen (1).json"
    path.write_text(json.dumps({"organic_insights_posts": [insight({"Likes": "7"})]}), encoding="utf-8")

    assert read(path, account="me").posts.select("account", "likes").rows() == [("me", 7)]


def test_single_lists_are_known_by_their_entries(tmp_path: Path) -> None:
    """A catalogue or a list of followers without a root key is known by what its entries hold."""
    catalogue, list_of_followers = tmp_path / "a.json", tmp_path / "b.json"
    catalogue.write_text(json.dumps([post("1"), post("2")]), encoding="utf-8")
    entry = {"href": "https://www.instagram.com/w", "value": "w", "timestamp": SECOND}
    list_of_followers.write_text(json.dumps([{"title": "", "string_list_data": [entry]}]), encoding="utf-8")

    assert read(catalogue).posts.height == 2
    assert "note.surviving_followers" in keys(read(list_of_followers))


def test_an_empty_insights_file_is_an_export_without_posts(tmp_path: Path) -> None:
    """An account that never posted gives an empty reading, not an error."""
    reading = read(write(tmp_path, {f"{INSIGHTS}/posts.json": []}))

    assert reading.posts.is_empty()
    assert reading.rows_read == 0
    assert reading.accounts["account"].to_list() == ["account_a"]


def test_a_card_with_words_for_numbers(tmp_path: Path) -> None:
    """A card's value that is neither count nor percentage is a fault; the card's other numbers stand."""
    files = {f"{INSIGHTS}/audience_insights.json": card({"Followers": "ungefähr viele", "Unfollows": "4"})}

    reading = read(write(tmp_path, files))

    assert reading.notes[-1].values["lost"] == 4
    assert reading.days.is_empty()
    assert reading.faults == (Fault("past_instagram_insights/audience_insights.json", "followers", "not_a_number", 1),)


def test_a_folder_with_an_impossible_date_has_a_name_all_the_same(tmp_path: Path) -> None:
    """A date that no calendar has leaves the moment of reading open."""
    write(tmp_path, {f"{CATALOGUE}/posts_1.json": [post("1")]}, root="instagram-account_a-2026-13-45-AbCdEf12")

    assert read(tmp_path).posts.select("account", "measured_at").rows() == [("account_a", None)]


def test_other_exports_are_not_claimed(tmp_path: Path) -> None:
    """Folders with the same names but other contents belong to somebody else."""
    write(tmp_path, {"media/posts_1.json": '{"tweets": []}', "content/notes.txt": "x"})

    with open_input([tmp_path]) as source:
        assert not READER.claims(source)


HTML = (
    """<html><head><title>t</title></head><body>{header}<main class="_a706" role="main">{blocks}</main></body></html>"""
)
BLOCK = """<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_3-95 _2pim _a6-h _a6-i">Geheim</div>
<div class="_3-95 _a6-p">{body}</div><div class="_3-94 _a6-o">{date}</div></div>"""
FOLLOWER = """<div class="pam _a6-g"><div class="_a6-p"><div><div><a href="https://www.instagram.com/wer">wer</a></div>
<div>{date}</div></div></div></div>"""


def page(*blocks: str, header: str = "") -> str:
    """Give an HTML page of an export."""
    return HTML.format(header=header, blocks="".join(blocks))


def test_html_without_a_header_says_that_the_zone_is_unknown(tmp_path: Path) -> None:
    """Where nothing tells the offset, times are taken as printed and the note says so."""
    slides = '<a href="media/posts/1.jpg"><img src="media/posts/1.jpg"/></a><video src="media/posts/2.mp4"></video>'
    files = {
        f"{CATALOGUE}/posts_1.html": page(
            BLOCK.format(body=slides, date="29. Juni 2026 um 11:00"), BLOCK.format(body="", date="Jan. 5, 2026 1:30 pm")
        ),
        f"{FOLLOWERS}_1.html": page(FOLLOWER.format(date="29. Juni 2026 um 11:00")),
    }

    reading = read(write(tmp_path, files))

    assert reading.posts.select("post_id", "posted_at", "kind").rows() == [
        ("1767619800", datetime(2026, 1, 5, 13, 30, tzinfo=UTC), "other"),
        ("1", datetime(2026, 6, 29, 11, tzinfo=UTC), "carousel"),
    ]
    assert "note.surviving_followers" in keys(reading)
    assert "note.no_time_zone" in keys(reading)


def test_html_labels_in_one_cell_or_two(tmp_path: Path) -> None:
    """A value may stand inside its label's cell or beside it; the card then has the same numbers."""
    rows = """<table><tr><td colspan="2" class="_2pin _a6_q">Zeitraum<div><div>9. Juli - 6. Okt.</div></div></td></tr>
    <tr><td class="_2pin _a6_q">Neue Follower</td><td class="_2pin _2piu _a6_r">264</td></tr>
    <tr><td class="_2pin _a6_q">Verlorene Follower</td><td class="_2pin _2piu _a6_r">--</td></tr></table>"""
    files = {f"{INSIGHTS}/audience_insights.html": page(BLOCK.format(body=rows, date=""))}

    reading = read(write(tmp_path, files))

    values = {"gained": 264, "lost": None, "first": date(2025, 7, 9), "last": date(2025, 10, 6)}
    assert dict(reading.notes[-1].values) == values


def test_a_stray_page_does_not_turn_json_into_html(tmp_path: Path) -> None:
    """JSON is read wherever there is any; an HTML file beside it is left aside."""
    files: dict[str, Any] = {
        f"{CATALOGUE}/posts_1.json": [post("1")],
        f"{FOLLOWERS}_1.html": page(FOLLOWER.format(date="Jun 29, 2026 11:00 am")),
    }

    reading = read(write(tmp_path, files))

    assert reading.posts.height == 1
    assert reading.days.is_empty()


@dataclass
class GuardedInput:
    """An input that fails the test as soon as a file is opened that nobody needs."""

    files: Mapping[str, bytes]
    allowed: Sequence[str]
    name: str = ROOT
    faults: tuple[Fault, ...] = ()
    opened: list[str] = field(default_factory=list)

    def paths(self) -> tuple[PurePosixPath, ...]:
        """All paths."""
        return tuple(PurePosixPath(path) for path in sorted(self.files))

    def size(self, path: PurePosixPath) -> int:
        """Its length."""
        return len(self.files[str(path)])

    def head(self, path: PurePosixPath, size: int = 65536) -> bytes:
        """Its beginning, guarded."""
        return self.read(path)[:size]

    def read(self, path: PurePosixPath) -> bytes:
        """Its content, guarded."""
        if str(path) not in self.allowed:
            pytest.fail(f"{path} was opened")
        self.opened.append(str(path))
        return self.files[str(path)]

    def local_path(self, path: PurePosixPath) -> Path | None:  # noqa: ARG002 - of the protocol
        """Nothing lies on disk."""
        return None


def test_messages_and_the_rest_are_never_opened() -> None:
    """Only the listed files are opened: no messages, no log-ins, no ads, not even under a name that we know."""
    content = json.dumps({"organic_insights_posts": [insight({"Likes": "1"})]}).encode()
    forbidden = [
        "your_instagram_activity/messages/inbox/anna_123/message_1.json",
        "messages/inbox/anna/past_instagram_insights/posts.json",
        "your_instagram_activity/messages/media/posts_1.json",
        "security_and_login_information/login_and_profile_creation/login_activity.json",
        "ads_information/ads_and_topics/posts_viewed.json",
        "connections/contacts/synced_contacts.json",
        "connections/followers_and_following/following.json",
        "your_instagram_activity/comments/post_comments_1.json",
        "your_instagram_activity/subscriptions/reels.json",
        "personal_information/personal_information/professional_information.json",
    ]
    allowed = {
        f"{CATALOGUE}/posts_1.json": json.dumps([post("1")]).encode(),
        f"{FOLLOWERS}_1.json": json.dumps(followers(SECOND)).encode(),
    }
    source = GuardedInput(allowed | dict.fromkeys(forbidden, content), tuple(allowed))

    assert READER.claims(source)
    reading = READER.read(source, account=None, columns=None)

    assert set(source.opened) == set(allowed)
    assert reading.unknown_paths == ()


def test_nothing_personal_is_kept(tmp_path: Path) -> None:
    """Captions, places, names of followers, biographies are in no table, fault, note or source."""
    private = "geheimnis"
    place = {"photo_metadata": {"exif_data": [{"latitude": 48.137, "device_id": private}]}}
    medium = {"uri": "media/posts/1.jpg", "creation_timestamp": SECOND, "title": private, "media_metadata": place}
    profile = cells({"Username": "account_a", "Bio": private, "Name": private}, created=None)
    files: dict[str, Any] = {
        f"{CATALOGUE}/posts_1.json": [{"media": [medium], "title": private}],
        f"{INSIGHTS}/posts.json": {"organic_insights_posts": [insight({"Caption": private, "Likes": private})]},
        f"{FOLLOWERS}_1.json": [
            {"title": private, "string_list_data": [{"href": private, "value": private, "timestamp": SECOND}]}
        ],
        "personal_information/personal_information/personal_information.json": {
            "profile_user": [{"string_map_data": profile}]
        },
    }

    reading = read(write(tmp_path, files))

    tables = "".join(
        json.dumps(frame.to_dicts(), default=str) for frame in (reading.posts, reading.days, reading.accounts)
    )
    kept = tables + repr((reading.faults, reading.notes, reading.sources, reading.unknown_paths))
    assert private not in kept
    assert "48.137" not in kept
    assert (reading.posts.height, reading.days.height) == (1, 0)
