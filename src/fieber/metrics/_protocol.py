"""What a metric has to promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import polars as pl


class Metric(Protocol):
    """A number per post or per day that one account can be held against."""

    @property
    def name(self) -> str:
        """Name in the contract."""
        ...

    @property
    def unit(self) -> str:
        """What is counted."""
        ...

    @property
    def per(self) -> Literal["post", "day", "week"]:
        """What one value belongs to; "week": how often, judged by the pipeline itself."""
        ...

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns of posts (or days) without which there is nothing to measure."""
        ...

    @property
    def offset(self) -> float:
        """1 for counts (log(1 + x) is judged), 0 for ratios (log x)."""
        ...

    def measure(self) -> pl.Expr:
        """Value of each row, null where the platform did not say."""
        ...


@dataclass(frozen=True, slots=True)
class Count:
    """A lifetime counter of a post, as it stands in the column of the same name."""

    name: str
    unit: str
    per: Literal["post"] = "post"
    offset: float = 1.0

    @property
    def needs(self) -> tuple[str, ...]:
        """The column itself."""
        return (self.name,)

    def measure(self) -> pl.Expr:
        """The counter; a negative one is no count and becomes null."""
        return pl.when(pl.col(self.name) >= 0).then(pl.col(self.name)).cast(pl.Float64)
