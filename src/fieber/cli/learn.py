"""`fieber learn ROSTER`: what accounts like one's own are known to be like, in place of what is shipped."""

from __future__ import annotations

import os
from math import expm1, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._output import FileOutput, StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._words import Lang, language, say
from fieber.report.words import Words
from fieber.rosters.learning import learn as learn_priors
from fieber.stats.prior import GAINS, PRIOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieber.checkup.priors import Learned
    from fieber.cli._output import Output
    from fieber.stats.prior import Prior

NUMBERS = ("scatter", "format", "hours", "weekday")


def learn(
    paths: _options.RosterPaths,
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="name", show_default=False)] = None,
    as_of: _options.AsOf = None,
    table: _options.Table = None,
    lang: _options.Language = None,
    output: _options.File = None,
) -> int:
    """Learn from a roster and write the file; on the screen stands what came out beside what is shipped."""
    spoken = lang or language((), os.environ)
    inputs = [Path(path) for path in paths]
    with Progress() as progress:
        target: Output = StandardOutput("utf-8", progress) if output is None else FileOutput(output, inputs)
        progress.say(say(spoken, "progress.learning"))
        found = learn_priors(inputs, name=name or "own", as_of=as_of, table=table)
    target.write(found.to_json())
    target.close()
    if output is not None:
        typer.echo("\n".join(_told(found, output, spoken)))
    return 0


def _told(found: Learned, file: str, lang: Lang) -> Iterator[str]:
    words = Words(lang)
    sizes = {name: words.count(getattr(found, name)) for name in ("accounts", "seen", "posts")}
    yield say(lang, "learn.from", **sizes)
    yield ""
    for key in NUMBERS:
        learned, shipped = (round(100 * expm1(getattr(prior, key))) for prior in (found.thermometer, PRIOR))
        yield say(lang, f"learn.{key}", learned=learned, shipped=shipped)
    yield say(lang, "learn.memory", learned=_memory(found.thermometer), shipped=_memory(PRIOR))
    for one in found.growth:
        hours = words.decimal(24 * one.half_life)
        name = words.platform(one.platform)
        key = "learn.growth_clips" if one.is_clip else "learn.growth"
        yield say(lang, key, platform=name, hours=hours, accounts=one.accounts)
    yield ""
    yield say(lang, "learn.written", file=file, method=found.priors().method)


def _memory(prior: Prior) -> int:
    """Give the posts that the level of the middle account remembers: one over the root of its wander gain."""
    middle = int(np.searchsorted(np.cumsum(prior.gain_shares), 0.5))
    return round(1 / sqrt(float(GAINS[min(middle, len(GAINS) - 1)])))


COMMAND = Command("learn", learn)
