"""Numbers as exports and people write them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieber.readers._numbers import looks_like_number, parse_counts

SPELLINGS = {
    "0": 0,
    "3359140": 3359140,
    "12,345": 12345,
    "12.345": 12345,
    "8.800": 8800,
    "12.345.678": 12345678,
    "12,34,567": 1234567,
    "1.234,5": 1234,
    "1,234.5": 1234,
    "1234.0": 1234,
    "63.3K": 63300,
    "63,3k": 63300,
    "1.2 Mio.": 1200000,
    "1,2 Tsd.": 1200,
    "2 mil": 2000,
    "1.5M": 1500000,
    "10 000": 10000,
    "10\u202f000": 10000,
    "1 200 000": 1200000,
    "1'200": 1200,
    "+7": 7,
    "\u22125": -5,
    "1e3": 1000,
}


@pytest.mark.parametrize(("text", "number"), SPELLINGS.items())
def test_spellings(text: str, number: int) -> None:
    """Thousands by dot, comma, space or apostrophe, decimals and suffixes are all understood."""
    parsed = parse_counts(pl.Series([text, "x1"]))

    assert parsed.values.to_list() == [number, None]
    assert parsed.unreadable == 1


@pytest.mark.parametrize("text", ["", " ", "--", "-", "\u2013", "n/a", "NaN", "null", "k. A."])
def test_nothing_said_is_null_and_no_fault(text: str) -> None:
    """An empty cell or a dash is no number and nothing wrong either."""
    parsed = parse_counts(pl.Series([text, "0"]))

    assert parsed.values.to_list() == [None, 0]
    assert parsed.unreadable == 0


@pytest.mark.parametrize("text", ["viel", "84,5%", "8800,7200,900", "1.2.3", "12 likes", "99999999999999999999", "k"])
def test_no_number_is_counted(text: str) -> None:
    """What is no count becomes null and is counted."""
    parsed = parse_counts(pl.Series([text], dtype=pl.String))

    assert parsed.values.to_list() == [None]
    assert parsed.unreadable == 1


def test_typed_columns_pass() -> None:
    """Columns that are numbers already keep their values; not-a-number is null."""
    assert parse_counts(pl.Series([1, None])).values.to_list() == [1, None]
    assert parse_counts(pl.Series([1.6, float("nan"), None])).values.to_list() == [2, None, None]
    assert parse_counts(pl.Series([None, None])).values.to_list() == [None, None]


@settings(deadline=None, max_examples=50)  # the machine is shared: slow is no failure
@given(st.lists(st.integers(min_value=-(10**12), max_value=10**12), min_size=1))
def test_separators_change_nothing(numbers: list[int]) -> None:
    """A number means the same with and without thousands separators, whichever they are."""
    plain = parse_counts(pl.Series([str(number) for number in numbers]))

    for separator in (",", ".", " ", "'"):
        written = pl.Series([f"{number:,}".replace(",", separator) for number in numbers])
        assert parse_counts(written).values.to_list() == plain.values.to_list() == numbers


@settings(deadline=None, max_examples=50)  # the machine is shared: slow is no failure
@given(st.lists(st.text(), min_size=1))
def test_any_text_is_null_or_a_number(texts: list[str]) -> None:
    """Whatever stands there, the column comes back as long as it was, and nothing raises."""
    parsed = parse_counts(pl.Series(texts, dtype=pl.String))

    assert len(parsed.values) == len(texts)
    assert parsed.values.dtype == pl.Int64
    assert 0 <= parsed.unreadable <= parsed.values.null_count()


def test_looks_like_number() -> None:
    """A header cell that is a number gives away a table without header."""
    assert looks_like_number("12,345")
    assert not looks_like_number("likes")


def test_numbers_with_a_suffix_are_rounded() -> None:
    """12.3K and 1,2 Mio. count as rounded; whole numbers, with or without thousands, do not."""
    assert parse_counts(pl.Series(["12.3K", "1,2 Mio.", "12,345", "800", None])).rounded == 2
    assert parse_counts(pl.Series(["12.345", "800"])).rounded == 0
