"""Moments as exports and people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieber.readers._times import looks_like_moment, parse_times

EVENING = datetime(2026, 6, 29, 18, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 29, tzinfo=UTC)
SPELLINGS = {
    "2026-06-29": MIDNIGHT,
    "2026/06/29": MIDNIGHT,
    "2026-06-29T18:00:00Z": EVENING,
    "2026-06-29T18:00:00.123Z": EVENING,
    "2026-06-29 20:00:00+02:00": EVENING,
    "2026-06-29T14:30:00-0330": EVENING,
    "2026-06-29 18:00 UTC": EVENING,
    "2026-06-29 20:00:00 UTC+02:00": EVENING,
    "2026-06-29 20:00:00 CEST": EVENING,
    "29.06.2026": MIDNIGHT,
    "29.06.2026 18:00": EVENING,
    "29.6.26, 18:00 Uhr": EVENING,
    "29/06/2026 18:00": EVENING,
    "06/29/2026 18:00": EVENING,
    "6/29/2026 6:00 PM": EVENING,
    "Jun 29, 2026 6:00 pm": EVENING,
    "Mon, Jun 29, 2026": MIDNIGHT,
    "29. Juni 2026": MIDNIGHT,
    "29 Jun 2026 18:00": EVENING,
    "29 de junho de 2026": MIDNIGHT,
    "Mon Jun 29 18:00:00 +0000 2026": EVENING,
    "1782756000": EVENING,
    "1782756000000": EVENING,
    "46202.75": EVENING,
}


@pytest.mark.parametrize(("text", "moment"), SPELLINGS.items())
def test_spellings(text: str, moment: datetime) -> None:
    """ISO, German, English, Unix and Excel spellings all become UTC."""
    times = parse_times(pl.Series([text]), day_first=None)

    assert times.values.to_list() == [moment]
    assert times.unreadable == 0


def test_mixed_spellings_and_zones_in_one_column() -> None:
    """Every value is read for itself."""
    times = parse_times(pl.Series(list(SPELLINGS)), day_first=None)

    assert times.values.to_list() == list(SPELLINGS.values())


@pytest.mark.parametrize("text", ["soon", "31.02.2026", "2026-13-01", "2026", "Foo 29, 2026", "25.06.2026 25:00"])
def test_no_date_is_counted(text: str) -> None:
    """What is no date becomes null and is counted; an empty cell is null and not counted."""
    times = parse_times(pl.Series([text, "", None]), day_first=None)

    assert times.values.to_list() == [None, None, None]
    assert times.unreadable == 1


def test_a_value_above_twelve_decides_the_order() -> None:
    """One date that can only be read one way settles the others, whatever the header's language."""
    american = parse_times(pl.Series(["03/04/2026", "06/29/2026"]), day_first=True)
    british = parse_times(pl.Series(["03/04/2026", "29/06/2026"]), day_first=None)

    assert american.values.dt.date().to_list() == [date(2026, 3, 4), date(2026, 6, 29)]
    assert british.values.dt.date().to_list() == [date(2026, 4, 3), date(2026, 6, 29)]
    assert not american.is_order_assumed
    assert not british.is_order_assumed


def test_else_the_language_decides_and_it_is_said() -> None:
    """Where no value tells, the header's language decides, and the reading says that it was assumed."""
    german = parse_times(pl.Series(["03/04/2026"]), day_first=True)
    english = parse_times(pl.Series(["03/04/2026"]), day_first=None)

    assert german.values.dt.date().to_list() == [date(2026, 4, 3)]
    assert english.values.dt.date().to_list() == [date(2026, 3, 4)]
    assert german.is_order_assumed
    assert english.is_order_assumed


def test_dots_are_always_day_first() -> None:
    """With dots nothing is assumed."""
    times = parse_times(pl.Series(["03.04.2026"]), day_first=None)

    assert times.values.dt.date().to_list() == [date(2026, 4, 3)]
    assert not times.is_order_assumed


def test_clock_without_zone_is_counted() -> None:
    """A clock time without zone is taken as UTC and counted; a date alone is not."""
    times = parse_times(pl.Series(["2026-06-29 18:00", "2026-06-29", "2026-06-29T18:00Z"]), day_first=None)

    assert times.without_zone == 1
    assert parse_times(pl.Series(["2026-06-29 18:00:00"]), day_first=None).without_zone == 1


def test_typed_columns() -> None:
    """Datetimes with and without zone, dates and numbers are read as what they are."""
    local = pl.Series([datetime(2026, 6, 29, 20, tzinfo=UTC)]).dt.replace_time_zone("Europe/Berlin")

    assert parse_times(local, day_first=None).values.to_list() == [EVENING]
    assert parse_times(pl.Series([date(2026, 6, 29)]), day_first=None).values.to_list() == [MIDNIGHT]
    assert parse_times(pl.Series([1782756000, None]), day_first=None).values.to_list() == [EVENING, None]
    naive = parse_times(pl.Series([EVENING.replace(tzinfo=None)]), day_first=None)
    assert naive.values.to_list() == [EVENING]
    assert naive.without_zone == 1


moments = st.datetimes(min_value=datetime(1975, 1, 1), max_value=datetime(2100, 1, 1)).map(  # noqa: DTZ001  made UTC below
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
FORMS = (
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%b %d, %Y %I:%M:%S %p",
    "%d %B %Y %H:%M:%S UTC",
)


@settings(deadline=None, max_examples=50)  # the machine is shared: slow is no failure
@given(st.lists(moments, min_size=1, max_size=20), st.sampled_from(FORMS))
def test_what_is_written_is_read(written: list[datetime], form: str) -> None:
    """Every moment comes back from every spelling."""
    times = parse_times(pl.Series([moment.strftime(form) for moment in written]), day_first=None)

    assert times.values.to_list() == written


@settings(deadline=None, max_examples=50)  # the machine is shared: slow is no failure
@given(moments, st.integers(min_value=-14 * 4, max_value=14 * 4))
def test_zone_moves_the_clock_not_the_moment(moment: datetime, quarters: int) -> None:
    """The same moment written in any zone is the same moment."""
    offset = timedelta(minutes=15 * quarters)
    sign = "-" if quarters < 0 else "+"
    hours, minutes = divmod(abs(quarters) * 15, 60)
    text = f"{(moment + offset):%Y-%m-%dT%H:%M:%S}{sign}{hours:02d}:{minutes:02d}"

    assert parse_times(pl.Series([text]), day_first=None).values.to_list() == [moment]


@settings(deadline=None, max_examples=50)  # the machine is shared: slow is no failure
@given(st.lists(st.text(), min_size=1))
def test_any_text_is_null_or_a_moment(texts: list[str]) -> None:
    """Whatever stands there, the column comes back as long as it was, and nothing raises."""
    times = parse_times(pl.Series(texts, dtype=pl.String), day_first=None)

    assert len(times.values) == len(texts)
    assert times.values.dtype == pl.Datetime("us", "UTC")


def test_looks_like_moment() -> None:
    """A header cell that is a date gives away a table without header."""
    assert looks_like_moment("2026-06-01")
    assert not looks_like_moment("posted_at")
