"""News as JSON to an address of one's own: signed where a secret is set, tried again while the other side is busy."""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from typing import TYPE_CHECKING

from fieber.errors import UsageError
from fieber.watch.mail import is_here, is_reachable

try:
    import httpx
except ImportError:  # the extra `live` brings it
    httpx = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieber.watch._state import Letter

TRIES = 4
TIMEOUT = 20.0  # seconds
FIRST_PAUSE = 2.0  # seconds; doubled with each try
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})

for noisy in ("httpx", "httpcore"):  # they would write the whole address, and a secret may be in it
    logging.getLogger(noisy).setLevel(logging.WARNING)


class NotTakenError(Exception):
    """The other side did not take the news."""


def check_address(url: str) -> None:
    """Refuse an address over which names would travel unencrypted, or that is none.

    Raises:
        UsageError: no https address, except of this very machine; or httpx is not there.
    """
    if httpx is None:
        raise UsageError(
            "--webhook needs the extra live: pip install 'fieber[live]'",
            de="--webhook braucht das Extra live: pip install 'fieber[live]'",
        )
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL:
        parts = httpx.URL()
    host = parts.raw_host.decode()
    is_local = parts.scheme == "http" and is_here(host)
    if not is_reachable(host, 443 if parts.port is None else parts.port) or not (parts.scheme == "https" or is_local):
        raise UsageError(
            "--webhook must be an https:// address; names would travel unencrypted otherwise",
            de="--webhook muss eine Adresse mit https:// sein; sonst gehen Namen unverschlüsselt durchs Netz",
        )


def post(
    letter: Letter,
    url: str,
    secret: str | None,
    *,
    timeout: float = TIMEOUT,
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Send one letter as JSON; `timeout` is in seconds without a byte.

    `Idempotency-Key` is the id of the news. With a secret, `X-Fieber-Signature: sha256=…` is the HMAC of the body.

    Raises:
        NotTakenError: four tries have failed, or the other side says no.
    """
    body = letter.document.encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": letter.id, "User-Agent": "fieber"}
    if secret:
        headers["X-Fieber-Signature"] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    with httpx.Client(timeout=timeout) as client:
        for left in reversed(range(TRIES)):
            try:
                # the answer's body is left unread: whatever is in it, the status says whether the news were taken
                with client.stream("POST", url, content=body, headers=headers) as answer:
                    status = answer.status_code
            except httpx.TransportError:
                status = 0
            except (httpx.HTTPError, httpx.InvalidURL, ValueError):
                raise NotTakenError from None  # it has the address in it, and perhaps a secret in that
            if 200 <= status < 300:
                return
            if not left or (status and status not in BUSY):
                raise NotTakenError
            pause(FIRST_PAUSE * 2 ** (TRIES - 1 - left))
