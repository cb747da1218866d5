"""Real servers on loopback: one takes mail over STARTTLS from who has a password, one takes JSON, or does not."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

USER, PASSWORD = "desk@example.org", "SECRET-PASSWORD-123"  # made up, and what no output may hold


@dataclass
class Mailbox:
    """What the server has taken. refuses: it says that it is full."""

    letters: list[EmailMessage] = field(default_factory=list)
    was_encrypted: list[bool] = field(default_factory=list)
    refuses: bool = False
    port: int = 0

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter."""
        if self.refuses:
            return "452 the box of desk@example.org is full"
        self.was_encrypted.append(session.ssl is not None)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@contextmanager
def mail_server(folder: Path, *, with_tls: bool = True, from_the_start: bool = False) -> Iterator[Mailbox]:
    """Run a mail server; with STARTTLS it takes nothing without the password, with TLS from the start from all."""
    box = Mailbox(port=free_port())
    secure: dict[str, Any] = {}
    if with_tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate(folder))
        by_word = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": knows}
        secure = {"ssl_context": context} if from_the_start else by_word
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **secure)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def free_port() -> int:
    """Give a port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    """Know one user."""
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=is_right)


def certificate(folder: Path) -> Path:
    """Write key and certificate of 127.0.0.1 into one file, unless they are there."""
    path = folder / "server.pem"
    if path.exists():
        return path
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@dataclass
class Hook:
    """What the web server has seen; `replies` come first, one a request: a status, or 0 to fall silent."""

    replies: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    is_garbled: bool = False  # what is answered is not what its head says


@contextmanager
def web_server(silence: float = 1.0) -> Iterator[Hook]:
    """Run a web server that takes what is posted; `silence`: seconds before a reply of 0 ends."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            hook.headers.append({name.lower(): value for name, value in self.headers.items()})
            status = hook.replies.pop(0) if hook.replies else 204
            if not status:
                time.sleep(silence)
                return
            self.send_response(status)
            if hook.is_garbled:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            if hook.is_garbled:
                self.wfile.write(b"hello")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    hook.url = f"http://127.0.0.1:{server.server_address[1]}/hook?key=SECRET-IN-ADDRESS"
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
