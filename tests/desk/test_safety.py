"""What every answer carries, what is refused, and what is never written down."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import reverse
from tests.desk.people import PASSWORD, link_of, person

from fieber.desk import middleware
from fieber.desk.first import views
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


def test_large_bodies_are_refused_before_they_are_read(client: Client) -> None:
    """A form is small; only a link takes more, and that has a limit too."""
    for path, megabytes, expected in (
        ("/", 1, 413),
        ("/login/", 1, 413),
        ("/link/x/", 1, 410),
        ("/link/x/", 2000, 413),
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
    team.signed_in("nobody").get(reverse("link", args=[secret]))
    logging.getLogger("django.request").removeHandler(handler)

    assert "/link/…" in told.getvalue()
    assert secret not in told.getvalue()


def test_another_host_is_not_answered(desk: None) -> None:
    """A request for a name that is not ours gets no page that would repeat it."""
    answer = Client(SERVER_NAME="evil.example").get("/")

    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
