"""What changes beside a vital, which itself leaves it out: how often is posted, and in which formats."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup._rhythm import rhythm_since
from fieber.model.diagnosis import ADDITIVE
from fieber.model.moments import day_number
from fieber.stats import decompose
from fieber.stats.normal import NORMAL_95

if TYPE_CHECKING:
    from fieber.checkup._chain import Chain
    from fieber.checkup._stretch import Stretch
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Coverage


@dataclass(frozen=True, slots=True)
class Beside:
    """Its link, log change and variance."""

    link: str
    change: float
    variance: float

    @property
    def deviate(self) -> float:
        """How many standard errors it is off zero; zero where nothing can change, as with one format."""
        return self.change / sqrt(self.variance) if self.variance > 0 else 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the 90 % interval is off zero; only then it takes part in the total."""
        return abs(self.deviate) > NORMAL_95


def beside(view: View, stretch: Stretch, chain: Chain, coverage: Coverage) -> list[Beside]:
    """Give what can be told of rhythm and formats over a stretch."""
    found = (_posting(view, stretch, coverage), _mix(stretch, chain))
    return [one for one in found if one is not None]


def _posting(view: View, stretch: Stretch, coverage: Coverage) -> Beside | None:
    """How much more or less often was posted; None where it does not multiply, or where the time is too short."""
    sample = stretch.judged.sample
    if not view.seen.is_dated or sample.metric.name not in ADDITIVE:
        return None
    posts = view.examined.posts
    mine = posts if sample.kind is None else posts.filter(pl.col("kind") == sample.kind)
    pauses = [(day_number(pause.start), day_number(pause.end)) for pause in coverage.pauses]
    posted = np.sort(mine["posted"].to_numpy())
    found = rhythm_since(posted, stretch.since, view.now, pauses, is_told=stretch.is_told)
    return None if found is None else Beside("posting_rate", *found)


def _mix(stretch: Stretch, chain: Chain) -> Beside | None:
    """How the shares of the formats moved the level; None within one format, or where formats are not told."""
    if stretch.judged.sample.kind is not None or not chain.has_kinds:
        return None
    return Beside("format_mix", *decompose.mix(*chain.every))
