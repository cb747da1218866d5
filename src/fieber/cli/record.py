"""`fieber record PATH…`: keeps what was read, so that a history grows that no platform gives back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieber.api import as_time
from fieber.archive import UNFINISHED_RUNS, forget, kept, last_reading
from fieber.archive import record as keep
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._progress import Progress
from fieber.cli._words import Lang, language, say
from fieber.cli.check import columns_of
from fieber.errors import UsageError
from fieber.report.plain import clean
from fieber.report.words import Words
from fieber.sources import Visit, is_live, source_of
from fieber.sources._together import read_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.archive import Kept, Recorded

HOME = "FIEBER_ARCHIVE"
USUAL = "~/fieber-archive"


def record(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", help="paths", show_default=False)] = None,
    *,
    archive: Annotated[str | None, typer.Option(metavar="DIR", help="archive", show_default=False)] = None,
    read_at: Annotated[str | None, typer.Option(metavar="DATE", help="read_at", show_default=False)] = None,
    account: _options.Account = None,
    columns: _options.Columns = None,
    everything: Annotated[bool, typer.Option("--everything", help="everything")] = False,
    within_terms: Annotated[bool, typer.Option("--within-terms", help="within_terms")] = False,
    keep_raw: Annotated[str | None, typer.Option(metavar="DIR", help="keep_raw", show_default=False)] = None,
    listed: Annotated[bool, typer.Option("--list", help="list")] = False,
    forgotten: Annotated[
        str | None, typer.Option("--forget", metavar="NAME", help="forget", show_default=False)
    ] = None,
    lang: _options.Language = None,
) -> int:
    """Record, or list, or forget."""
    spoken = lang or language((), os.environ)
    folder = Path(archive or os.environ.get(HOME) or USUAL).expanduser()
    if sum((bool(paths), listed, forgotten is not None)) != 1:
        raise UsageError(
            "name what to record, or --list, or --forget NAME; one of them at a time",
            de="nenne, was festgehalten werden soll, oder --list, oder --forget NAME; immer nur eins davon",
        )
    if forgotten is not None:
        forget(folder, forgotten)
        typer.echo(say(spoken, "record.forgotten"))
    elif listed:
        typer.echo(_table(kept(folder), spoken))
    else:
        inputs = _allowed(paths or [], spoken, within_terms=within_terms)
        moment = None if read_at is None else as_time(read_at, "--read-at", end_of_day=True)
        now = datetime.now(UTC)  # the clock says what may be kept until today, and never when something was read
        with Progress() as progress:
            progress.say(say(spoken, "progress.reading"))
            added: list[Recorded] = []
            for given in inputs:
                visit = _visit(given, folder, keep_raw, everything=everything)
                reading = read_together(given, account=account, columns=columns_of(columns or ()), visit=visit)
                added += keep(reading, folder, now=now, read_at=moment)
        typer.echo(_news(added, folder, spoken))
    return 0


def _allowed(paths: Sequence[str], lang: Lang, *, within_terms: bool) -> list[list[str]]:
    """Group the inputs: files together, each live account by itself; leave out what the terms do not let be kept.

    Raises:
        UsageError: nothing is left.
    """
    live = [path for path in paths if is_live(path) and not Path(path).exists()]
    files = [path for path in paths if path not in live]
    kept_out = [path for path in live if source_of(path).terms.may_store_days is not None and not within_terms]
    for path in kept_out:
        terms = source_of(path).terms
        platform = path.partition(":")[0]
        typer.echo(
            say(lang, "record.kept_out", platform=platform, days=terms.may_store_days, url=terms.terms_url), err=True
        )
    groups = [[path] for path in live if path not in kept_out]
    if not files and not groups:
        raise UsageError(
            "nothing is left to record; files that you exported yourself may always be kept",
            de="es bleibt nichts zum Festhalten; Dateien, die du selbst exportiert hast, gehen immer",
        )
    return [files, *groups] if files else groups


def _visit(given: Sequence[str], folder: Path, keep_raw: str | None, *, everything: bool) -> Visit:
    raw = None if keep_raw is None else Path(keep_raw).expanduser()
    # a hash, because a path must not tell a name
    run = blake2b("\n".join(given).encode(), digest_size=8).hexdigest()
    spool = folder / UNFINISHED_RUNS / run
    if everything or not folder.is_dir():
        return Visit(keep_raw=raw, spool=spool)
    return Visit(keep_raw=raw, spool=spool, last_reading=lambda name, platform: last_reading(folder, name, platform))


def _news(added: Sequence[Recorded], folder: Path, lang: Lang) -> str:
    """Say what is new, an account a line."""
    words = Words(lang)
    lines = []
    for one in added:
        name = clean(one.account)
        if one.platform is not None:
            name = f"{name} · {words.platform(one.platform)}"
        if not (one.readings or one.days):
            lines.append(say(lang, "record.nothing_new", name=name))
            continue
        counts = {key: words.count(getattr(one, key)) for key in ("posts", "readings", "days")}
        lines.append(say(lang, "record.new", name=name, **counts))
    undated = sum(one.undated for one in added)
    if undated:
        lines += ["", say(lang, "record.undated", n=words.count(undated))]
    return "\n".join([*lines, "", say(lang, "record.check", folder=folder)])


def _table(accounts: Sequence[Kept], lang: Lang) -> str:
    """An account a line: what is kept of it, and from when to when."""
    if not accounts:
        return say(lang, "record.empty")
    words = Words(lang)
    heads = ("account", "platform", "posts", "readings", "days", "first", "last", "kilobytes")
    rows = [tuple(say(lang, f"record.{head}") for head in heads)]
    for one in accounts:
        first, last = ("–" if moment is None else words.day(moment) for moment in (one.first, one.last))
        counts = (words.count(number) for number in (one.posts, one.readings, one.days))
        platform = "–" if one.platform is None else words.platform(one.platform)
        rows.append((clean(one.account), platform, *counts, first, last, words.count(-(-one.size // 1024))))
    widths = [max(len(row[i]) for row in rows) for i in range(len(heads))]
    return "\n".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


COMMAND = Command("record", record)
