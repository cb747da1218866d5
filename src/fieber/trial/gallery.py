"""The trial's pictures from its results: calibration, power, delay, coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.trial import changes_summary, real_summary
from fieber.trial.estimates import ratio
from fieber.trial.healthy import APART, RARE
from fieber.trial.pictures import Chart, Line
from fieber.trial.real import METHOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.trial.delay_summary import Delay
    from fieber.trial.real_summary import Group
    from fieber.trial.run import Results

WEEKS = range(1, 13)
RIVALS_SHOWN = 4


def pictures(results: Results) -> dict[str, Chart]:
    """Give every picture that the results allow, by file name without ending."""
    found: dict[str, Chart] = {}
    if results.healthy is not None:
        found["scale"] = _scale(results.healthy)
    if results.changes is not None:
        found["p_drop"] = _p_drop(results.changes)
    if results.power is not None:
        found["weeks"] = _weeks(results.power)
    for group in results.groups:
        if group.name in real_summary.SPLITS:
            name = group.name.replace("-", "_")
            found[f"power_{name}"] = _power(group)
            found[f"coverage_{name}"] = _coverage(group)
    if results.delays:
        found["delay"] = _delay(results.delays)
    return found


def _scale(frame: pl.DataFrame) -> Chart:
    """How often p is at most x, on healthy accounts: a calibrated p lies on the diagonal."""
    own = frame.filter(~pl.col("world").is_in(APART))
    lines = []
    for name, part in (("mean over worlds", own), ("growing", frame.filter(pl.col("world") == "growing"))):
        shares = []
        for world in part["world"].unique(maintain_order=True):
            cells = np.array(part.filter(pl.col("world") == world)["cells"].to_list()).sum(axis=0)
            shares.append(np.cumsum(cells) / cells.sum())
        if shares:
            mean = np.mean(shares, axis=0)
            lines.append(Line(name, [(i + 1) / len(mean) for i in range(len(mean))], mean.tolist()))
    title = "Healthy accounts: share of weekly looks with p at most x"
    return Chart(title, "p", "share of looks", (0, 1), (0, 1), lines, has_diagonal=True)


def _p_drop(frame: pl.DataFrame) -> Chart:
    lines = []
    for name, words in changes_summary.NAMES.items():
        _, bins = changes_summary.curve(frame, name)
        told, true, se = zip(*bins, strict=True)
        lines.append(Line(words, told, true, [2 * one for one in se]))
    title = "P(real drop of 10 % or more): said and true"
    return Chart(title, "p_drop", "share with a real drop", (0, 1), (0, 1), lines, has_diagonal=True)


def _weeks(frame: pl.DataFrame) -> Chart:
    """Share found by each week after a halving."""
    parts = {
        "usual worlds": ~pl.col("world").is_in((*RARE, *APART)),
        "growing, small, tiny": pl.col("world").is_in(APART),
        "a post every two weeks or rarer": pl.col("world").is_in(RARE),
    }
    lines = []
    for name, chosen in parts.items():
        own = frame.filter(chosen)
        week = own["week"].fill_null(99).to_numpy()
        shares = [ratio((week <= w).astype(np.float64), np.ones(len(week))) for w in WEEKS]
        errors = [2 * (one.se or 0.0) for one in shares]
        lines.append(Line(name, list(WEEKS), [one.value for one in shares], errors))
    return Chart("Likes halved: share with a look ≥ 38.5 by week", "weeks", "share", (0, 12), (0, 1), lines)


def _power(group: Group) -> Chart:
    """Power at a true 5 % over the factor, fieber and the best peers at ×0.7."""
    own = group.of(METHOD)
    rivals = sorted(group.rivals(), key=lambda one: -one.power[0.7].value)[:RIVALS_SHOWN]
    lines = []
    for one in (own, *rivals):
        losses = sorted(one.power, reverse=True)
        errors = [2 * (one.power[f].se or 0.0) for f in losses] if one is own else []
        lines.append(Line(one.method, [100 * (1 - f) for f in losses], [one.power[f].value for f in losses], errors))
    title = f"Power at a true 5 %, 30 posts, {group.name} accounts"
    return Chart(title, "loss in percent", "share found", (0, 80), (0, 1), lines)


def _coverage(group: Group) -> Chart:
    held = real_summary.coverage(group.frame)
    places = list(range(len(held)))
    errors = [2 * (one.se or 0.0) for one in held.values()]
    line = Line("90 % interval, date told", places, [one.value for one in held.values()], errors)
    marks = {float(i): f"×{factor:g}" for i, factor in enumerate(held)}
    title = f"Share of intervals that hold the truth, {group.name} accounts"
    span = (-0.5, len(held) - 0.5)
    return Chart(title, "share of likes kept", "share", span, (0.5, 1), [line], band=(0.8, 0.97), marks=marks)


def _delay(delays: Sequence[Delay]) -> Chart:
    scatters = [one.scatter for one in delays]
    lines = [
        Line("fieber", scatters, [one.mean.value for one in delays], [2 * (one.mean.se or 0.0) for one in delays]),
        Line("all-knowing CUSUM", scatters, [one.cusum for one in delays]),
        Line("Lorden's asymptote", scatters, [one.lorden for one in delays]),
    ]
    top = 1.15 * max(max(line.y) for line in lines)
    title = "Likes halved: posts until the first look ≥ 38.5"
    return Chart(title, "log-sd of posts", "posts", (0.3, 0.85), (0, top), lines)
