"""Why: one file per cause; each ends in `CAUSE = …` and brings its own words in German and English."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from fieber.causes._examination import Examination
from fieber.causes._protocol import LANGUAGES, PARTS, Cause, Silent, Weighed
from fieber.causes._together import weights
from fieber.plugins import discover

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def causes() -> tuple[Cause, ...]:
    """Give all causes by name: those of this folder and those that are installed beside it."""
    return tuple(cast("dict[str, Cause]", discover("causes", "CAUSE")).values())


def weigh_all(examination: Examination) -> Mapping[str, Weighed | Silent]:
    """Let each cause weigh itself, by name; none hears the others yet."""
    return {cause.name: cause.weigh(examination) for cause in causes()}


__all__ = ["LANGUAGES", "PARTS", "Cause", "Examination", "Silent", "Weighed", "causes", "weigh_all", "weights"]
