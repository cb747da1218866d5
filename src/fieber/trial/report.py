"""What the trial leaves behind: results.json, report.md with its pictures, and the table on the screen."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from fieber.trial.gallery import pictures
from fieber.trial.page import figure, page
from fieber.trial.worlds_summary import power, rates

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.trial.estimates import Estimate
    from fieber.trial.run import Results


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When and of what: day, commit ("+": the tree differs from it), sizes, fieber's version.

    minutes: that this run took. earlier: that those took which went into the same folder before.
    """

    day: str
    commit: str
    sizes: str
    minutes: float
    version: str
    earlier: float = 0.0


def minutes_before(folder: Path) -> float:
    """Give the minutes that earlier runs into a folder took, by the results they left; 0 where there are none."""
    try:
        told = json.loads((folder / "results.json").read_text(encoding="utf-8"))["circumstances"]
        return float(told["minutes"]) + float(told.get("earlier", 0.0))
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0


def write(results: Results, how: Circumstances, folder: Path) -> None:
    """Write results.json, report.md and the pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pictures(results)
    for name, chart in drawn.items():
        (folder / f"{name}.svg").write_text(chart.svg(), encoding="utf-8")
    told = json.dumps(_as_json(results, how), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / "results.json").write_text(told + "\n", encoding="utf-8")
    text = "\n".join(page(results, how, {name: chart.title for name, chart in drawn.items()}))
    (folder / "report.md").write_text(text + "\n", encoding="utf-8")


def screen(results: Results) -> str:
    """Give the table for a terminal: one row a target, without details."""
    lines = []
    for row in results.rows:
        mark = {"yes": "✓ yes", "no": "✗ no", "not measured": "– not measured"}[row.inside]
        close = "" if row.is_sure or row.inside == "not measured" else " (within 2 se)"
        lines += [f"{row.part}  {row.what}", f"     {row.target:>14}   {figure(row.reached):>22}   {mark}{close}"]
    return "\n".join([*lines, "", *results.notes])


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
    if results.power is not None:
        worlds["found"] = {name: _estimate(one) for name, one in power(results.power).items()}
    bound = {name: _estimate(one) for name, one in results.rare.items()}
    weather = [
        asdict(one) | {"figures": {name: _finite_all(figures) for name, figures in one.figures.items()}}
        for one in results.weather
    ]
    told = {"circumstances": asdict(how), "notes": results.notes}
    return told | {"targets": rows, "worlds": worlds, "bound_of_power": bound, "weather": weather}


def _finite_all(figures: dict[str, Estimate]) -> dict[str, object]:
    return {what: _estimate(one) for what, one in figures.items()}


def _estimate(one: Estimate) -> dict[str, object]:
    return {key: _finite(value) for key, value in asdict(one).items()}


def _finite(value: float | None) -> float | None:
    return None if value is None or value != value or abs(value) == float("inf") else value  # noqa: PLR0124 - nan
