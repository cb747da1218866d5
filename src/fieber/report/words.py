"""Turns messages into sentences of one language; the last step of every report.

A sentence in the catalogue names its places `{name}` or `{name:style}`. The style says how a value is written, so each
language decides for itself: `{change:whole}` is "31", `{period:often}` is "zwei- bis dreimal im Jahr", `{kind:posts}`
is "Reels". Numbers and dates are written as Babel knows them for the language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from fieber.model.text import Message, Value
from fieber.report.catalogue import load

# the English of a European reader: 9 March 2025, not March 9
BABEL_LOCALES = {"de": "de", "en": "en_GB"}

TOLD_IN = ("de", "en")  # languages in which the calendar of events tells what happened
MINUS = "\N{MINUS SIGN}"
DAYS_PER_YEAR = 365.2425  # a mean Gregorian year
NEARLY_ALL_WEEKS = 40.0  # a year; so many are not counted any more
_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
_LOOKUPS = ("metric", "unit", "subject", "posts", "verdict", "kind", "weekday")

Style = Callable[["Words", Value, Mapping[str, Value]], str]
Piece = tuple[str, str | None, str]


class Words:
    """The words of one language, as they are said at `as_of` (a day of the same year is written without the year)."""

    def __init__(self, lang: str, *, as_of: datetime | None = None) -> None:
        self.lang = lang
        self.as_of = as_of
        self._catalogue = load(lang)
        self._locale = BABEL_LOCALES.get(lang, lang)
        self._decimal = get_decimal_symbol(self._locale)
        self._group = get_group_symbol(self._locale)
        self._plain: dict[str, str] = {}  # sentences without places, as they were written once

    def knows(self, key: str) -> bool:
        """Say whether the catalogue has a sentence of this key."""
        return key in self._catalogue.forms

    def say(self, message: Message) -> str:
        """Write one message.

        Raises:
            KeyError: the catalogue has no such key, or the message lacks a value that the sentence names.
        """
        pieces, last = _pieces(self._sentence(message))
        written = [before + self._write(message.values[name], style, message.values) for before, style, name in pieces]
        return "".join(written) + last

    def _sentence(self, message: Message) -> str:
        if message.said is not None:
            return message.said.get(self.lang, message.said["en"])
        forms = self._catalogue.forms[message.key]
        count = message.values.get("n")
        return forms[self._catalogue.plural(count) if len(forms) > 1 and isinstance(count, int) else 0]

    def word(self, key: str, **values: Value) -> str:
        """Write the sentence of a key with these values."""
        if values:
            return self.say(Message(key, values))
        if key not in self._plain:
            self._plain[key] = self.say(Message(key))
        return self._plain[key]

    def join(self, messages: tuple[Message, ...]) -> str:
        """Write several messages as one paragraph."""
        return " ".join(self.say(message) for message in messages)

    def count(self, value: float) -> str:
        """Write a whole number with its thousands in groups."""
        return f"{value:,.0f}".replace(",", self._group)

    def amount(self, value: float) -> str:
        """Write a level to three figures; below ten with one decimal where it has one."""
        if value == 0:
            return "0"
        if abs(value) < 10:
            return self.decimal(value).removesuffix(f"{self._decimal}0")
        digits = 2 - math.floor(math.log10(abs(value)))
        return self.count(round(value, min(digits, 0)))

    def decimal(self, value: float) -> str:
        """Write a number with one decimal."""
        return f"{value:.1f}".replace(".", self._decimal).replace("-", MINUS)

    def day(self, at: date) -> str:
        """Write a day in words, without its year where it lies within fifty weeks of `as_of`."""
        near = self.as_of is not None and abs((_day(self.as_of) - _day(at)).days) < 350
        return self.date(at, "day_this_year" if near else "day")

    def date(self, at: date, pattern: str) -> str:
        """Write a day by a pattern of the catalogue ("day", "month", "axis_month", …)."""
        return _format_day(_day(at), self._catalogue.forms[f"pattern.{pattern}"][0], self._locale)

    def small(self, number: int) -> str:
        """Write a whole number up to twelve as a word."""
        key = f"number.{number}"
        return self._catalogue.forms[key][0] if self.knows(key) else self.count(number)

    def platform(self, name: str) -> str:
        """Write the name of a platform as its owner does; one that is not known begins with a capital letter."""
        key = f"platform.{name.lower()}"
        return self.word(key) if self.knows(key) else name.capitalize()

    def times(self, number: int) -> str:
        """Write how many times: einmal, zweimal, dreimal, 17-mal."""
        if self.knows(f"times.{number}"):
            return self.word(f"times.{number}")
        form = "times.many" if self.knows(f"number.{number}") else "times.digits"
        return self.word(form, n=self.small(number))

    def temperature(self, degrees: float | None) -> str:
        """Write a temperature; from 40.0 on a person reads "über 40 °C"."""
        if degrees is None:
            return self.word("temperature.none")
        if degrees >= 40:
            return self.word("temperature.over_40")
        return self.word("temperature.value", degrees=self.decimal(degrees))

    def change(self, percent: float, less: str = "less") -> str:
        """Write a change as less ("fewer" of what is counted), more or the same."""
        rounded = round(percent)
        if rounded == 0:
            return self.word("change.same")
        return self.word(f"change.{less}" if rounded < 0 else "change.more", percent=percent)

    def share(self, percent: float) -> str:
        """Write a loss as the nearest plain fraction, or to the next five percent."""
        size = abs(percent)
        for name, fraction in (("quarter", 25), ("third", 100 / 3), ("half", 50), ("two_thirds", 200 / 3)):
            if abs(size - fraction) < 2:
                return self.word(f"share.{name}")
        if abs(size - 75) < 2:
            return self.word("share.three_quarters")
        return self.word("share.percent", percent=5 * math.ceil(size / 5))

    def often(self, days: float) -> str:
        """Write a return period in days as a natural frequency: "zwei- bis dreimal im Jahr"."""
        a_year = DAYS_PER_YEAR / days
        if a_year >= NEARLY_ALL_WEEKS:
            return self.word("often.nearly_weekly")
        if a_year >= 1 / 1.3:  # rarer ones are told in years, from two on
            low, high = _whole_or_between(max(a_year, 1.0))
            if low == high:
                return self.word("often.times_a_year", times=low)
            return self.word("often.between_times_a_year", low=low, high=high)
        if a_year < 0.095:
            return self.word("often.rarely")
        low, high = _whole_or_between(1 / a_year)
        if low == high:
            return self.word("often.in_years", years=low)
        return self.word("often.in_between_years", low=low, high=high)

    def such_weeks(self, days: float) -> str:
        """Write a return period in days as so many such weeks: "etwa 18 davon im Jahr"."""
        a_year = DAYS_PER_YEAR / days
        if a_year >= NEARLY_ALL_WEEKS:
            return self.word("weeks.nearly_all")
        return self.word("weeks.of_them", n=max(1, round(a_year)))

    def span(self, months: int) -> str:
        """Write a length of time in months, whole years in years beyond the first."""
        if months >= 24:
            return self.word("span.years", n=round(months / 12), years=round(months / 12))
        return self.word("span.months", n=months, months=months)

    def _write(self, value: Value, style: str | None, values: Mapping[str, Value]) -> str:
        if style is not None:
            return _STYLES[style](self, value, values)
        if isinstance(value, datetime | date):
            return self.day(value)
        if isinstance(value, int | float):
            return self.count(value) if isinstance(value, int) else self.amount(value)
        return self.word("table.none") if value is None else value


def places(sentence: str) -> frozenset[str]:
    """Give the names of the values that a sentence needs."""
    return frozenset(name for name, _ in _PLACE.findall(sentence))


@lru_cache(maxsize=2048)
def _pieces(sentence: str) -> tuple[tuple[Piece, ...], str]:
    """Cut a sentence into (text before, style, name) for each of its places, and the text after the last."""
    pieces: list[Piece] = []
    end = 0
    for match in _PLACE.finditer(sentence):
        pieces.append((sentence[end : match.start()], match[2], match[1]))
        end = match.end()
    return tuple(pieces), sentence[end:]


@lru_cache(maxsize=65536)
def _format_day(at: date, pattern: str, locale: str) -> str:
    return format_date(at, format=pattern, locale=locale)


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _whole_or_between(number: float) -> tuple[int, int]:
    """Give the two whole numbers around `number`; twice the nearest one where it is close to it, or ten and more."""
    nearest = round(number)
    if number >= 10 or abs(number - nearest) < 0.3:
        return nearest, nearest
    return math.floor(number), math.ceil(number)


def _number(value: Value) -> float:
    if isinstance(value, int | float):
        return value
    message = f"expected a number to write, got {type(value).__name__}"
    raise TypeError(message)


def _time(value: Value) -> date:
    if isinstance(value, date):
        return value
    message = f"expected a day to write, got {type(value).__name__}"
    raise TypeError(message)


def _from_day(words: Words, value: Value, values: Mapping[str, Value]) -> str:
    """Write the first day of a range; "5." where the last one, in `high`, is of the same month."""
    low, high = _day(_time(value)), _day(_time(values["high"]))
    same_month = (low.year, low.month) == (high.year, high.month)
    return words.date(low, "day_of_month") if same_month else words.day(low)


def _look_up(style: str) -> Style:
    return lambda words, value, _: words.word(f"{style}.{'any' if value is None else value}")


def _posts_at_the_start(words: Words, value: Value, values: Mapping[str, Value]) -> str:
    """Write the posts of a format as the first word of a sentence: Reels."""
    word = _look_up("posts")(words, value, values)
    return word[:1].upper() + word[1:]


def _small_at_the_start(words: Words, value: Value, _: Mapping[str, Value]) -> str:
    """Write a whole number as the first word of a sentence: Zwölf."""
    word = words.small(round(_number(value)))
    return word[:1].upper() + word[1:]


_STYLES: dict[str, Style] = {
    "posts_first": _posts_at_the_start,
    "small_first": _small_at_the_start,
    "exact": lambda words, value, _: words.count(_number(value)),
    "amount": lambda words, value, _: words.amount(_number(value)),
    "whole": lambda words, value, _: words.count(abs(round(_number(value)))),
    "change": lambda words, value, _: words.change(_number(value)),
    "fewer": lambda words, value, _: words.change(_number(value), "fewer"),
    "share": lambda words, value, _: words.share(_number(value)),
    "times": lambda words, value, _: words.times(round(_number(value))),
    "small": lambda words, value, _: words.small(round(_number(value))),
    "temperature": lambda words, value, _: words.temperature(None if value is None else _number(value)),
    "such_weeks": lambda words, value, _: words.such_weeks(_number(value)),
    "per_year": lambda words, value, _: words.small(max(1, round(DAYS_PER_YEAR / _number(value)))),
    "often": lambda words, value, _: words.often(_number(value)),
    "months": lambda words, value, _: words.span(round(_number(value))),
    "day": lambda words, value, _: words.day(_time(value)),
    "date": lambda words, value, _: words.date(_time(value), "day"),
    "month": lambda words, value, _: words.date(_time(value), "month"),
    "from_day": _from_day,
    "told": lambda words, value, values: str(values[f"what_{words.lang}"] if words.lang in TOLD_IN else value),
} | {style: _look_up(style) for style in _LOOKUPS}
