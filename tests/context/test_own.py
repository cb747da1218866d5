"""Events that a person tells go through one door."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from fieber.context.own import own_table
from fieber.errors import UsageError
from fieber.model.tables import EVENTS


def test_told_events_become_a_table() -> None:
    """A table with a date and words is enough; it comes back with all columns, by date."""
    told = pl.DataFrame(
        {"from": ["2026-05-01", "2026-04-01"], "what": ["TV show ended", "holiday"], "mood": ["x", "y"]}
    )

    table = own_table(told)

    assert table.columns == list(EVENTS)
    assert table["what"].to_list() == ["holiday", "TV show ended"]
    assert table["from"][0] == datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "told",
    [
        {"from": ["2026-05-01"], "what": [None]},
        {"from": [None], "what": ["something"]},
        {"from": ["2026-05-02"], "to": ["2026-05-02"], "what": ["something"]},
    ],
)
def test_half_an_event_is_refused(told: dict[str, list[str | None]]) -> None:
    """No date, no words, or an end that is not after the beginning: the sentence says what is needed."""
    with pytest.raises(UsageError, match="event"):
        own_table(pl.DataFrame(told, schema_overrides={"from": pl.String, "what": pl.String}))
