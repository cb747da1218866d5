"""The desk's own sentences, beside those of the report: the same keys and styles, the same two languages."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from fieber.report.catalogue import read
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.text import Value

LOCALES = Path(__file__).with_name("locales")


class DeskWords(Words):
    """The report's words and the desk's."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        own = read(lang, (LOCALES / f"{lang}.po").read_text(encoding="utf-8"))
        self._catalogue = replace(self._catalogue, forms=self._catalogue.forms | own.forms)


@lru_cache(maxsize=2)
def words_in(lang: str) -> DeskWords:
    """Give the words of a language; loaded once."""
    return DeskWords(lang)


def words() -> DeskWords:
    """Give the words of the person who is asking."""
    return words_in("de" if (get_language() or "").startswith("de") else "en")


def say(key: str, **values: Value) -> str:
    """Write one sentence in the language of the person who is asking."""
    return words().word(key, **values)
