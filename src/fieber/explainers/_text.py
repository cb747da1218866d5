"""What an explainer is, and how one is read from its file: `docs/guide/new-explainer.md` shows one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("de", "en")
SHARED = "_shared.toml"  # sentences with numbers that several explainers tell
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Source:
    """A public document: what it is, what it says (by language), where it lies, and when that was looked up."""

    what: str
    says: Mapping[str, str]
    url: str
    looked_up: date


@dataclass(frozen=True, slots=True)
class Yours:
    """A sentence with places for the account's own numbers, by language.

    when: marks of a finding (`fieber.explainers._facts`), of which one must be there; none: always.
    """

    said: Mapping[str, str]
    when: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Explainer:
    """The answer to a sentence that is said again and again; all texts by language.

    asked: phrases by which it is found. short: three sentences to read aloud. text: Markdown. yours: sentences that
    answer from the account's own numbers; unknown: said where none of them can be. context: sentences with its numbers
    that are told after that. about: marks of findings that it fits, the plainest first. version, date: of this text.
    sources: empty where nothing public is known.
    """

    name: str
    version: int
    date: date
    about: tuple[str, ...]
    title: Mapping[str, str]
    asked: Mapping[str, tuple[str, ...]]
    short: Mapping[str, str]
    text: Mapping[str, str]
    unknown: Mapping[str, str]
    yours: tuple[Yours, ...] = ()
    context: tuple[Yours, ...] = ()
    sources: tuple[Source, ...] = ()


def read_explainer(name: str, toml: str) -> Explainer:
    """Read one explainer.

    Args:
        name: as it is asked for; the file's name without its ending. toml: the file's text.

    Raises:
        ValueError: no TOML, or something is missing that every explainer has; the message names it.
    """
    told = tomllib.loads(toml)
    try:
        return Explainer(
            name=name,
            version=int(told["version"]),
            date=_day(told["date"]),
            about=tuple(told["about"]),
            title=_said(told, "title"),
            asked={lang: tuple(told[lang]["asked"]) for lang in LANGUAGES},
            short=_said(told, "short"),
            text=_said(told, "text"),
            unknown=_said(told, "unknown"),
            yours=tuple(yours for one in told.get("yours", ()) for yours in _yours(one)),
            context=tuple(shared()[one] for one in told.get("context", ())),
            sources=tuple(
                Source(
                    one["what"],
                    {lang: written(one[lang]) for lang in LANGUAGES},
                    one["url"],
                    _day(one["looked_up"]),
                )
                for one in told.get("sources", ())
            ),
        )
    except KeyError as error:
        message = f"explainer {name}: {error} is missing"
        raise ValueError(message) from error


@cache
def shared() -> dict[str, Yours]:
    """Give the sentences that several explainers tell, by the name that `same` calls them by."""
    told = tomllib.loads(files(__package__).joinpath(SHARED).read_text(encoding="utf-8"))
    return {name: _one_of_yours(one) for name, one in told.items()}


def written(text: str) -> str:
    """Give a text with its lines joined to paragraphs, and with units that stay beside their numbers."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
    return re.sub(r" (?=%|°C)", NO_BREAK, "\n\n".join(paragraphs))


def _yours(told: Mapping[str, Any]) -> list[Yours]:
    return [shared()[name] for name in told["same"]] if "same" in told else [_one_of_yours(told)]


def _one_of_yours(told: Mapping[str, Any]) -> Yours:
    return Yours({lang: written(told[lang]) for lang in LANGUAGES}, frozenset(told.get("when", ())))


def _said(told: Mapping[str, Any], part: str) -> dict[str, str]:
    return {lang: written(told[lang][part]) for lang in LANGUAGES}


def _day(value: object) -> date:
    if type(value) is date:
        return value
    message = f"{value!r} is no date"
    raise ValueError(message)
