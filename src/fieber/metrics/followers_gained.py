"""New followers a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from fieber.metrics._protocol import Metric


@dataclass(frozen=True, slots=True)
class FollowersGained:
    """Gross new followers of a day, as the platform counted them."""

    name: str = "followers_gained"
    unit: str = "new followers per day"
    per: Literal["day"] = "day"
    needs: tuple[str, ...] = ("follows",)
    offset: float = 1.0

    def measure(self) -> pl.Expr:
        """The day's new followers; a negative number is no count and becomes null."""
        return pl.when(pl.col("follows") >= 0).then(pl.col("follows")).cast(pl.Float64)


METRIC: Metric = FollowersGained()
