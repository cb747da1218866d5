"""`fieber trial`: the thermometer's own clinical trial."""

from __future__ import annotations

import subprocess
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._progress import Progress
from fieber.errors import UsageError
from fieber.trial import report
from fieber.trial.run import LETTERS, PARTS, Part, Setting, run
from fieber.trial.sizes import FULL, QUICK

NAMES: dict[str, Part] = LETTERS | {part: part for part in PARTS}


def trial(
    more: Annotated[list[str] | None, typer.Argument(hidden=True, metavar="[PATH]...", help="more")] = None,
    *,
    output: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="output", show_default=False)],
    accounts: Annotated[list[str] | None, typer.Option(metavar="PATH", help="accounts", show_default=False)] = None,
    parts: Annotated[list[str] | None, typer.Option(metavar="PART", help="parts", show_default=False)] = None,
    quick: Annotated[bool, typer.Option("--quick", help="quick")] = False,
    _lang: _options.Language = None,
) -> int:
    """Run the trial, or go on with one that was stopped, and write its report into DIR."""
    before = time.monotonic()
    # what follows the first PATH or PART without an option of its own: --accounts a.csv b.csv
    told = more or []
    parts = [*(parts or []), *(word for word in told if word in NAMES)]
    accounts = [*(accounts or []), *(word for word in told if word not in NAMES)]
    folder = Path(output)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"-o {output}: is a file; name a folder", de=f"-o {output} ist eine Datei; nenne einen Ordner")
    with Progress() as progress:
        setting = Setting(
            parts=_parts(parts),
            sizes=QUICK if quick else FULL,
            paths=_paths(accounts),
            folder=folder,
            tell=progress.say,
        )
        results = run(setting)
    how = report.Circumstances(
        day=datetime.now(UTC).date().isoformat(),
        commit=_commit(),
        sizes=setting.sizes.name,
        minutes=(time.monotonic() - before) / 60,
        version=version("fieber"),
        earlier=report.minutes_before(folder),
    )
    report.write(results, how, folder)
    typer.echo(report.screen(results))
    return 0


def _parts(told: list[str]) -> tuple[Part, ...]:
    names = [name.strip() for one in told for name in one.split(",") if name.strip()]
    for name in names:
        if name not in NAMES:
            choices = ", ".join(f"{letter} ({part})" for letter, part in LETTERS.items())
            raise UsageError(
                f"--parts {name}: there is no such part; choose from {choices}",
                de=f"--parts {name}: Diesen Teil gibt es nicht; zur Wahl stehen {choices}",
            )
    wanted = {NAMES[name] for name in names}
    return tuple(part for part in PARTS if part in wanted or not wanted)


def _paths(told: list[str]) -> tuple[Path, ...]:
    paths = tuple(Path(path) for path in told)
    for path in paths:
        if not path.is_file():
            raise UsageError(
                f"--accounts {path}: there is no such file", de=f"--accounts {path}: Diese Datei gibt es nicht"
            )
    return paths


def _commit() -> str:
    """Give the commit of the sources, with "+" where they differ from it; "unknown" where they are no checkout."""
    sources = Path(__file__).parents[1]
    try:
        told = [
            subprocess.run(["git", "-C", str(sources), *words], capture_output=True, text=True, check=True).stdout  # noqa: S603, S607 - our own words
            for words in (["rev-parse", "--short=12", "HEAD"], ["status", "--porcelain", "--", "."])
        ]
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told[0].strip() + ("+" if told[1].strip() else "")


COMMAND = Command("trial", trial)
