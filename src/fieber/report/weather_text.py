"""The weather of a roster for a terminal, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fieber.report.contract import fieber_version, iso
from fieber.report.group_sentences import about_groups, place_name
from fieber.report.weather_sentences import (
    ahead,
    in_words,
    lately,
    none_at_all,
    opening,
    seen_from,
    step_sentence,
    title_of,
)
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.surroundings import RosterWeather, WeatherStrip
    from fieber.report.terminal import Screen

HEIGHTS = "▁▂▃▄▅▆▇█"
PLAIN_HEIGHTS = "_.,-~=*#"
LEAST_SPAN = 20.0  # percentage points from the lowest to the highest sign, so that a calm weather looks calm


def to_text(weather: RosterWeather, lang: str, screen: Screen, *, least: int) -> str:
    """Give the weather in lines that fit the screen, each strip with its weeks as signs of eight heights."""
    words = Words(lang, as_of=weather.as_of)
    blocks = [[words.word("weather.title"), words.say(opening(weather))]]
    if not weather.strips:
        blocks.append([words.say(none_at_all(least))])
    blocks += [[words.say(step_sentence(step))] for step in weather.steps]
    blocks += [[words.say(message)] for message in about_groups(weather.groups, words)]
    lines = ["\n".join(line for part in block for line in screen.wrap(part)) for block in blocks]
    for strip in weather.strips:
        told = [
            words.say(title_of(strip, words)),
            words.join((lately(strip), *ahead(weather, strip), seen_from(strip))),
        ]
        drawn = [_weeks(strip, screen), _ends(strip, words, screen)]
        lines.append("\n".join([*(line for part in told for line in screen.wrap(part)), *drawn]))
    return "\n\n".join(lines) + "\n"


def _shown(strip: WeatherStrip, screen: Screen) -> tuple[float, ...]:
    return strip.percent[-(screen.columns - 2) :]


def _weeks(strip: WeatherStrip, screen: Screen) -> str:
    """Draw the last weeks that fit, a sign each."""
    shown = _shown(strip, screen)
    signs = HEIGHTS if screen.holds(HEIGHTS) else PLAIN_HEIGHTS
    low, high = min(shown), max(shown)
    missing = max(0.0, LEAST_SPAN - (high - low)) / 2
    low, high = low - missing, high + missing
    return "".join(signs[min(7, int((percent - low) / (high - low) * 8))] for percent in shown)


def _ends(strip: WeatherStrip, words: Words, screen: Screen) -> str:
    """Write first and last week below their signs."""
    weeks = len(_shown(strip, screen))
    first, last = (words.date(week, "day_short") for week in (strip.week[-weeks], strip.week[-1]))
    return f"{first}{last:>{max(weeks - len(first), len(last) + 1)}}"


def to_json(weather: RosterWeather, lang: str) -> str:
    """Give the weather as one JSON object; days as YYYY-MM-DD, times with Z, percent as percent."""
    words = Words(lang, as_of=weather.as_of)
    found: dict[str, Any] = {"fieber": fieber_version(), "lang": lang, **asdict(weather)}
    found["strips"] = [asdict(strip) | {"sentence": words.say(lately(strip))} for strip in weather.strips]
    found["outlook"] = [asdict(one) | {"sentence": words.say(in_words(one))} for one in weather.outlook]
    found["steps"] = [asdict(step) | {"sentence": words.say(step_sentence(step))} for step in weather.steps]
    found["groups"] = [
        asdict(one.place) | {"name": place_name(one.place, words)} | fields
        for one, fields in zip(weather.groups, found["groups"], strict=True)
        if fields.pop("place")
    ]
    return json.dumps(found, default=_written, ensure_ascii=False, allow_nan=False) + "\n"


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    message = f"no way to write a {type(value).__name__}"
    raise TypeError(message)
