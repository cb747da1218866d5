"""Events are laid over the time that was looked at: which ones, which are near, and who told them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
from tests.checkup.accounts import newest, one, steady

import fieber
from fieber.model.reading import Reading
from fieber.model.tables import conform, empty


def events_of(posts: Any, **settings: Any) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = one(fieber.check(posts, **settings)).to_dict()["events"]
    return events


def later(days: int) -> pl.DataFrame:
    """The steady account, moved so that it ends near New Year 2024 plus some days."""
    posts = steady()
    shift = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=days) - newest(posts)
    return posts.with_columns(pl.col("posted_at") + shift)


def test_only_the_time_that_was_looked_at() -> None:
    """Events of the year that normal and recent posts come from are given, oldest first; others are not."""
    found = events_of(later(130))

    starts = [event["from"] for event in found]
    assert starts == sorted(starts)
    assert any(event["what"].startswith("Instagram prefers originals") for event in found)
    assert all("2023-03" < start < "2024-05-11" for start in starts)
    assert all(event["source"].startswith("http") for event in found)


def test_later_events_are_unseen() -> None:
    """With an earlier moment of judgement, what happened after it is not known."""
    found = events_of(later(130), as_of="2024-04-01")

    assert all(event["from"] < "2024-04-02" for event in found)
    assert not any("originals" in event["what"] for event in found)


def test_own_events_are_told_with_the_others() -> None:
    """What the person tells is there in their words, marked as theirs, and near; what is yet to come is not."""
    told = pl.DataFrame({"from": ["2024-05-01", "2024-12-01"], "what": ["TV show ended", "not yet"]})

    own = [event for event in events_of(later(130), events=told) if event["own"]]

    assert [(event["what"], event["near"], event["footprint"]) for event in own] == [("TV show ended", True, "own")]


def test_another_language_says_the_same() -> None:
    """The calendar speaks both languages."""
    german = events_of(later(130), lang="de")
    english = events_of(later(130), lang="en")

    assert [event["from"] for event in german] == [event["from"] for event in english]
    assert any("zieht Originale vor" in event["what"] for event in german)


def test_a_known_country_brings_its_laws_and_holidays() -> None:
    """Where the accounts table names the country, what holds only there is told too."""
    posts = conform(later(240), "posts")
    accounts = pl.DataFrame({"account": ["anna"], "platform": ["instagram"], "country": ["TR"]})
    reading = Reading(posts=posts, days=empty("days"), accounts=conform(accounts, "accounts"))

    there, anywhere = events_of(reading), events_of(later(240))

    assert any(event["country"] == "TR" and event["footprint"] == "law" for event in there)
    assert any(event["footprint"] == "holiday" for event in there)
    assert {event["country"] for event in anywhere} == {None}


def test_typed_numbers_have_no_events() -> None:
    """Without dates nothing is laid over anything."""
    posts = conform(later(130), "posts")
    reading = Reading(posts=posts, is_dated=False)

    assert events_of(reading) == []


def test_the_page_and_the_terminal_say_it() -> None:
    """The own event stands on the page with a numbered line in the chart, and in Markdown with its words escaped."""
    told = pl.DataFrame({"from": ["2024-03-01"], "what": ["TV *show* <ended>"]})
    checkup = one(fieber.check(later(130), events=told))

    page, markdown = checkup.to_html(), checkup.to_markdown()

    assert 'class="event"' in page
    assert "TV *show* &lt;ended&gt;" in page
    assert "TV \\*show\\* \\<ended\\>" in markdown
