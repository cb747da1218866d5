"""Meta Business Suite's content and daily files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from fieber.errors import UnreadableError
from fieber.readers import read_export

EXPORTS = Path(__file__).parent.parent / "exports" / "meta_business_suite"
TWO = EXPORTS / "two_exports"
HEADER = "Post ID,Account username,Publish time,Permalink,Post type,Date,Views,Likes"


def write_daily(path: Path, title: str, rows: dict[str, str]) -> Path:
    lines = ["sep=,", f'"{title}"', '"Date","Primary"', *(f'"{day}T00:00:00","{value}"' for day, value in rows.items())]
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    return path


def test_later_export_replaces_the_earlier() -> None:
    """Of a post in two exports the later one's numbers count; they are never added."""
    posts = read_export([TWO]).posts

    assert posts.select("post_id", "likes").rows() == [
        ("17900000000000031", 210),
        ("17900000000000032", 421),
        ("17900000000000033", 98),
        ("17900000000000034", 102),
    ]


def test_films_of_a_page_count_once(tmp_path: Path) -> None:
    """The export of films alone knows them by their asset; of two such exports the later one's numbers count."""
    head = "Video asset ID,Page ID,Page name,Publish time,Permalink,Post type,Date,3-second video views,Reactions\n"
    for name, likes in (("a.csv", 3), ("b.csv", 5)):
        row = f"71,2,Page,06/29/2026 18:00,https://www.facebook.com/71,Videos,Lifetime,150,{likes}\n"
        (tmp_path / name).write_text(head + row, encoding="utf-8")

    posts = read_export([tmp_path / "a.csv", tmp_path / "b.csv"]).posts

    assert posts.select("post_id", "likes", "views").rows() == [("71", 5, None)]


def test_no_metrics_yet_is_unknown(tmp_path: Path) -> None:
    """Empty cells are null, not zero."""
    posts = read_export([TWO / "Jun-01-2026_Jul-31-2026_1.csv"]).posts

    assert posts.filter(pl.col("post_id") == "17900000000000033").select("likes", "views", "reach").rows() == [
        (None, None, None)
    ]


def test_daily_files_belong_to_the_account_beside_them() -> None:
    """Daily files name no account; given with a content file, they are its account's."""
    days = read_export([TWO]).days

    assert days.select("account", "platform").unique().rows() == [("studio_l", "instagram")]


def test_left_out_days_are_zero_only_for_follows() -> None:
    """A day missing between two days of follows had none; of views it is unknown."""
    days = read_export([TWO]).days

    assert days.select("day", "follows", "views").rows() == [
        (date(2026, 6, 26), 6, 410),
        (date(2026, 6, 27), 0, None),
        (date(2026, 6, 28), 0, 402),
        (date(2026, 6, 29), 2, None),
    ]


@pytest.mark.parametrize(
    ("title", "platform", "column"),
    [
        ("Instagram follows", "instagram", "follows"),
        ("Facebook follows", "facebook", "follows"),
        ("Content interactions", None, "interactions"),
        ("Facebook link clicks", "facebook", "link_clicks"),
        ("Views", None, "views"),
        ("Viewers", None, "reach"),
        ("Facebook visits", "facebook", "profile_views"),
        ("Instagram reach", "instagram", "reach"),
    ],
)
def test_titles_of_daily_files(title: str, platform: str | None, column: str, tmp_path: Path) -> None:
    """The second row alone says what is counted, and sometimes on which network."""
    path = write_daily(tmp_path / "anna.csv", title, {"2026-06-26": "6", "2026-06-27": "1,200"})

    reading = read_export([path])

    assert reading.days.select("account", "platform", "day", column).rows() == [
        ("anna", platform, date(2026, 6, 26), 6),
        ("anna", platform, date(2026, 6, 27), 1200),
    ]
    assert reading.sources[0].matched == (title,)


def test_network_is_assumed_only_with_a_note(tmp_path: Path) -> None:
    """Where both networks are there, days without a network follow the daily files beside them, and it is said."""
    files = [
        TWO / "Jul-01-2026_Aug-31-2026_1.csv",
        EXPORTS / "facebook" / "posts.csv",
        write_daily(tmp_path / "Follows.csv", "Instagram follows", {"2026-06-26": "6"}),
        write_daily(tmp_path / "Views.csv", "Views", {"2026-06-26": "400"}),
    ]

    reading = read_export(files)

    assert reading.days.select("account", "platform", "follows", "views").rows() == [("studio_l", "instagram", 6, 400)]
    assert "note.network_assumed" in [note.key for note in reading.notes]


def test_contradicting_daily_files_are_counted(tmp_path: Path) -> None:
    """Two files with other numbers for one day leave one number and a fault."""
    one = write_daily(tmp_path / "a.csv", "Instagram reach", {"2026-06-26": "6"})
    two = write_daily(tmp_path / "b.csv", "Instagram reach", {"2026-06-26": "7"})

    reading = read_export([one, two], account="anna")

    assert reading.days.select("account", "reach").rows() == [("anna", 7)]
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("conflicting_day", 1)]


def test_older_two_column_flavour(tmp_path: Path) -> None:
    """A plain CSV whose second header is the metric with its network is a daily file too."""
    path = tmp_path / "anna.csv"
    path.write_text("Date,Instagram reach\n2026-06-26,6\n2026-06-27,7\n")

    assert read_export([path]).days.select("platform", "reach").rows() == [("instagram", 6), ("instagram", 7)]


def test_time_has_no_zone_and_german_is_unverified() -> None:
    """The clock is taken as written; German headers were never seen in a real file, and that is said."""
    reading = read_export([EXPORTS / "german"])

    assert reading.posts["posted_at"][0] == datetime(2026, 7, 3, 18, tzinfo=UTC)
    assert {note.key for note in reading.notes} == {"note.no_time_zone", "note.unverified_layout"}


def test_collaborators_rows(tmp_path: Path) -> None:
    """A partner's row belongs to the account as a collaboration, and the same post counts once."""
    rows = [
        f"179000000000001{n:02d},anna,06/{n + 1:02d}/2026 11:00,https://a.example/p/F{n:02d}/,IG image,Lifetime,9,{n}"
        for n in range(30)
    ]
    rows.append(rows[3].replace("anna", "partner"))
    rows.append(rows[4].replace("anna", "partner").replace("17900000000000104", "17900000000000199"))
    path = tmp_path / "posts.csv"
    path.write_text("\n".join([HEADER, *rows]))

    reading = read_export([path])

    assert reading.posts["account"].unique().to_list() == ["anna"]
    assert sorted(reading.posts.filter(pl.col("collab"))["post_id"]) == ["17900000000000103", "17900000000000199"]
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("collaborator_row_dropped", 1)]


def test_a_breakdown_by_day_is_added_up(tmp_path: Path) -> None:
    """Days of a post are added up, but not its reach; a counter with an empty day and an older post stay unknown."""
    head = "Post ID,Account username,Publish time,Permalink,Post type,Date,Views,Likes,Saves,Reach\n"
    rows = (
        "1,anna,06/29/2026 11:00,https://a/1,IG image,06/29/2026,90,3,1,70\n"
        "1,anna,06/29/2026 11:00,https://a/1,IG image,06/30/2026,20,2,,15\n"
        "2,anna,06/30/2026 11:00,https://a/2,IG reel,06/30/2026,40,4,0,30\n"
        "3,anna,05/01/2026 11:00,https://a/3,IG reel,06/30/2026,5,1,0,4\n"
    )
    path = tmp_path / "posts.csv"
    path.write_text(head + rows)

    reading = read_export([path])

    assert reading.posts.select("post_id", "views", "likes", "saves", "reach").rows() == [
        ("3", None, None, None, None),
        ("1", 110, 5, None, None),
        ("2", 40, 4, 0, None),
    ]
    assert set(reading.posts["measured_at"]) == {datetime(2026, 7, 1, tzinfo=UTC)}
    assert sorted((fault.kind, fault.count) for fault in reading.faults) == [
        ("added_row_dropped", 1),
        ("counted_in_part", 1),
    ]
    assert reading.rows_read == 4
    assert {"note.days_added_up", "note.unverified_layout"} <= {note.key for note in reading.notes}
    assert "Reach" in reading.sources[0].unmatched


def test_totals_beside_days_are_the_totals(tmp_path: Path) -> None:
    """Where some rows say Lifetime, those of single days are left out and counted."""
    path = tmp_path / "posts.csv"
    rows = [
        f"1,anna,06/29/2026 11:00,https://a/1,IG image,{of},{n},{n}" for of, n in (("Lifetime", 9), ("07/01/2026", 4))
    ]
    path.write_text("\n".join([HEADER, *rows]))

    reading = read_export([path])

    assert reading.posts.select("views", "likes", "measured_at").rows() == [(9, 9, None)]
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("daily_row_dropped", 1)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{HEADER}\n", "holds only a header and no rows; choose a period with posts"),
        ('sep=,\n"Instagram follows"\n"Date","Primary"\n', "holds no day; choose a longer time"),
        ('sep=,\n"Earnings"\n"Date","Primary"\n"2026-06-26","4"\n', "holds one number a day that fieber does not use"),
        ('sep=,\n"Top cities"\n"Berlin","Wien"\n"5","3"\n', "says who your audience is, and nothing of posts"),
        ("Post ID,Account username,Publish time\n1,anna,06/29/2026 11:00\n", "has no column with likes, views"),
        (f'sep=,\n"Views"\n"Date","Primary"\n"2026-06-26","{"9" * 200_000}"\n', "is cut off or damaged"),
        ("Gender,Distribution\nFemale,60\n", "says who your audience is, and nothing of posts"),
        ("Top Territories,Distribution\nGermany,0.6\n", "says who your audience is, and nothing of posts"),
    ],
)
def test_useless_exports_say_what_to_choose(text: str, sentence: str, tmp_path: Path) -> None:
    """Whatever holds no post by itself ends in the sentence that says what to choose instead."""
    path = tmp_path / "posts.csv"
    path.write_text(text)

    with pytest.raises(UnreadableError, match=sentence):
        read_export([path])


def test_the_audience_beside_posts_is_listed() -> None:
    """A table of the audience given by name with a file of posts stops nothing and is listed as not read."""
    reading = read_export([TWO / "Jul-01-2026_Aug-31-2026_1.csv", TWO / "Audience.csv"])

    assert reading.posts.height > 0
    assert reading.unknown_paths == ("Audience.csv",)
