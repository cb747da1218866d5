"""`fieber check PATH…`: is that a fever?"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieber.api import as_time, each_checkup, read
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._events import PAIR, told_events
from fieber.cli._folder import FolderOutput, is_folder
from fieber.cli._output import FileOutput, StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._roster import table_from, weather_within
from fieber.cli._words import Lang, language, say
from fieber.cli._writers import ALL_WRITERS, IN_A_FOLDER, NO_TEXT, AnyFormat, Format, view_of
from fieber.errors import UsageError
from fieber.readers import read_typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieber.api import Checkup
    from fieber.checkup.weather_table import WeatherTable
    from fieber.cli._output import Output
    from fieber.cli._writers import Writer
    from fieber.model.reading import Reading

STDIN = "-"
ORDER: tuple[str, ...] = ("healthy", "elevated", "fever", "high_fever")
SUFFIXES: dict[str, Format] = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "json",
    ".md": "md",
    ".txt": "terminal",
    "": "terminal",
}
FILE_SUFFIXES: dict[str, AnyFormat] = {".pdf": "pdf", ".png": "png", ".xlsx": "xlsx", ".wav": "audio"}


def check(
    paths: _options.Paths,
    *,
    account: _options.Account = None,
    since: _options.Since = None,
    as_of: _options.AsOf = None,
    complaint: Annotated[str | None, typer.Option(metavar="TEXT", help="complaint")] = None,
    events: Annotated[
        list[Any] | None, typer.Option("--event", metavar="DATE TEXT", help="event", click_type=PAIR)
    ] = None,
    lang: _options.Language = None,
    form: Annotated[AnyFormat | None, typer.Option("--format", help="format", show_default=False)] = None,
    output: _options.File = None,
    columns: _options.Columns = None,
    fail_on: _options.FailOn = None,
    roster: _options.Others = None,
    redact: Annotated[bool, typer.Option("--redact", help="redact")] = False,
    restriction: Annotated[str | None, typer.Option(metavar="DATE", help="restriction", show_default=False)] = None,
    experiment: Annotated[str | None, typer.Option(metavar="PLAN", help="experiment", show_default=False)] = None,
    priors: _options.Priors = None,
) -> int:
    """Check one export or several: reads, judges, writes; 1 only where `fail_on` says so."""
    told = Told(
        account,
        since,
        as_of,
        complaint,
        lang,
        form,
        output,
        tuple(columns or ()),
        fail_on,
        tuple(events or ()),
        tuple(roster or ()),
        redact,
        restriction,
        experiment,
        priors,
    )
    return examine(paths, told, ALL_WRITERS)


@dataclass(frozen=True, slots=True)
class Told:
    """The options of a command that examines accounts, as they were typed."""

    account: str | None
    since: str | None
    as_of: str | None
    complaint: str | None
    lang: Lang | None
    form: AnyFormat | None
    output: str | None
    columns: tuple[str, ...]
    fail_on: _options.Level | None
    events: tuple[tuple[str, str], ...] = ()
    roster: tuple[str, ...] = ()
    redact: bool = False
    restriction: str | None = None
    experiment: str | None = None
    priors: str | None = None


def examine(paths: Sequence[str], told: Told, writers: Mapping[Any, Writer]) -> int:
    """Read, judge and write; give the exit code: 1 only where `fail_on` says so."""
    spoken = told.lang or language((), os.environ)
    inputs, output = [Path(path) for path in paths], told.output
    shape = told.form or _shape_for(output, writers)
    view = view_of(is_file=output is not None)
    # a terminal is written to in its own characters; JSON, Markdown and HTML are UTF-8 everywhere
    encoding = view.screen.encoding if shape == "terminal" else "utf-8"
    progress = Progress()
    target = _target(output, shape, inputs, StandardOutput(encoding, progress))
    for name, date in (("--since", told.since), ("--as-of", told.as_of), ("--restriction", told.restriction)):
        if date is not None:
            as_time(date, name)
    with progress:
        reading = _read(inputs, told.account, columns_of(told.columns), spoken, progress)
        peers = table_from([Path(path) for path in told.roster]) if told.roster else None
        checkups = _watched(_checkups(reading, told, peers, spoken), reading, progress, spoken)
        if told.redact:
            checkups = (checkup.redacted(number) for number, checkup in enumerate(checkups, start=1))
        around = replace(view, weather=lambda: weather_within(reading, told.as_of))
        verdicts = writers[shape](checkups, target, around, spoken)
    target.close()
    _tell_faults(reading, shape, len(verdicts), spoken)
    level = told.fail_on
    return int(level is not None and any(is_at_least(verdict, level) for verdict in verdicts))


def _target(output: str | None, shape: AnyFormat, inputs: Sequence[Path], standard: StandardOutput) -> Output:
    """Give where the result goes: a folder, a file, or standard output, which takes no picture on a screen."""
    if output is not None:
        into_folder = shape in IN_A_FOLDER and is_folder(output)
        return FolderOutput(output, inputs) if into_folder else FileOutput(output, inputs)
    if shape in NO_TEXT and sys.stdout.isatty():
        raise UsageError(
            f"--format {shape} is nothing to read on a screen; name a file with -o",
            de=f"--format {shape} lässt sich auf dem Bildschirm nicht lesen; nenne eine Datei mit -o",
        )
    return standard


def _shape_for(output: str | None, writers: Mapping[Any, Writer]) -> AnyFormat:
    """Give the form that belongs to the name of a file; a folder is given pages."""
    if output is not None and output.endswith(("/", os.sep)):
        return "html"
    ending = Path(output or "").suffix.lower()
    shape = FILE_SUFFIXES.get(ending)
    if shape is not None and shape in writers:
        return shape
    if ending not in SUFFIXES and "pdf" in writers:
        raise UsageError(
            f"-o {output}: fieber writes no {ending} files; use .html, .json, .jsonl, .md, .txt, .pdf, .png, .xlsx or"
            " .wav, or say --format",
            de=f"-o {output}: Dateien mit {ending} schreibt fieber nicht; nimm .html, .json, .jsonl, .md, .txt, .pdf,"
            " .png, .xlsx oder .wav, oder nenne die Form mit --format",
        )
    return shape_of(output)


def shape_of(output: str | None) -> Format:
    """Give the form that belongs to a file's ending: whoever asks for a PDF must not get text under its name."""
    ending = Path(output or "").suffix.lower()
    if ending not in SUFFIXES:
        raise UsageError(
            f"-o {output}: fieber writes no {ending} files; use .html, .json, .jsonl, .md or .txt, or say --format",
            de=f"-o {output}: Dateien mit {ending} schreibt fieber nicht; nimm .html, .json, .jsonl, .md oder .txt,"
            " oder nenne die Form mit --format",
        )
    return SUFFIXES[ending]


def _checkups(reading: Reading, told: Told, peers: WeatherTable | None, lang: Lang) -> Iterator[Checkup]:
    if not reading.is_dated and (told.since or told.as_of):
        raise UsageError(
            "--since and --as-of need dates, and typed numbers have none; leave them out",
            de="--since und --as-of brauchen Daten mit Datum, und getippte Zahlen haben keins; lass beides weg",
        )
    return each_checkup(
        reading,
        account=told.account,
        since=told.since,
        as_of=told.as_of,
        complaint=told.complaint,
        peers=peers,
        events=told_events(told.events),
        restriction=told.restriction,
        experiment=told.experiment,
        priors=told.priors,
        lang=lang,
    )


def is_at_least(verdict: str, level: _options.Level) -> bool:
    """Say whether a verdict is `level` or worse; "unknown" never is."""
    return verdict in ORDER and ORDER.index(verdict) >= ORDER.index(level)


def columns_of(pairs: Sequence[str]) -> dict[str, str]:
    """Read what `--map` names: ours=theirs."""
    columns: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not (ours and equals and theirs):
            raise UsageError(
                f"--map {pair}: write ours=theirs, for example --map posted_at=Datum",
                de=f"--map {pair}: Schreib es als Paar, erst unser Name, dann der deiner Spalte, zum Beispiel"
                " --map posted_at=Datum",
            )
        if columns.setdefault(ours, theirs) != theirs:
            raise UsageError(
                f"--map names {ours} twice; choose one column for it",
                de=f"--map nennt {ours} zweimal; entscheide dich für eine Spalte",
            )
    return columns


def _read(
    inputs: Sequence[Path], account: str | None, columns: dict[str, str], lang: Lang, progress: Progress
) -> Reading:
    if Path(STDIN) not in inputs:
        progress.say(say(lang, "progress.reading"))
        return read(list(inputs), account=account, map=columns or None)
    if len(inputs) > 1:
        raise UsageError(
            "- stands for numbers typed in and cannot be mixed with files; give one or the other",
            de="- steht für getippte Zahlen und geht nicht zusammen mit Dateien; gib das eine oder das andere",
        )
    if columns:
        raise UsageError(
            "--map names columns, and typed numbers have none; leave it out",
            de="--map nennt Spalten, und getippte Zahlen haben keine; lass es weg",
        )
    if sys.stdin.isatty():
        typer.echo(say(lang, "prompt.type_in"), err=True)
    if hasattr(signal, "siginterrupt"):
        # Polars' handler lets a waiting read go on after Ctrl-C; nobody should have to press it twice
        signal.siginterrupt(signal.SIGINT, True)
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    return read_typed(text, account=account or say(lang, "typed_in"))


def _watched(found: Iterator[Checkup], reading: Reading, progress: Progress, lang: Lang) -> Iterator[Checkup]:
    total = max(1, reading.posts["account"].n_unique())
    progress.say(say(lang, "progress.checking", number=1, total=total))
    for number, checkup in enumerate(found, start=2):
        yield checkup
        progress.say(say(lang, "progress.checking", number=min(number, total), total=total))


def _tell_faults(reading: Reading, shape: AnyFormat, n_accounts: int, lang: Lang) -> None:
    """Say on standard error how many rows were wrong, where the finding itself does not say it on the same screen."""
    faults = sum(fault.count for fault in reading.faults if fault.is_wrong)
    if faults and (shape != "terminal" or n_accounts > 1):
        sentence = say(lang, "faults.one") if faults == 1 else say(lang, "faults", n=faults)
        typer.echo(sentence, err=True)


COMMAND = Command("check", check)
