"""Engines move rows and know no statistics: what is done with a bucket of accounts, somebody else says."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fieber.plugins import discover

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.engines._protocol import Engine


@lru_cache(maxsize=1)
def engines() -> Mapping[str, Engine]:
    """Give all engines by name."""
    return discover("engines", "ENGINE")
