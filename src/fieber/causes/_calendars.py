"""When many people are away, by country: school holidays and feasts, in round dates.

Schools of one country have holidays at different times, so a span here is the time in which most of them have some.
Moving feasts (Easter, Diwali, the Lunar New Year) lie somewhere within theirs. Sources: Ferienordnung,
Kultusministerkonferenz (DE); gov.uk, School term and holiday dates (GB); education.gouv.fr, Calendrier scolaire (FR);
Eurydice, The organisation of school time in Europe (FR, ES, IT); NCES, School calendars (US); the package holidays
(Vacanza) for feasts.
"""

from __future__ import annotations

from datetime import date

from fieber.model.moments import date_number, moment

Span = tuple[tuple[int, int], tuple[int, int]]  # (month, day) of the first and the last day

TURN_OF_YEAR: Span = ((12, 20), (1, 2))
BY_COUNTRY: dict[str, tuple[Span, ...]] = {
    "DE": (TURN_OF_YEAR, ((3, 28), (4, 14)), ((7, 10), (8, 31)), ((10, 7), (11, 1))),
    "GB": (TURN_OF_YEAR, ((2, 12), (2, 22)), ((4, 1), (4, 15)), ((7, 22), (8, 31)), ((10, 23), (11, 1))),
    "FR": (TURN_OF_YEAR, ((2, 10), (3, 5)), ((4, 8), (5, 2)), ((7, 8), (8, 31)), ((10, 18), (11, 3))),
    "ES": (TURN_OF_YEAR, ((3, 28), (4, 10)), ((6, 25), (8, 31))),
    "IT": (TURN_OF_YEAR, ((4, 1), (4, 10)), ((6, 15), (9, 5))),
    "US": (TURN_OF_YEAR, ((3, 10), (3, 24)), ((6, 12), (8, 18)), ((11, 21), (12, 1))),
    "BR": (TURN_OF_YEAR, ((1, 3), (2, 12)), ((7, 5), (7, 28))),
    "IN": (TURN_OF_YEAR, ((5, 5), (6, 15)), ((10, 15), (11, 12))),
    "JP": (TURN_OF_YEAR, ((4, 28), (5, 7)), ((8, 8), (8, 17))),
    "CN": (((1, 22), (2, 20)), ((5, 1), (5, 6)), ((10, 1), (10, 8))),
}


def holidays_of(country: str, first: float, last: float) -> tuple[tuple[float, float], ...]:
    """Give the spans of a country between two days since 1970: (first day, day after the last), by date."""
    found = []
    for year in range(moment(first).year - 1, moment(last).year + 1):
        for start, end in BY_COUNTRY.get(country, ()):
            begins = date_number(date(year, *start))
            ends = date_number(date(year + (end < start), *end)) + 1
            if begins <= last and ends > first:
                found.append((float(begins), float(ends)))
    return tuple(sorted(found))
