"""From the frames of part a to rows: rates of looks, power, looks answered, no look ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.stats.temperature import WEEKS_PER_YEAR
from fieber.trial.estimates import Estimate, mean_of, ratio
from fieber.trial.healthy import APART, RARE
from fieber.trial.targets import Row, at_least, at_most, between

if TYPE_CHECKING:
    from collections.abc import Callable


def rates(frame: pl.DataFrame, count: str) -> dict[str, Estimate]:
    """Looks a healthy account-year that are counted in column `count`, per world in order of appearance."""
    found = {}
    for world in frame["world"].unique(maintain_order=True):
        own = frame.filter(pl.col("world") == world)
        one = ratio(own[count].to_numpy().astype(np.float64), own["looks"].to_numpy().astype(np.float64))
        se = None if one.se is None else one.se * WEEKS_PER_YEAR
        found[world] = Estimate(one.value * WEEKS_PER_YEAR, se, one.n)
    return found


def counted(worlds: dict[str, Estimate]) -> dict[str, Estimate]:
    """Leave out the worlds that may be lower."""
    return {name: one for name, one in worlds.items() if name not in APART}


def healthy_rows(frame: pl.DataFrame) -> list[Row]:
    """Give the rows of the scale itself."""
    rows = []
    for count, degrees, mean, each in (
        ("fevers", "38.5", (0.85, 1.15), (0.6, 1.6)),
        ("elevated", "37.5", (3.4, 4.6), (2.5, 6.0)),
    ):
        worlds = rates(frame, count)
        own = counted(worlds)
        what = f"looks ≥ {degrees} a healthy account-year"
        rows.append(between("a", f"{what}, mean over worlds", mean, mean_of(list(own.values())), f"{len(own)} worlds"))
        rows += _extremes(what, own, each)
        apart = {name: worlds[name] for name in APART if name in worlds}
        if apart:
            what = f"{what}, growing and nearly-zero worlds (may be lower): highest"
            name = max(apart, key=lambda world: apart[world].value)
            rows.append(at_most("a", what, each[1], apart[name], name))
    later = ratio(frame["later_answered"].to_numpy().astype(np.float64), frame["later"].to_numpy().astype(np.float64))
    rows.append(at_least("a", "looks answered, of those from post 60 on", 0.95, later, "all worlds together"))
    return rows


def _extremes(what: str, worlds: dict[str, Estimate], limits: tuple[float, float]) -> list[Row]:
    outside = [name for name, one in worlds.items() if not limits[0] <= one.value <= limits[1]]
    detail = f"outside: {', '.join(outside)}" if outside else "all inside"
    pick: tuple[tuple[str, Callable[..., str]], ...] = (("lowest", min), ("highest", max))
    rows = []
    for word, choose in pick:
        name = choose(worlds, key=lambda world: worlds[world].value)
        rows.append(between("a", f"{what}, {word} world", limits, worlds[name], f"{name}; {detail}"))
    return rows


def overall_rows(frame: pl.DataFrame) -> list[Row]:
    """Give the rows of the headline."""
    rows = []
    for count, degrees, limits in (("fevers", "38.5", (0.7, 1.3)), ("elevated", "37.5", (2.8, 5.2))):
        own = counted(rates(frame, count))
        what = f"overall, three correlated vitals: looks ≥ {degrees} a healthy account-year, mean over worlds"
        rows.append(between("a", what, limits, mean_of(list(own.values())), f"{len(own)} worlds"))
    return rows


def ahead_row(*columns: pl.Series) -> Row:
    """Give the row of no look ahead: the largest difference that was found."""
    found = pl.concat([column.drop_nulls() for column in columns])
    largest = Estimate(float(found.max()), None, len(found))  # type: ignore[arg-type]  # a float column
    return at_most("a", "no look ahead: largest |Δ log p| of a history cut at two thirds", 1e-9, largest)


def power_rows(frame: pl.DataFrame) -> list[Row]:
    """Give the rows of ×0.5 for 26 weeks in the healthy worlds."""
    worlds = power(frame)
    rows = [
        at_least(
            "a",
            "×0.5 for 26 weeks: some look ≥ 38.5 within 12 weeks, mean over worlds",
            0.85,
            mean_of(list(worlds.values())),
        )
    ]
    for rare, limit, words in (
        (False, 0.5, "weakest world"),
        (True, 0.35, "weakest world with a post every two weeks or rarer"),
    ):
        own = {name: one for name, one in worlds.items() if (name in RARE) == rare}
        if own:
            name = min(own, key=lambda world: own[world].value)
            rows.append(at_least("a", f"the same, {words}", limit, own[name], name))
    return rows


def power(frame: pl.DataFrame) -> dict[str, Estimate]:
    """Share of accounts with a fever within 12 weeks, per world."""
    found = {}
    for world in frame["world"].unique(maintain_order=True):
        seen = frame.filter(pl.col("world") == world)["week"].is_not_null().to_numpy().astype(np.float64)
        found[world] = ratio(seen, np.ones(len(seen)))
    return found
