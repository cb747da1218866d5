"""The calendar: the days on which fieber looks again by itself, at an address that only its person knows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar as Parsed
from tests.desk.people import agreement_of, own_checkup

from fieber.desk.accounts.services import connect
from fieber.desk.calendars.services import _folded, calendar_of, make_calendar
from fieber.desk.checkups.models import Checkup
from fieber.desk.follow_ups.services import plan

if TYPE_CHECKING:
    import pytest
    from django.test import Client
    from tests.desk.people import Team

    from fieber.desk.people.models import Person

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def followed(owner: Person, name: str, days: int, monkeypatch: pytest.MonkeyPatch) -> Checkup:
    """Give the last check-up of a connected account, so many days old."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    made = own_checkup(owner)
    made.account.name = name
    made.account.save()
    connect(made.account, "bluesky:name")
    Checkup.objects.filter(pk=made.pk).update(made_at=NOW - timedelta(days=days))
    return made


def events(person: Person) -> list[tuple[str, date]]:
    parsed: Any = Parsed.from_ical(calendar_of(person))
    return [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in parsed.walk("VEVENT")]


def test_the_day_is_the_one_on_which_it_happens(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the calendar says is what the planning does: in that night it orders the check-up, in the one before not."""
    made = followed(team.creator, "lena", 5, monkeypatch)
    ((_, day),) = events(team.creator)
    assert day == date(2026, 12, 19)

    for night, expected in ((day - timedelta(days=1), 1), (day, 2)):
        at = datetime(night.year, night.month, night.day, 3, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        plan(made.pk)()
        assert Checkup.objects.filter(account=made.account).count() == expected


def test_each_sees_what_they_may_see(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner and a manager they let; nobody else, and no account that is not connected."""
    made = followed(team.creator, "lena", 5, monkeypatch)
    own_checkup(team.creator)
    assert len(events(team.creator)) == 1
    assert events(team.manager) == []
    agreement = agreement_of(team.creator, team.manager)
    agreement.account = made.account
    agreement.save()
    assert (len(events(team.manager)), events(team.other)) == (1, [])


def test_any_name_can_be_written(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs with a meaning, several lines and letters of several bytes come back as they were; no line is too long."""
    name = "a;b,c\\d 🌡️ " + "Größe " * 20 + "x"
    followed(team.creator, name, 40, monkeypatch)
    team.creator.language = "de"

    ((summary, day),) = events(team.creator)

    assert summary == f"fieber schaut wieder nach: {name}"
    assert day == date(2026, 11, 24)
    text = calendar_of(team.creator)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert list(_folded("a" * 75)) == ["a" * 75]


def test_the_address_is_the_key(team: Team, client: Client) -> None:
    """It opens without signing in; a new one takes its place; switched off, nothing is there; of who left, neither."""
    first = reverse("calendar_file", args=[make_calendar(team.creator)])
    assert client.get(first)["Content-Type"] == "text/calendar; charset=utf-8"
    page = team.signed_in("creator").post(reverse("calendar")).content.decode()
    second = next(word for word in page.replace("<", " ").replace(">", " ").split() if word.endswith(".ics"))
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)
    assert second not in team.signed_in("creator").get(reverse("calendar")).content.decode()
    team.signed_in("creator").post(reverse("calendar_end"))
    assert client.get(second).status_code == 410

    third = reverse("calendar_file", args=[make_calendar(team.creator)])
    team.creator.is_active = False
    team.creator.save()
    assert client.get(third).status_code == 410
