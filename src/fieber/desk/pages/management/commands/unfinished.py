"""`python -m django unfinished`: the legal pages of which something is still to be filled in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from fieber.desk.pages.services import unfinished


class Command(BaseCommand):
    """Gives their names, or nothing."""

    def handle(self, *_args: Any, **_options: Any) -> str:
        """Look."""
        return " ".join(unfinished())
