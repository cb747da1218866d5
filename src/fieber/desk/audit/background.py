"""What is noted where Django or another part tells of it; loaded with the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.signals import user_logged_in

from fieber.desk.audit.models import What
from fieber.desk.audit.services import note

if TYPE_CHECKING:
    from fieber.desk.people.models import Person


def _signed_in(*, user: Person, **_signal: object) -> None:
    note(user, What.SIGNED_IN)


user_logged_in.connect(_signed_in)
