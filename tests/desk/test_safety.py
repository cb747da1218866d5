"""What every answer carries, what is refused, and what is never written down."""

from __future__ import annotations

import base64
import io
import json
import logging
import os
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import PASSWORD, link_of, person

from fieber.desk import middleware
from fieber.desk.first import views
from fieber.desk.people.limits import forget_old
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from pathlib import Path

    from pytest import MonkeyPatch  # noqa: PT013 - a type
    from tests.desk.people import Team

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
COOKIES = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_NAME")
NAMES = [*COOKIES, "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "ALLOWED_HOSTS", "DEBUG"]


@pytest.mark.parametrize("path", ["/", "/login/", "/nothing/", "/accounts/"])
def test_every_answer_is_told_to_be_careful(client: Client, path: str) -> None:
    """Pages, errors and redirections carry the policy and the headers."""
    answer = client.get(path)

    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_cookies_are_not_for_scripts(client: Client) -> None:
    """Session and token cookies are closed to scripts and to other sites."""
    person("ada", Role.ADMINISTRATOR, PASSWORD)
    client.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})
    client.get("/")

    assert set(client.cookies) == {"session", "csrf"}
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in client.cookies.values())


def test_with_https_everything_is_encrypted(tmp_path: Path) -> None:
    """A desk whose address begins with https sends cookies encrypted only, and tells browsers to stay with it."""
    read = f"import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {NAMES}]))"
    environment = os.environ | {
        "FIEBER_DESK_FOLDER": str(tmp_path),
        "FIEBER_DESK_ADDRESS": "https://desk.example.org",
        "FIEBER_DESK_PROXIES": "1",
    }

    told = subprocess.run([sys.executable, "-c", read], env=environment, capture_output=True, check=True)

    found = dict(zip(NAMES, json.loads(told.stdout), strict=True))
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is found["LANGUAGE_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] > 3e7
    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert "desk.example.org" in found["ALLOWED_HOSTS"]
    assert found["DEBUG"] is False


@pytest.mark.parametrize("path", ["/", "/login/", "/links/", "/people/", "/language/"])
def test_forms_of_other_sites_are_refused(team: Team, path: str) -> None:
    """Without our own token a form changes nothing, also of somebody who is signed in."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    client.force_login(team.administrator)

    assert client.post(path, {"likes": "1 2 3", "label": "x", "role": "manager", "language": "de"}).status_code == 403


def test_the_session_is_new_at_sign_in(client: Client) -> None:
    """A session that somebody slipped in before is not the one that is signed in."""
    person("ada", Role.ADMINISTRATOR, PASSWORD)
    client.cookies["session"] = "slipped-in"
    client.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})

    assert client.cookies["session"].value != "slipped-in"
    assert client.get(reverse("jobs")).status_code == 200


def test_a_copy_of_the_database_signs_nobody_in(client: Client) -> None:
    """What stands there of a session is no key; with the cookie it is found, changed, and ended."""
    client.force_login(person("ada", Role.ADMINISTRATOR))
    thief = Client(SERVER_NAME="127.0.0.1")
    (kept,) = Session.objects.values_list("session_key", flat=True)
    thief.cookies["session"] = kept

    assert client.get(reverse("jobs")).status_code == 200
    assert thief.get(reverse("jobs")).status_code == 302
    client.post(reverse("account_logout"))
    assert not Session.objects.exists()


def test_large_bodies_are_refused_before_they_are_read(client: Client) -> None:
    """A form is small; only a link takes more, and that has a limit too."""
    for path, megabytes, expected in (
        ("/", 1, 413),
        ("/login/", 1, 413),
        ("/link/x/", 1, 410),
        ("/link/x/", 2000, 413),
        ("/link/x/delete/", 1, 413),  # its token would stand in the body, and a stranger's gigabyte on our disk
        ("/link/x/state/", 1, 413),
        ("/api/v1/checkups", 1, 401),
    ):
        answer = client.generic("POST", path, b"x", content_type="text/plain", CONTENT_LENGTH=str(megabytes * 2**20))

        assert answer.status_code == expected, path


def test_a_body_of_unknown_length_is_refused(client: Client) -> None:
    """Who does not say how much comes is not listened to."""
    assert client.generic("POST", "/", b"x", HTTP_TRANSFER_ENCODING="chunked").status_code == 413


def test_guessing_passwords_is_slowed_down(client: Client) -> None:
    """After a few wrong ones the right one does not help for a while, whoever asks."""
    person("ada", Role.ADMINISTRATOR, PASSWORD)
    for _ in range(6):
        client.post(reverse("account_login"), {"login": "ada@example.org", "password": "wrong"})

    answer = client.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})

    assert answer.status_code in {200, 429}
    assert client.get(reverse("jobs")).status_code == 302


@pytest.mark.parametrize(("path", "most"), [("/", 30), ("/start/guessed/", 10), ("/link/guessed/", 30)])
def test_forms_without_sign_in_are_counted(client: Client, path: str, most: int) -> None:
    """After so many in a minute the answer is 429 and a sentence; others are not counted with them."""
    answers = [client.post(path, {"likes": ""}).status_code for _ in range(most + 1)]

    assert answers.index(429) == most
    assert client.post(path, {"likes": ""}, REMOTE_ADDR="198.51.100.7").status_code != 429


def test_counts_name_nobody_and_are_forgotten(client: Client, monkeypatch: MonkeyPatch) -> None:
    """The database keeps a hash for who came, no address, and that only for as long as it is counted."""
    client.post("/", {"likes": ""}, REMOTE_ADDR="198.51.100.7")
    forget_old()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM desk_cache")
        rows = [*cursor.fetchall()]
        later = timezone.now() + timedelta(minutes=2)
        monkeypatch.setattr(timezone, "now", lambda: later)
        forget_old()
        cursor.execute("SELECT count(*) FROM desk_cache")
        left = cursor.fetchone()[0]

    assert (len(rows), left) == (1, 0)
    assert "198.51.100.7" not in str(rows)
    assert b"198.51.100.7" not in base64.b64decode(rows[0][1])


def test_nobody_pushes_the_counts_of_others_out(client: Client) -> None:
    """However many others come, whoever guesses a password is still counted."""
    for _ in range(6):
        client.post(reverse("account_login"), {"login": "ada@example.org", "password": "wrong"})
    before = set(all_counts())
    for number in range(400):
        cache.set(f"later-{number}", [1.0], 60)

    assert before <= set(all_counts())


def all_counts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM desk_cache")
        return [key for (key,) in cursor.fetchall()]


def test_what_goes_wrong_is_written_without_words(desk: None, monkeypatch: MonkeyPatch) -> None:
    """An error page for the person; in the log the place and the kind, never what the error says, nor the request."""

    def fail(*_args: object) -> str:
        message = "account anna has 123 likes"
        raise ValueError(message)

    monkeypatch.setattr(views, "_answer", fail)
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(middleware.Frames("%(levelname)s %(name)s %(message)s"))
    handler.addFilter(middleware.Discreet())
    logging.getLogger("django.request").addHandler(handler)
    client = Client(raise_request_exception=False, headers={"accept-language": "en"}, SERVER_NAME="127.0.0.1")
    answer = client.post("/", {"likes": "1 2 3"})
    logging.getLogger("django.request").removeHandler(handler)

    assert (answer.status_code, "That is my fault, not yours" in answer.content.decode()) == (500, True)
    assert "ValueError" in told.getvalue()
    assert "views.py" in told.getvalue()
    assert "anna" not in told.getvalue()
    assert got_request_exception is not None


def test_the_secret_of_a_link_is_not_written(team: Team) -> None:
    """Where an address is logged, its secret is left out."""
    _, secret = link_of(team.manager, days=-1)
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.addFilter(middleware.Discreet())
    logging.getLogger("django.request").addHandler(handler)
    logging.getLogger("django.security.csrf").addHandler(handler)
    team.signed_in("nobody").get(reverse("link", args=[secret]))
    # also where Django says from which page a form came: an address of ours that it does not take for ours
    told_from = f"https://127.0.0.1:8443{reverse('link', args=[secret])}"
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    assert strict.post("/", {"likes": "1"}, secure=True, headers={"referer": told_from}).status_code == 403
    logging.getLogger("django.request").removeHandler(handler)
    logging.getLogger("django.security.csrf").removeHandler(handler)

    assert told.getvalue().count("/link/…") == 2
    assert secret not in told.getvalue()


def test_another_host_is_not_answered(desk: None) -> None:
    """A request for a name that is not ours gets no page that would repeat it."""
    answer = Client(SERVER_NAME="evil.example").get("/")

    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
