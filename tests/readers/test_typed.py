"""Numbers typed in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieber.errors import UnreadableError
from fieber.readers import read_typed

EXPORTS = Path(__file__).parent.parent / "exports" / "typed"

TYPED = {
    "8.800 7200 12k 1,2k": [8800, 7200, 12000, 1200],
    "8800, 7200, 900": [8800, 7200, 900],
    "8800,7200,900": [8800, 7200, 900],
    "8,800 7,200": [8800, 7200],
    "8,800,7,200": [8800, 7200],
    "1.2 Mio 3 Tsd. 5k": [1200000, 3000, 5000],
    "1.2k;3k\n5": [1200, 3000, 5],
    "10 000 12 050": [10000, 12050],
    "9 500 10 200 11 300": [9500, 10200, 11300],
    "120 135 210 180": [120, 135, 210, 180],
    "95 120": [95, 120],
    "100 200 300": [100, 200, 300],
    "0 0 0": [0, 0, 0],
    "10\u00a0000 9\u00a0050": [10000, 9050],
}


@pytest.mark.parametrize(("text", "newest_first"), TYPED.items())
def test_typed_numbers(text: str, newest_first: list[int]) -> None:
    """Separators, thousands and suffixes as people type them; the table has the oldest first."""
    reading = read_typed(text, account="anna")

    assert reading.posts["likes"].to_list() == newest_first[::-1]
    assert reading.rows_read == len(newest_first)
    assert reading.faults == ()


def test_steps_keep_the_order_and_are_no_dates() -> None:
    """One post is one day from 2000-01-01 UTC on, and the reading says that it has no dates."""
    reading = read_typed("30 20 10", account=None)

    start = datetime(2000, 1, 1, tzinfo=UTC)
    assert reading.posts["posted_at"].to_list() == [start + timedelta(days=step) for step in range(3)]
    assert reading.posts["likes"].to_list() == [10, 20, 30]
    assert not reading.is_dated
    assert reading.posts["account"].to_list() == [None, None, None]


def test_what_is_no_number_is_counted() -> None:
    """Words and negative numbers are dropped and counted, never shown."""
    reading = read_typed("12.345 likes, anna -5 900", account=None)

    assert reading.posts["likes"].to_list() == [900, 12345]
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("not_a_number_dropped", 3)]
    assert reading.rows_read == 5
    assert "anna" not in repr(reading.faults)


def test_thousands_by_space_are_said_where_they_are_a_guess() -> None:
    """Pairs without a tell-tale zero are read as thousands only in a long list, with a note."""
    sure = read_typed("10 000 12 050", account=None)
    guessed = read_typed("9 500 10 200 11 300", account=None)

    assert sure.notes == ()
    assert [note.key for note in guessed.notes] == ["note.spaces_read_as_thousands"]


@pytest.mark.parametrize("text", ["", "  \n", "I have always had many likes", "--"])
def test_nothing_typed_is_unreadable(text: str) -> None:
    """Without a single number the sentence says what to type."""
    with pytest.raises(UnreadableError, match="type the likes of your last posts, newest first"):
        read_typed(text, account=None)


@settings(deadline=None, max_examples=50)  # the machine is shared: slow is no failure
@given(st.lists(st.integers(min_value=0, max_value=90_000_000), min_size=1, max_size=60))
def test_plain_numbers_come_back(numbers: list[int]) -> None:
    """Numbers come back, oldest first; the ".0" keeps them from looking like halves of thousands."""
    reading = read_typed(";\n".join(f"{number}.0" for number in numbers), account=None)

    assert reading.posts["likes"].to_list() == numbers[::-1]


@settings(deadline=None, max_examples=50)  # the machine is shared: slow is no failure
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is typed gives a reading whose rows add up, or the one sentence."""
    try:
        reading = read_typed(text, account=None)
    except UnreadableError:
        return
    assert reading.rows_read == reading.posts.height + sum(fault.count for fault in reading.faults)


@pytest.mark.parametrize("case", sorted(path.name for path in EXPORTS.iterdir()))
def test_typed_goldens(case: str) -> None:
    """What was typed is read as its golden says."""
    expected = json.loads((EXPORTS / case / "reading.json").read_text(encoding="utf-8"))

    reading = read_typed((EXPORTS / case / "input.txt").read_text(encoding="utf-8"), account=None)

    assert reading.posts["likes"].to_list()[::-1] == expected["likes_newest_first"]
    assert [f"{fault.kind} {fault.count}" for fault in reading.faults] == expected["faults"]
