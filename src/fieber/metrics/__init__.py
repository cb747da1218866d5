"""One file per metric; each ends in `METRIC = …`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from fieber.plugins import discover

if TYPE_CHECKING:
    from fieber.metrics._protocol import Metric

# the order in which a person meets them; metrics from outside come after these
FIRST = ("likes", "comments", "shares", "saves", "views", "reach", "engagement_per_reach", "followers_gained")


@cache
def metrics() -> tuple[Metric, ...]:
    """Give all metrics, in the order in which they are shown."""
    found = cast("dict[str, Metric]", discover("metrics", "METRIC"))
    return tuple(sorted(found.values(), key=lambda m: (FIRST.index(m.name) if m.name in FIRST else len(FIRST), m.name)))
