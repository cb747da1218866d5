"""Who sends slowly, or never ends, keeps nobody else from being answered."""

from __future__ import annotations

import io
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory

from fieber.desk import bodies
from fieber.desk.middleware import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

ME, YOU = "198.51.100.7", "198.51.100.8"


class Slow(io.RawIOBase):
    """A body of which the end comes when everybody is told to go on."""

    def __init__(self, go_on: threading.Event, waiting: list[int]) -> None:
        self.go_on, self.waiting = go_on, waiting

    def read(self, size: int = -1) -> bytes:
        """Wait."""
        self.waiting.append(1)
        self.go_on.wait(20)
        return b"x" * size


class Broken(io.RawIOBase):
    """A body whose sender is gone."""

    def read(self, _size: int = -1) -> bytes:
        """Fail as a broken line does."""
        raise ConnectionResetError


def asked(address: str, length: int, body: Any) -> HttpRequest:
    told = RequestFactory().generic("POST", "/", REMOTE_ADDR=address).environ
    return WSGIRequest(told | {"CONTENT_LENGTH": str(length), "wsgi.input": body})


def answer(request: HttpRequest) -> HttpResponse:
    """Answer as a view that reads what was sent."""
    return HttpResponse(str(len(request.read())))


class Crowd:
    """Many who send at once."""

    def __init__(self) -> None:
        self.go_on, self.waiting = threading.Event(), list[int]()
        self.threads, self.codes = list[threading.Thread](), list[int]()

    def send(self, address: str, length: int, n: int) -> None:
        """Have n bodies on their way, and wait until they are, or are refused."""
        for _ in range(n):
            request = asked(address, length, Slow(self.go_on, self.waiting))
            self.threads.append(threading.Thread(target=self._send, args=(request,)))
            self.threads[-1].start()
            while len(self.waiting) + len(self.codes) < len(self.threads):
                time.sleep(0.001)

    def _send(self, request: HttpRequest) -> None:
        self.codes.append(bodies.in_turn(answer)(request).status_code)

    def end(self) -> None:
        """Let all of them end."""
        self.go_on.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture
def crowd(desk: None) -> Iterator[Crowd]:
    crowd = Crowd()
    yield crowd
    crowd.end()


@pytest.mark.parametrize(("length", "each"), [(1000, 4), (2 * SMALL, 3)], ids=["forms", "files"])
def test_one_address_keeps_no_more_than_a_few_threads(crowd: Crowd, length: int, each: int) -> None:
    """One more is refused at once, another address is not, pages are not; when they are done, it goes on."""
    crowd.send(ME, length, each + 2)
    refused = list(crowd.codes)
    crowd.send(YOU, length, 1)

    assert (refused, len(crowd.codes)) == ([429, 429], 2)
    assert bodies.in_turn(answer)(asked(ME, 0, io.BytesIO())).status_code == 200
    crowd.end()
    assert bodies.in_turn(answer)(asked(ME, 5, io.BytesIO(b"likes"))).content == b"5"
    assert sorted(crowd.codes) == [200] * (each + 1) + [429, 429]


def test_all_addresses_together_leave_threads_for_pages(crowd: Crowd) -> None:
    """Of sixteen threads at most twelve wait for bodies, from however many places these come."""
    for number in range(10):
        crowd.send(f"203.0.113.{number}", 1000, 1)
        crowd.send(f"203.0.113.{number}", 2 * SMALL, 1)

    assert crowd.codes == [429] * 8


def test_an_office_that_comes_at_once_is_let_in(crowd: Crowd) -> None:
    """Many forms from one address that are soon here all go through: they wait for each other, for a moment."""
    room = bodies.Room(most=6, each=4)

    def come() -> None:
        with room.taken(ME) as is_free:
            crowd.codes.append(is_free)
            time.sleep(0.02)

    crowd.threads = [threading.Thread(target=come) for _ in range(16)]
    for thread in crowd.threads:
        thread.start()
    crowd.end()

    assert crowd.codes == [True] * 16


def test_who_is_gone_is_no_mistake_of_ours(desk: None) -> None:
    """A line that breaks while a form comes ends in a page for nobody, and keeps no place."""
    for _ in range(9):
        assert bodies.in_turn(answer)(asked(ME, 9, Broken())).status_code == 400
