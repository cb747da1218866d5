"""The texts of an explainer as a person edits them: taken out of it, checked, put back."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from fieber.explainers import Yours, explainers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieber.explainers import Explainer

LANGUAGES = ("de", "en")
PARTS = ("title", "short", "text", "unknown")
PLACE = re.compile(r"\{[^{}]*\}")
Texts = dict[str, Any]


def texts_of(explainer: Explainer) -> Texts:
    """Give the parts by language, and under `yours` the sentences with places: `de`, `en`, and the marks of `when`."""
    own = [{**one.said, "when": sorted(one.when)} for one in explainer.yours]
    return {lang: {part: getattr(explainer, part)[lang] for part in PARTS} for lang in LANGUAGES} | {"yours": own}


def with_texts(explainer: Explainer, texts: Mapping[str, Any]) -> Explainer:
    """Give an explainer that says these texts; what is not edited (sources, phrases, marks) stays."""
    said: dict[str, Any] = {part: {lang: texts[lang][part] for lang in LANGUAGES} for part in PARTS}
    own = tuple(Yours({lang: one[lang] for lang in LANGUAGES}, frozenset(one["when"])) for one in texts["yours"])
    return replace(explainer, **said, yours=own)


@cache
def known_places() -> frozenset[str]:
    """Give the places that a sentence may have: those with which some explainer of the package is filled.

    A number is only known in the style in which it can be written, so a place counts with its style.
    """
    every = (said for one in explainers() for own in (*one.yours, *one.context) for said in own.said.values())
    return frozenset(place for sentence in every for place in PLACE.findall(sentence))


def unknown_places(sentence: str) -> list[str]:
    """Give what stands in a sentence like a place and is none, a lone brace too; each once."""
    found = [place for place in PLACE.findall(sentence) if place not in known_places()]
    return list(dict.fromkeys(found + re.findall(r"[{}]", PLACE.sub("", sentence))))


def lines_of(texts: Mapping[str, Any], langs: Iterable[str] = LANGUAGES) -> list[str]:
    """Give all of it line by line, as two versions are held against each other."""
    lines = []
    for lang in langs:
        parts = [texts[lang][part] for part in PARTS] + [one[lang] for one in texts["yours"]]
        lines += [line for part in parts for line in part.split("\n") if line]
    return lines
