"""Groups of accounts in sentences and in a table; which of them stand out arrives decided."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from babel import Locale

from fieber.model.text import Message
from fieber.report.tables import Table
from fieber.report.weather_sentences import change
from fieber.report.words import BABEL_LOCALES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.model.groups import GroupTemperature, Place
    from fieber.model.text import Value
    from fieber.report.words import Words

HEADS = ("group", "accounts", "temperature", "change", "own")


def place_name(place: Place, words: Words) -> str:
    """Name a group: "Instagram: Reels, Deutschland"; the platform alone where it is all of it."""
    platform = words.word("weather.platform.unknown") if place.platform is None else words.platform(place.platform)
    parts = []
    if place.kind is not None:
        parts.append(words.word(f"posts.{place.kind}"))
    if place.size is not None:
        key = f"size.{place.size}"
        parts.append(words.word(key) if words.knows(key) else place.size)
    if place.country is not None:
        parts.append(_countries(words.lang).get(place.country, place.country))
    return f"{platform}: {', '.join(parts)}" if parts else platform


@lru_cache(maxsize=4)
def _countries(lang: str) -> dict[str, str]:
    return cast("dict[str, str]", dict(Locale.parse(BABEL_LOCALES.get(lang, lang)).territories))


def about_groups(groups: Sequence[GroupTemperature], words: Words) -> tuple[Message, ...]:
    """Give the temperature of each platform, then where a change lies, or that it lies nowhere; nothing without groups.

    A platform whose temperature is not known says so.
    """
    wholes = tuple(whole_sentence(one, words) for one in groups if one.place.is_whole)
    parts = [one for one in groups if not one.place.is_whole]
    where = tuple(where_sentence(one, words) for one in parts if one.is_where)
    if not where and parts:
        where = (Message("groups.nowhere", {"n": len(parts)}),)
    return wholes + where


def whole_sentence(one: GroupTemperature, words: Words) -> Message:
    """Give the temperature of a platform as a whole."""
    name = place_name(one.place, words)
    if one.return_period_days is None or one.temperature is None:
        return Message("groups.whole.unknown", {"place": name})
    values: dict[str, Value] = {"place": name, "verdict": one.verdict, "temperature": one.temperature}
    return Message("groups.whole", values | {"period": one.return_period_days})


def where_sentence(one: GroupTemperature, words: Words) -> Message:
    """Say what a group had beyond the others, since when, and the temperature of that."""
    values: dict[str, Value] = {"place": place_name(one.place, words), "n": one.accounts, "at": one.since}
    values |= {"percent": one.own_percent, "low": one.own_low, "high": one.own_high, "metric": one.metric}
    return Message("groups.where", values | {"temperature": one.own_temperature})


def group_table(groups: Sequence[GroupTemperature], words: Words) -> Table:
    """Give every group with its temperature, its change, and what it had beyond the others."""
    rows = []
    for one in groups:
        whole = _range(words, one.percent, one.low, one.high)
        own = _range(words, one.own_percent, one.own_low, one.own_high)
        degrees = words.temperature(one.temperature)
        rows.append((place_name(one.place, words), words.count(one.accounts), degrees, whole, own))
    return Table(tuple(words.word(f"groups.table.{head}") for head in HEADS), tuple(rows))


def _range(words: Words, percent: float | None, low: float | None, high: float | None) -> str:
    if percent is None or low is None or high is None:
        return words.word("table.none")
    return words.say(change("groups.change", percent, low, high))
