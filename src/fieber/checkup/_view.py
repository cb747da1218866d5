"""What the steps after the thermometer may look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import polars as pl

    from fieber.advice.plan import Plan
    from fieber.checkup import Chart, Examined
    from fieber.checkup.weather import Peers
    from fieber.complaint import ClaimDict


@dataclass(frozen=True, slots=True)
class View:
    """One account at one moment: its tables, its judged vitals, and what is known of the world around it.

    seen: the chart without anything later than now. now, told: days since 1970; `told` is a date that was given.
    peers: the roster to compare with, or None. events: further rows of EVENTS, or None.
    said: what the person says, as `understand` gives it. restriction: since when the app itself says that the account
    is restricted, as the person looked it up. plan: of a trial that the person makes.
    """

    seen: Chart
    examined: Examined
    now: float
    told: float | None
    peers: Peers | None = None
    events: pl.DataFrame | None = None
    said: Sequence[ClaimDict] = ()
    restriction: datetime | None = None
    plan: Plan | None = None
