"""The pictures of the printed forms: shapes without text, and where their labels stand.

Shapes are SVG in fixed colours; the labels are set by the typesetter in its own font, so none of them can be lost.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieber.report.post_layers import anchor_at
from fieber.report.sentences import per_hundred
from fieber.report.svg import Levels, Times, date_ticks, levels_around, number, path

if TYPE_CHECKING:
    from fieber.model.diagnosis import Trace
    from fieber.report.document import Loss, PostChart, Report
    from fieber.report.words import Words

# the page's light colours (templates/tokens.css), fixed for paper; tests hold them together
COLOURS = {
    "healthy": "#0c6b61",
    "elevated": "#97500b",
    "fever": "#b93a0e",
    "high_fever": "#94123f",
    "unknown": "#566468",
}
WIDTH, HEIGHT = 1000.0, 360.0
MOST_POINTS = 700
BAND_PIECES, BAND_POSTS = 60, 5
LOWEST, HIGHEST = 36.0, 42.0
ZONES = (("healthy", 36.0, 37.5), ("elevated", 37.5, 38.5), ("fever", 38.5, 39.5), ("high_fever", 39.5, 42.0))
MOST_BARS = 100.0  # percent at the ends of the bar of a change; what is beyond stands at the edge


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a chart: of its grid and band as attributes, of posts, of the inside of hollow marks, of verdicts."""

    grid: str
    band: str
    usual: str
    post: str
    hollow: str
    tones: dict[str, str]


PAPER = Palette('stroke="#d9dad1"', 'fill="#cfe5de"', 'stroke="#4d8f82"', "#3c5a63", "#ffffff", COLOURS)


def printed_thermometer(report: Report, words: Words) -> dict[str, Any]:
    """Give where the mercury stands (0 to 1 of the scale), the zones with their words, and what it shows in words."""
    degrees = report.temperature
    key = "thermometer.aria_unknown" if degrees is None else "thermometer.aria"
    values = {} if degrees is None else {"degrees": words.temperature(degrees), "verdict": report.verdict}
    return {
        "share": None if degrees is None else (degrees - LOWEST) / (HIGHEST - LOWEST),
        "colour": COLOURS[report.verdict],
        "colours": COLOURS,
        "zones": [
            {
                "word": words.word(f"verdict.{name}"),
                "low": (low - LOWEST) / (HIGHEST - LOWEST),
                "high": (high - LOWEST) / (HIGHEST - LOWEST),
                "colour": COLOURS[name],
                "is_here": name == report.verdict,
            }
            for name, low, high in ZONES
        ],
        "marks": [f"{degree:.0f}" for degree in range(int(LOWEST), int(HIGHEST) + 1)],
        "alt": words.word(key, **values),
    }


def printed_loss(loss: Loss, words: Words) -> dict[str, Any]:
    """Give the change and its interval as shares of a bar from −100 to +100 percent."""

    def share(percent: float) -> float:
        return (min(MOST_BARS, max(-MOST_BARS, percent)) + MOST_BARS) / (2 * MOST_BARS)

    change = loss.change
    return {
        "at": share(change.percent),
        "low": share(change.low),
        "high": share(change.high),
        "labels": [words.change(-MOST_BARS), words.word("change.same"), words.change(MOST_BARS)],
        "colour": COLOURS[loss.vital.verdict],
    }


def printed_chart(report: Report, words: Words, palette: Palette = PAPER) -> dict[str, Any] | None:
    """Give the main chart: its shapes, its labels and its sentence; None where there is no post with a value."""
    chart = report.main_chart
    if chart is None:
        return None
    trace = chart.trace
    posts = [i for i, value in enumerate(trace.value) if value is not None]
    shown = _thinned(trace, posts)
    times = Times(trace.at[posts[0]], trace.at[posts[-1]])
    levels = levels_around(
        (trace.value[i] for i in posts), (end for i in posts for end in (trace.low[i], trace.high[i]))
    )
    dated = report.coverage.is_dated
    colour = palette.tones[report.verdict]
    shapes = [
        _pauses(chart, times, palette) if dated else "",
        _grid(levels, palette),
        _band(trace, posts, times, levels, palette),
        _onset(chart, times, colour) if dated else "",
    ]
    shapes += [
        _point(chart, i, (_x(times, trace.at[i]), _y(levels, trace.value[i] or 0.0)), palette, colour) for i in shown
    ]
    ticks = [(x / 100, label) for x, label in date_ticks(times, words) if 3 < x < 97] if dated else []
    metric = trace.metric
    return {
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 360">{"".join(shapes)}</svg>',
        "ratio": HEIGHT / WIDTH,
        "x": [{"at": x, "label": label} for x, label in ticks],
        "y": [
            {"at": _y(levels, tick) / HEIGHT, "label": words.amount(per_hundred(metric, tick))}
            for tick in levels.ticks()
        ],
        "labels": _onset_named(chart, times, words) if dated else [],
        "ends": [] if dated else [words.word("chart.older"), words.word("chart.newer")],
        "title": words.word(f"metric.{metric}"),
        "section": words.word("section.posts"),
        "caption": words.word("chart.days.reading" if metric == "followers_gained" else "chart.posts.reading"),
        "alt": words.say(chart.sentence),
        "legend": _legend(chart, shown, words),
        "colour": colour,
    }


def _x(times: Times, at: Any) -> float:
    return times.within(at) * WIDTH / 100


def _y(levels: Levels, value: float) -> float:
    return (levels.place(value) - levels.top) / (levels.bottom - levels.top) * (HEIGHT - 24) + 12


def _thinned(trace: Trace, posts: list[int]) -> list[int]:
    """Of a very long history each stretch keeps its highest, a middle and its lowest post."""
    if len(posts) <= MOST_POINTS:
        return posts
    size = math.ceil(len(posts) / (MOST_POINTS // 3))
    kept: set[int] = set()
    for begin in range(0, len(posts), size):
        stretch = sorted(posts[begin : begin + size], key=lambda i: (trace.value[i] or 0.0, i))
        kept |= {stretch[0], stretch[len(stretch) // 2], stretch[-1]}
    return sorted(kept)


def _grid(levels: Levels, palette: Palette) -> str:
    ys = (number(_y(levels, tick)) for tick in levels.ticks())
    lines = "".join(f"M0 {y}H1000" for y in ys)
    return f'<path d="{lines}" {palette.grid} stroke-width="1" fill="none"/>' if lines else ""


def _band(trace: Trace, posts: list[int], times: Times, levels: Levels, palette: Palette) -> str:
    """The usual range, by the median over neighbouring posts: single posts have ranges of their own format."""
    known = [i for i in posts if None not in (trace.low[i], trace.high[i])]
    size = max(BAND_POSTS, math.ceil(len(known) / BAND_PIECES))
    pieces = [known[begin : begin + size] for begin in range(0, len(known), size)]
    if len(pieces) < 2:
        return ""
    xs = [_x(times, trace.at[piece[len(piece) // 2]]) for piece in pieces]
    xs[0], xs[-1] = _x(times, trace.at[known[0]]), _x(times, trace.at[known[-1]])
    low = [(x, _y(levels, _middle(trace.low, piece))) for x, piece in zip(xs, pieces, strict=True)]
    high = [(x, _y(levels, _middle(trace.high, piece))) for x, piece in zip(xs, pieces, strict=True)]
    usual = [(x, _y(levels, _middle(trace.expected, piece))) for x, piece in zip(xs, pieces, strict=True)]
    return (
        f'<path d="{path([*high, *reversed(low)], closed=True)}" {palette.band}/>'
        f'<path d="{path(usual)}" fill="none" {palette.usual} stroke-width="2.5"/>'
    )


def _middle(values: tuple[float | None, ...], piece: list[int]) -> float:
    known = sorted(value for i in piece if (value := values[i]) is not None)
    return known[len(known) // 2] if known else 0.0


def _onset(chart: PostChart, times: Times, colour: str) -> str:
    if chart.vital is None or chart.vital.onset is None:
        return ""
    onset = chart.vital.onset
    left, at, right = (_x(times, moment) for moment in (onset.low, onset.at, onset.high))
    area = f'<rect x="{number(left)}" y="0" width="{number(max(1.0, right - left))}" height="360" fill="{colour}"'
    return f'{area} fill-opacity="0.1"/><path d="M{number(at)} 0V360" stroke="{colour}" stroke-width="2"/>'


def _pauses(chart: PostChart, times: Times, palette: Palette) -> str:
    shown = [pause for pause in chart.pauses if pause.end > times.first and pause.start < times.last]
    ends = [(_x(times, max(pause.start, times.first)), _x(times, min(pause.end, times.last))) for pause in shown]
    areas = "".join(
        f'<path d="M{number((a + b) / 2)} 0V360" {palette.grid} stroke-width="{number(b - a)}"/>' for a, b in ends
    )
    return f'<g opacity="0.45">{areas}</g>' if areas else ""


def _legend(chart: PostChart, shown: list[int], words: Words) -> list[dict[str, str]]:
    """Name the forms and areas that this picture really has."""
    trace, vital = chart.trace, chart.vital
    states = {trace.state[i] for i in shown}
    has = {
        "range": any(trace.low[i] is not None for i in shown),
        "recent": vital is not None and vital.recent is not None,
        "viral": "viral" in states,
        "young": "young" in states,
        "pause": any(pause.end > trace.at[shown[0]] for pause in chart.pauses),
    }
    return [{"form": form, "text": words.word(f"legend.{form}")} for form, is_there in has.items() if is_there]


def _onset_named(chart: PostChart, times: Times, words: Words) -> list[dict[str, Any]]:
    """The day of the onset, in words above the picture."""
    if chart.vital is None or chart.vital.onset is None:
        return []
    at = chart.vital.onset.at
    return [label_at(times.within(at), -5.0, f"{words.word('legend.onset')}: {words.day(at)}", "strong")]


def label_at(x: float, y: float, words: str, look: str, anchor: str | None = None) -> dict[str, Any]:
    """Give words in a picture: their place in percent, which end of them stands there, and a look of parts.typ."""
    return {"x": x / 100, "y": y / 100, "text": words, "look": look, "anchor": anchor or anchor_at(x)}


def _point(chart: PostChart, i: int, at: tuple[float, float], palette: Palette, colour: str) -> str:
    trace = chart.trace
    recent = None if chart.vital is None else chart.vital.recent
    kind = None if chart.vital is None else chart.vital.kind
    is_recent = recent is not None and trace.at[i] >= recent.since and kind in {None, trace.kind[i]}
    place = f'cx="{number(at[0])}" cy="{number(at[1])}"'
    if trace.state[i] == "young":
        return f'<circle {place} r="5" fill="{palette.hollow}" stroke="{palette.post}" stroke-width="2"/>'
    if trace.state[i] == "viral":
        return f'<circle {place} r="6" fill="none" stroke="{palette.post}" stroke-width="2.5"/>'
    return f'<circle {place} r="{6 if is_recent else 4.5}" fill="{colour if is_recent else palette.post}"/>'
