"""How often a post was played or displayed."""

from __future__ import annotations

from fieber.metrics._protocol import Count, Metric

METRIC: Metric = Count("views", "views")
