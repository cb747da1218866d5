"""`fieber explain NAME [EXPORT…]`: what is asked again and again, and what can be behind a drop."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fieber.api import Checkup, check, read
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._output import StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._roster import table_from
from fieber.cli._words import Lang, language, say
from fieber.cli._writers import view_of
from fieber.errors import UsageError
from fieber.explainers import Explanation, explanations
from fieber.explainers import explain as explained
from fieber.report.explain_text import text_lines, titles_in_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.report.terminal import Screen

Form = Literal["terminal", "json", "md"]


def explain(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="name", show_default=False)] = None,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]", help="paths", show_default=False)] = None,
    *,
    account: _options.Account = None,
    roster: _options.Others = None,
    lang: _options.Language = None,
    form: Annotated[Form, typer.Option("--format", help="format", show_default=False)] = "terminal",
) -> int:
    """Print one explanation, filled from an export where one is given, or the names of all."""
    spoken = lang or language((), os.environ)
    screen = view_of(is_file=False).screen.narrowed()
    with Progress() as progress:
        if name is None:
            told = _all_of(explanations(spoken), spoken, form, screen)
        else:
            explanation = explained(name, lang=spoken)  # a slip of the finger is told before an export is read
            if paths and explanation.kind != "help":
                progress.say(say(spoken, "progress.reading"))
                sentence = name if " " in name.strip() else None  # a question may hold a claim, a name does not
                finding = _checkup(paths, account, roster, sentence, spoken)
                explanation = explained(explanation.name, finding, lang=spoken)
            told = _one(explanation, form, screen)
        encoding = screen.encoding if form == "terminal" else "utf-8"
        StandardOutput(encoding, progress).write(told)
    return 0


def _checkup(
    paths: Sequence[str], account: str | None, roster: Sequence[str] | None, sentence: str | None, lang: Lang
) -> Checkup:
    peers = table_from([Path(path) for path in roster]) if roster else None
    found = check(read(list(paths)), account=account, complaint=sentence, peers=peers, lang=lang)
    if isinstance(found, Checkup):
        return found
    raise UsageError(
        f"there are {len(found)} accounts in this; name one with --account",
        de=f"Darin sind {len(found)} Accounts; nenne einen mit --account",
    )


def _one(explanation: Explanation, form: Form, screen: Screen) -> str:
    if form == "json":
        return json.dumps(explanation.to_dict(), ensure_ascii=False) + "\n"
    if form == "md":
        return explanation.to_markdown()
    return "\n".join(text_lines(explanation.title, explanation.body(), screen)) + "\n"


def _all_of(every: Sequence[Explanation], lang: Lang, form: Form, screen: Screen) -> str:
    if form == "json":
        return json.dumps([{one.kind: one.name, "title": one.title} for one in every], ensure_ascii=False) + "\n"
    if form == "md":
        return "".join(f"- `{one.name}`: {one.title}\n" for one in every)
    lines: list[str] = []
    for key, is_explainer in (("explain.asked", True), ("explain.all", False)):
        titles = {one.name: one.title for one in every if (one.kind == "explainer") is is_explainer}
        lines += [*screen.wrap(say(lang, key)), "", *titles_in_lines(titles, screen), ""]
    return "\n".join(lines[:-1]) + "\n"


COMMAND = Command("explain", explain)
