"""Public holidays come by country, in both languages, and are loaded only when somebody asks."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

from fieber.context.holidays import public_holidays


def test_german_holidays() -> None:
    """Germany's Easter of 2026 is where the church put it."""
    found = {event.start.date(): event for event in public_holidays("DE", date(2026, 4, 1), date(2026, 4, 10))}

    assert set(found) == {date(2026, 4, 3), date(2026, 4, 6)}
    assert (found[date(2026, 4, 3)].what_en, found[date(2026, 4, 3)].what_de) == ("Good Friday", "Karfreitag")


def test_both_ends_belong_to_it() -> None:
    """A holiday on the first and one on the last day are given, in order of time."""
    found = public_holidays("br", date(2022, 9, 7), date(2022, 10, 12))

    assert [event.start.date() for event in found] == [date(2022, 9, 7), date(2022, 10, 12)]
    assert {event.footprint for event in found} == {"holiday"}


def test_an_unknown_country_has_none() -> None:
    """A country that nobody knows, and a span turned around, give nothing."""
    assert public_holidays("XX", date(2026, 1, 1), date(2026, 12, 31)) == ()
    assert public_holidays("DE", date(2026, 12, 31), date(2026, 1, 1)) == ()


def test_the_library_is_not_loaded_by_a_check() -> None:
    """Importing what a check needs does not import the library of holidays."""
    program = "import sys, fieber.api, fieber.context.holidays; print('holidays' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"
