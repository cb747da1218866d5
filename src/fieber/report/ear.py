"""Sentences as they are heard: numbers, dates and signs become words, and what cannot be said aloud is left out."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report import number_words
from fieber.report.words import Words

if TYPE_CHECKING:
    from datetime import date

SIGNS = {
    "de": {"%": " Prozent", "°C": " Grad", "→": ", dann", "&": " und ", "+": " plus ", "=": " gleich "},
    "en": {"%": " percent", "°C": " degrees", "→": ", then", "&": " and ", "+": " plus ", "=": " equals "},
}
GROUPS = {"de": ".", "en": ","}
# said before the dot would end a sentence; the German ordinal of a day bends with its word: dem neunten
_DAY = {"de": re.compile(r"\b(\d{1,2})\.(?=\s|$)"), "en": re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")}
_NUMBER = {
    "de": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+"),
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+"),
}
_MINUS = re.compile("[-\N{MINUS SIGN}](?=\\d)")
_LONGEST = 9  # digits; a longer row is a telephone number or a name, said digit by digit
_BRACKETS = re.compile(r"\s*[(\[]\s*([^()\[\]]*?)\s*[)\]]")
_DASH = re.compile(r"\s+[\N{EN DASH}\N{EM DASH}-]\s+")
_KEPT = frozenset(".,?:;'-")


class SpokenWords(Words):
    """The words of one language with all numbers and days in words; an ear needs two figures of a large level."""

    def count(self, value: float) -> str:
        """Say a whole number."""
        return self._sign(value) + self._whole(abs(round(value)))

    def amount(self, value: float) -> str:
        """Say a level: whole below a thousand, to two figures above."""
        size = abs(value)
        if 0 < size < 10:
            return self.decimal(value)
        digits = 1 - math.floor(math.log10(size)) if size >= 1000 else 0
        return self.count(round(value, digits))

    def decimal(self, value: float) -> str:
        """Say a number with one decimal; one below one is "less than one", which is all that an ear needs."""
        rounded = round(abs(value), 1)
        if 0 < abs(value) < 1 and rounded < 1:
            return self.word("spoken.less_than_one")
        if rounded == round(rounded):
            return self.count(math.copysign(rounded, value))
        return self._sign(value) + number_words.decimal(rounded, self.lang)

    def date(self, at: date, pattern: str) -> str:
        """Say a day: neunten März zweitausendfünfundzwanzig, the ninth of March twenty twenty-five."""
        day = number_words.ordinal(at.day, self.lang)
        values = {
            "day": day,
            "month": super().date(at, "month_name"),
            "year": number_words.year(at.year, self.lang),
        }
        shape = {"day_short": "day", "day_of_month": "day_of_month"}.get(pattern, pattern)
        return self.say(Message(f"spoken.date.{shape}", values))

    def say(self, message: Message) -> str:
        """Say one message, in the wording for the ear where the catalogue has one."""
        heard = f"spoken.{message.key}"
        return super().say(Message(heard, message.values) if self.knows(heard) else message)

    def temperature(self, degrees: float | None) -> str:
        """Say a temperature: sechsunddreißig Komma vier Grad."""
        if degrees is None or degrees >= 40:
            return for_the_ear(super().temperature(degrees), self.lang)
        return self.word("spoken.degrees", degrees=self.decimal(degrees))

    def _whole(self, number: int) -> str:
        if number == 0:
            return self.word("spoken.none")
        return number_words.cardinal(number, self.lang) if number < number_words.MOST else self.word("spoken.very_many")

    def _sign(self, value: float) -> str:
        return "minus " if value < 0 and round(value, 1) else ""


_ONE_AND = re.compile(r"(?<![\d.,])1(?= und \d)")  # "zwischen eins und zehn Prozent", but "ein Prozent"


def for_the_ear(text: str, lang: str) -> str:
    """Give a sentence in which every number is a word and every sign is said or gone.

    Letters of every script stay; brackets become commas, what is quoted loses its quotes, emoji are not read out.
    """
    text = unicodedata.normalize("NFKC", text).replace("…", " ")
    text = _BRACKETS.sub(r", \1,", text)
    for sign, word in SIGNS[lang].items():
        text = text.replace(sign, word)
    text = _DASH.sub(", ", text)
    text = _MINUS.sub("minus ", text)
    text = _DAY[lang].sub(lambda match: f" {number_words.ordinal(int(match[1]), lang)}", text)
    if lang == "de":
        text = _ONE_AND.sub("eins", text)
    text = _NUMBER[lang].sub(lambda match: f" {_number(match[0], lang)} ", text)
    text = "".join(letter if _is_heard(letter) else " " for letter in text)
    return _tidy(text)


def quote_for_the_ear(text: str, lang: str) -> str:
    """Give a person's own sentence; its numbers may be written in any way: 50.000, 50,000, 50k."""
    text = re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=\d)\s?[kK]\b", "000", text)
    return for_the_ear(text, lang)


def name_for_the_ear(name: str, lang: str) -> str:
    """Give a name without what is not read aloud; empty where nothing of it can be."""
    said = for_the_ear(f"x {re.sub('[._:?]', ' ', name)}", lang)[
        2:
    ]  # nothing begins a sentence here, so small letters stay small
    return " ".join(re.sub(r"[.,:;?]|(?<!\w)['-]|['-](?!\w)", " ", said).split())


def _number(text: str, lang: str) -> str:
    plain = text.replace(GROUPS[lang], "")
    whole, _, rest = plain.replace(",", ".").partition(".")
    if len(whole) > _LONGEST or (whole.startswith("0") and len(whole) > 1):
        return number_words.digits(plain, lang)
    if rest:
        return number_words.decimal(float(f"{whole}.{rest}"), lang, places=len(rest))
    return number_words.cardinal(int(whole), lang)


def _is_heard(letter: str) -> bool:
    return letter in _KEPT or letter.isspace() or unicodedata.category(letter)[0] in "LM"


def _tidy(text: str) -> str:
    """Put spaces and stops where they belong."""
    text = " ".join(text.split())
    text = re.sub(r"\b[-']\s|\s[-'](?=\w)", " ", text)  # a hyphen whose other half is gone
    text = re.sub(r"\s+([.,?:;])", r"\1", text)
    text = re.sub(r"[,;:]+([.,?:;])", r"\1", text)
    text = re.sub(r"([.?])[.,;:]+", r"\1", text)
    text = " ".join(text.split()).lstrip(".,:;?' -").strip()
    return re.sub(r"(^|[.?] )(\w)", lambda match: match[1] + match[2].upper(), text)
