"""The further pictures of the printed forms: all posts by size, the fever curve, and where a loss lies, link by link.

Like those of print_chart, shapes in fixed colours and where their labels stand. Scales and places are the page's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from fieber.report import fever_chart, spread_chart
from fieber.report.gauges import LOWEST, ZONES
from fieber.report.print_chart import COLOURS, PAPER, WIDTH, label_at
from fieber.report.sentences import per_hundred
from fieber.report.split_chart import points
from fieber.report.spread_chart import across, named_levels, scale_of, stretches
from fieber.report.svg import Times, date_ticks, number, path

if TYPE_CHECKING:
    from fieber.report.document import FeverChart, SplitChart, SpreadChart
    from fieber.report.spread_chart import Stretch
    from fieber.report.svg import Levels
    from fieber.report.words import Words

UNIT = WIDTH / 100  # of the drawing, a percent of the width
BELOW = 8.0  # so that a mark on the axis is not cut
SPREAD_UNIT, FEVER_UNIT = 2.8, 2.6  # a percent of the height
STRONG = 'stroke="#1d282c"'
LINES = {"claimed": f'{STRONG} stroke-dasharray="3 6"', "expected": PAPER.usual, "latest": ""}


def printed_spread(chart: SpreadChart, words: Words, colour: str) -> dict[str, Any]:
    """Give all posts by size: a dot each, or columns where they are many; the usual range and what was named."""
    parts, scale, metric = stretches(chart), scale_of(chart), chart.trace.metric
    shapes = [_usual_range(chart, scale)]
    if spread_chart.is_dotted(chart):
        shapes += [_dots(part, scale, colour) for part in parts]
    else:
        most = max(part.n for part in parts)
        shapes += [_column(part, scale, most, colour) for part in parts if part.n]
    shapes.append(_rule(spread_chart.BOTTOM * SPREAD_UNIT))
    labels = []
    for value, key, look, lane in named_levels(chart):
        x = across(scale, value)
        line = LINES[look] or f'stroke="{colour}"'
        ends = f"{number(x * UNIT)} {number((lane + 2) * SPREAD_UNIT)}V{number(spread_chart.BOTTOM * SPREAD_UNIT)}"
        shapes.append(f'<path d="M{ends}" {line} stroke-width="2.5" fill="none"/>')
        said = words.word(key, value=per_hundred(metric, value))
        labels.append(label_at(x, 100 * lane / spread_chart.BOTTOM, said, "tone" if look == "latest" else "strong"))
    ticks = [(across(scale, tick), words.amount(per_hundred(metric, tick))) for tick in scale.ticks()]
    told = words.join(chart.sentences)
    return _drawing(shapes, spread_chart.BOTTOM * SPREAD_UNIT, ticks, labels, told)


def _usual_range(chart: SpreadChart, scale: Levels) -> str:
    if chart.usual is None:
        return ""
    left, right = across(scale, chart.usual.low) * UNIT, across(scale, chart.usual.high) * UNIT
    top = (spread_chart.CEILING - 3) * SPREAD_UNIT
    return _box(left, top, right, spread_chart.BOTTOM * SPREAD_UNIT, PAPER.band)


def _dots(part: Stretch, scale: Levels, colour: str) -> str:
    x = number(across(scale, math.sqrt(part.low * part.high)) * UNIT)
    looks = [colour] * len(part.recent) + [PAPER.post] * len(part.others)
    heights = [(spread_chart.BOTTOM - 2.8 - spread_chart.DOT * i) * SPREAD_UNIT for i in range(part.n)]
    return "".join(
        f'<circle cx="{x}" cy="{number(y)}" r="5" fill="{look}"/>' for y, look in zip(heights, looks, strict=True)
    )


def _column(part: Stretch, scale: Levels, most: int, colour: str) -> str:
    """A column for many posts, the recent ones at its foot."""
    left, right = across(scale, part.low) * UNIT + 1.5, across(scale, part.high) * UNIT - 1.5
    bottom = spread_chart.BOTTOM * SPREAD_UNIT
    height = (bottom - spread_chart.CEILING * SPREAD_UNIT) / most
    foot = bottom - height * len(part.recent)
    others = _box(left, bottom - height * part.n, right, foot, f'fill="{PAPER.post}"')
    return others + (_box(left, foot, right, bottom, f'fill="{colour}"') if part.recent else "")


def printed_fever(chart: FeverChart, words: Words) -> dict[str, Any]:
    """Give the fever curve: a line with gaps, the limits with their words, a dot for each week above the first."""
    looks, ceiling = chart.looks, fever_chart.ceiling_of(chart)
    times, bottom = Times(looks[0].as_of, looks[-1].as_of), fever_chart.BOTTOM

    def place(degrees: float) -> float:
        return bottom - (degrees - LOWEST) / (ceiling - LOWEST) * (bottom - fever_chart.TOP)

    shapes, labels = [_rule(bottom * FEVER_UNIT)], []
    side, anchor = fever_chart.quiet_side(chart)
    for name, low, _ in ZONES:
        if LOWEST < low < ceiling:
            y = number(place(low) * FEVER_UNIT)
            shapes.append(f'<path d="M0 {y}H1000" stroke="#566468" stroke-width="1.5" stroke-dasharray="4 6"/>')
            said = f"{words.temperature(low)}  {words.word(f'verdict.{name}')}"
            labels.append(label_at(side, 100 * (place(low) - 1.5) / bottom, said, "quiet", anchor))
    for run in fever_chart.runs_of(chart):
        at = [(times.place(moment) * UNIT, place(degrees) * FEVER_UNIT) for moment, degrees in run]
        drawn = path(at if len(at) > 1 else [(at[0][0] - 2, at[0][1]), at[0]])
        shapes.append(f'<path d="{drawn}" fill="none" {STRONG} stroke-width="2.5"/>')
    for look in looks:
        if look.temperature is not None and (look.verdict != "healthy" or look is looks[-1]):
            where = f'cx="{number(times.place(look.as_of) * UNIT)}" cy="{number(place(look.temperature) * FEVER_UNIT)}"'
            shapes.append(f'<circle {where} r="7" fill="{COLOURS[look.verdict]}"/>')
    ticks = [(x, label) for x, label in date_ticks(times, words) if 3 < x < 97]
    return _drawing(shapes, bottom * FEVER_UNIT, ticks, labels, words.say(chart.sentence)) | {
        "title": words.word("section.fever"),
        "caption": f"{words.word('chart.fever.reading')} {words.say(chart.sentence)}",
    }


def bars_of(chart: SplitChart, words: Words) -> dict[str, Any]:
    """Give the links of a loss as bars from the usual level down, each from where the last one ended, and all of it.

    Where a bar begins and ends, and its interval, are shares of the width; `usual` is where the usual level stands.
    """
    links = chart.split.links
    starts = [sum(link.percent_points for link in links[:i]) for i in range(len(links))]
    total = chart.split.total_percent
    ends = [start + end for start, link in zip(starts, links, strict=True) for end in (link.low, link.high)]
    edges = [0.0, total, *ends, *starts]
    low, whole = min(edges), (max(edges) - min(edges)) or 1.0

    def bar(name: str, start: float, change: float, likely: tuple[float, float] | None) -> dict[str, Any]:
        shares = None if likely is None else [(start + end - low) / whole for end in likely]
        ends = {"from": (start - low) / whole, "to": (start + change - low) / whole}
        return {"name": name, "points": points(change), "likely": shares} | ends

    bars = [
        bar(words.say(name), start, link.percent_points, (link.low, link.high))
        for name, start, link in zip(chart.names, starts, links, strict=True)
    ]
    bars.append(bar(words.word("split.together"), 0.0, total, None))
    return {"bars": bars, "usual": -low / whole, "sentence": words.say(chart.sentence)}


def _drawing(
    shapes: list[str], height: float, ticks: list[tuple[float, str]], labels: list[dict[str, Any]], told: str
) -> dict[str, Any]:
    whole = height + BELOW
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 {number(whole)}">{"".join(shapes)}</svg>'
    return {
        "svg": svg,
        "ratio": whole / WIDTH,
        "x": [{"at": x / 100, "label": label} for x, label in ticks],
        "y": [],
        "ends": [],
        "labels": labels,
        "alt": told,
    }


def _rule(y: float) -> str:
    return f'<path d="M0 {number(y)}H1000" stroke="#8b989a" stroke-width="1.5"/>'


def _box(left: float, top: float, right: float, bottom: float, look: str) -> str:
    size = f'width="{number(max(2.5, right - left))}" height="{number(max(0.0, bottom - top))}"'
    return f'<rect x="{number(left)}" y="{number(top)}" {size} {look}/>'
