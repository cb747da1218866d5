"""Words of a person, closed in the database; and the secrets that stand in links."""

from __future__ import annotations

import base64
import hashlib
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

from fieber.desk.packed import pack, unpack

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class SealedText(models.Field):
    """Text that only this installation can read: a stolen database or backup alone says nothing.

    Packed, then encrypted and authenticated (Fernet: AES-128-CBC with HMAC-SHA256) with a key made from the secret.
    """

    def get_internal_type(self) -> str:
        """Give the kind of column: bytes."""
        return "BinaryField"

    def from_db_value(self, value: bytes | None, _expression: object, _connection: BaseDatabaseWrapper) -> str | None:
        """Open what the database holds."""
        return None if value is None else unpack(packed_in(value))

    def get_prep_value(self, value: Any) -> Any:
        """Close it for the database."""
        return None if value is None else _lock().encrypt(pack(str(value)))


def packed_in(value: bytes) -> bytes:
    """Open what a column of sealed text holds, and leave it packed (`desk.packed`)."""
    return _lock().decrypt(bytes(value))


def sealed(text: str) -> str:
    """Close a text for a column of letters."""
    return _lock().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """Open what `sealed` closed."""
    return _lock().decrypt(text.encode()).decode()


@lru_cache(maxsize=1)
def _lock() -> MultiFernet:
    """Give what closes with the secret that holds, and opens with those before it too."""
    return MultiFernet([_lock_of(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _lock_of(secret: str) -> Fernet:
    key = HKDF(SHA256(), 32, None, b"fieber.desk sealed text").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def new_secret() -> tuple[str, str]:
    """Give a secret for a link (256 bits), and its hash, which alone is kept."""
    secret = secrets.token_urlsafe(32)
    return secret, hash_of(secret)


def hash_of(secret: str) -> str:
    """Give the hash under which the database knows a link."""
    return hashlib.sha256(secret.encode()).hexdigest()
