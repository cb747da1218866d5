"""Tables that anybody keeps."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fieber.errors import UnknownExportError, UsageError
from fieber.readers import read_export

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.model.reading import Reading


def read(tmp_path: Path, text: str, name: str = "posts.csv", **options: dict[str, str]) -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_export([path], columns=options.get("columns"))


def kinds(reading: Reading) -> list[str]:
    return [fault.kind for fault in reading.faults]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator(separator: str, tmp_path: Path) -> None:
    """The separator is found by looking, also where cells hold the others."""
    text = f"posted_at{separator}likes{separator}topic\n"
    text += f'2026-06-01{separator}3{separator}"a, b; c | d"\n2026-06-02{separator}4{separator}e\n'

    reading = read(tmp_path, text)

    assert reading.posts["likes"].to_list() == [3, 4]
    assert reading.posts["topic"].to_list() == ["a, b; c | d", "e"]


def test_hint_for_excel_and_blank_lines_before_the_header(tmp_path: Path) -> None:
    """A first line "sep=;" and blank lines are no header."""
    reading = read(tmp_path, "sep=;\n\nposted_at;likes\n2026-06-01;3\n\n2026-06-02;4\n")

    assert reading.posts["likes"].to_list() == [3, 4]
    assert reading.rows_read == 2


def test_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    """A report's title and period stand above its table; a letter of several lines is still no table."""
    path, letter = tmp_path / "report.csv", tmp_path / "letter.csv"
    rows = "".join(f"2026-03-{day:02d};{day}\n" for day in range(1, 9))
    path.write_text(f"Mein Bericht\nZeitraum: März 2026\n\nDatum;Likes\n{rows}Summe;36\n")
    letter.write_text("Liebe Anna,\n\nwie geht es dir, und den anderen?\nGut.\nMir auch, danke.\n\nDein Bert\n")

    reading = read_export([path])

    assert reading.posts["likes"].to_list() == list(range(1, 9))
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("unreadable_date_dropped", 1)]
    with pytest.raises(UnknownExportError):
        read_export([letter])


def test_line_breaks_in_cells(tmp_path: Path) -> None:
    """A caption with line breaks, commas and quotes stays one cell."""
    reading = read(tmp_path, 'posted_at,likes,caption\n2026-06-01,3,"one\ntwo, ""three"""\n2026-06-02,4,x\n')

    assert reading.posts["likes"].to_list() == [3, 4]
    assert reading.sources[0].unmatched == ("caption",)


def test_rows_of_unequal_width_are_kept_and_counted(tmp_path: Path) -> None:
    """A row too long or too short is read as far as it goes."""
    rows = "".join(f"2026-06-{day:02d},{day},x\n" for day in range(1, 11))

    reading = read(tmp_path, f"posted_at,likes,note\n{rows}2026-06-11,11,x,more\n2026-06-12,12\n")

    assert reading.posts["likes"].to_list() == list(range(1, 13))
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("ragged_rows", 2)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_encoding(encoding: str, tmp_path: Path) -> None:
    """With and without byte order mark, and as Excel on Windows writes it."""
    path = tmp_path / "posts.csv"
    path.write_bytes("Veröffentlicht am;Gefällt mir;Thema\n29.06.2026;1.250;Grüße\n".encode(encoding))

    reading = read_export([path])

    assert reading.posts.select("likes", "topic").rows() == [(1250, "Grüße")]


def test_gzip_and_parquet_give_the_same(tmp_path: Path) -> None:
    """The same posts as CSV, gzip and Parquet are the same posts."""
    text = "account,posted_at,likes\na,2026-06-01T10:00:00Z,3\na,2026-06-02T10:00:00Z,\n"
    (tmp_path / "p.csv").write_text(text)
    (tmp_path / "p.csv.gz").write_bytes(gzip.compress(text.encode()))
    pl.read_csv(text.encode(), try_parse_dates=True).write_parquet(tmp_path / "p.parquet")

    plain, packed, typed = (read_export([tmp_path / name]).posts for name in ("p.csv", "p.csv.gz", "p.parquet"))

    assert plain.equals(packed)
    assert plain.equals(typed)
    assert plain["likes"].to_list() == [3, None]


def test_hidden_likes_and_zero_differ(tmp_path: Path) -> None:
    """Minus one is hidden, zero is zero, empty is unknown."""
    reading = read(tmp_path, "posted_at,likes\n2026-06-01,-1\n2026-06-02,0\n2026-06-03,\n2026-06-04,-7\n")

    assert reading.posts["likes"].to_list() == [None, 0, None, None]
    assert reading.posts["likes_hidden"].to_list() == [True, None, None, None]
    assert kinds(reading) == ["negative_count"]


def test_map_names_columns(tmp_path: Path) -> None:
    """An override finds a date and a metric that no list of names knows."""
    reading = read(
        tmp_path, "wann genau,Herzchen\n2026-06-01,3\n", columns={"posted_at": "wann genau", "likes": "Herzchen"}
    )

    assert reading.posts.select("posted_at", "likes").rows() == [(datetime(2026, 6, 1, tzinfo=UTC), 3)]
    with pytest.raises(UsageError, match="its columns are wann genau, Herzchen"):
        read(tmp_path, "wann genau,Herzchen\n2026-06-01,3\n", columns={"posted_at": "wann"})


def test_date_and_clock_in_two_columns(tmp_path: Path) -> None:
    """A sheet kept by hand may have the clock beside the date."""
    reading = read(tmp_path, "Datum,Uhrzeit,Likes\n29.06.2026,18:30,3\n30.06.2026,,4\n")

    assert reading.posts["posted_at"].to_list() == [
        datetime(2026, 6, 29, 18, 30, tzinfo=UTC),
        datetime(2026, 6, 30, tzinfo=UTC),
    ]
    assert [(note.key, note.values["n"]) for note in reading.notes] == [("note.no_time_zone", 1)]


def test_days_table(tmp_path: Path) -> None:
    """Followers by date become days, on the calendar as written, and no posts."""
    reading = read(tmp_path, "Datum;Follower;Neue Follower\n02.06.2026;10.003;14\n01.06.2026;10.000;--\n", "anna.csv")

    assert reading.posts.is_empty()
    assert reading.rows_read == 0
    assert reading.days.select("account", "day", "followers", "follows").rows() == [
        ("anna", date(2026, 6, 1), 10000, None),
        ("anna", date(2026, 6, 2), 10003, 14),
    ]


def test_platform_from_the_link(tmp_path: Path) -> None:
    """Without a column of its own, the platform is read from the link."""
    links = (
        "https://www.instagram.com/p/A1/",
        "https://x.com/a/status/1",
        "https://m.youtube.com/watch?v=1",
        "https://a.example/",
    )

    reading = read(
        tmp_path, "posted_at,likes,url\n" + "".join(f"2026-06-0{n + 1},3,{link}\n" for n, link in enumerate(links))
    )

    assert reading.posts["platform"].to_list() == ["instagram", "twitter", "youtube", None]


def test_damaged_identities_are_left_out(tmp_path: Path) -> None:
    """Identities that a spreadsheet has rounded do not make two posts one."""
    reading = read(
        tmp_path,
        "posted_at,likes,post_id\n2026-06-01,3,1.79E+16\n2026-06-02,4,1.79E+16\n"
        "2026-06-03,5,17900000000000000\n2026-06-04,6,17900000000000000\n2026-06-05,7,17900000000000007\n",
    )

    assert reading.posts["likes"].to_list() == [3, 4, 5, 6, 7]
    assert reading.posts["post_id"].to_list() == [None, None, None, None, "17900000000000007"]
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("damaged_post_id", 4)]


def test_json_lines_with_odd_separators_inside(tmp_path: Path) -> None:
    """Line separators within a JSON text do not cut it; a broken line is dropped and counted."""
    lines = '{"posted_at": "2026-06-01", "likes": 3, "note": "a\u2028b"}\n{"posted_at": "2026-\n'
    lines += '{"posted_at": "2026-06-02", "likes": 4}\n'

    reading = read(tmp_path, lines, "posts.jsonl")

    assert reading.posts["likes"].to_list() == [3, 4]
    assert kinds(reading) == ["unreadable_row_dropped"]
    assert reading.rows_read == 3


def test_json_identities_keep_their_digits(tmp_path: Path) -> None:
    """A long number in JSON is no float."""
    reading = read(tmp_path, '[{"id": 17900000000000013, "date": "2026-06-01", "likes": 3}]', "posts.json")

    assert reading.posts["post_id"].to_list() == ["17900000000000013"]


def test_statements(tmp_path: Path) -> None:
    """Yes and no are understood in two languages; what is neither stays unknown."""
    words = ("ja", "No", "1", "0", "TRUE", "", "maybe")

    reading = read(
        tmp_path, "posted_at,likes,collab\n" + "".join(f"2026-06-0{n + 1},3,{word}\n" for n, word in enumerate(words))
    )

    assert reading.posts["collab"].to_list() == [True, False, True, False, True, None, None]


def test_a_clock_column_alone_may_hold_the_moment(tmp_path: Path) -> None:
    """If the only column of time is called "time", it is the moment of posting."""
    reading = read(tmp_path, "time,likes\n2026-06-01T10:00:00Z,3\n")

    assert reading.posts["posted_at"].to_list() == [datetime(2026, 6, 1, 10, tzinfo=UTC)]
