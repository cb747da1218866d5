"""`python -m django invite`: the secret of a link by which the first administrator joins."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from fieber.desk.people.services import first_invitation


class Command(BaseCommand):
    """Gives nothing where there is an administrator."""

    def handle(self, *_args: Any, **_options: Any) -> str | None:
        """Make the link."""
        return first_invitation()
