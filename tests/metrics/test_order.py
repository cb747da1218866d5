"""The order in which metrics are shown."""

from __future__ import annotations

from fieber.metrics import FIRST, metrics


def test_known_metrics_come_in_the_order_of_the_way_of_a_like() -> None:
    """What a person meets first comes first; a metric without a place of its own comes after, by name."""
    names = [metric.name for metric in metrics()]

    assert names[: len(FIRST)] == list(FIRST)
    assert names[len(FIRST) :] == sorted(names[len(FIRST) :])
    assert "posting_rate" in names[len(FIRST) :]
