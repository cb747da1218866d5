"""Reads the gettext catalogues in `locales/`: one file per language, keys instead of English as message identities.

A reader of our own for the small part of the format that we use: Babel's takes five times as long, and a check should
print its finding within a second. A test holds both against each other.
"""

from __future__ import annotations

import ast
import gettext
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from fieber.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

LOCALES = Path(__file__).with_name("locales")

_LINE = re.compile(r'(?:(msgid_plural|msgid|msgstr)(\[\d\])? )?(".*")$')
_PLURAL_RULE = re.compile(r"plural=([^;]+);")

Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All sentences of one language: key → plural forms (a single one where the key has no plural)."""

    lang: str
    forms: dict[str, Forms]
    plural: Callable[[int], int]


def languages() -> tuple[str, ...]:
    """Give the languages that have a catalogue, sorted."""
    return tuple(sorted(path.stem for path in LOCALES.glob("*.po")))


@lru_cache(maxsize=8)
def load(lang: str) -> Catalogue:
    """Give the catalogue of a language ("de", "en").

    Raises:
        UsageError: there is no such catalogue; the message lists those that there are.
    """
    if lang not in languages():
        choices = ", ".join(languages())
        raise UsageError(
            f"no words in language {lang!r}; choose one of: {choices}",
            de=f"Die Sprache {lang!r} spricht fieber nicht; wähle eine von diesen: {choices}",
        )
    return read(lang, (LOCALES / f"{lang}.po").read_text(encoding="utf-8"))


def read(lang: str, text: str) -> Catalogue:
    """Give the catalogue that a .po file's text holds.

    Raises:
        ValueError: no plural rule in its header, or not in the part of the format that we use.
    """
    entries = parse(text)
    rule = _PLURAL_RULE.search(entries.pop("")[0])
    if rule is None:
        message = f"locales/{lang}.po: its header has no Plural-Forms"
        raise ValueError(message)
    return Catalogue(lang, entries, gettext.c2py(rule.group(1)))


def parse(text: str) -> dict[str, Forms]:
    """Give message identity → forms of a .po file's text.

    Raises:
        ValueError: a line is no comment, no message and no continuation; or an identity comes twice.
    """
    entries: dict[str, list[str]] = {}
    key = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None or (match[1] == "msgid" and match[3][1:-1] in entries):
            message = f"line {number} of the catalogue is no message, or its key came before: {line[:40]!r}"
            raise ValueError(message)
        keyword, quoted = match[1], match[3]
        piece = cast("str", ast.literal_eval(quoted)) if "\\" in quoted else quoted[1:-1]
        if keyword == "msgid":
            key = piece
            entries[key] = []
        elif keyword == "msgstr":
            entries[key].append(piece)
        elif keyword is None:
            entries[key][-1] += piece  # only sentences run over several lines, keys never do
    return {key: tuple(forms) for key, forms in entries.items()}
