"""Public holidays by country, from the library `holidays`: computed on this machine, nothing is fetched."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from fieber.model.surroundings import Event

if TYPE_CHECKING:
    from datetime import date

SOURCE = "https://github.com/vacanza/holidays"
MOST_YEARS = 40  # beyond this nobody's posts go back

# the library speaks German only for some countries; these days have a German name everywhere
IN_GERMAN = {
    "New Year's Day": "Neujahr",
    "Epiphany": "Heilige Drei Könige",
    "Carnival": "Karneval",
    "Good Friday": "Karfreitag",
    "Easter Sunday": "Ostersonntag",
    "Easter Monday": "Ostermontag",
    "Labor Day": "Tag der Arbeit",
    "Ascension Day": "Christi Himmelfahrt",
    "Whit Monday": "Pfingstmontag",
    "Corpus Christi": "Fronleichnam",
    "Independence Day": "Unabhängigkeitstag",
    "Assumption Day": "Mariä Himmelfahrt",
    "All Saints' Day": "Allerheiligen",
    "All Souls' Day": "Allerseelen",
    "Immaculate Conception": "Mariä Empfängnis",
    "Christmas Day": "Weihnachten",
    "Boxing Day": "zweiter Weihnachtstag",
    "Universal Fraternization Day": "Neujahr",
    "Thanksgiving Day": "Erntedank",
}


def public_holidays(country: str, first: date, last: date) -> tuple[Event, ...]:
    """Give the nationwide public holidays of a country between two days, both included, by date.

    Args:
        country: ISO 3166-1 alpha-2; one that the library does not know has no holidays here.
        first, last: at most forty years apart.
    """
    import holidays  # noqa: PLC0415 - the library's one door: it takes longer to import than a check may take

    if country.upper() not in holidays.list_supported_countries() or last < first:
        return ()
    years = range(max(first.year, last.year - MOST_YEARS), last.year + 1)
    english, german = (
        holidays.country_holidays(country.upper(), years=years, language=lang) for lang in ("en_US", "de")
    )
    days = sorted(day for day in english if first <= day <= last)
    return tuple(_event(country.upper(), day, english[day], _in_german(english[day], german.get(day))) for day in days)


def _in_german(english: str, german: str | None) -> str:
    return IN_GERMAN.get(english, english) if german is None or german == english else german


def _event(country: str, day: date, english: str, german: str) -> Event:
    start = datetime.combine(day, time(), tzinfo=UTC)
    return Event(
        platform=None,
        start=start,
        end=start + timedelta(days=1),
        metric=None,
        what_en=english,
        what_de=german,
        footprint="holiday",
        source=SOURCE,
        country=country,
    )
