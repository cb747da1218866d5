"""Tokens: from the environment, else from the keyring of the system; never from an argument, which others could see."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fieber.sources._problems import no_token

keyring: ModuleType | None
try:
    import keyring
    from keyring.errors import KeyringError
except ImportError:  # the extra brings it; without it the environment is enough
    keyring = None

if TYPE_CHECKING:
    from types import ModuleType

SERVICE = "fieber"


def token_for(source: str, variable: str) -> str:
    """Give the token of a platform.

    Raises:
        UsageError: there is none; it says where to put one.
    """
    found = optional_token(source, variable)
    if found is None:
        raise no_token(source, variable)
    return found


def optional_token(source: str, variable: str) -> str | None:
    """Give the token of a platform, or None."""
    told = os.environ.get(variable, "").strip()
    if told:
        return told
    if keyring is None:
        return None
    try:
        return (keyring.get_password(SERVICE, source) or "").strip() or None
    except (KeyringError, RuntimeError):  # no keyring on this machine, or it stays locked
        return None


def base_url(source: str, usual: str) -> str:
    """Give where a platform listens; FIEBER_<SOURCE>_URL names another place (a test, a proxy, one's own server)."""
    return (os.environ.get(f"FIEBER_{source.upper()}_URL", "").strip() or usual).rstrip("/")
