"""What a live source has to promise, and what it is given."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieber.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Terms:
    """What a platform's terms let be done with its answers.

    may_store_days: days for which they may be kept; None: no number is named. may_pool: they may take part in what is
    made of many accounts (the weather). terms_url: where that stands.
    """

    may_store_days: int | None
    may_pool: bool
    terms_url: str


def _now() -> datetime:
    return datetime.now(UTC)


def _never(_account: str, _platform: str) -> datetime | None:
    return None


@dataclass(slots=True)
class Visit:
    """How to go about asking a platform.

    keep_raw: folder for every answer as it came. spool: folder in which answers wait until the run is over, so that a
    run that was cut short goes on where it stopped. last_reading: when an account (name, platform) was last read.
    patience: seconds that are waited for when a platform asks us to; beyond, the run stops and says so.
    """

    keep_raw: Path | None = None
    spool: Path | None = None
    last_reading: Callable[[str, str], datetime | None] = _never
    patience: float = 90.0
    clock: Callable[[], datetime] = _now
    pause: Callable[[float], None] = time.sleep
    is_cut_short: bool = field(default=False)  # set by a source that could not ask for everything


class LiveSource(Protocol):
    """Asks one platform about one account."""

    @property
    def name(self) -> str:
        """The platform, as in the tables and before the colon."""
        ...

    @property
    def example(self) -> str:
        """How an account of it is named on the command line."""
        ...

    @property
    def terms(self) -> Terms:
        """What may be done with the answers."""
        ...

    def read(self, target: str, visit: Visit) -> Reading:
        """Give posts and days of an account; every post with the moment at which its counters were read."""
        ...
