"""The command line's own sentences in the person's language: help, prompts, what stands before an error."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fieber.report.catalogue import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Lang = Literal["de", "en"]
LANGUAGES: tuple[Lang, ...] = ("de", "en")
LOCALES = Path(__file__).with_name("locales")


def say(lang: Lang, key: str, **values: object) -> str:
    """Write the sentence of a key; `{name}` in it is replaced by the value of that name.

    Raises:
        KeyError: the catalogue has no such key, or the sentence names a value that was not given.
    """
    return catalogue(lang)[key].format(**values) if values else catalogue(lang)[key]


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(lang: Lang) -> dict[str, str]:
    """Give key → sentence."""
    forms = parse((LOCALES / f"{lang}.po").read_text(encoding="utf-8"))
    return {key: sentences[0] for key, sentences in forms.items()}


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Give the language to speak: `--lang` if it is told, else that of the system, else English.

    Asked before the arguments are understood, because errors in them are told in it too.
    """
    for i, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        told = value or (arguments[i + 1] if i + 1 < len(arguments) else "")
        if name == "--lang" and told in LANGUAGES:
            return told
    system = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "de" if system.lower().startswith("de") else "en"
