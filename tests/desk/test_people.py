"""Joining by invitation, and signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import PASSWORD, Team, person

from fieber.desk.people.models import Invitation, Person, Role
from fieber.desk.people.services import first_invitation, invite

if TYPE_CHECKING:
    from django.test import Client

ADA = {"name": "Ada", "email": "Ada@Example.org", "password": PASSWORD}


def test_the_first_administrator_joins_by_the_printed_link(client: Client) -> None:
    """Name, address, password: then one is in, and there is no second first administrator."""
    secret = first_invitation()
    assert secret is not None

    answer = client.post(reverse("start", args=[secret]), ADA)

    assert answer.status_code == 302
    assert client.get(reverse("people")).status_code == 200
    assert Person.objects.get().email == "ada@example.org"
    assert first_invitation() is None


def test_an_invitation_is_good_for_one(client: Client) -> None:
    """The second who follows it is told that it is gone."""
    secret = invite(Role.MANAGER, None)

    client.post(reverse("start", args=[secret]), ADA)
    again = client.post(reverse("start", args=[secret]), ADA | {"email": "eve@example.org"})

    assert again.status_code == 410
    assert Person.objects.count() == 1


def test_a_link_printed_earlier_stops_working(client: Client) -> None:
    """A desk that is started again prints another one, and only that is good."""
    earlier, later = first_invitation(), first_invitation()

    assert client.get(reverse("start", args=[earlier])).status_code == 410
    assert client.get(reverse("start", args=[later])).status_code == 200


def test_an_invitation_ends(client: Client) -> None:
    """After seven days it is gone."""
    secret = invite(Role.MANAGER, None)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(reverse("start", args=[secret])).status_code == 410


def test_the_role_is_that_of_the_invitation(team: Team, client: Client) -> None:
    """A manager is a manager, whatever the form says."""
    page = team.signed_in("administrator").post(reverse("people"), {"role": "manager"}).content.decode()
    secret = page.split("/start/")[1].split("/")[0]

    client.post(reverse("start", args=[secret]), {**ADA, "email": "new@example.org", "role": "administrator"})

    assert Person.objects.get(email="new@example.org").role == Role.MANAGER


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "too easy"), ("123456789012", "too easy"), ("password1234", "too easy"), ("", "password is missing")],
)
def test_passwords_that_can_be_guessed_are_refused(client: Client, password: str, said: str) -> None:
    """Short, only digits, common or missing: a sentence says what is good."""
    secret = invite(Role.MANAGER, None)

    answer = client.post(reverse("start", args=[secret]), ADA | {"password": password})

    assert said in answer.content.decode()
    assert not Person.objects.exists()


def test_a_password_is_kept_as_argon2(client: Client) -> None:
    """Not the password, and no fast hash of it, is in the database."""
    client.post(reverse("start", args=[invite(Role.MANAGER, None)]), ADA)

    assert Person.objects.get().password.startswith("argon2$argon2id$")


def test_signing_in_and_out(client: Client) -> None:
    """By the address, however it is written, and the password; and out again."""
    person("ada", Role.ADMINISTRATOR, PASSWORD)

    answer = client.post(reverse("account_login"), {"login": "ADA@example.org", "password": PASSWORD})
    assert (answer.status_code, client.get(reverse("jobs")).status_code) == (302, 200)

    client.post(reverse("account_logout"))
    assert client.get(reverse("jobs")).status_code == 302


@pytest.mark.parametrize("login", ["ada@example.org", "nobody@example.org"])
@pytest.mark.parametrize(("lang", "said"), [("en", "do not match"), ("de", "passen nicht zusammen")])
def test_a_wrong_sign_in_says_nothing_of_who_is_here(client: Client, login: str, lang: str, said: str) -> None:
    """The same sentence for a wrong password and for an address that nobody has."""
    person("ada", Role.ADMINISTRATOR, PASSWORD)

    headers = {"accept-language": lang}
    answer = client.post(reverse("account_login"), {"login": login, "password": "wrong"}, headers=headers)

    assert said in answer.content.decode()
