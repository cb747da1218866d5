"""The desk's own sentences, beside those of the report: the same keys and styles, the same two languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language

from fieber.report.catalogue import read
from fieber.report.words import Words

if TYPE_CHECKING:
    from datetime import date

    from fieber.model.text import Value

LOCALES = Path(__file__).with_name("locales")


class DeskWords(Words):
    """The report's words and the desk's."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        own = read(lang, (LOCALES / f"{lang}.po").read_text(encoding="utf-8"))
        self._catalogue = replace(self._catalogue, forms=self._catalogue.forms | own.forms)

    def word(self, key: str, **values: Value) -> str:
        """Write a sentence; a moment becomes the day that it was where the desk is."""
        return super().word(key, **{name: here(told) for name, told in values.items()})


def here(told: Value) -> Value:
    """Give a moment by the clock of `settings.ZONE`, anything else as it is."""
    if isinstance(told, datetime) and told.tzinfo is not None:
        return told.astimezone(ZoneInfo(settings.ZONE))
    return told


def day_of(moment: datetime) -> date:
    """Give the day of a moment, by the calendar of `settings.ZONE`."""
    return moment.astimezone(ZoneInfo(settings.ZONE)).date()


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
