"""Help in the person's language: ours from the catalogue, and the few words that typer itself puts around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer
from typer._click.formatting import HelpFormatter  # typer has no public door to it; its version is fixed in pyproject

from fieber.cli._words import catalogue, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.cli._words import Lang

# typer's own words → keys of the catalogue
HEADINGS = {"Arguments": "help.arguments", "Options": "help.options", "Commands": "help.commands"}
SHOW_HELP = "Show this message and exit."
REQUIRED = "[required]"
PLACE = re.compile(r"[A-Z]+")


def translate(group: Any, lang: Lang) -> None:
    """Put all help of a group and its commands into one language: until here, each help is a key of the catalogue."""
    context = _context_of(lang)
    group.subcommand_metavar = say(lang, "help.subcommand_metavar")
    for command in (group, *group.commands.values()):
        command.context_class = context
        command.help = say(lang, f"help.{command.help}")
        command.options_metavar = say(lang, "help.options_metavar")
        for parameter in command.params:
            parameter.help = say(lang, f"help.{command.name}.{parameter.help}")
            if parameter.metavar is not None:
                parameter.metavar = place(parameter.metavar, lang)


def place(metavar: str, lang: Lang) -> str:
    """Translate the words in capitals that stand for what a person types; a word that nobody knows stays."""
    words = catalogue(lang)
    return PLACE.sub(lambda found: words.get(f"place.{found[0]}", found[0]), metavar)


def _context_of(lang: Lang) -> type[typer.Context]:
    class Formatter(HelpFormatter):
        """Writes typer's own words in our language."""

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            # typer sets what is needed in braces, which nobody types
            bare = args.replace("{", "").replace("}", "")
            super().write_usage(prog, bare, say(lang, "help.usage") if prefix is None else prefix)

        def write_heading(self, heading: str) -> None:
            super().write_heading(say(lang, HEADINGS[heading]) if heading in HEADINGS else heading)

        def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
            told = [(first, _translated(second, lang)) for first, second in rows]
            super().write_dl(told, col_max, col_spacing)

    class Context(typer.Context):
        """Writes help with that formatter."""

        formatter_class = Formatter

    return Context


def _translated(text: str, lang: Lang) -> str:
    if text == SHOW_HELP:
        return say(lang, "help.help")
    return text.replace(REQUIRED, say(lang, "help.required"))
