"""`fieber explain CAUSE`: what a cause looks like, why it happens, and what would refute it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Literal, Protocol

import typer

from fieber.advice.rights import letter, rights
from fieber.causes import causes
from fieber.cli._command import Command
from fieber.cli._output import StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._words import LANGUAGES, Lang, language, say
from fieber.cli._writers import view_of
from fieber.errors import UsageError
from fieber.report.explain_text import text_lines, titles_in_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.report.terminal import Screen

Form = Literal["terminal", "json", "md"]
MOST_NEAR = 3


class Explained(Protocol):
    """What can be explained: a cause, or something else with a name, titles and texts."""

    @property
    def name(self) -> str:
        """As it is typed."""
        ...

    @property
    def title(self) -> Mapping[str, str]:
        """By language."""
        ...

    def text(self, lang: str) -> str:
        """Give the text in Markdown."""
        ...


@dataclass(frozen=True, slots=True)
class Restriction:
    """No cause that numbers could show: what the law gives a person whose posts are restricted, and a letter."""

    name: str = "restriction"

    @property
    def title(self) -> Mapping[str, str]:
        """Give the title by language."""
        return {lang: say(lang, "explain.restriction") for lang in LANGUAGES}

    def text(self, lang: str) -> str:
        """Give the rights, and below them the letter to copy."""
        spoken: Lang = "de" if lang == "de" else "en"
        return f"{rights(spoken).strip()}\n\n## {say(spoken, 'explain.letter')}\n\n{letter(spoken).strip()}"


def explain(
    cause: Annotated[str | None, typer.Argument(metavar="CAUSE", help="cause", show_default=False)] = None,
    *,
    lang: Annotated[Lang | None, typer.Option(help="lang", show_default=False)] = None,
    form: Annotated[Form, typer.Option("--format", help="format", show_default=False)] = "terminal",
) -> int:
    """Print the text about one cause, or the names of all."""
    spoken = lang or language((), os.environ)
    every: list[Explained] = [*causes(), Restriction()]
    known = {one.name: one for one in every}
    screen = view_of(is_file=False).screen.narrowed()
    found = None if cause is None else _named(cause, known)
    told = _all_of(known, spoken, form, screen) if found is None else _one(found, spoken, form, screen)
    with Progress() as progress:
        encoding = screen.encoding if form == "terminal" else "utf-8"
        StandardOutput(encoding, progress).write(told)
    return 0


def _named(told: str, known: Mapping[str, Explained]) -> Explained:
    """Give the cause of this name, written with hyphens, underscores or blanks.

    Raises:
        UsageError: there is none; the message lists those that are near.
    """
    name = "_".join(told.casefold().replace("-", " ").replace("_", " ").split())
    if name in known:
        return known[name]
    titles = {one.title[lang].casefold(): one.name for one in known.values() for lang in one.title}
    near = [titles.get(match, match) for match in get_close_matches(name, [*known, *titles], MOST_NEAR, 0.5)]
    near += [one for one in known if one not in near and name and (name in one or one in name)]
    if not near:
        raise UsageError(
            f"explain {told}: there is no such cause; fieber explain lists all of them",
            de=f"explain {told}: Diese Ursache gibt es nicht; fieber explain zeigt alle",
        )
    listed = ", ".join(dict.fromkeys(near[:MOST_NEAR]))
    raise UsageError(
        f"explain {told}: there is no such cause; near it: {listed}; fieber explain lists all of them",
        de=f"explain {told}: Diese Ursache gibt es nicht; ähnlich: {listed}; fieber explain zeigt alle",
    )


def _one(cause: Explained, lang: Lang, form: Form, screen: Screen) -> str:
    title, text = cause.title[lang], cause.text(lang)
    if form == "json":
        return json.dumps({"cause": cause.name, "title": title, "text": text}, ensure_ascii=False) + "\n"
    if form == "md":
        return f"# {title}\n\n{text}\n"
    return "\n".join(text_lines(title, text, screen)) + "\n"


def _all_of(known: Mapping[str, Explained], lang: Lang, form: Form, screen: Screen) -> str:
    titles = {name: one.title[lang] for name, one in sorted(known.items())}
    if form == "json":
        listed = [{"cause": name, "title": title} for name, title in titles.items()]
        return json.dumps(listed, ensure_ascii=False) + "\n"
    if form == "md":
        return "".join(f"- `{name}`: {title}\n" for name, title in titles.items())
    head = screen.wrap(say(lang, "explain.all"))
    return "\n".join([*head, "", *titles_in_lines(titles, screen)]) + "\n"


COMMAND = Command("explain", explain)
