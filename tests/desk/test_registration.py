"""Registering, confirming the address, forgetting the password; and what one sees of others by it: nothing."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import PASSWORD, person
from tests.watch.servers import free_port

from fieber.desk.checkups.services import sweep
from fieber.desk.people.models import Person, Role
from fieber.desk.people.registration import PARTS

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpResponse

GOOD = {"name": "Lena", "email": "Lena@Example.org", "password1": PASSWORD, "is_old_enough": "on", "agrees": "on"}
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


@pytest.fixture(autouse=True)
def _open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IS_PUBLIC", True)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(mail, "outbox", [], raising=False)


def register(client: Client, lang: str = "en", **other: str) -> HttpResponse:
    return client.post(reverse("account_signup"), GOOD | other, headers={"accept-language": lang})


def link_in(letter: mail.EmailMessage) -> str:
    found = LINK.search(str(letter.body))
    assert found is not None
    return found[1]


def is_in(client: Client) -> bool:
    return client.get(reverse("own")).status_code == 200


def sign_in(client: Client, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": "lena@example.org", "password": password})


@pytest.mark.parametrize(("lang", "subject"), [("de", "Bestätige deine Adresse"), ("en", "Confirm your address")])
def test_who_registers_confirms_the_address_and_is_in(client: Client, lang: str, subject: str) -> None:
    """A creator, in the language of the page; before the link is followed the password does not help."""
    assert register(client, lang)["Location"] == reverse("account_email_verification_sent")
    lena = Person.objects.get()
    assert (lena.email, lena.name, lena.role, lena.language) == ("lena@example.org", "Lena", Role.CREATOR, lang)
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == (subject, ["lena@example.org"])
    sign_in(client)
    assert not is_in(client)

    client.post(link_in(letter))
    sign_in(client)

    assert is_in(client)


def test_a_link_that_is_only_opened_confirms_nothing(client: Client) -> None:
    """Programs that look into mails open every link; it takes a click on the page."""
    register(client)

    assert client.get(link_in(mail.outbox[0])).status_code == 200

    assert not EmailAddress.objects.get().verified


def test_where_the_desk_is_not_public_nobody_registers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says how one joins, and the form is not taken."""
    monkeypatch.setattr(settings, "IS_PUBLIC", False)

    assert "by invitation" in client.get(reverse("account_signup")).content.decode()
    register(client)

    assert not Person.objects.exists()


def test_an_address_that_is_taken_is_not_told(client: Client) -> None:
    """The page is the same; the owner of the address gets a mail that says how to come in."""
    person("lena", Role.CREATOR)

    answer = register(client)

    assert answer["Location"] == reverse("account_email_verification_sent")
    assert Person.objects.count() == 1
    assert [letter.subject for letter in mail.outbox] == ["You already have an account"]


def test_a_forgotten_password(client: Client) -> None:
    """By a link a new one is set, once; the old one is no longer good, and a mail tells of the change."""
    lena = person("lena", Role.CREATOR, "an earlier password of hers")
    # a stranger may ask under another of the desk's names, or with another port
    client.post(reverse("account_reset_password"), {"email": "LENA@example.org"}, headers={"host": "localhost:6666"})
    path = link_in(mail.outbox[0])
    assert f"{settings.ADDRESS}{path}" in mail.outbox[0].body

    page = client.get(path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD})

    lena.refresh_from_db()
    assert lena.check_password(PASSWORD)
    assert [letter.subject for letter in mail.outbox] == ["A new password", "Something changed in your account"]
    assert "too old" in client.get(path, follow=True).content.decode()
    sign_in(client)
    assert is_in(client)


def test_a_forgotten_password_of_nobody(client: Client) -> None:
    """The page is the same as for somebody; the mail says that there is no account."""
    person("lena", Role.CREATOR)
    pages = [
        client.post(reverse("account_reset_password"), {"email": f"{name}@example.org"}, follow=True).content
        for name in ("lena", "nobody")
    ]

    assert b"Check your mail" in pages[0]
    assert re.sub(rb'value="\w{64}"', b"", pages[0]) == re.sub(rb'value="\w{64}"', b"", pages[1])
    assert [letter.subject for letter in mail.outbox] == ["A new password", "There is no account with this address"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("password1", "short", "too easy"), ("email", "lena", "not an email address"), ("name", "", "name is missing")],
)
def test_what_is_wrong_is_said(client: Client, field: str, value: str, said: str) -> None:
    """In our words, beside the field; nobody is made."""
    answer = register(client, **{field: value})

    assert said in answer.content.decode()
    assert not Person.objects.exists()


def test_a_mail_that_does_not_go_out_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No server: a page of our own; signing in later sends it again."""
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1", raising=False)
    monkeypatch.setattr(settings, "EMAIL_PORT", free_port(), raising=False)
    answer = register(client)
    assert (answer.status_code, "did not go out" in answer.content.decode()) == (503, True)

    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    cache.clear()  # as minutes do: allauth sends no two at once
    sign_in(client)

    assert [letter.subject for letter in mail.outbox] == ["Confirm your address"]


def test_who_never_confirms_is_forgotten(client: Client) -> None:
    """After `KEEP_DAYS`; who confirmed stays."""
    register(client)
    person("mia", Role.CREATOR)
    Person.objects.update(joined_at=timezone.now() - timedelta(days=settings.KEEP_DAYS + 1))

    sweep()

    assert [one.name for one in Person.objects.all()] == ["Mia"]


def test_other_parts_ask_in_the_same_form(client: Client) -> None:
    """Whatever they ask stands in it, and nobody is made where an answer that is needed is missing."""
    names = {name for part in PARTS for name in part.fields()}
    assert {"is_old_enough", "agrees"} <= names

    register(client, agrees="")

    assert not Person.objects.exists()


def test_the_language_of_the_pages_is_that_of_the_mails(client: Client) -> None:
    """Changed by the button at the top."""
    lena = person("lena", Role.CREATOR)
    client.force_login(lena)

    client.post(reverse("language"), {"language": "de"})

    lena.refresh_from_db()
    assert lena.language == "de"


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_a_code_of_an_app_is_asked_for(kept: None) -> None:
    """Once connected, the password alone lets nobody in; its secret lies sealed, and a mail told of it."""
    client = Client(headers={"accept-language": "en"}, SERVER_NAME="127.0.0.1")
    person("lena", Role.CREATOR, PASSWORD)
    sign_in(client)
    page = client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True
    )
    shown = page.content.decode()
    secret = re.findall(r'class="secret">(\w+)<', shown)[0]
    assert 'src="data:image/svg+xml' in shown
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert secret not in str(cursor.fetchall())
    assert {letter.subject for letter in mail.outbox} == {"Something changed in your account"}
    codes = re.findall(r"<code>(\d{8})</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    client.post(reverse("account_logout"))

    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "That code is wrong" in wrong.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert is_in(client)
    assert Authenticator.objects.count() == 2


def test_what_matters_asks_for_the_password_again(client: Client) -> None:
    """Whoever finds an open browser does not add a way in."""
    client.force_login(person("lena", Role.CREATOR, PASSWORD))

    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))


def test_a_wrong_passkey_is_told(client: Client) -> None:
    """What no device signed lets nobody in; the page says so."""
    made_up = {"credential": '{"type": "public-key", "id": "AA", "rawId": "AA", "response": {}}'}

    answer = client.post(reverse("mfa_login_webauthn"), made_up, follow=True)

    assert not is_in(client)
    assert 'role="alert"' in answer.content.decode()


def test_mails_that_are_files_are_forgotten(desk: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """They hold addresses and links: after `KEEP_DAYS` they are gone."""
    monkeypatch.setattr(settings, "MAILS", tmp_path)
    old, new = tmp_path / "old.log", tmp_path / "new.log"
    for file, days in ((old, settings.KEEP_DAYS + 1), (new, 1)):
        file.write_text("x")
        at = (timezone.now() - timedelta(days=days)).timestamp()
        os.utime(file, (at, at))

    sweep()

    assert list(tmp_path.iterdir()) == [new]
