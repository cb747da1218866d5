"""Three check-ups a month on a public desk: who counts, what counts, and that two tabs at once are no way around."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from tests.desk.people import Team, agreement_of, person, plan

from fieber.desk.checkups.models import Checkup, State
from fieber.desk.people.models import Person, Role
from fieber.desk.plans.models import Assignment, Plan
from fieber.desk.plans.services import NoneLeftError, assign, left_of, sentence, take_one

if TYPE_CHECKING:
    from pytest import MonkeyPatch  # noqa: PT013 - a type

NOW = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)  # half past eleven at night in Berlin; half an hour left of November


@pytest.fixture(autouse=True)
def _public(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IS_PUBLIC", True)


def started(by: Person, at: datetime | None = None, **values: Any) -> Checkup:
    made = Checkup.objects.create(started_by=by, **values)
    if at is not None:
        Checkup.objects.filter(pk=made.pk).update(made_at=at)
    return made


def n_left(who: Person) -> int | None:
    left = left_of(who)
    return None if left is None else left.n


def test_three_a_month_and_no_fourth(team: Team) -> None:
    """Each start is one less; the fourth is refused, whoever asks."""
    for expected in (3, 2, 1):
        assert n_left(team.creator) == expected
        with transaction.atomic():
            take_one(team.creator)
            started(team.creator)

    assert n_left(team.creator) == 0
    with pytest.raises(NoneLeftError), transaction.atomic():
        take_one(team.creator)


def test_what_does_not_count(team: Team) -> None:
    """Follow-ups of fieber, uploads that cannot be read, those of others and those of last month are free."""
    started(team.creator, is_follow_up=True)
    started(team.creator, state=State.REFUSED)
    started(team.manager)
    started(team.creator, timezone.now() - timedelta(days=32))

    assert n_left(team.creator) == 3


def test_the_month_is_that_of_the_desks_zone(team: Team, monkeypatch: MonkeyPatch) -> None:
    """At half past eleven at night in Berlin it is still November; an hour later three are left again."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    started(team.creator, NOW - timedelta(minutes=1))
    started(team.creator, datetime(2026, 10, 31, 23, 30, tzinfo=UTC))  # 1 November in Berlin: it counts
    started(team.creator, datetime(2026, 10, 31, 22, 30, tzinfo=UTC))  # 31 October: it does not
    left = left_of(team.creator)
    assert left is not None
    assert (left.n, left.next_month.isoformat()) == (1, "2026-12-01")

    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    assert n_left(team.creator) == 3


def test_nobody_counts_on_a_desk_that_is_not_public(team: Team, monkeypatch: MonkeyPatch) -> None:
    """The limit is for public desks."""
    monkeypatch.setattr(settings, "IS_PUBLIC", False)

    assert n_left(team.creator) is None


def test_a_managers_own_people_have_no_limit(team: Team) -> None:
    """While an agreement runs, and for those who work here; afterwards it counts again."""
    agreement = agreement_of(team.creator, team.manager)
    assert [n_left(one) for one in (team.creator, team.manager, team.administrator)] == [None, None, None]

    agreement.ended_at = timezone.now()
    agreement.save()
    assert n_left(team.creator) == 3


def test_a_plan_is_another_limit(team: Team) -> None:
    """Ten, none, or the usual one again."""
    assign(team.creator, plan(10), team.administrator)
    assert n_left(team.creator) == 10

    assign(team.creator, plan(None), team.administrator)
    assert n_left(team.creator) is None
    assert Assignment.objects.count() == 1

    assign(team.creator, None, team.administrator)
    assert n_left(team.creator) == 3


def test_two_tabs_at_once_make_no_fourth(kept: None) -> None:
    """Six threads start at the same moment: three are let in."""
    creator = person("lena", Role.CREATOR)
    together, let_in = threading.Barrier(6), []

    def start() -> None:
        together.wait()
        try:
            with transaction.atomic():
                take_one(creator)
                let_in.append(started(creator))
        except NoneLeftError:
            pass
        finally:
            connection.close()

    tabs = [threading.Thread(target=start) for _ in range(6)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert (len(let_in), Checkup.objects.count()) == (3, 3)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("de", ["noch 3 von 3", "noch 2 von 3", "noch 1 von 3", "Ab dem 1. "]),
        ("en", ["have 3 of 3", "have 2 of 3", "have 1 of 3", "start on 1 "]),
    ],
)
def test_it_is_told_before_it_is_reached(team: Team, lang: str, said: list[str]) -> None:
    """How many are left stands where one is started; then when it goes on."""
    with translation.override(lang):
        for words in said:
            left = left_of(team.creator)
            assert left is not None
            assert words in sentence(left)
            started(team.creator)


def test_the_page_of_starting_says_it(team: Team) -> None:
    """Where one is started stands what is left; an upload that would be too many is refused before it is read."""
    browser = team.signed_in("creator")
    assert "You have 3 of 3 check-ups left" in browser.get(reverse("own_upload")).content.decode()
    for _ in range(3):
        started(team.creator)
    assert "You have used your check-ups for this month." in browser.get(reverse("own_upload")).content.decode()

    answer = browser.post(reverse("own_upload"), {"files": SimpleUploadedFile("a.csv", b"x")})

    assert (answer.status_code, "That is all for this month." in answer.content.decode()) == (403, True)
    assert Checkup.objects.count() == 3


def test_an_administrator_makes_changes_and_gives_plans(team: Team) -> None:
    """By forms: a new plan, another number, a creator by mail address; the page says that nothing is paid."""
    client = team.signed_in("administrator")
    client.post(reverse("plan_new"), {"name_de": "Viel", "name_en": "Much", "checkups_a_month": "10"})
    made = Plan.objects.get()
    client.post(reverse("plan", args=[made.pk]), {"name_de": "Viel", "name_en": "Much", "checkups_a_month": ""})
    answer = client.post(reverse("plans"), {"email": "Lena@example.org", "plan": made.pk}, follow=True)

    page = answer.content.decode()
    assert "Nothing is paid here." in page
    assert "lena@example.org" in page
    assert "no limit" in page
    assert n_left(team.creator) is None
    assert Assignment.objects.get().assigned_by == team.administrator

    client.post(reverse("plans"), {"email": "lena@example.org", "plan": ""})
    assert n_left(team.creator) == 3


@pytest.mark.parametrize(
    ("path", "told", "said"),
    [
        ("plans", {"email": "nobody@example.org"}, "No creator is here"),
        ("plans", {"email": "ada@example.org"}, "No creator is here"),
        ("plans", {"email": "lena@example.org", "plan": "99"}, "There is no such plan"),
        ("plan_new", {"name_de": "Viel", "checkups_a_month": "3"}, "Give the plan a name"),
        ("plan_new", {"name_de": "Viel", "name_en": "Much", "checkups_a_month": "-1"}, "Write a whole number"),
    ],
)
def test_what_is_wrong_is_told(team: Team, path: str, told: dict[str, str], said: str) -> None:
    """Nobody with this address, no such plan, no name, a number below zero."""
    answer = team.signed_in("administrator").post(reverse(path), told)

    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert not Plan.objects.exists()
