"""Events that a person tells: what happened in their life or on their account, which no calendar knows."""

from __future__ import annotations

from typing import Any

import polars as pl

from fieber.errors import UsageError
from fieber.model.tables import conform


def own_table(events: Any) -> pl.DataFrame:
    """Give told events the columns of the events table, by date.

    Args:
        events: a pandas, Polars or Arrow table; `from` and `what` are needed, `to` is the first moment after it.

    Raises:
        UsageError: not a table; an event without a date or without words; one that ends before it begins.
    """
    table = conform(events, "events")
    if table["from"].null_count() or table["what"].null_count():
        raise UsageError(
            "events: each event needs a date in the column from and words in the column what",
            de="events: Jedes Ereignis braucht ein Datum in der Spalte from und Worte in der Spalte what",
        )
    if table.filter(pl.col("to") <= pl.col("from")).height:
        raise UsageError(
            "events: an event ends before it begins; to is the first moment after it",
            de="events: Ein Ereignis endet, bevor es anfängt; to ist der erste Moment danach",
        )
    return table.sort("from", maintain_order=True)
