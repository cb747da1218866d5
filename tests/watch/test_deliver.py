"""News arrive at least once: over real servers, some of them in trouble, and never unencrypted over a network."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import smtplib
from typing import TYPE_CHECKING

import pytest
from tests.watch.servers import PASSWORD, USER, certificate, free_port, mail_server, web_server

from fieber.errors import UnreadableError, UsageError
from fieber.watch import webhook
from fieber.watch._state import FILE, Letter, State, load
from fieber.watch.deliver import Ways, deliver, ways_for, with_letter
from fieber.watch.mail import Server, send, server_from

if TYPE_CHECKING:
    from pathlib import Path

LETTER = Letter("abc123", "fieber: 2 messages", "anna hat Fieber: 39,1 °C.\n", '{"id": "abc123"}\n', ("out", "mail"))


def server(port: int, folder: Path) -> Server:
    return Server("127.0.0.1", port, USER, USER, PASSWORD, str(certificate(folder)))


def test_mail_goes_over_starttls_with_the_password(tmp_path: Path) -> None:
    """The server takes it encrypted; subject, text and id are those of the letter."""
    with mail_server(tmp_path) as box:
        send(LETTER, "me@example.org", server(box.port, tmp_path))

    (mail,) = box.letters
    assert box.was_encrypted == [True]
    assert (mail["To"], mail["From"], mail["Subject"]) == ("me@example.org", USER, LETTER.subject)
    assert mail["Message-ID"] == "<abc123@fieber>"
    assert mail.get_content().replace("\r\n", "\n") == LETTER.text


def test_mail_over_the_port_of_tls_is_encrypted_from_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On that port nothing is said before the handshake."""
    with mail_server(tmp_path, from_the_start=True) as box:
        monkeypatch.setattr("fieber.watch.mail.OVER_TLS", box.port)  # 465 belongs to the system
        known = Server("127.0.0.1", box.port, USER, None, None, str(certificate(tmp_path)))
        send(LETTER, "me@example.org", known)

    assert [mail["Message-ID"] for mail in box.letters] == ["<abc123@fieber>"]


def test_a_wrong_password_or_a_foreign_certificate_sends_nothing(tmp_path: Path) -> None:
    """Who is not known, or whose certificate nobody trusts, gets no names."""
    with mail_server(tmp_path) as box:
        unknown = Server("127.0.0.1", box.port, USER, USER, "wrong", str(certificate(tmp_path)))
        untrusted = Server("127.0.0.1", box.port, USER, USER, PASSWORD)
        with pytest.raises(smtplib.SMTPException):
            send(LETTER, "me@example.org", unknown)
        with pytest.raises(OSError, match="CERTIFICATE"):
            send(LETTER, "me@example.org", untrusted)

    assert box.letters == []


def test_mail_over_a_network_is_never_unencrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server without STARTTLS is used on this machine, and refused by any other name."""
    with mail_server(tmp_path, with_tls=False) as box:
        here = Server("127.0.0.1", box.port, USER, None, None)
        send(LETTER, "me@example.org", here)
        monkeypatch.setattr("fieber.watch.mail.is_here", lambda _: False)  # as if it stood elsewhere
        with pytest.raises(smtplib.SMTPNotSupportedError):
            send(LETTER, "me@example.org", here)

    assert len(box.letters) == 1


def test_the_mail_server_comes_from_the_environment() -> None:
    """Host and sender are needed; the port is 587 unless told; what is missing is said."""
    told = {"FIEBER_SMTP_HOST": "mail.example.org", "FIEBER_SMTP_USER": USER, "FIEBER_SMTP_PASSWORD": PASSWORD}

    unusable = [told | {f"FIEBER_SMTP_{k}": v} for k, v in (("PORT", "99999"), ("HOST", "a..b"), ("FROM", "a\nb"))]

    assert server_from(told) == Server("mail.example.org", 587, USER, USER, PASSWORD)
    for wrong in ({}, {"FIEBER_SMTP_HOST": "mail.example.org"}, told | {"FIEBER_SMTP_PORT": "smtp"}, *unusable):
        with pytest.raises(UsageError, match="FIEBER_SMTP_HOST"):
            server_from(wrong)


def test_the_webhook_is_signed_and_has_the_id(caplog: pytest.LogCaptureFixture) -> None:
    """The body is the document; the signature is its HMAC; nothing of it is logged."""
    caplog.set_level(logging.DEBUG)
    with web_server() as hook:
        webhook.post(LETTER, hook.url, "a secret")
        webhook.post(LETTER, hook.url, None)

    expected = hmac.new(b"a secret", LETTER.document.encode(), hashlib.sha256).hexdigest()
    assert hook.bodies == [LETTER.document.encode()] * 2
    assert hook.headers[0]["x-fieber-signature"] == f"sha256={expected}"
    assert hook.headers[0]["idempotency-key"] == "abc123"
    assert "x-fieber-signature" not in hook.headers[1]
    assert "SECRET-IN-ADDRESS" not in caplog.text


@pytest.mark.parametrize("replies", [[500, 503, 200], [0, 429, 204]])
def test_a_busy_server_is_asked_again(replies: list[int]) -> None:
    """After two troubles, a time-out among them, the third try arrives, each pause twice the one before."""
    pauses: list[float] = []
    with web_server() as hook:
        hook.replies = list(replies)
        webhook.post(LETTER, hook.url, None, timeout=0.3, pause=pauses.append)

    assert len(hook.bodies) == 3
    assert pauses == [2.0, 4.0]


@pytest.mark.parametrize(("replies", "tries"), [([500] * 9, 4), ([403], 1), ([302], 1)])
def test_a_server_that_says_no_is_believed(replies: list[int], tries: int) -> None:
    """Four troubles are enough, a refusal is one, and nobody follows it elsewhere."""
    with web_server() as hook:
        hook.replies = list(replies)
        with pytest.raises(webhook.NotTakenError):
            webhook.post(LETTER, hook.url, None, pause=lambda _: None)

    assert len(hook.bodies) == tries


@pytest.mark.parametrize("url", ["http://example.org/hook", "ftp://example.org", "example.org", "https://"])
def test_an_unencrypted_address_is_refused(url: str) -> None:
    """Names never travel in the open; this very machine is the exception."""
    with pytest.raises(UsageError, match="https"):
        ways_for(None, url)
    assert ways_for(None, "http://127.0.0.1:9/hook").names() == ("out", "webhook")
    assert ways_for(None, "http://localhost/hook").url is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org:99999/x?token=SECRET",
        "https://example..org/x?token=SECRET",
        "https://[::1/x?token=SECRET",
        "https://example.org:port/?token=SECRET",
        "https://example.org/\n?token=SECRET",
    ],
)
def test_what_is_no_address_is_refused_before_the_work(url: str, tmp_path: Path) -> None:
    """A broken address is said at once, without the secret in it; one that slips through is a refusal, no crash."""
    with pytest.raises(UsageError, match="https") as error:
        ways_for(None, url)
    assert "SECRET" not in str(error.value)

    letter = Letter("abc123", "fieber: 2 messages", "anna", "{}", ("out", "webhook"))
    if ":99999" not in url:  # there the system itself says no
        assert set(deliver(tmp_path, with_letter(tmp_path, State(), letter), Ways(url=url), lambda _: None)) == {
            "webhook"
        }


def test_a_garbled_answer_is_no_reason_to_send_again() -> None:
    """The status says that it was taken; what stands below it is left unread."""
    with web_server() as hook:
        hook.replies, hook.is_garbled = [200], True
        webhook.post(LETTER, hook.url, None)

    assert len(hook.bodies) == 1


@pytest.mark.parametrize("to", ["me@example.org\nBcc: you@example.org", "me", "", "@example.org"])
def test_what_is_no_mail_address_is_refused_before_the_work(to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said before anybody is judged; several addresses with names are fine."""
    monkeypatch.setenv("FIEBER_SMTP_HOST", "mail.example.org")
    monkeypatch.setenv("FIEBER_SMTP_FROM", USER)

    with pytest.raises(UsageError, match="me@example"):
        ways_for(to, None)
    assert ways_for("Me <me@example.org>, you@example.org", None).to is not None


def test_a_way_that_is_broken_holds_up_no_other(tmp_path: Path) -> None:
    """Mail and webhook cannot even be tried: standard output has all letters, old and new, and the rest waits."""
    letters = tuple(Letter(name, "", name, "{}", ("out", "mail", "webhook")) for name in ("old", "new"))
    broken = Ways("me\n@example.org", Server("mail..org", 587, USER, None, None), "https://example..org/")
    said: list[str] = []

    failed = deliver(tmp_path, State(None, (), letters), broken, lambda letter: said.append(letter.text))

    assert said == ["old", "new"]
    assert failed == {"mail": "address", "webhook": "refused"}
    assert [one.open for one in load(tmp_path).letters] == [("mail", "webhook")] * 2


def test_why_mail_did_not_arrive_is_known(tmp_path: Path) -> None:
    """A wrong password, a certificate that nobody trusts and a server that is not there are three things."""
    state = with_letter(tmp_path, State(), LETTER)
    with mail_server(tmp_path) as box:
        servers = {
            "login": Server("127.0.0.1", box.port, USER, USER, "wrong", str(certificate(tmp_path))),
            "certificate": Server("127.0.0.1", box.port, USER, USER, PASSWORD),
            "silent": Server("127.0.0.1", free_port(), USER, USER, PASSWORD),
        }
        found = {
            reason: deliver(tmp_path, state, Ways("me@example.org", one), lambda _: None)
            for reason, one in servers.items()
        }

    assert found == {reason: {"mail": reason} for reason in servers}


def test_what_does_not_arrive_is_kept_and_tried_again(tmp_path: Path) -> None:
    """The mail server is full: standard output has it, the mail comes with the next run, nothing comes twice."""
    said: list[str] = []
    with mail_server(tmp_path) as box:
        ways = Ways("me@example.org", server(box.port, tmp_path))
        box.refuses = True
        state = with_letter(tmp_path, State("2026-03-02T03:00:00+00:00"), LETTER)
        first = deliver(tmp_path, state, ways, lambda letter: said.append(letter.text))
        kept = load(tmp_path)
        box.refuses = False
        second = deliver(tmp_path, kept, ways, lambda letter: said.append(letter.text))
        third = deliver(tmp_path, load(tmp_path), ways, lambda letter: said.append(letter.text))

    assert (first, second, third) == ({"mail": "refused"}, {}, {})
    assert kept.letters[0].open == ("mail",)
    assert said == [LETTER.text]
    assert len(box.letters) == 1
    assert load(tmp_path).letters == ()


def test_a_way_that_is_not_asked_for_waits(tmp_path: Path) -> None:
    """A run without --mail delivers the rest and leaves the mail for one that has it."""
    state = with_letter(tmp_path, State(), LETTER)

    assert deliver(tmp_path, state, Ways(), lambda _: None) == {}
    assert load(tmp_path).letters[0].open == ("mail",)


def test_the_state_is_private_and_a_damaged_one_is_said(tmp_path: Path) -> None:
    """Only its owner reads it; half a file, or one of a later version, is no state."""
    with_letter(tmp_path, State(), LETTER)
    path = tmp_path / FILE
    assert path.stat().st_mode & 0o077 == 0

    for damaged in (path.read_text()[:40], json.dumps({"layout": 99}), "[]"):
        path.write_text(damaged)
        with pytest.raises(UnreadableError, match="delete it"):
            load(tmp_path)
