"""Why: one file per cause; each ends in `CAUSE = …` and brings its own words in German and English."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np

from fieber.causes._examination import COUNTED, Examination
from fieber.causes._protocol import LANGUAGES, PARTS, Cause, Silent, Weighed
from fieber.causes._together import weights
from fieber.plugins import discover
from fieber.stats.shapes import mean_odds

if TYPE_CHECKING:
    from collections.abc import Mapping

ANY_FALL = (-0.5, 0.35)  # log size of a fall that is felt


@cache
def causes() -> tuple[Cause, ...]:
    """Give all causes by name: those of this folder and those that are installed beside it."""
    return tuple(cast("dict[str, Cause]", discover("causes", "CAUSE")).values())


def unknown_odds(examination: Examination) -> float:
    """Give the log odds that the level fell on some day for a reason that none of the causes knows."""
    odds = examination.odds("likes", *ANY_FALL) if len(examination.dates) else np.empty(0)
    return mean_odds(odds) if len(odds) else 0.0


def weigh_all(examination: Examination) -> Mapping[str, Weighed | Silent]:
    """Let each cause weigh itself, by name; none hears the others yet."""
    return {cause.name: cause.weigh(examination) for cause in causes()}


__all__ = [
    "COUNTED",
    "LANGUAGES",
    "PARTS",
    "Cause",
    "Examination",
    "Silent",
    "Weighed",
    "causes",
    "unknown_odds",
    "weigh_all",
    "weights",
]
