"""What the calendar of events promises: dates with sources, both languages, and who is concerned."""

from __future__ import annotations

import importlib.util
import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from fieber.context.calendar import COVERS, FOOTPRINTS, calendar, known_events, rows
from fieber.model.diagnosis import METRICS

FEWEST = 35
COLUMNS = {*METRICS, "followers", "impressions", ""}  # what an event may be about: vitals and counted columns


def test_it_is_large_enough() -> None:
    """The calendar has at least the rows that were promised, none of them twice."""
    assert len(rows()) >= FEWEST
    assert len({(row["platforms"], row["country"], row["from"], row["what_en"]) for row in rows()}) == len(rows())


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['platforms']}-{row['from']}")
def test_every_row_is_whole(row: dict[str, str]) -> None:
    """Each row has a date in order, a footprint, a known metric, two languages and a source."""
    assert row["footprint"] in FOOTPRINTS
    assert row["metric"] in COLUMNS
    assert row["precision"] in {"day", "month", "year"}
    assert row["to"] > row["from"] or not row["to"]
    assert re.fullmatch(r"https?://\S+\.\S+", row["source"])
    assert row["what_en"].strip()
    assert row["what_de"].strip()
    assert row["what_en"] != row["what_de"]


def test_numbers_are_the_same_in_both_languages() -> None:
    """What one language says in figures, the other says too."""
    for row in rows():
        english, german = (re.findall(r"\d+", row[name]) for name in ("what_en", "what_de"))
        assert english == german, row["what_en"]


def test_a_month_is_never_told_as_a_day() -> None:
    """Where only the month or year is known, the row spans whole months or years."""
    for event in calendar():
        if event.precision == "day":
            continue
        assert event.end is not None
        assert (event.start.day, event.end.day) == (1, 1)
        assert event.precision == "month" or (event.start.month, event.end.month) == (1, 1)


def test_it_covers_what_it_says() -> None:
    """All events lie within the stated span, and no year of it is empty for all of five years."""
    starts = sorted(event.start.date() for event in calendar())
    assert COVERS[0] <= starts[0]
    assert starts[-1] <= COVERS[1]
    assert max(after - before for before, after in pairwise(starts)) < timedelta(days=700)


def test_other_platforms_and_countries_are_left_out() -> None:
    """An account sees what holds for its platform; what holds in one country only where that is its own."""
    instagram = known_events("instagram")
    turkish = known_events("instagram", "TR")

    assert {event.platform for event in instagram} == {None, "instagram"}
    assert all(event.country is None for event in instagram)
    assert {event.country for event in turkish} == {None, "TR"}
    assert known_events("x") == known_events("twitter")
    assert all(event.platform is None for event in known_events(None))
    assert any(event.country == "EU" for event in known_events("facebook", "de"))


def test_the_page_in_the_docs_is_current() -> None:
    """docs/events.md is what the script writes from the file, and its table is whole."""
    path = Path(__file__).parents[2] / "scripts" / "events_page.py"
    spec = importlib.util.spec_from_file_location("events_page", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    assert script.PAGE.read_text(encoding="utf-8") == script.page()
    assert all(line.count(" | ") in {1, 7} for line in script.page().splitlines() if line.startswith("| "))
