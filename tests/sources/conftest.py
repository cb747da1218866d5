"""A server on loopback that speaks HTTP as a platform does, faults and all; and a visit that does not really wait."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.cli.conftest import fieber  # noqa: F401 - the command, for tests of this folder too

from fieber.sources import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TOKEN = "SECRET-TOKEN-1234567890"  # noqa: S105 - made up, and what no test may find anywhere


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]
    whole: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server gives: a document, or bytes as they are. cut: the connection breaks in the middle."""

    document: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass
class Platform:
    """The server: `answers` says what it knows, `faults` come first, one a request; None is no fault."""

    answers: Callable[[Asked], Reply] = lambda _: Reply(status=404)
    faults: list[Reply | None] = field(default_factory=list)
    seen: list[Asked] = field(default_factory=list)
    url: str = ""

    def reply(self, asked: Asked) -> Reply:
        """Give the next fault, else the answer."""
        self.seen.append(asked)
        fault = self.faults.pop(0) if self.faults else None
        return self.answers(asked) if fault is None else fault

    def paths(self) -> list[str]:
        """Give what was asked, in order."""
        return [asked.path for asked in self.seen]


@pytest.fixture
def platform() -> Iterator[Platform]:
    """A running server."""
    with serving() as known:
        yield known


@contextmanager
def serving() -> Iterator[Platform]:
    """Run a server."""
    known = Platform()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 2**16  # head and body in one packet: two would each wait for the other side

        def do_GET(self) -> None:
            self.answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def answer(self, params: str) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = known.reply(Asked(urlsplit(self.path).path, dict(parse_qsl(params)), headers, self.path))
            is_bytes = isinstance(reply.document, bytes)
            body = reply.document if is_bytes else json.dumps(reply.document).encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if reply.cut else body)
            if reply.cut:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    known.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield known
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def waits() -> list[float]:
    """The seconds that were waited for, in order."""
    return []


@pytest.fixture
def visit(waits: list[float]) -> Visit:
    """A visit on one fixed day that notes its waits in place of waiting."""
    return Visit(clock=lambda: NOW, pause=waits.append)
