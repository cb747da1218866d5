"""Days that a phrase of time names, worked out by hand or from a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from babel.dates import get_day_names, get_month_names

from fieber.complaint import understand
from fieber.complaint.dates import day_of, easter, resolve
from fieber.errors import UsageError

MONDAY = date(2026, 11, 23)
SENTENCE = {"de": "Seit {} weniger Likes", "en": "likes down since {}"}


def since(text: str, as_of: date = MONDAY) -> str | None:
    return understand(text, as_of=as_of)[0]["since_date"]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_each_month_is_the_latest_one(lang: str) -> None:
    """A month is its first day, in this year or, where that is still to come, in the last."""
    names = get_month_names(locale=lang)

    told = [since(SENTENCE[lang].format(names[month])) for month in range(1, 13)]

    assert told == [date(2025 if month == 12 else 2026, month, 1).isoformat() for month in range(1, 13)]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_each_weekday_is_the_latest_one(lang: str) -> None:
    """A weekday is at most six days back; today's is today."""
    told = [since(SENTENCE[lang].format(get_day_names(locale=lang)[day])) for day in range(7)]

    assert told == [(MONDAY - timedelta(days=-day % 7)).isoformat() for day in range(7)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Seit Ostern weniger Likes", "2026-04-05"), ("Seit Pfingsten weniger Likes", "2026-05-24"),
        ("Seit Weihnachten weniger Likes", "2025-12-25"), ("Seit Neujahr weniger Likes", "2026-01-01"),
        ("Seit Silvester weniger Likes", "2025-12-31"), ("Seit Valentinstag weniger Likes", "2026-02-14"),
        ("Seit Corona weniger Likes", "2020-03-11"), ("Seit Herbst weniger Likes", "2026-09-01"),
        ("Seit Winter weniger Likes", "2025-12-01"), ("Seit Frühjahr weniger Likes", "2026-03-01"),
        ("likes down since Thanksgiving", "2025-11-27"), ("likes down since Thanksgiving 2024", "2024-11-28"),
        ("likes down since Easter 2025", "2025-04-20"), ("likes down since summer 2025", "2025-06-01"),
        ("Seit Anfang 2025 weniger Likes", "2025-01-01"), ("Seit Mitte 2025 weniger Likes", "2025-07-01"),
        ("Seit Ende 2025 weniger Likes", "2025-11-01"), ("Seit Ende März weniger Likes", "2026-03-25"),
        ("Seit einem halben Jahr weniger Likes", "2026-05-23"), ("seit einem Quartal weniger Likes", "2026-08-23"),
        ("seit zwei Jahren weniger Likes", "2024-11-23"), ("seit letztem Wochenende weniger Likes", "2026-11-16"),
        ("seit 3 Stunden weniger Likes", "2026-11-23"), ("seit vorgestern weniger Likes", "2026-11-21"),
        ("Seit 1.3. weniger Likes", "2026-03-01"), ("Seit 1.3.24 weniger Likes", "2024-03-01"),
        ("Seit 24.11. weniger Likes", "2025-11-24"), ("Seit 29.2. weniger Likes", "2024-02-29"),
        ("seit 31.2. weniger likes", None), ("likes down since 2024-03-01", "2024-03-01"),
        ("likes down since 2027-03-01", None), ("likes down since 13/11", "2026-11-13"),
        ("likes down since 11/13/25", "2025-11-13"), ("likes down since 12/12", "2025-12-12"),
        ("likes down since 12/13/25", "2025-12-13"), ("likes down since 11/12", None), ("likes down since 13/13", None),
        ("Views sind MoM 20 % runter", "2026-10-23"), ("Views YoY -20 %", "2025-11-23"),
        ("20 % weniger Likes als in der Vorwoche", "2026-11-16"), ("likes dropped overnight", "2026-11-22"),
        ("views dropped 3 weeks ago", "2026-11-02"), ("views dropped a year ago", "2025-11-23"),
        ("Im Vergleich zum Vorjahr 20 % weniger Likes", "2025-11-23"),
    ],
)  # fmt: skip
def test_a_phrase_of_time_names_its_day(text: str, day: str | None) -> None:
    """Feasts, seasons, parts of a year, spans and dates become the day that a calendar has, never a later one."""
    assert since(text) == day


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, "03-22"), (1943, "04-25"), (1954, "04-18"), (1981, "04-19"), (2000, "04-23"), (2008, "03-23"),
     (2011, "04-24"), (2019, "04-21"), (2024, "03-31"), (2038, "04-25"), (2049, "04-18"), (2076, "04-19")],
)  # fmt: skip
def test_easter_is_where_the_calendar_has_it(year: int, day: str) -> None:
    """The earliest and the latest Easter, and years of the exceptions of the rule, as tables have them."""
    assert easter(year).isoformat() == f"{year}-{day}"


@pytest.mark.parametrize(
    ("as_of", "spec", "day"),
    [
        (date(2026, 3, 31), ("mom",), "2026-02-28"), (date(2024, 3, 31), ("mom",), "2024-02-29"),
        (date(2024, 2, 29), ("yoy",), "2023-02-28"), (date(2026, 1, 15), ("ago", "1", "month", ""), "2025-12-15"),
        (date(2026, 1, 15), ("ago", "1", "month", "half"), "2025-12-15"),
        (date(2026, 1, 15), ("ago", "1", "year", "half"), "2025-07-15"),
        (date(2026, 3, 1), ("ago", "2", "weekend", ""), "2026-02-15"),
        (date(2026, 4, 5), ("feast", "easter"), "2026-04-05"), (date(2026, 4, 4), ("feast", "easter"), "2025-04-20"),
        (date(2026, 11, 26), ("feast", "thanksgiving"), "2026-11-26"),
        (date(2023, 3, 1), ("date", "", "2", "29"), "2020-02-29"),
        (date(1903, 3, 1), ("date", "", "2", "29"), "1896-02-29"),
        (date(2026, 3, 1), ("date", "99", "1", "1"), None), (date(2026, 3, 1), ("ago", "3000", "year", ""), None),
        (date(2026, 3, 1), ("ago", "2025", "year", ""), "0001-03-01"),
        (date(2026, 3, 1), ("ago", "2026", "year", ""), None),
        (date(1, 1, 8), ("ago", "1", "week", ""), "0001-01-01"), (date(1, 1, 7), ("ago", "1", "week", ""), None),
        (date(2026, 3, 1), ("vague",), None), (date(2026, 3, 1), ("today",), "2026-03-01"),
        (date(2026, 3, 1), ("wow",), "2026-02-22"), (date(2026, 3, 1), ("month", "3", "mid", ""), "2025-03-15"),
        (date(2026, 3, 31), ("month", "3", "early", ""), "2026-03-01"),
        (date(2026, 3, 1), ("year", "2025", "early"), "2025-01-01"),
    ],
)  # fmt: skip
def test_days_at_the_edges_of_the_calendar(as_of: date, spec: tuple[str, ...], day: str | None) -> None:
    """Short months, leap years, the first year of all, and a day that is today."""
    assert resolve(spec, as_of) == day


def test_as_of_may_be_written_in_three_ways() -> None:
    """A time, a day and a text name the same day, a time as it stands; anything else is refused in both languages."""
    evening = datetime(2026, 3, 9, 23, 30, tzinfo=timezone(timedelta(hours=-5)))

    assert day_of(evening) == day_of(date(2026, 3, 9)) == day_of(" 2026-03-09 ") == day_of("2026-03-09T18:00:00+00:00")
    assert day_of(datetime(2026, 3, 9, tzinfo=UTC)) == date(2026, 3, 9)
    mistakes: tuple[Any, ...] = ("9.3.2026", "", 2026)
    for wrong in mistakes:
        with pytest.raises(UsageError, match="is no date") as error:
            day_of(wrong)
        assert "ist kein Datum" in error.value.german
