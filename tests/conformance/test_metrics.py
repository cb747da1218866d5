"""What every metric promises, over all metrics that discovery finds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fieber.metrics import metrics
from fieber.model.diagnosis import METRICS
from fieber.model.tables import DAYS, POSTS, conform, empty

if TYPE_CHECKING:
    from fieber.metrics._protocol import Metric

every_metric = pytest.mark.parametrize("metric", metrics(), ids=lambda metric: metric.name)
measured_metric = pytest.mark.parametrize(
    "metric", [metric for metric in metrics() if metric.per != "week"], ids=lambda metric: metric.name
)


def table(metric: Metric, rows: int = 6) -> pl.DataFrame:
    """Rows in which every number that the metric may need is there, each row another one."""
    name, columns = ("days", DAYS) if metric.per == "day" else ("posts", POSTS)
    counts = {c: [10 + 3 * i for i in range(rows)] for c, one in columns.items() if one.dtype == pl.Int64}
    start = datetime(2024, 1, 1, tzinfo=UTC)
    times = {
        "posted_at": [start + timedelta(days=i) for i in range(rows)],
        "day": [date(2024, 1, 1 + i) for i in range(rows)],
    }
    return conform(pl.DataFrame(counts | times), name)


def values(metric: Metric, frame: pl.DataFrame) -> list[float | None]:
    return frame.with_columns(measured_value=metric.measure())["measured_value"].to_list()


def test_the_metrics_are_those_of_the_contract() -> None:
    """Discovery finds exactly the metrics that the contract names, likes first."""
    assert {metric.name for metric in metrics()} == set(METRICS)
    assert metrics()[0].name == "likes"


@every_metric
def test_it_says_what_it_measures(metric: Metric) -> None:
    """Unit, kind of row and needed columns are declared, and the columns exist in that table."""
    columns = DAYS if metric.per == "day" else POSTS

    assert metric.unit
    assert metric.per in {"post", "day", "week"}
    assert metric.needs
    assert set(metric.needs) <= set(columns)
    assert metric.offset in {0.0, 1.0}


@measured_metric
def test_row_order_does_not_matter(metric: Metric) -> None:
    """Each row's value is its own, wherever the row stands."""
    frame = table(metric)

    assert values(metric, frame.reverse()) == values(metric, frame)[::-1]
    assert [values(metric, frame[i : i + 1])[0] for i in range(frame.height)] == values(metric, frame)


@every_metric
def test_an_empty_account_has_no_values(metric: Metric) -> None:
    """Without a row there is no value, and a number is what it would be."""
    frame = empty("days" if metric.per == "day" else "posts").with_columns(measured_value=metric.measure())

    assert frame.is_empty()
    assert frame.schema["measured_value"] == pl.Float64


@measured_metric
def test_nulls_are_not_zeros(metric: Metric) -> None:
    """Where a needed column is null there is no value; where it is zero there is one, or no ratio."""
    frame = table(metric)
    first = pl.int_range(pl.len()) == 0

    for column in metric.needs:
        missing = frame.with_columns(pl.when(~first).then(column))
        assert values(metric, missing) == [None, *values(metric, frame)[1:]]
    zero = values(metric, frame.with_columns(pl.when(first).then(0).otherwise(metric.needs[0]).alias(metric.needs[0])))
    assert zero[0] is not None
    assert zero[0] + metric.offset > 0


@measured_metric
def test_a_negative_number_is_no_count(metric: Metric) -> None:
    """A needed number below zero gives no value, never a negative one or nan."""
    frame = table(metric)

    for column in metric.needs:
        assert values(metric, frame.with_columns(pl.lit(-1).alias(column))) == [None] * frame.height
