"""`fieber claim "…" PATH…`: only the answer to a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._writers import WRITERS, Format
from fieber.cli.check import Told, examine
from fieber.errors import UsageError
from fieber.report.claim_text import claim_lines, claim_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieber.api import Checkup
    from fieber.cli._output import Output
    from fieber.cli._words import Lang
    from fieber.cli._writers import View, Writer


def claim(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="sentence", show_default=False)],
    paths: _options.Paths,
    *,
    account: _options.Account = None,
    since: _options.Since = None,
    as_of: _options.AsOf = None,
    lang: _options.Language = None,
    form: Annotated[Format | None, typer.Option("--format", help="format", show_default=False)] = None,
    output: _options.File = None,
    columns: _options.Columns = None,
    fail_on: _options.FailOn = None,
    roster: _options.Others = None,
    priors: _options.Priors = None,
) -> int:
    """Hold a sentence against one export or several, and answer only that."""
    if not sentence.strip():
        raise UsageError(
            'the sentence is empty; write what worries you, for example: fieber claim "…" export.zip',
            de='Der Satz ist leer; schreib, was dir Sorgen macht, zum Beispiel: fieber claim "…" export.zip',
        )
    told = Told(
        account,
        since,
        as_of,
        sentence,
        lang,
        form,
        output,
        tuple(columns or ()),
        fail_on,
        roster=tuple(roster or ()),
        priors=priors,
    )
    return examine(paths, told, CLAIM_WRITERS)


def _terminal(checkups: Iterator[Checkup], target: Output, view: View, lang: Lang) -> list[str]:
    verdicts: list[str] = []
    for checkup in checkups:
        blocks = claim_lines(checkup.diagnosis, lang, view.screen.narrowed())
        target.write(("\n" if verdicts else "") + "\n\n".join("\n".join(block) for block in blocks) + "\n")
        verdicts.append(checkup.diagnosis.verdict)
    return verdicts


def _markdown(checkups: Iterator[Checkup], target: Output, _view: View, lang: Lang) -> list[str]:
    verdicts: list[str] = []
    for checkup in checkups:
        target.write(("\n" if verdicts else "") + claim_markdown(checkup.diagnosis, lang))
        verdicts.append(checkup.diagnosis.verdict)
    return verdicts


# JSON and the page are those of `fieber check`: both begin with the sentence and its answer
CLAIM_WRITERS: dict[Format, Writer] = {**WRITERS, "terminal": _terminal, "md": _markdown}

COMMAND = Command("claim", claim)
