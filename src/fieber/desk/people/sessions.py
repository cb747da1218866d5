"""Sessions of which the database knows no key: whoever reads a copy of it signs in nowhere."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Known
from django.utils import timezone

from fieber.desk.sealed import hash_of

LONGEST = 40  # letters of Django's column; 160 bits of the hash


def kept_as(key: str) -> str:
    """Give under which name the database keeps the session of this cookie."""
    return hash_of(key)[:LONGEST]


class SessionStore(Known):
    """Django's own, but that a hash stands where the key would: only the cookie of the browser opens it."""

    def _get_session_from_db(self) -> Any:
        still = self.model.objects.filter(expire_date__gt=timezone.now())
        found = still.filter(session_key=kept_as(self.session_key)).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Say whether there is a session of this cookie."""
        return bool(super().exists(kept_as(session_key)))

    def create_model_instance(self, data: Any) -> Any:
        """Give the row to be kept."""
        made = super().create_model_instance(data)
        made.session_key = kept_as(made.session_key)
        return made

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one if no other is named."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(kept_as(key))
