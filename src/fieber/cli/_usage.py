"""What was typed wrongly, in one sentence of our own: typer says it in English only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer._click import exceptions as wrong  # typer has no public door to them; its version is fixed in pyproject

from fieber.cli._words import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from typer.exceptions import TyperException

    from fieber.cli._words import Lang


def usage_sentence(error: TyperException, told: Sequence[str], names: Iterable[str], lang: Lang) -> str:
    """Say what was typed wrongly and where all options stand.

    Args:
        error: what typer raised. told: the arguments as typed. names: of all commands. lang: the language to say it in.
    """
    commands = sorted(names)
    command = next((f" {word}" for word in told if word in commands), "")
    sentence = _sentence(error, told, commands, lang)
    return f"{sentence}{'' if sentence.endswith('?') else '.'} {say(lang, 'error.help', command=command)}"


def _sentence(error: TyperException, told: Sequence[str], commands: Sequence[str], lang: Lang) -> str:
    if isinstance(error, wrong.NoSuchOption):
        near = ", ".join(sorted(error.possibilities or ()))
        meant = say(lang, "usage.meant", options=near) if near else ""
        return say(lang, "usage.no_option", option=error.option_name) + meant
    if isinstance(error, wrong.BadOptionUsage):
        has_value = any(word.startswith(f"{error.option_name}=") for word in told)
        key = "usage.no_value" if has_value and told[-1] != error.option_name else "usage.value_missing"
        return say(lang, key, option=error.option_name)
    if isinstance(error, wrong.BadParameter):
        return _bad_value(error, lang)
    if isinstance(error, wrong.UsageError) and hasattr(error.cmd, "commands"):
        return _no_command(told, commands, lang)
    # what no command of ours can meet; a command from outside may
    return error.format_message().rstrip(".") if lang == "en" else say(lang, "usage.other")


def _bad_value(error: wrong.BadParameter, lang: Lang) -> str:
    if isinstance(error, wrong.MissingParameter):
        return say(lang, "usage.missing", place=_place(error.param))
    choices = getattr(getattr(error.param, "type", None), "choices", None)
    if not choices:
        return say(lang, "usage.bad_value", place=_place(error.param))
    return say(lang, "usage.bad_choice", place=_place(error.param), choices=", ".join(map(str, choices)))


def _no_command(told: Sequence[str], commands: Sequence[str], lang: Lang) -> str:
    word = next((word for word in told if not word.startswith("-") and word not in LANGUAGES), None)
    if word is None:
        return say(lang, "usage.which_command", commands=", ".join(commands))
    return say(lang, "usage.no_command", word=word, commands=", ".join(commands))


def _place(parameter: Any) -> str:
    """Name a parameter as it is typed: an option by its names, an argument by its word in capitals."""
    if parameter is None:
        return "?"
    return str(parameter.metavar) if parameter.param_type_name == "argument" else " / ".join(parameter.opts)
