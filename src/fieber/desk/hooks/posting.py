"""Sending to an address that a stranger named: to the public net only, no redirect followed, nothing read back."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

WAIT = 10.0  # seconds for each answer of the network
LONGEST = 20.0  # seconds in all: who answers drop by drop does not hold up the others


class NotTakenError(Exception):
    """It could not be sent there; status: what was answered, where something was."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__("not taken")
        self.status = status


def is_possible(address: str) -> bool:
    """Say whether this can be an address of a program: https with a name, no password in it."""
    try:
        told = urlsplit(address)
        port = told.port
    except ValueError:
        return False
    schemes = {"https", "http"} if settings.HOOKS_PRIVATE else {"https"}
    is_plain = address.isascii() and address.isprintable() and " " not in address
    return is_plain and told.scheme in schemes and bool(told.hostname) and told.username is None and port != 0


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a body; gives the answer's status, one of 200 to 299.

    Raises:
        NotTakenError: nobody there, not in the public net, or another answer.
    """
    told = urlsplit(address)
    path = f"{told.path or '/'}{f'?{told.query}' if told.query else ''}"
    try:
        with closing(_line(told)) as line, _no_longer_than(line.sock):
            line.request("POST", path, body, {"Content-Type": "application/json", "User-Agent": "fieber", **headers})
            status = line.getresponse().status
    except (OSError, HTTPException, ValueError):
        raise NotTakenError from None
    if not 200 <= status < 300:
        raise NotTakenError(status)
    return status


def _line(told: SplitResult) -> HTTPConnection:
    """Give a connection that stands: looked up and checked each time, and to the very address that was checked."""
    host, is_safe = told.hostname or "", told.scheme == "https"
    port = told.port or (443 if is_safe else 80)
    stream = socket.create_connection((_checked(host, port), port), WAIT)
    if not is_safe:
        line = HTTPConnection(host, port)
        line.sock = stream
        return line
    line = HTTPSConnection(host, port)
    line.sock = ssl.create_default_context().wrap_socket(stream, server_hostname=host)
    return line


def _checked(host: str, port: int) -> str:
    """Give a number for this name; all that it has must be in the public net."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.HOOKS_PRIVATE and not all(_is_public(number) for number in found):
        raise NotTakenError
    return found[0]


def _is_public(number: str) -> bool:
    address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


class _no_longer_than:  # noqa: N801 - used as a word of `with`
    """Ends a connection after so long, whatever comes in drop by drop."""

    def __init__(self, stream: socket.socket) -> None:
        self._timer = threading.Timer(LONGEST, self._end, (stream,))

    @staticmethod
    def _end(stream: socket.socket) -> None:
        with suppress(OSError):
            stream.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        self._timer.join()
