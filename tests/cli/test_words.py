"""Help and sentences of the command line, in both languages."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest

from fieber.cli import commands
from fieber.cli._words import LANGUAGES, catalogue, language, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_languages_say_the_same() -> None:
    """Both catalogues have the same keys and the same places; nothing is empty."""
    german, english = catalogue("de"), catalogue("en")

    assert german.keys() == english.keys()
    assert {key: places(text) for key, text in german.items()} == {key: places(text) for key, text in english.items()}
    assert all(german.values())
    assert all(english.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_has_help(
    fieber: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, command: str, lang: str
) -> None:
    """Help of a command is in the language of the system, on standard output, with exit 0."""
    monkeypatch.setenv("LC_ALL", lang)

    ran = fieber(command, "--help")

    first = catalogue(lang)[f"help.{command}"].split("\n")[0]
    assert ran.code == 0
    assert " ".join(first.split()[:5]) in " ".join(ran.out.split())
    assert "help." not in ran.out
    assert ran.err == ""


def test_nothing_told_is_help(fieber: Callable[..., Ran]) -> None:
    """Without a word, all commands are listed."""
    ran = fieber()

    assert ran.code == 0
    assert all(command in ran.out for command in commands())


def test_version(fieber: Callable[..., Ran]) -> None:
    """--version says name and number."""
    ran = fieber("--version")

    assert ran.code == 0
    assert ran.out.startswith("fieber 0.")


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ((), {}, "en"),
        ((), {"LANG": "de_DE.UTF-8"}, "de"),
        ((), {"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "en"),
        ((), {"LC_ALL": "", "LC_MESSAGES": "de", "LANG": "en"}, "de"),
        (("check", "--lang", "de"), {"LANG": "en"}, "de"),
        (("check", "--lang=en"), {"LANG": "de"}, "en"),
        (("check", "--lang", "xx"), {"LANG": "de"}, "de"),
        (("check", "--lang"), {}, "en"),
    ],
)
def test_language(arguments: tuple[str, ...], environment: dict[str, str], lang: str) -> None:
    """--lang wins, then LC_ALL, LC_MESSAGES and LANG; all else is English."""
    assert language(arguments, environment) == lang


def test_sentence_with_values() -> None:
    """Values take their places."""
    assert say("de", "faults", n=3).startswith("An 3 Stellen in deinen Daten stimmte etwas nicht.")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_command_is_told_in_one_line(
    fieber: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """In the list of commands no sentence is cut off, at the width of a usual terminal."""
    monkeypatch.setenv("COLUMNS", "80")

    assert "..." not in fieber("--lang", lang, "--help").out
