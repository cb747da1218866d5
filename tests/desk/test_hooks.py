"""Webhooks: who is told what, signed, tried again, and never sent to where nobody from outside may go."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import FOUND, agreement_of, hook_of, own_checkup

from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.hooks import posting
from fieber.desk.hooks.models import Delivery, Hook
from fieber.desk.hooks.posting import NotTakenError, is_possible, post
from fieber.desk.hooks.services import DELIVER, TELL, deliver, forget_old, give_up, tell
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import do, take

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desk.people import Team

HOT = {"verdict": "fever", "temperature": 38.7}


class Program(HTTPServer):
    """A program that listens, and answers with what `says` says next."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Listening)
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.says: list[int] = []
        self.address = f"http://127.0.0.1:{self.server_port}/told?by=fieber"


class _Listening(BaseHTTPRequestHandler):
    server: Program

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(self.server.says.pop(0) if self.server.says else 204)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[Program]:
    with Program() as program:
        thread = threading.Thread(target=program.serve_forever, args=(0.05,))
        thread.start()
        yield program
        program.shutdown()
        thread.join()


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A program on this machine, to which this desk may send."""
    monkeypatch.setattr(settings, "HOOKS_PRIVATE", True)
    with listening() as one:
        yield one


def work() -> None:
    """Do what waits of webhooks, now."""
    Job.objects.filter(kind__in=(TELL, DELIVER)).update(due=timezone.now() - timedelta(days=1))
    while (job := take(uuid.uuid4())) is not None:
        do(job)


def test_a_finding_is_told_signed(team: Team, program: Program) -> None:
    """One message with numbers and verdict, no name and no sentence; the secret proves it, the hour stands in it."""
    _, secret = hook_of(team.creator, program.address)
    checkup = own_checkup(team.creator)
    work()

    ((path, headers, body),) = program.heard
    delivery = Delivery.objects.get()
    assert (path, delivery.state, delivery.status) == ("/told?by=fieber", "done", 204)
    assert headers["webhook-id"] == str(delivery.pk)
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(expected).decode()
    told = json.loads(body)
    assert told["type"] == "checkup.done"
    assert told["data"]["checkup"] == str(checkup.pk)
    assert told["data"]["findings"] == [{"verdict": "healthy", "temperature": 36.4}]
    assert b"lena" not in body
    assert b"50,000" not in body


def test_who_stands_out_is_told_too(team: Team, program: Program) -> None:
    """With a fever there are two messages; whoever wants one of them gets one."""
    hook, _ = hook_of(team.creator, program.address)
    own_checkup(team.creator, **HOT)
    work()
    assert sorted(json.loads(body)["type"] for *_, body in program.heard) == ["account.stands_out", "checkup.done"]

    Hook.objects.filter(pk=hook.pk).update(events="account.stands_out")
    own_checkup(team.creator)
    work()
    assert len(program.heard) == 2


def test_nobody_is_told_what_they_may_not_see(team: Team, program: Program) -> None:
    """Another manager hears nothing; one whose agreement ended before the sending does not either."""
    hook_of(team.other, program.address)
    checkup = own_checkup(team.creator)
    work()
    assert (program.heard, Delivery.objects.count()) == ([], 0)

    agreement = agreement_of(team.creator, team.other)
    agreement.account = checkup.account
    agreement.save()
    tell(checkup.pk)()
    agreement.ended_at = timezone.now()
    agreement.save()
    work()
    assert program.heard == []
    assert Delivery.objects.get().state == "failed"


def test_it_is_tried_again_with_growing_pauses(team: Team, program: Program) -> None:
    """A program that is away for a while hears it later, once, with the same number."""
    hook_of(team.creator, program.address)
    program.says = [503, 302]
    own_checkup(team.creator)
    pauses = []
    for _ in range(2):
        work()
        job = Job.objects.get(kind=DELIVER)
        pauses.append((job.due - timezone.now()).total_seconds())
        assert (job.problem, Delivery.objects.get().state) == ("NotTakenError", "waiting")
    assert [round(pause, -1) for pause in pauses] == [40, 160]
    assert Delivery.objects.get().status == 302
    work()

    assert Delivery.objects.get().state == "done"
    assert len({headers["webhook-id"] for _, headers, _ in program.heard}) == 1
    assert [path for path, *_ in program.heard] == ["/told?by=fieber"] * 3  # the redirect was not followed
    work()
    assert len(program.heard) == 3


def test_it_is_given_up_at_last(team: Team, program: Program) -> None:
    """After eight attempts it is kept that it failed, and an administrator may try again."""
    hook_of(team.creator, program.address)
    program.says = [500] * 8
    own_checkup(team.creator)
    for _ in range(8):
        work()

    assert Delivery.objects.get().state == "failed"
    assert Job.objects.get(kind=DELIVER).state == "failed"


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1", "fd00::1", "::ffff:127.0.0.1"],  # noqa: S104 - refused
)
def test_nothing_is_sent_into_a_network_of_ones_own(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a name leads to is looked at before anything is opened, also where only one of two is private."""
    asked: list[object] = []
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    found = [(socket.AF_INET, 1, 6, "", ("93.184.215.14", 443)), (family, 1, 6, "", (number, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_values: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args: asked.append(args))

    with pytest.raises(NotTakenError):
        post("https://innocent.example/", b"{}", {})
    assert asked == []


def test_a_real_loopback_is_refused(team: Team) -> None:
    """Without the setting a program on this very machine hears nothing."""
    with listening() as program:
        with pytest.raises(NotTakenError):
            post(program.address, b"{}", {})
        assert program.heard == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is looked up once: an answer that changes afterwards leads nowhere else."""
    asked: list[tuple[str, int]] = []

    def refuse(address: tuple[str, int], _wait: float) -> None:
        asked.append(address)
        raise ConnectionRefusedError

    found = [(socket.AF_INET, 1, 6, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_values: found)
    monkeypatch.setattr(socket, "create_connection", refuse)

    with pytest.raises(NotTakenError):
        post("https://name.example/", b"{}", {})
    assert asked == [("93.184.215.14", 443)]


def test_who_answers_drop_by_drop_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that sends a byte now and then holds the others up only so long."""
    monkeypatch.setattr(settings, "HOOKS_PRIVATE", True)
    monkeypatch.setattr(posting, "LONGEST", 0.5)
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            line, _ = server.accept()
            with line:
                while not done.wait(0.1):
                    try:
                        line.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        start = time.monotonic()
        with pytest.raises(NotTakenError):
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {})
        done.set()
        thread.join()
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/hook", True),
        ("https://example.org:8443/hook?x=1", True),
        ("http://example.org/", False),
        ("https://me:secret@example.org/", False),
        ("https:///hook", False),
        ("https://example.org:99999/", False),
        ("https://example.org/\r\nX: 1", False),
        ("file:///etc/passwd", False),
    ],
)
def test_which_addresses_can_be_added(address: str, expected: bool) -> None:
    """Https with a name, without a password in it."""
    assert is_possible(address) is expected


def test_the_secret_is_shown_once(team: Team) -> None:
    """The page shows it when an address is added, never again, and lies sealed; deleting is one's own matter."""
    browser = team.signed_in("creator")
    told = {"address": "https://example.org/hook", "events": ["checkup.done"]}
    page = browser.post(reverse("hooks"), told).content.decode()
    hook = Hook.objects.get()

    assert hook.secret in page
    assert hook.secret not in browser.get(reverse("hooks")).content.decode()
    assert browser.post(reverse("hooks"), told | {"address": "http://10.0.0.1/"}).status_code == 400
    assert team.signed_in("other").post(reverse("hook_delete", args=[hook.pk])).status_code == 404
    assert browser.post(reverse("hook_delete", args=[hook.pk])).status_code == 302
    assert not Hook.objects.exists()


def test_the_page_shows_what_was_sent(team: Team) -> None:
    """Each message with its state; those of somebody else never; old ones are forgotten."""
    hook, _ = hook_of(team.creator)
    made = Checkup.objects.create(started_by=team.creator)
    keep_findings(made.pk, [FOUND])
    tell(made.pk)()
    page = reverse("hooks")
    assert "being sent" in team.signed_in("creator").get(page).content.decode()
    assert "checkup.done" not in team.signed_in("other").get(page).content.decode().replace('value="checkup.done"', "")
    Delivery.objects.update(status=503)
    assert "not accepted (503)" in team.signed_in("creator").get(page).content.decode()
    give_up(Delivery.objects.get().pk)
    assert "given up" in team.signed_in("creator").get(page).content.decode()
    deliver(uuid.uuid4())()

    Delivery.objects.update(made_at=timezone.now() - timedelta(days=settings.KEEP_DAYS + 1))
    forget_old()
    assert not Delivery.objects.exists()
    assert hook.person == team.creator
