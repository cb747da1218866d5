"""`fieber weather ROSTER`: how everyone is doing, week by week."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fieber.api import as_time
from fieber.checkup import day_number
from fieber.checkup.format_outlook import formats_ahead
from fieber.checkup.groups import group_temperatures
from fieber.checkup.roster_weather import Asked, roster_weather
from fieber.checkup.weather import FEWEST_PEERS
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._output import FileOutput, StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._roster import described_from
from fieber.cli._words import Lang, language, say
from fieber.cli._writers import view_of
from fieber.cli.check import columns_of
from fieber.errors import UsageError
from fieber.metrics import metrics
from fieber.report.weather_page import weather_page
from fieber.report.weather_text import to_json, to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.checkup.weather_table import WeatherTable
    from fieber.cli._output import Output
    from fieber.model.surroundings import RosterWeather

Form = Literal["terminal", "json", "html", "parquet"]
SUFFIXES: dict[str, Form] = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".txt": "terminal",
    ".parquet": "parquet",
    "": "terminal",
}


def weather(
    paths: _options.RosterPaths,
    *,
    metric: Annotated[str | None, typer.Option(metavar="METRIC", help="metric", show_default=False)] = None,
    accounts: _options.Accounts = None,
    as_of: _options.AsOf = None,
    lang: _options.Language = None,
    form: Annotated[Form | None, typer.Option("--format", help="format", show_default=False)] = None,
    output: _options.File = None,
    columns: _options.Columns = None,
) -> int:
    """Read a roster and tell its weather; to a file that ends in .parquet goes what `check --roster` reads."""
    spoken = lang or language((), os.environ)
    shape = form or _shape_of(output)
    if metric is not None and metric not in {one.name for one in metrics()}:
        names = ", ".join(one.name for one in metrics() if one.per != "week")
        raise UsageError(
            f"--metric {metric}: there is no such metric; choose from {names}",
            de=f"--metric {metric}: Diesen Wert gibt es nicht; zur Wahl stehen {names}",
        )
    now = None if as_of is None else day_number(as_time(as_of, "--as-of", end_of_day=True))
    inputs = [Path(path) for path in paths]
    with Progress() as progress:
        told = _Told(output, inputs, spoken, shape, progress)
        progress.say(say(spoken, "progress.reading"))
        table, about = described_from(inputs, columns_of(columns or ()), accounts)
        if shape == "parquet":
            return _keep(table, output)
        asked = Asked(metric, now)
        groups = group_temperatures(table, about, asked)
        found = replace(roster_weather(table, asked), outlook=formats_ahead(table, asked), groups=groups)
        _write(found, told)
    return 0


@dataclass(frozen=True, slots=True)
class _Told:
    output: str | None
    inputs: Sequence[Path]
    lang: Lang
    shape: Form
    progress: Progress


def _shape_of(output: str | None) -> Form:
    ending = Path(output or "").suffix.lower()
    if ending not in SUFFIXES:
        raise UsageError(
            f"-o {output}: the weather is written to .html, .json, .txt or .parquet; or say --format",
            de=f"-o {output}: Das Wetter gibt es als .html, .json, .txt oder .parquet; oder nenne --format",
        )
    return SUFFIXES[ending]


def _keep(table: WeatherTable, output: str | None) -> int:
    if output is None:
        raise UsageError(
            "--format parquet needs a file; add -o weather.parquet",
            de="--format parquet braucht eine Datei; schreib -o wetter.parquet dazu",
        )
    path = Path(output)
    if path.is_dir() or not path.resolve().parent.is_dir():
        raise UsageError(
            f"-o {output} cannot be written; name a file in a folder that is there",
            de=f"-o {output} lässt sich nicht schreiben; nenne eine Datei in einem Ordner, den es gibt",
        )
    table.save(path)
    return 0


def _write(found: RosterWeather, told: _Told) -> None:
    view = view_of(is_file=told.output is not None)
    encoding = view.screen.encoding if told.shape == "terminal" else "utf-8"
    target: Output = (
        StandardOutput(encoding, told.progress) if told.output is None else FileOutput(told.output, told.inputs)
    )
    if told.shape == "json":
        target.write(to_json(found, told.lang))
    elif told.shape == "html":
        target.write(weather_page(found, told.lang, least=FEWEST_PEERS))
    else:
        target.write(to_text(found, told.lang, view.screen.narrowed(), least=FEWEST_PEERS))
    target.close()


COMMAND = Command("weather", weather)
