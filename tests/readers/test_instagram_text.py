from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieber.readers import _instagram_labels as tables
from fieber.readers._instagram_dates import (
    PACIFIC,
    Clock,
    derive_clock,
    export_moment,
    month_number,
    parse_local,
    parse_range,
)
from fieber.readers._instagram_labels import LABELS, canonical
from fieber.readers._instagram_records import LayoutError, records_from_json
from fieber.readers._instagram_text import (
    fix,
    is_missing,
    label_key,
    parse_count,
    parse_percent,
    parse_seconds,
)
from fieber.simulate.instagram_export import mojibake


def test_mojibake_is_undone_on_keys_and_values() -> None:
    """Both sides of a JSON pair come back as the words that were meant."""
    key = r'"\u00e2\u0080\u009eGef\u00c3\u00a4llt mir\u00e2\u0080\u009c-Angaben"'
    raw = '[{"string_map_data": {' + key + r': {"value": "Gr\u00c3\u00bc\u00c3\u009fe"}}}]'

    (record,) = records_from_json(raw.encode())

    assert [(label.name, label.text) for label in record.labels] == [("„Gefällt mir“-Angaben", "Grüße")]


def test_millions_of_brackets_take_no_more_time_than_opening_them() -> None:
    """Of what no record is made of nothing is looked at, however deep and much it is."""
    junk = b"[[[[[[[[[]]]]]]]]]"
    raw = b'{"organic_insights_posts": [' + b",".join([junk] * 60_000) + b"]}"
    start = time.process_time()
    json.loads(raw)
    opened = time.process_time() - start

    start = time.process_time()
    assert records_from_json(raw) == ()

    assert time.process_time() - start < 2 * opened + 0.1


@pytest.mark.parametrize("text", ["Grüße", "☀️ Sommer", "„Gefällt mir“", "plain", "é", "Ã"])
def test_text_that_is_right_stays(text: str) -> None:
    """Text that no byte-wise writing can have produced is left alone."""
    assert fix(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_mojibake_round_trip(text: str) -> None:
    """Whatever Meta writes is read back, for every text."""
    assert fix(mojibake(text)) == text


def test_half_a_surrogate_pair_does_not_survive() -> None:
    """A broken escape becomes a question mark, so that every text can be written to a file."""
    assert fix("\ud83d") == "?"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("12,345", 12345),
        ("12.345", 12345),
        ("1.234.567", 1234567),
        ("12\u202f345", 12345),
        ("3359140", 3359140),
        ("-207", -207),
        ("63.3K", 63300),
        ("1,2 Mio.", 1200000),
        ("2M", 2000000),
        ("", None),
        ("--", None),
        ("31.2%", None),
        ("0:12", None),
        ("12,34", None),
        ("9" * 5000, None),
    ],
)
def test_counts_with_any_separator(text: str, count: int | None) -> None:
    """Thousands may be parted by comma, point, space or nothing; what is no count is none."""
    assert parse_count(text) == count


def test_percentages_in_both_ways_of_writing() -> None:
    """Point and comma both part the decimals of a percentage."""
    assert parse_percent("84.5%") == parse_percent("84,5 %") == 84.5
    assert parse_percent("1") is None


def test_missing_is_not_zero() -> None:
    """Two dashes and an empty text say nothing; a nought says nought."""
    assert is_missing("--")
    assert is_missing("")
    assert not is_missing("0")


def test_seconds_and_milliseconds_are_the_same_moment() -> None:
    """Some exports write milliseconds; 0 means that there is no date."""
    moment = datetime(2026, 6, 29, 18, tzinfo=UTC)

    assert parse_seconds(1782756000) == parse_seconds(1782756000000) == moment
    assert parse_seconds(0) is None
    assert parse_seconds("1782756000") is None
    assert parse_seconds(float("inf")) is None


def test_labels_meet_despite_quotes_spaces_and_case() -> None:
    """Typographic quotes, hard spaces and capitals do not part two spellings of one label."""
    assert label_key("Profile\u00a0Visits") == label_key("profile visits")
    assert label_key("J\u2019aime") == label_key("J'aime")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Accounts Reached", "reach"),
        ("„Gefällt mir“-Angaben", "likes"),
        ("J\u2019aime", "likes"),
        ("Instagram Likes", "likes"),
        ("Instagram Plays", "views"),
        ("Curtidas", "likes"),
        ("Contas alcançadas", "reach"),
        ("Account raggiunti", "reach"),
        ("Gespeichert", "saves"),
        ("Timestamp de la création", "created"),
        ("External link taps", "link_taps"),
        ("Something new", None),
    ],
)
def test_post_labels_in_five_languages(label: str, name: str | None) -> None:
    """Every language is looked up at once, because one export can mix them."""
    assert canonical("post", label) == name


def test_one_label_means_different_things_in_different_files() -> None:
    """The word "Followers" is a total in one card and a share of the reach in the other; the net change is neither."""
    assert canonical("audience", "Followers") == "followers"
    assert canonical("reach", "Followers") == "reach_followers"
    assert canonical("audience", "Overall followers") == "net"
    assert canonical("audience", "Total des followers") == "net"


def test_no_alias_has_two_meanings_in_one_file() -> None:
    """Within one kind of file each known spelling stands for one thing, so that order does not decide."""
    for table in (tables._POST, tables._AUDIENCE, tables._REACH, tables._INTERACTIONS):
        spellings = [(label_key(alias), name) for name, aliases in table.items() for alias in aliases]
        assert len({key for key, _ in spellings}) == len(set(spellings))
    assert set(LABELS) == {"post", "audience", "reach", "interactions", "profile"}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Jun 3 - Aug 31", date(2026, 6, 3), date(2026, 8, 31)),
        ("9. Juli - 6. Okt.", date(2025, 7, 9), date(2025, 10, 6)),
        ("Oct 29 - Jan 26", date(2025, 10, 29), date(2026, 1, 26)),
        ("3 juin - 31 août", date(2026, 6, 3), date(2026, 8, 31)),
        ("1 de mar. - 29 de mai.", date(2026, 3, 1), date(2026, 5, 29)),
        ("15 gen - 14 apr", date(2026, 1, 15), date(2026, 4, 14)),
        ("Feb 29 - May 28", date(2024, 2, 29), date(2026, 5, 28)),
    ],
)
def test_ranges_without_a_year(text: str, first: date, last: date) -> None:
    """The year is the last one in which the range was over on the day of the export; the start lies before the end."""
    assert parse_range(text, date(2026, 9, 1)) == (first, last)


def test_a_range_that_is_none() -> None:
    """A placeholder instead of a range gives nothing rather than a guess."""
    assert parse_range("--", date(2026, 9, 1)) is None
    assert parse_range("Foo 3 - Bar 5", date(2026, 9, 1)) is None


def test_months_in_six_languages() -> None:
    """Shortened and whole names of the months are told apart, even June and July in French."""
    names = "janv. Februar março avril maio giugno juillet agosto Sept. Okt. novembre dez"

    assert [month_number(name) for name in names.split()] == list(range(1, 13))
    assert month_number("Dienstag") is None


@pytest.mark.parametrize(
    "text",
    [
        "Jun 29, 2026 11:00 am",
        "Jun 29, 2026, 11:00 AM",
        "29. Juni 2026 um 11:00",
        "29 juin 2026 11:00",
        "giu 29, 2026 11:00 am",
        "29 de jun. de 2026 11:00",
        "29.06.2026 11:00",
        "Monday, June 29, 2026 at 11:00 AM UTC",
        "mardi 29 juin 2026 à 11:00",
    ],
)
def test_printed_times_in_several_languages(text: str) -> None:
    """The same minute is read from every way of printing it."""
    assert parse_local(text) == datetime(2026, 6, 29, 11)  # noqa: DTZ001 - a wall clock without a zone


def test_noon_and_midnight() -> None:
    """Twelve at night is the first hour of the day, twelve at noon the thirteenth."""
    assert parse_local("Jun 29, 2026 12:05 am") == datetime(2026, 6, 29, 0, 5)  # noqa: DTZ001 - a wall clock
    assert parse_local("Jun 29, 2026 12:05 pm") == datetime(2026, 6, 29, 12, 5)  # noqa: DTZ001 - a wall clock


def test_the_header_tells_pacific_time_and_winter_follows() -> None:
    """A header seven hours off in September is Pacific time, so an entry of January is eight hours off."""
    clock = derive_clock("Tuesday, September 1, 2026 at 2:00 AM UTC", "2026-09-01T09:00:00.000Z")

    assert clock == Clock(timedelta(hours=-7), PACIFIC)
    assert clock.to_utc([parse_local("Jun 29, 2026 11:00 am"), None, parse_local("Jan 5, 2026 11:00 am")]) == [
        datetime(2026, 6, 29, 18, tzinfo=UTC),
        None,
        datetime(2026, 1, 5, 19, tzinfo=UTC),
    ]


def test_an_hour_that_no_clock_showed_is_not_lost() -> None:
    """A time inside the hour that summer time skips still gives a moment."""
    clock = Clock(timedelta(hours=-7), PACIFIC)

    assert clock.to_utc([parse_local("Mar 8, 2026 2:30 am")]) == [datetime(2026, 3, 8, 10, 30, tzinfo=UTC)]


def test_another_offset_is_used_as_it_is() -> None:
    """An offset that is not Pacific time is taken without rules for the summer."""
    clock = derive_clock("1. September 2026 um 11:00", "2026-09-01T09:00:00Z")

    assert clock == Clock(timedelta(hours=2))
    assert clock.to_utc([parse_local("Jan 5, 2026 11:00 am")]) == [datetime(2026, 1, 5, 9, tzinfo=UTC)]


def test_a_header_that_shows_two_moments_tells_nothing() -> None:
    """Without two readings of one moment there is no clock."""
    assert derive_clock("September 1, 2026 at 2:00 AM", "2026-07-01T09:00:00Z") is None
    assert derive_clock("September 1, 2026 at 2:00 AM", "yesterday") is None
    assert derive_clock("soon", "2026-09-01T09:00:00Z") is None


def test_the_day_of_the_export() -> None:
    """The header wins, then the folder's day (moved by what happened on it), then the request."""
    day, request = date(2026, 9, 1), datetime(2026, 8, 28, 18, tzinfo=UTC)

    assert export_moment(["2026-09-01T09:00:00Z"], day=day, requested_at=request, newest=None).hour == 9  # type: ignore[union-attr]
    assert export_moment([], day=day, requested_at=request, newest=None) == datetime(2026, 9, 1, tzinfo=UTC)
    same_day = datetime(2026, 9, 1, 7, tzinfo=UTC)
    assert export_moment([], day=day, requested_at=same_day, newest=None) == same_day
    assert export_moment([], day=day, requested_at=request, newest=same_day) == same_day
    assert export_moment([], day=None, requested_at=request, newest=None) == request
    assert export_moment([], day=None, requested_at=request, newest=same_day) == same_day
    assert export_moment([], day=None, requested_at=None, newest=same_day) is None


def test_both_dialects_give_the_same_labels() -> None:
    """string_map_data and (nested) label_values are two ways of writing one thing."""
    flat = {"root": [{"string_map_data": {"Likes": {"value": "5", "timestamp": 0}}}]}
    nested = [{"timestamp": 1782756000, "label_values": [{"label": "x", "vec": [{"label": "Likes", "value": "5"}]}]}]

    first, second = records_from_json(json.dumps(flat).encode()), records_from_json(json.dumps(nested).encode())

    assert first[0].labels == second[0].labels
    assert second[0].created == datetime(2026, 6, 29, 18, tzinfo=UTC)


def test_the_two_shapes_seen_once() -> None:
    """A card as {title, data} and a list as {entries, entry_count} are accepted."""
    card = records_from_json(b'{"title": "", "data": {"Likes": 5}}')
    entries = records_from_json(b'{"entries": [{"string_list_data": [{"timestamp": 1782756000}]}], "entry_count": 1}')

    assert [(label.name, label.text) for label in card[0].labels] == [("Likes", "5")]
    assert entries[0].times == (datetime(2026, 6, 29, 18, tzinfo=UTC),)


@pytest.mark.parametrize("raw", [b"<html></html>", b"", b"5", b'{"a": [], "b": []}', b"[" * 100_000])
def test_what_is_no_document_of_records(raw: bytes) -> None:
    """HTML named .json, a bare number, two arrays or endless nesting are a layout nobody knows."""
    with pytest.raises(LayoutError):
        records_from_json(raw)
