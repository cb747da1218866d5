"""`python -m django demo`: a roster of simulated accounts, each with something known the matter, or nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from fieber.desk.accounts.demo import order


class Command(BaseCommand):
    """Orders the roster; the worker makes it."""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Order it, once."""
        order()
