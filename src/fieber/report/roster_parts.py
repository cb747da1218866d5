"""Parts of the page of many accounts: a row with its curve, the weather by platform and format, and the CSV."""

from __future__ import annotations

import csv
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from fieber.report.compose import compose
from fieber.report.group_sentences import about_groups
from fieber.report.plain import clean
from fieber.report.sentences import carrier_of
from fieber.report.weather_sentences import lately, seen_from, step_sentence
from fieber.report.words import MINUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import RosterWeather, WeatherStrip
    from fieber.report.words import Words

LOWEST, HIGHEST, LIMIT = 36.0, 41.0, 38.5  # of the small curve; DESIGN.md section 2: from 38.5 on it is a fever
LOOKS = 26  # weeks of it
WIDTH, HEIGHT = 120.0, 30.0
CSV_HEADS = (
    "account",
    "platform",
    "temperature",
    "verdict",
    "p_value",
    "metric",
    "change",
    "change_low",
    "change_high",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


def tag(name: str, text: str, **attributes: str) -> str:
    """Give an element that holds only text."""
    named = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{named}>{escape(text)}</{name}>"


def row_of(diagnosis: Diagnosis, words: Words, *, address: str | None, is_told: bool, is_later: bool = False) -> str:
    """Give one account as a row; `address`: its own page; `is_told`: its reason can be unfolded in the row.

    `is_later`: not laid out at first where there is a script.
    """
    name = clean(diagnosis.account)
    shown = f"<bdi>{escape(name)}</bdi>"
    head = shown if address is None else f'<a href="{escape(address)}">{shown}</a>'
    if is_told:
        head += _reason(diagnosis, words)
    platform = "" if diagnosis.platform is None else words.platform(clean(diagnosis.platform))
    degrees = "" if diagnosis.temperature is None else words.temperature(diagnosis.temperature)
    result = f'<span class="result">{escape(words.word(f"verdict.{diagnosis.verdict}"))}</span>'
    if diagnosis.slow_loss is not None:  # never only "no fever": DESIGN.md section 2, the slow loss
        result += f'<span class="sub">{escape(words.word("page.slow"))}</span>'
    change = _change(diagnosis, words)
    cells = [
        ("platform", escape(platform), ""),
        ("temperature", escape(degrees), "degrees"),
        ("result", f"<span>{result}</span>", ""),
        ("change", change, ""),
        ("curve", _spark(diagnosis, words), ""),
        ("posts", words.count(diagnosis.coverage.posts), "number"),
    ]
    told = "".join(_cell(words.word(f"roster.head.{key}"), inner, look) for key, inner, look in cells)
    look = f"{diagnosis.verdict} later" if is_later else diagnosis.verdict
    return f'<tr class="{look}"{_data(diagnosis)}><th scope="row">{head}</th>{told}</tr>'


def _cell(label: str, inner: str, look: str) -> str:
    return f'<td data-label="{escape(label)}" class="{look}{"" if inner else " empty"}">{inner}</td>'


def _data(diagnosis: Diagnosis) -> str:
    vital = carrier_of(diagnosis)
    change = None if vital is None or vital.change is None else vital.change.percent
    values = {
        "name": clean(diagnosis.account),
        "platform": clean(diagnosis.platform or ""),
        "degrees": diagnosis.temperature,
        "change": None if change is None else round(change, 1),
        "posts": diagnosis.coverage.posts,
    }
    told = "".join(f' data-{name}="{escape(str(value))}"' for name, value in values.items() if value not in {None, ""})
    return told + (" data-slow" if diagnosis.slow_loss is not None else "")


def _reason(diagnosis: Diagnosis, words: Words) -> str:
    report = compose(diagnosis, words.lang)
    told = [tag("p", words.word("roster.pass_on"), **{"class": "sub"})]  # what follows speaks to whose account it is
    told += [tag("p", words.join(paragraph)) for paragraph in report.paragraphs[bool(report.help_lines) :]]
    told.append(tag("p", f"{words.word('section.next')}: {words.join(report.next_step)}"))
    name = escape(words.word("roster.why_of", account=clean(diagnosis.account)))
    summary = f'<summary aria-label="{name}">{escape(words.word("roster.why"))}</summary>'
    return f'<details>{summary}<div class="reason">{"".join(told)}</div></details>'


def _change(diagnosis: Diagnosis, words: Words) -> str:
    vital = carrier_of(diagnosis)
    if diagnosis.temperature is None or vital is None or vital.change is None:
        return ""
    change = vital.change
    unit = "\N{NO-BREAK SPACE}%"
    metric = escape(words.word(f"metric.{vital.metric}"))
    between = words.word("table.between", low=signed(change.low), high=signed(change.high))
    return f'<span>{metric} {signed(change.percent)}{unit} <span class="range">({escape(between)})</span></span>'


def signed(percent: float) -> str:
    """Write a whole number of percent with its sign."""
    rounded = round(percent)
    return "0" if rounded == 0 else f"{rounded:+d}".replace("-", MINUS)


def _spark(diagnosis: Diagnosis, words: Words) -> str:
    """Draw the temperature of the last half year; a look without one leaves a gap."""
    looks = diagnosis.looks[-LOOKS:]
    known = [(i, look.temperature) for i, look in enumerate(looks) if look.temperature is not None]
    if not known:
        return ""
    points = [(i / max(1, len(looks) - 1) * WIDTH, _height(degrees)) for i, degrees in known]
    steps = [
        f"{'L' if n and known[n][0] == known[n - 1][0] + 1 else 'M'}{x:.0f} {y:.0f}" for n, (x, y) in enumerate(points)
    ]
    (x, y), (_, now) = points[-1], known[-1]
    peak = max(degrees for _, degrees in known)
    label = words.word("roster.curve", peak=words.temperature(peak), now=words.temperature(now))
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{escape(label)}">'
        f'<path class="limit" d="M0 {_height(LIMIT):.0f}H{WIDTH:.0f}"/><path class="trace" d="{"".join(steps)}"/>'
        f'<circle class="last" cx="{x:.0f}" cy="{y:.0f}" r="3"/></svg>'
    )


def _height(degrees: float) -> float:
    return HEIGHT - (min(degrees, HIGHEST) - LOWEST) / (HIGHEST - LOWEST) * HEIGHT


def weather_map(weather: RosterWeather | None, words: Words) -> str:
    """Give the weather as a table, a row a platform, a column a format; nothing where there are too few accounts."""
    if weather is None or not weather.strips:
        return ""
    kinds = sorted({strip.kind for strip in weather.strips}, key=lambda kind: (kind is not None, kind or ""))
    platforms = list(dict.fromkeys(strip.platform for strip in weather.strips))
    strips = {(strip.platform, strip.kind): strip for strip in weather.strips}
    named = [words.word("roster.weather.all") if kind is None else words.word(f"posts.{kind}") for kind in kinds]
    names = [name[:1].upper() + name[1:] for name in named]
    corner = tag("th", words.word("roster.head.platform"), scope="col")
    heads = corner + "".join(tag("th", name, scope="col") for name in names)
    rows = []
    for platform in platforms:
        name = words.word("weather.platform.unknown") if platform is None else words.platform(clean(platform))
        cells = "".join(
            _weather_cell(strips.get((platform, kind)), label, words) for kind, label in zip(kinds, names, strict=True)
        )
        rows.append(f"<tr>{tag('th', name, scope='row')}{cells}</tr>")
    told = (*about_groups(weather.groups, words), *(step_sentence(step) for step in weather.steps))
    steps = "".join(tag("li", words.say(message)) for message in told)
    title = words.word("roster.weather")
    return (
        f"{tag('h2', title)}{tag('p', words.word('roster.weather.how'), **{'class': 'note'})}"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<table class="weather"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
        f"{f'<ul>{steps}</ul>' if steps else ''}"
    )


def _weather_cell(strip: WeatherStrip | None, label: str, words: Words) -> str:
    named = f'data-label="{escape(label)}"'
    if strip is None:
        return f'<td class="none" {named}>{escape(words.word("table.none"))}</td>'
    direction = lately(strip).key.rpartition(".")[2]
    seen = tag("span", words.say(seen_from(strip)), **{"class": "sub"})
    if strip.now_percent is None or strip.now_low is None or strip.now_high is None:
        return f'<td class="none" {named}>{escape(words.say(lately(strip)))}{seen}</td>'
    now = tag("strong", words.change(strip.now_percent))
    between = words.word("table.between", low=words.change(strip.now_low), high=words.change(strip.now_high))
    return f'<td class="{direction}" {named}>{now}{tag("span", between, **{"class": "sub"})}{seen}</td>'


def as_csv(diagnoses: Sequence[Diagnosis], words: Words) -> str:
    """Give the list as CSV with the numbers of the contract: points for decimals, percent as percent."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(CSV_HEADS)
    for diagnosis in diagnoses:
        vital = carrier_of(diagnosis)
        change = None if vital is None else vital.change
        numbers = (None, None, None) if change is None else (change.percent, change.low, change.high)
        writer.writerow(
            [
                harmless(clean(diagnosis.account)),
                harmless(clean(diagnosis.platform or "")),
                diagnosis.temperature,
                words.word(f"verdict.{diagnosis.verdict}"),
                None if diagnosis.p_value is None else round(diagnosis.p_value, 6),
                "" if vital is None else vital.metric,
                *(None if number is None else round(number, 1) for number in numbers),
            ]
        )
    return file.getvalue()


def harmless(text: str) -> str:
    """A name that a spreadsheet would run is given an apostrophe, and stays a name."""
    return f"'{text}" if text.startswith(FORMULA) else text
