"""News by mail, over a server that the environment names; never without encryption, except on this very machine."""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import ip_address
from typing import TYPE_CHECKING

from fieber.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.watch._state import Letter

TIMEOUT = 30.0  # seconds
SUBMISSION, OVER_TLS = 587, 465  # ports: STARTTLS, and TLS from the first byte
PORTS = 1 << 16


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in. sender: the address in From; user, password: None where the server asks for none."""

    host: str
    port: int
    sender: str
    user: str | None
    password: str | None
    authority: str | None = None  # file of certificates that are trusted beside those of the system


def server_from(environment: Mapping[str, str] = os.environ) -> Server:
    """Read FIEBER_SMTP_HOST, _PORT, _USER, _PASSWORD, _FROM and _CA.

    Raises:
        UsageError: host or sender are missing, or no mail can be sent by them.
    """

    def told(name: str) -> str | None:
        return environment.get(f"FIEBER_SMTP_{name}", "").strip() or None

    host, user = told("HOST"), told("USER")
    sender = told("FROM") or user
    port = told("PORT") or str(SUBMISSION)
    is_usable = port.isdecimal() and is_reachable(host or "", int(port)) and is_address(sender or "")
    if host is None or sender is None or not is_usable:
        raise UsageError(
            "--mail needs the mail server: set FIEBER_SMTP_HOST and FIEBER_SMTP_FROM, and FIEBER_SMTP_USER and"
            " FIEBER_SMTP_PASSWORD where it asks for them (FIEBER_SMTP_PORT is 587 if not given)",
            de="--mail braucht den Mailserver: Setze FIEBER_SMTP_HOST und FIEBER_SMTP_FROM, dazu FIEBER_SMTP_USER und"
            " FIEBER_SMTP_PASSWORD, wenn er sie verlangt (FIEBER_SMTP_PORT ist ohne Angabe 587)",
        )
    return Server(host, int(port), sender, user, told("PASSWORD"), told("CA"))


def check_recipient(to: str) -> None:
    """Refuse what is no mail address.

    Raises:
        UsageError: it is none.
    """
    if not is_address(to):
        raise UsageError(
            "--mail needs a mail address, such as me@example.org",
            de="--mail braucht eine Mailadresse, zum Beispiel ich@example.org",
        )


def send(letter: Letter, to: str, server: Server) -> None:
    """Hand one letter in; its Message-ID is that of the news, so that who gets it twice can tell.

    Raises:
        OSError, smtplib.SMTPException: it was not taken.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, letter.subject
    message["Message-ID"] = f"<{letter.id}@fieber>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    message.set_content(letter.text)
    context = ssl.create_default_context(cafile=server.authority)
    # closed, not left politely: after a broken handshake the other side would be waited for
    with closing(_connected(server, context)) as line:
        if server.user is not None and server.password is not None:
            line.login(server.user, server.password)
        line.send_message(message)
        with suppress(OSError, smtplib.SMTPException):  # it has been taken; who hangs up first is no matter
            line.quit()


def _connected(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    """Give an encrypted line; an open one only where it neither leaves this machine nor carries a password."""
    if server.port == OVER_TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.password is not None or not is_here(server.host):
            line.starttls(context=context)
    except (OSError, smtplib.SMTPException):
        line.close()
        raise
    return line


def is_here(host: str) -> bool:
    """Say whether a name is this machine; what goes there needs no encryption."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_reachable(host: str, port: int) -> bool:
    """Say whether a name and a port could be those of a server; whether there is one is another question."""
    try:
        return bool(host.encode("idna")) and 0 < port < PORTS
    except UnicodeError:  # a label that is empty or too long
        return False


def is_address(text: str) -> bool:
    """Say whether mail can be sent to this, or from this."""
    message = EmailMessage()
    try:
        message["To"] = text
    except ValueError:  # a line break: the rest would be a header of its own
        return False
    found = message["To"].addresses
    return bool(found) and all(one.username and one.domain for one in found)
