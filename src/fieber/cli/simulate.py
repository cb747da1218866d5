"""`fieber simulate CAUSE…`: simulated accounts, of which it is known what happened to them."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieber.api import as_time
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._progress import Progress
from fieber.cli._words import Lang, language, say
from fieber.errors import UsageError
from fieber.report.words import MINUS, Words
from fieber.simulate.patients import AS_OF, CAUSES, patients
from fieber.simulate.write import Form, write_patients

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from fieber.simulate.patients import Cohort

HEADS = ("cause", "accounts", "real", "shown", "since")
GAP = "  "


def simulate(
    causes: Annotated[list[str], typer.Argument(metavar="CAUSE", help="causes", show_default=False)],
    *,
    accounts: Annotated[int, typer.Option(metavar="N", help="accounts", show_default=False)] = 1,
    seed: Annotated[int, typer.Option(metavar="N", help="seed", show_default=False)] = 1,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="DIR", help="output", show_default=False)
    ] = "simulated",
    form: Annotated[Form, typer.Option("--format", help="format", show_default=False)] = "csv",
    platform: Annotated[str, typer.Option(metavar="NAME", help="platform", show_default=False)] = "instagram",
    as_of: _options.AsOf = None,
    years: Annotated[float, typer.Option(metavar="N", help="years", show_default=False)] = 2.0,
    strength: Annotated[float | None, typer.Option(metavar="N", help="strength", show_default=False)] = None,
    weather: Annotated[float | None, typer.Option(metavar="PERCENT", help="weather", show_default=False)] = None,
    lang: _options.Language = None,
) -> int:
    """Make the accounts, write them into a folder, and say what happened to them."""
    spoken = lang or language((), os.environ)
    moment = AS_OF if as_of is None else as_time(as_of, "--as-of")
    folder = Path(output)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"-o {output}: is a file; name a folder", de=f"-o {output} ist eine Datei; nenne einen Ordner")
    with Progress() as progress:
        progress.say(say(spoken, "simulate.progress"))
        cohort = patients(
            causes,
            accounts=accounts,
            seed=seed,
            as_of=moment,
            years=years,
            platform=platform,
            strength=strength,
            weather_percent=weather,
        )
        files = write_patients(cohort, folder, form=form, told=_told(causes, accounts, seed, platform, moment, years))
    typer.echo(_summary(cohort, files, folder, moment, spoken))
    return 0


def _told(causes: Sequence[str], accounts: int, seed: int, *where: str | datetime | float) -> dict[str, Any]:
    """What it takes to make them again."""
    platform, moment, years = where
    return {
        "causes": list(causes),
        "accounts_each": accounts,
        "seed": seed,
        "platform": platform,
        "as_of": moment.isoformat() if isinstance(moment, datetime) else moment,
        "years": years,
        "strength_is": {name: CAUSES[name].strength for spec in causes for name in spec.split("+")},
    }


def _summary(cohort: Cohort, files: Sequence[Path], folder: Path, moment: datetime, lang: Lang) -> str:
    words = Words(lang)
    *exports, truth = files
    head = say(
        lang,
        "simulate.made" if cohort.truth.height > 1 else "simulate.made_one",
        accounts=words.count(cohort.truth.height),
        posts=words.count(cohort.posts["post_id"].n_unique()),
        platform=words.platform(cohort.truth["platform"][0]),
        day=words.day(moment),
        folder=folder,
    )
    first = exports[0] if len(exports) == 1 or exports[0].suffix == ".zip" else folder
    lines = [head, "", *_table(cohort.truth, words, lang), "", *_weather(cohort.truth, words, lang)]
    lines.append(say(lang, "simulate.truth", file=truth))
    return "\n".join([*lines, say(lang, "simulate.look", path=first)])


def _weather(truth: pl.DataFrame, words: Words, lang: Lang) -> list[str]:
    """The loss of everybody, where there is one."""
    start = truth["weather_start"][0]
    if not isinstance(start, datetime):
        return []
    return [say(lang, "simulate.weather", percent=_middle(truth["weather_percent"], lang), day=words.day(start))]


def _table(truth: pl.DataFrame, words: Words, lang: Lang) -> list[str]:
    """One line a cause: how many, what it really did to the usual post, what the counters show, and since when."""
    rows = [tuple(say(lang, f"simulate.{head}") for head in HEADS)]
    for (cause,), own in truth.group_by("cause", maintain_order=True):
        start, end = own["start"].min(), own["start"].max()
        days = [words.day(moment) for moment in (start, end) if isinstance(moment, datetime)]
        since = " – ".join(dict.fromkeys(days))
        real, shown = (_middle(own[name], lang) for name in ("percent", "seen_percent"))
        rows.append((str(cause), str(own.height), real, shown, since))
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADS))]
    return [GAP.join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _middle(percents: pl.Series, lang: Lang) -> str:
    """The median of the accounts, in whole percent."""
    middle = percents.drop_nulls().median()
    if not isinstance(middle, float):
        return say(lang, "simulate.none")
    rounded = round(middle)
    return "0 %" if rounded == 0 else f"{rounded:+d} %".replace("-", MINUS)


COMMAND = Command("simulate", simulate)
