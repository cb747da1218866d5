"""`fieber event --from DATE PATH…`: what did this event do?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieber.api import as_time, read
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._output import FileOutput, StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._roster import table_from
from fieber.cli._words import language, say
from fieber.cli._writers import Format, view_of
from fieber.cli.check import columns_of, shape_of
from fieber.errors import UsageError
from fieber.report.event_page import page_of_studies
from fieber.report.event_report import study_lines
from fieber.studies import each_study

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieber.cli._output import Output
    from fieber.cli._writers import View
    from fieber.studies import Study


def event(
    paths: _options.Paths,
    *,
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="from", show_default=False)],
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="to")] = None,
    roster: _options.Others = None,
    account: _options.Account = None,
    as_of: _options.AsOf = None,
    lang: _options.Language = None,
    form: Annotated[Format | None, typer.Option("--format", help="format", show_default=False)] = None,
    output: _options.File = None,
    columns: _options.Columns = None,
) -> int:
    """Tell what a dated event did to one account or several."""
    spoken = lang or language((), os.environ)
    shape = form or shape_of(output)
    inputs, view = [Path(path) for path in paths], view_of(is_file=output is not None)
    for name, date in (("--from", start), ("--to", end), ("--as-of", as_of)):
        if date is not None:
            as_time(date, name)
    if end is not None and as_time(end, "--to", end_of_day=True) <= as_time(start, "--from"):
        raise UsageError(
            f"--to {end} is before --from {start}; turn them around",
            de=f"--to {end} liegt vor --from {start}; dreh sie um",
        )
    ours = columns_of(columns or ())
    with Progress() as progress:
        encoding = view.screen.encoding if shape == "terminal" else "utf-8"
        target: Output = StandardOutput(encoding, progress) if output is None else FileOutput(output, inputs)
        progress.say(say(spoken, "progress.reading"))
        reading = read(list(inputs), account=account, map=ours or None)
        peers = table_from([Path(path) for path in roster], ours) if roster else None
        progress.say(say(spoken, "progress.event"))
        studies = each_study(reading, start=start, end=end, peers=peers, account=account, as_of=as_of, lang=spoken)
        _write(studies, shape, target, view)
    target.close()
    return 0


def _write(studies: Iterator[Study], shape: Format, target: Output, view: View) -> None:
    if shape == "html":
        found = list(studies)
        target.write(page_of_studies(tuple(one.study for one in found), found[0].lang))
        return
    for order, one in enumerate(studies):
        if shape == "json":
            target.write(one.to_json() + "\n")
        elif shape == "md":
            target.write(("\n" if order else "") + one.to_markdown())
        else:
            target.write(("\n" if order else "") + study_lines(one.study, one.lang, view.screen.narrowed()))


COMMAND = Command("event", event)
