"""`fieber experiment PATH --try hour=19`: a plan for a trial, drawn by chance."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fieber.api import as_time, read
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._output import FileOutput, StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._words import language, say
from fieber.cli._writers import view_of
from fieber.cli.check import columns_of
from fieber.experiments import plan_experiment
from fieber.report.experiment_calendar import calendar_lines

if TYPE_CHECKING:
    from fieber.cli._output import Output

Shape = Literal["terminal", "json"]


def experiment(
    paths: _options.Paths,
    *,
    what: Annotated[str, typer.Option("--try", metavar="WHAT", help="try", show_default=False)],
    posts: Annotated[int | None, typer.Option(metavar="N", help="posts")] = None,
    zone: Annotated[str | None, typer.Option(metavar="ZONE", help="zone")] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="seed", min=0)] = None,
    account: _options.Account = None,
    as_of: _options.AsOf = None,
    lang: _options.Language = None,
    form: Annotated[Shape, typer.Option("--format", help="format", show_default=False)] = "terminal",
    output: _options.File = None,
    columns: _options.Columns = None,
) -> int:
    """Draw a plan; the calendar goes to standard output, the plan into a file, or as JSON in place of the calendar."""
    spoken = lang or language((), os.environ)
    inputs = [Path(path) for path in paths]
    if as_of is not None:
        as_time(as_of, "--as-of")
    file = None if output is None else FileOutput(output, inputs)
    with Progress() as progress:
        view = view_of(is_file=False)
        screen: Output = StandardOutput(view.screen.encoding if form == "terminal" else "utf-8", progress)
        progress.say(say(spoken, "progress.reading"))
        reading = read(list(inputs), account=account, map=columns_of(columns or ()) or None)
        plan = plan_experiment(reading, what, account=account, as_of=as_of, lines=posts, zone=zone, seed=seed)
        if file is not None:
            file.write(plan.to_json())
            file.close()
        if form == "json":
            screen.write("" if file is not None else plan.to_json())
        else:
            name = None if output is None else Path(output).name
            screen.write(calendar_lines(plan, spoken, view.screen.narrowed(), file=name))
    screen.close()
    return 0


COMMAND = Command("experiment", experiment)
