"""The command line: one file per command, each ending in `COMMAND = …`; found by folder.

Exit codes: 0 done; 1 only with --fail-on; 2 wrong use; 3 the input cannot be read; 130 stopped by Ctrl-C. What is wrong
is one sentence on standard error; a bug of ours keeps its traceback.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.exceptions import TyperException

from fieber import plugins
from fieber.cli._help import translate
from fieber.cli._usage import usage_sentence
from fieber.cli._words import Lang, language, say
from fieber.errors import FieberError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.cli._command import Command

USAGE, INTERRUPTED = 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    Args:
        arguments: as typed, without the program's name; if not given, those of this process.
    """
    told = list(sys.argv[1:] if arguments is None else arguments)
    lang = language(told, os.environ)
    try:
        # typer gives the command's result, or the exit code where the command was left early
        group: Any = typer.main.get_command(_app(told))
        translate(group, lang)
        spoken = {name: {"lang": lang} for name in group.commands}  # a --lang before the command holds for it too
        code = group.main(told or ["--help"], prog_name="fieber", standalone_mode=False, default_map=spoken)
    except FieberError as error:
        return _refuse(lang, error.in_language(lang), error.exit_code)
    except TyperException as error:
        return _refuse(lang, usage_sentence(error, told, commands(), lang), USAGE)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return int(code or 0)


def commands() -> dict[str, Command]:
    """Give all commands by name.

    Raises:
        UsageError: two have the same name.
    """
    return plugins.discover("cli", "COMMAND")


def _app(arguments: Sequence[str]) -> typer.Typer:
    # plain help: drawing boxes costs a fifth of a second and helps no screen reader
    app = typer.Typer(name="fieber", rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.callback(help="fieber")(_root)
    for command in _wanted(arguments):
        app.command(command.name, help=command.name)(command.run)
    return app


def _root(
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=lambda told: _print_version(told=told), help="version")
    ] = False,
    _lang: Annotated[Lang | None, typer.Option("--lang", help="lang", show_default=False)] = None,
) -> None:
    """What stands before a command; its language is asked for before anything is parsed."""


def _print_version(*, told: bool) -> None:
    if told:
        typer.echo(f"fieber {version('fieber')}")
        raise typer.Exit


def _wanted(arguments: Sequence[str]) -> list[Command]:
    """Only the command that is named, so that no other's imports are waited for; else all of them."""
    own = {name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_")}
    named = next((argument for argument in arguments if not argument.startswith("-")), None)
    if named in own:
        return [import_module(f"{__name__}.{named}").COMMAND]
    return list(commands().values())


def _refuse(lang: Lang, sentence: str, code: int) -> int:
    typer.echo(f"{say(lang, 'error')}: {sentence}", err=True)
    return code
