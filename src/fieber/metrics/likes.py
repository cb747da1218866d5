"""Lifetime likes of a post."""

from __future__ import annotations

from fieber.metrics._protocol import Count, Metric

METRIC: Metric = Count("likes", "likes")
