"""Interactions per reached account: what people do who saw a post, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from fieber.metrics._protocol import Metric

INTERACTIONS = ("likes", "comments", "shares", "saves")


@dataclass(frozen=True, slots=True)
class EngagementPerReach:
    """Likes, comments, shares and saves that the platform told, per reached account."""

    name: str = "engagement_per_reach"
    unit: str = "interactions per reached account"
    per: Literal["post"] = "post"
    needs: tuple[str, ...] = ("likes", "reach")
    offset: float = 0.0

    def measure(self) -> pl.Expr:
        """The ratio, with half an interaction and one account added, so that a post without any has a logarithm."""
        likes, *others = (pl.when(pl.col(name) >= 0).then(name).cast(pl.Float64) for name in INTERACTIONS)
        # a counter that is told for most posts counts, and a post without it has no ratio: else a counter that stops
        # being told would look like a loss
        told = sum((pl.when(one.null_count() <= pl.len() / 2).then(one).otherwise(0.0) for one in others), likes + 0.5)
        known = (pl.col("likes") >= 0) & (pl.col("reach") > 0)
        return pl.when(known).then(told / (pl.col("reach") + 1))


METRIC: Metric = EngagementPerReach()
