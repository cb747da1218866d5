"""`fieber roster PATH… -o DIR`: thousands to millions of accounts at once."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._output import StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._roster import accounts_from
from fieber.cli._words import Lang, language, say
from fieber.cli._writers import view_of
from fieber.errors import UsageError
from fieber.report.roster_text import roster_text
from fieber.rosters import look_at, totals_of
from fieber.rosters import roster as judge

if TYPE_CHECKING:
    from fieber.rosters import Results

Form = Literal["terminal", "json", "csv", "html"]
FILES = {"json": "look_at.json", "csv": "look_at.csv", "html": "roster.html"}
MINUTE = 60.0


def roster(
    paths: _options.Paths,
    *,
    output: _options.Folder = None,
    engine: Annotated[str, typer.Option(metavar="NAME", help="engine")] = "local",
    master: Annotated[str | None, typer.Option(metavar="URL", help="master", show_default=False)] = None,
    since_last: Annotated[bool, typer.Option("--since-last", help="since_last")] = False,
    accounts: _options.Accounts = None,
    as_of: _options.AsOf = None,
    table: _options.Table = None,
    priors: _options.Priors = None,
    processes: _options.Processes = None,
    delta: Annotated[bool, typer.Option("--delta", help="delta")] = False,
    form: Annotated[Form, typer.Option("--format", help="format")] = "terminal",
    lang: _options.Language = None,
) -> int:
    """Judge a roster, write the results into a folder, and tell the headline."""
    spoken = lang or language((), os.environ)
    if output is None:
        raise UsageError(
            "the results need a folder; add -o results",
            de="Die Ergebnisse brauchen einen Ordner; schreib -o ergebnisse dazu",
        )
    about = None if accounts is None else accounts_from(Path(accounts))
    with Progress() as progress:
        results = judge(
            paths,
            output,
            engine=engine,
            master=master,
            as_of=as_of,
            since_last=since_last,
            processes=processes,
            table=table,
            accounts=about,
            priors=priors,
            delta=delta,
            lang=spoken,
            tell=Told(progress, spoken),
        )
        _write(results, form, spoken, progress)
    return 0


def _write(results: Results, form: Form, lang: Lang, progress: Progress) -> None:
    if form in FILES:
        StandardOutput("utf-8", progress).write((results.folder / FILES[form]).read_bytes())
        return
    screen = view_of(is_file=False).screen
    faults = sum(fault["count"] for fault in results.state.faults)
    rows = look_at(results).drop("contract").rows(named=True)
    text = roster_text(totals_of(results), rows, lang, screen, faults=faults, where=str(results.folder))
    StandardOutput(screen.encoding, progress).write(text)


@dataclass(slots=True)
class Told:
    """Says how far the work has come, and how long the rest of this part of it will take."""

    progress: Progress
    lang: Lang
    begun: dict[str, tuple[int, float]] = field(default_factory=dict)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hear of `done` of `total` pieces of a stage."""
        # what was done before a stop took no time now
        first, start = self.begun.setdefault(stage, (done, time.monotonic()))
        told = say(self.lang, f"progress.{stage}")
        if done > first:
            seconds = (time.monotonic() - start) / (done - first) * (total - done)
            told = say(self.lang, "progress.with_time", stage=told, share=100 * done // total, left=self._span(seconds))
        self.progress.say(told)

    def _span(self, seconds: float) -> str:
        if seconds < MINUTE:
            return say(self.lang, "progress.under_a_minute")
        return say(self.lang, "progress.minutes", n=round(seconds / MINUTE) + 1)


COMMAND = Command("roster", roster)
