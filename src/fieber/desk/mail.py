"""How mail leaves the desk: by the server that the environment names, else as files in the folder."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from pathlib import Path

SUBMISSION, OVER_TLS = 587, 465  # ports: STARTTLS, and TLS from the first byte


def mail_settings(url: str, folder: Path) -> dict[str, Any]:
    """Give Django's settings for mail.

    Args:
        url: `smtp://user:password@host:587` (STARTTLS; without only on this very machine) or `smtps://…`; "" for none.
        folder: takes the mails as files where there is no server.

    Raises:
        ImproperlyConfigured: the address is no such address; what it says is not repeated, it may hold a password.
    """
    backend = "django.core.mail.backends"
    if not url:
        return {"EMAIL_BACKEND": f"{backend}.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
    told = urlsplit(url)
    if told.scheme not in {"smtp", "smtps"} or not told.hostname:
        message = "FIEBER_DESK_MAIL: smtp://user:password@host:587 or smtps://user:password@host:465"
        raise ImproperlyConfigured(message)
    is_over_tls = told.scheme == "smtps"
    return {
        "EMAIL_BACKEND": f"{backend}.smtp.EmailBackend",
        "EMAIL_HOST": told.hostname,
        "EMAIL_PORT": told.port or (OVER_TLS if is_over_tls else SUBMISSION),
        "EMAIL_HOST_USER": unquote(told.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(told.password or ""),
        "EMAIL_USE_SSL": is_over_tls,
        "EMAIL_USE_TLS": not is_over_tls and (bool(told.password) or not _is_this_machine(told.hostname)),
        "EMAIL_TIMEOUT": 15,
    }


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
