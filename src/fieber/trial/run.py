"""The trial from jobs to results: every part by itself, so that a killed run goes on where it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from fieber.checkup.weather import FEWEST_PEERS
from fieber.trial import (
    changes,
    changes_summary,
    clean,
    delay,
    delay_summary,
    headline,
    healthy,
    peers,
    rare,
    real,
    real_summary,
    throughput,
    weather,
    weather_summary,
    worlds_summary,
)
from fieber.trial.accounts import accounts
from fieber.trial.peers import _environments
from fieber.trial.store import collect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieber.trial.delay_summary import Delay
    from fieber.trial.estimates import Estimate
    from fieber.trial.real_summary import Group
    from fieber.trial.sizes import Sizes
    from fieber.trial.store import Job
    from fieber.trial.targets import Row
    from fieber.trial.throughput import Speed
    from fieber.trial.weather_summary import Comparison

Part = Literal["simulated", "untouched", "treated", "peers", "bound", "weather", "throughput"]
LETTERS: dict[str, Part] = {
    "a": "simulated",
    "b": "untouched",
    "c": "treated",
    "d": "peers",
    "e": "bound",
    "w": "weather",
    "t": "throughput",  # last: nothing else may run while it is timed
}
PARTS: tuple[Part, ...] = tuple(LETTERS.values())


@dataclass(slots=True)
class Results:
    """What the trial found, as far as it was run; notes: what was left out, and why."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    healthy: pl.DataFrame | None = None
    overall: pl.DataFrame | None = None
    power: pl.DataFrame | None = None
    changes: pl.DataFrame | None = None
    groups: list[Group] = field(default_factory=list)
    delays: list[Delay] = field(default_factory=list)
    clean: list[clean.Line] = field(default_factory=list)
    rare: dict[str, Estimate] = field(default_factory=dict)
    weather: list[Comparison] = field(default_factory=list)
    speed: Speed | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What to run, how much of it, where results lie, and who is told how far it is."""

    parts: tuple[Part, ...]
    sizes: Sizes
    paths: tuple[Path, ...]
    folder: Path
    tell: Callable[[str], None]

    def collect(self, jobs: list[Job]) -> pl.DataFrame:
        """Run what has no result yet, and give all."""
        return collect(jobs, self.folder, tell=self.tell)


def run(setting: Setting) -> Results:
    """Run the parts that are asked for."""
    results = Results()
    if "throughput" in setting.parts or "peers" in setting.parts:
        _prepare_peers(setting, results)
    if "simulated" in setting.parts:
        _simulated(setting, results)
    if {"untouched", "treated", "peers"} & set(setting.parts):
        _real(setting, results)
    if "bound" in setting.parts:
        frame = setting.collect(delay.jobs(setting.sizes))
        results.delays = delay_summary.delays(frame)
        results.rows += delay_summary.rows(results.delays)
        results.rare = rare.power(setting.collect(rare.jobs(setting.sizes)))
    if "weather" in setting.parts:
        _weather(setting, results)
    if "throughput" in setting.parts:
        setting.tell("throughput")
        results.speed = throughput.measure(setting.sizes.throughput_accounts)
        results.rows += throughput.rows(results.speed)
    return results


def _prepare_peers(setting: Setting, results: Results) -> None:
    for name in _environments.ENVIRONMENTS:
        # making them takes minutes and a registry: not for every test run
        if setting.sizes.has_foreign and _environments.python_of(name) is None:
            setting.tell(f"environment {name}")
            reason = _environments.make(name)
            if reason:
                results.notes.append(f"The environment {name} could not be made: {reason}.")
    for name, peer in peers.peers().items():
        reason = peers.absent(peer)
        if reason:
            results.notes.append(f"{name}: not installed ({reason}).")
        elif peer.environment and not setting.sizes.has_foreign:
            results.notes.append(f"{name}: only timed; the {setting.sizes.name} trial has no time for its cases.")


def _simulated(setting: Setting, results: Results) -> None:
    sizes = setting.sizes
    results.healthy = setting.collect(healthy.jobs(sizes))
    results.power = setting.collect(healthy.power_jobs(sizes))
    results.overall = setting.collect(headline.jobs(sizes))
    results.changes = setting.collect(changes.jobs(sizes))
    results.rows += worlds_summary.healthy_rows(results.healthy)
    results.rows += worlds_summary.overall_rows(results.overall)
    results.rows += worlds_summary.power_rows(results.power)
    results.rows.append(worlds_summary.ahead_row(results.healthy["ahead"], results.overall["ahead"]))
    results.rows += changes_summary.rows(results.changes)


def _real(setting: Setting, results: Results) -> None:
    if not setting.paths:
        results.notes.append("No --accounts were given: the parts on real accounts (b, c, d) were skipped.")
        return
    found = accounts(setting.paths)
    if not found:
        results.notes.append("No account in --accounts has 280 posts with likes: the real parts were skipped.")
        return
    frames = [setting.collect(real.jobs(found, setting.sizes))]
    if "peers" in setting.parts:
        frames.append(setting.collect(peers.jobs(found, setting.sizes)))
    frame = pl.concat(frames, how="diagonal_relaxed")
    results.groups = real_summary.groups(frame, setting.sizes.bootstraps)
    results.rows += real_summary.rows(results.groups)
    if "bound" in setting.parts:
        results.clean = clean.lines(setting.collect(clean.jobs(found, setting.sizes)), setting.sizes.bootstraps)


def _weather(setting: Setting, results: Results) -> None:
    if not setting.paths:
        results.notes.append("No --accounts were given: the weather (part w) was skipped.")
        return
    rosters = weather.rosters(setting.paths)
    if not rosters:
        few = f"{FEWEST_PEERS + 1} accounts of a platform over the same weeks"
        results.notes.append(f"No file in --accounts has {few}: the weather (part w) was skipped.")
        return
    frame = setting.collect(weather.jobs(rosters, setting.sizes))
    results.weather = weather_summary.comparisons(frame, setting.sizes.bootstraps)
    results.rows += weather_summary.rows(results.weather)
    if not results.weather:
        results.notes.append("Too few accounts could be judged with and without the weather (part w).")
