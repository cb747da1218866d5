"""Posts a week: what the account does, not how it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from fieber.metrics._protocol import Metric


@dataclass(frozen=True, slots=True)
class PostingRate:
    """How often the account posts; reported, never a symptom."""

    name: str = "posting_rate"
    unit: str = "posts per week"
    per: Literal["week"] = "week"
    needs: tuple[str, ...] = ("posted_at",)
    offset: float = 0.0

    def measure(self) -> pl.Expr:
        """Each post is one."""
        return pl.lit(1.0)


METRIC: Metric = PostingRate()
