"""What the trial leaves behind: results.json, report.md with its pictures, and the table on the screen."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from math import isnan
from typing import TYPE_CHECKING

from fieber.trial.gallery import pictures
from fieber.trial.healthy import APART
from fieber.trial.worlds_summary import power, rates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fieber.trial.compare import Standing
    from fieber.trial.estimates import Estimate
    from fieber.trial.run import Results
    from fieber.trial.targets import Row


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When and of what: day, commit ("+": the tree differs from it), sizes, minutes, fieber's version."""

    day: str
    commit: str
    sizes: str
    minutes: float
    version: str


def write(results: Results, how: Circumstances, folder: Path) -> None:
    """Write results.json, report.md and the pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pictures(results)
    for name, chart in drawn.items():
        (folder / f"{name}.svg").write_text(chart.svg(), encoding="utf-8")
    told = json.dumps(_as_json(results, how), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / "results.json").write_text(told + "\n", encoding="utf-8")
    text = "\n".join(_markdown(results, how, {name: chart.title for name, chart in drawn.items()}))
    (folder / "report.md").write_text(text + "\n", encoding="utf-8")


def number(value: float) -> str:
    """Write a figure with three digits that count."""
    if isnan(value):
        return "–"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def figure(one: Estimate) -> str:
    """Write a figure with its standard error."""
    if isnan(one.value):
        return "–"
    if one.se is None:
        return number(one.value) if one.value == 0 or abs(one.value) >= 1e-3 else f"{one.value:.1e}"
    return f"{number(one.value)} ± {number(one.se)}"


def verdict(row: Row) -> str:
    """Say whether the target is reached, and whether the limit is within two standard errors."""
    return row.inside if row.is_sure or row.inside == "not measured" else f"{row.inside}, within 2 se of the limit"


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Give the table as lines of Markdown."""
    yield "| part | what | target | reached ± se | inside | n, details |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        cells = (row.part, row.what, row.target, figure(row.reached), verdict(row), f"{row.reached.n:,}; {row.detail}")
        yield "| " + " | ".join(cell.rstrip("; ").replace("|", "\\|") for cell in cells) + " |"


def screen(results: Results) -> str:
    """Give the table for a terminal: one row a target, without details."""
    lines = []
    for row in results.rows:
        mark = {"yes": "✓ yes", "no": "✗ no", "not measured": "– not measured"}[row.inside]
        close = "" if row.is_sure or row.inside == "not measured" else " (within 2 se)"
        lines += [f"{row.part}  {row.what}", f"     {row.target:>14}   {figure(row.reached):>22}   {mark}{close}"]
    return "\n".join([*lines, "", *results.notes])


def _markdown(results: Results, how: Circumstances, titles: dict[str, str]) -> Iterator[str]:
    yield "# The trial of the thermometer"
    yield ""
    yield (
        f"{how.day}, commit {how.commit}, fieber {how.version}, {how.sizes} trial, {how.minutes:.0f} minutes (since it"
        f" last went on) on {platform.machine()}. Every random number is seeded by what it is for (`trial/chance.py`),"
        " so the same commit gives the same figures. ± is one standard error; accounts are what is independent."
    )
    for note in results.notes:
        yield f"\n- {note}"
    yield "\n## Targets\n"
    yield from table(results.rows)
    for name, title in titles.items():
        yield f"\n![{title}]({name}.svg)"
    yield from _worlds(results)
    yield from _methods(results)
    yield from _bound(results)


def _worlds(results: Results) -> Iterator[str]:
    if results.healthy is None or results.power is None:
        return
    yield "\n## Worlds\n"
    yield "Weekly looks a healthy account-year (target 1 and 4), and share of halvings found within 12 weeks."
    yield f"May be lower: {', '.join(APART)}.\n"
    yield "| world | ≥ 38.5 | ≥ 37.5 | ×0.5 found |"
    yield "|---|---|---|---|"
    fevers, elevated, found = rates(results.healthy, "fevers"), rates(results.healthy, "elevated"), power(results.power)
    for name, one in fevers.items():
        yield f"| {name} | {figure(one)} | {figure(elevated[name])} | {figure(found[name]) if name in found else '–'} |"
    if results.overall is not None:
        answered = float(results.overall["answered"].sum()) / max(float(results.overall["looks"].sum()), 1.0)
        yield f"\nThe headline of three correlated vitals; {answered:.0%} of its looks have a number:\n"
        yield "| world | ≥ 38.5 | ≥ 37.5 |"
        yield "|---|---|---|"
        elevated = rates(results.overall, "elevated")
        for name, one in rates(results.overall, "fevers").items():
            yield f"| {name} | {figure(one)} | {figure(elevated[name])} |"


def _methods(results: Results) -> Iterator[str]:
    for group in results.groups:
        yield f"\n## Real accounts: {group.name}\n"
        yield f"{group.frame['account'].n_unique()} accounts, 30 posts after a told date, history of 250 to 500.\n"
        yield from _method_table(group.standings)
        for slow, own in group.beside_slow:
            yield f"\nOn the cases of {slow.method}:\n"
            yield from _method_table((slow, own))


def _method_table(standings: Sequence[Standing]) -> Iterator[str]:
    yield "| method | cases | false alarms | AUC ×.7 | ×.5 | power ×.7 | ×.5 | error ×.8 | ×.7 | ×.5 | ms |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for one in sorted(standings, key=lambda s: -s.auc[0.7].value):
        errors = [figure(one.error[f]) if f in one.error else "–" for f in (0.8, 0.7, 0.5)]
        cells = [one.method, str(one.cases), figure(one.false_alarms)]
        cells += [figure(one.auc[f]) for f in (0.7, 0.5)] + [figure(one.power[f]) for f in (0.7, 0.5)] + errors
        yield "| " + " | ".join([*cells, "–" if one.seconds is None else f"{1000 * one.seconds:.1f}"]) + " |"


def _bound(results: Results) -> Iterator[str]:
    if results.rare:
        yield "\n## The bound of the power\n"
        yield (
            "×0.5, found within 12 weeks, by a CUSUM that knows level, scatter and factor and shows one weekly look a"
            " healthy year; no method without this knowledge can be expected to do better."
        )
        yield "\n| world | found |\n|---|---|"
        for name, one in results.rare.items():
            yield f"| {name} | {figure(one)} |"
    if not results.clean:
        return
    yield "\n## The bound of the test\n"
    yield (
        "Cleaned real accounts (constant level, their own effects, their residuals by a block bootstrap); the oracle"
        " knows level, effects and noise. Power at a true 5 %.\n"
    )
    yield "| method | cases | AUC ×0.9 | AUC ×0.7 | AUC ×0.5 | power ×0.9 | power ×0.7 | power ×0.5 |"
    yield "|---|---|---|---|---|---|---|---|"
    for line in results.clean:
        cells = [figure(line.auc[f]) for f in (0.9, 0.7, 0.5)] + [figure(line.power[f]) for f in (0.9, 0.7, 0.5)]
        yield "| " + " | ".join([line.method, str(line.cases), *cells]) + " |"


def _as_json(results: Results, how: Circumstances) -> dict[str, object]:
    rows = [
        asdict(row) | {"low": _finite(row.low), "high": _finite(row.high), "inside": row.inside, "is_sure": row.is_sure}
        for row in results.rows
    ]
    for row in rows:
        row["reached"] = {key: _finite(value) for key, value in row["reached"].items()}
    worlds = (
        {}
        if results.healthy is None
        else {
            count: {name: _estimate(one) for name, one in rates(results.healthy, count).items()}
            for count in ("fevers", "elevated")
        }
    )
    bound = {name: _estimate(one) for name, one in results.rare.items()}
    told = {"circumstances": asdict(how), "notes": results.notes}
    return told | {"targets": rows, "worlds": worlds, "bound_of_power": bound}


def _estimate(one: Estimate) -> dict[str, object]:
    return {key: _finite(value) for key, value in asdict(one).items()}


def _finite(value: float | None) -> float | None:
    return None if value is None or value != value or abs(value) == float("inf") else value  # noqa: PLR0124 - nan
