"""`--event DATE TEXT`: what a person tells of happened on a day, or from one day to another."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl
from typer._click.types import STRING, Tuple  # typer's own lists hold no pairs; its version is fixed in pyproject

from fieber.api import as_time
from fieber.errors import UsageError
from fieber.model.tables import EVENTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PAIR = Tuple([STRING, STRING])
BETWEEN = ".."


def told_events(pairs: Sequence[tuple[str, str]]) -> pl.DataFrame | None:
    """Give the events table of what was typed; None where nothing was.

    Args:
        pairs: a day ("2026-05-01") or two ("2026-05-01..2026-05-14", both included), and what happened.

    Raises:
        UsageError: no date, no words, or the second day before the first.
    """
    if not pairs:
        return None
    rows = [_row(when, what) for when, what in pairs]
    return pl.DataFrame(rows, schema={name: column.dtype for name, column in EVENTS.items()})


def _row(when: str, what: str) -> dict[str, datetime | str | None]:
    if not what.strip():
        raise UsageError(
            f'--event {when}: write what happened behind the date, for example --event {when} "TV show ended"',
            de=f'--event {when}: Schreib hinter das Datum, was war, zum Beispiel --event {when} "Show zu Ende"',
        )
    begin, between, last = when.partition(BETWEEN)
    start = as_time(begin, "--event")
    end = as_time(last, "--event") + timedelta(days=1) if between else None
    if end is not None and end <= start:
        raise UsageError(
            f"--event {when}: the second day is before the first; turn them around",
            de=f"--event {when}: Der zweite Tag liegt vor dem ersten; dreh sie um",
        )
    return {"platform": None, "from": start, "to": end, "metric": None, "what": what.strip(), "source": None}
