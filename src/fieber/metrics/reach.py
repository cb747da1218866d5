"""Unique accounts that a post reached."""

from __future__ import annotations

from fieber.metrics._protocol import Count, Metric

METRIC: Metric = Count("reach", "accounts")
