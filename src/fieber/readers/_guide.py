"""What a reader says of itself: what it reads, how a person gets the export, and what the export cannot tell.

`fieber formats` and the conformance test look at nothing else, so that a new reader brings all its words in its file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Said(NamedTuple):
    """The same words in both languages."""

    en: str
    de: str

    def in_language(self, lang: str) -> str:
        """Give the German words for "de", else the English ones."""
        return self.de if lang == "de" else self.en


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of export.

    what: what it is called and how it comes. gives: what is read from it. lacks: what it cannot tell. steps: how to
    get it, one short sentence each. is_verified: the layout is known from real files or from the platform's own
    documents; else from descriptions only, and every reading says so.
    """

    what: Said
    gives: Said
    lacks: Said
    steps: tuple[Said, ...]
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Guide:
    """All that a reader reads. also: other names that a person may ask for, in small letters."""

    title: Said
    forms: tuple[Form, ...]
    also: tuple[str, ...] = ()
