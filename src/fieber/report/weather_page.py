"""The weather of a roster as one self-contained HTML page: a curve with its band for each platform and format."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.group_sentences import about_groups, group_table
from fieber.report.html import page
from fieber.report.html_parts import bullets, folded, tag
from fieber.report.html_tables import plain_table
from fieber.report.svg import Times, date_ticks, line, number, path, picture, stretched, text
from fieber.report.weather_sentences import ahead, lately, none_at_all, opening, seen_from, step_sentence, title_of
from fieber.report.words import MINUS, Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fieber.model.surroundings import RosterWeather, WeatherStrip
    from fieber.model.text import Value

TOP, BOTTOM = 5.0, 86.0  # percent of the chart's height
LEAST_SPAN = 20.0  # percentage points that a chart shows at least, so that a calm weather looks calm
STEPS = (5, 10, 20, 25, 50, 100, 200)
MOST_LINES = 6


def weather_page(weather: RosterWeather, lang: str, *, least: int) -> str:
    """Give the page.

    Args:
        weather: of a roster. lang: "de" or "en". least: accounts that a weather takes, said where there is none.
    """
    words = Words(lang, as_of=weather.as_of)
    title = words.word("weather.title")
    parts = [tag("h1", title), tag("p", words.say(opening(weather)))]
    if not weather.strips:
        parts.append(tag("p", words.say(none_at_all(least))))
    if weather.steps:
        parts.append(tag("h2", words.word("weather.steps.title")))
        items = "".join(tag("li", words.say(step_sentence(step))) for step in weather.steps)
        parts.append(f"<ul>{items}</ul>")
    if weather.groups:
        table = plain_table(group_table(weather.groups, words))
        parts.append(tag("h2", words.word("groups.title")))
        parts += [bullets(about_groups(weather.groups, words), words), folded(words.word("groups.table.title"), table)]
    if weather.strips:
        parts.append(f'<p class="note">{escape(words.word("weather.chart.how"))}</p>')
    parts += [_strip(strip, words, ahead(weather, strip)) for strip in weather.strips]
    return page(title, f'<article class="healthy">{"".join(parts)}</article>', words)


def _strip(strip: WeatherStrip, words: Words, forecast: tuple[Message, ...]) -> str:
    heading = words.say(title_of(strip, words))
    caption = words.join((lately(strip), *forecast, seen_from(strip)))
    chart = f'<div class="chart">{_curve(strip, words)}</div>'
    figure = f"<figure><figcaption>{escape(caption)}</figcaption>{chart}</figure>"
    return f"<section>{tag('h2', heading)}{figure}{_table(strip, words)}</section>"


def _curve(strip: WeatherStrip, words: Words) -> str:
    """Draw the band, the line and the zero; the scale is in percent."""
    times = Times(_moment(strip.week[0]), _moment(strip.week[-1]))
    low, high = _scale(strip)

    def place(percent: float) -> float:
        return BOTTOM - (min(max(percent, low), high) - low) / (high - low) * (BOTTOM - TOP)

    across = [times.place(_moment(week)) for week in strip.week]
    upper = list(zip(across, map(place, strip.high), strict=True))
    lower = list(zip(across, map(place, strip.low), strict=True))
    middle = list(zip(across, map(place, strip.percent), strict=True))
    band = f'<path class="band" d="{path([*upper, *reversed(lower)], closed=True)}"/>'
    parts = [line(0, place(tick), 100, place(tick), "zero" if tick == 0 else "grid") for tick in _ticks(low, high)]
    parts.append(stretched(band + f'<path class="expected" d="{path(middle)}"/>'))
    parts += [text("0", f"{number(place(tick) - 1.5)}%", _signed(tick), look="halo") for tick in _ticks(low, high)]
    for i, (x, label) in enumerate(date_ticks(times, words)):
        if 3 < x < 97:
            parts.append(text(f"{number(x)}%", "96%", label, anchor="middle", look="minor" if i % 2 else ""))
    return picture("".join(parts), look="curve", label=words.say(_sentence(strip)))


def _signed(percent: int) -> str:
    return f"{percent:+d}\N{NO-BREAK SPACE}%".replace("-", MINUS) if percent else "0"


def _sentence(strip: WeatherStrip) -> Message:
    values: dict[str, Value] = {"first": strip.week[0], "last": strip.week[-1], "now": strip.percent[-1]}
    return Message("weather.chart.aria", values | {"low": min(strip.percent), "high": max(strip.percent)})


def _scale(strip: WeatherStrip) -> tuple[float, float]:
    """Give the ends of the scale: all of the line, and of the band what does not squeeze it."""
    least, most = min(strip.percent), max(strip.percent)
    room = max(most - least, LEAST_SPAN)
    low = min(0.0, max(min(strip.low), least - room / 2))
    high = max(0.0, min(max(strip.high), most + room / 2))
    missing = max(0.0, LEAST_SPAN - (high - low)) / 2
    return low - missing, high + missing


def _ticks(low: float, high: float) -> list[int]:
    step = next((step for step in STEPS if (high - low) / step <= MOST_LINES), STEPS[-1])
    first = int(-(-low // step)) * step
    return list(range(first, int(high) + 1, step))


def _table(strip: WeatherStrip, words: Words) -> str:
    heads = (words.word("weather.table.week"), words.word("weather.table.change"), words.word("weather.table.range"))
    rows = [
        f'<tr><th scope="row">{words.date(week, "day_short")}</th><td>{escape(words.change(percent))}</td>'
        f"<td>{escape(words.change(low))} … {escape(words.change(high))}</td></tr>"
        for week, percent, low, high in reversed(
            list(zip(strip.week, strip.percent, strip.low, strip.high, strict=True))
        )
    ]
    return _folded(words.word("weather.table.title"), heads, rows)


def _folded(summary: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(tag("th", name, scope="col") for name in heads)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<details><summary>{escape(summary)}</summary><div class="scroll" tabindex="0">{table}</div></details>'


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
