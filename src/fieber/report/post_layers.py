"""What lies behind and over the posts in their picture: range, pauses, weather, events, onset, the claimed level."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from fieber.report.event_sentences import event_message
from fieber.report.sentences import per_hundred
from fieber.report.svg import Levels, Times, box, date_ticks, line, number, path, text

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.model.diagnosis import Trace
    from fieber.model.surroundings import Event
    from fieber.report.document import PostChart
    from fieber.report.tables import Row
    from fieber.report.words import Words

BAND_PIECES = 60
BAND_POSTS = 5  # one piece averages at least so many posts: single posts have ranges of their own format
TOO_NEAR = 5.0  # percent of the width between the numbers of two events; nearer ones stand above each other
SIGN_STEP = 7.0  # percent of the height from one such number to the next
SIGNS_HIGH = 6  # rows of them at most


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture of posts: what is drawn, on which scales, in which words."""

    chart: PostChart
    rows: dict[int, Row]
    posts: tuple[int, ...]  # all that have a value
    times: Times
    levels: Levels
    words: Words
    dated: bool
    dense: bool = False


def ground(plot: Plot) -> str:
    """Give the grid, the pauses, and the time that is judged."""
    levels, times, bottom = plot.levels, plot.times, plot.levels.bottom
    parts = [line(0, levels.place(tick), 100, levels.place(tick), "grid") for tick in levels.ticks()]
    for pause in plot.chart.pauses:
        if pause.end > times.first and pause.start < times.last:
            left, right = times.within(pause.start), times.within(pause.end)
            parts.append(box(left, levels.top, right, bottom, "pause"))
    vital = plot.chart.vital
    if vital is not None and vital.recent is not None and vital.recent.since > times.first:
        parts.append(box(times.within(vital.recent.since) - 0.6, levels.top, 100, bottom, "judged"))
    return "".join(parts)


def band(plot: Plot) -> str:
    """Give the usual range and what was to be expected, averaged (by the median) over neighbouring posts."""
    trace, times, levels = plot.chart.trace, plot.times, plot.levels
    size = max(BAND_POSTS, math.ceil(len(plot.posts) / BAND_PIECES))
    parts = []
    for run in _runs(trace, plot.posts):
        pieces = [run[begin : begin + size] for begin in range(0, len(run), size)]
        if len(pieces) > 1 and len(pieces[-1]) < BAND_POSTS:
            pieces[-2:] = [pieces[-2] + pieces[-1]]
        xs = [times.place(trace.at[piece[len(piece) // 2]]) for piece in pieces]
        xs[0], xs[-1] = times.place(trace.at[run[0]]), times.place(trace.at[run[-1]])
        if len(pieces) == 1:
            pieces, xs = pieces * 2, [times.place(trace.at[run[0]]) - 0.5, times.place(trace.at[run[-1]]) + 0.5]
        low, expected, high = (
            [(x, levels.place(_middle(side, piece))) for x, piece in zip(xs, pieces, strict=True)]
            for side in (trace.low, trace.expected, trace.high)
        )
        parts.append(f'<path class="band" d="{path([*high, *reversed(low)], closed=True)}"/>')
        parts.append(f'<path class="expected" d="{path(expected)}"/>')
    return "".join(parts)


def weather(plot: Plot) -> str:
    """Give where the posts would stand if they had moved like those of other accounts; nothing where none is known."""
    found = plot.chart.weather
    if found is None or found.since is None or not plot.dated:
        return ""
    start, trace = max(found.since, plot.times.first), plot.chart.trace
    posts = [i for i in plot.posts if trace.at[i] >= start and trace.expected[i] is not None]
    if len(posts) < 2:
        return ""
    level = _middle(trace.expected, posts) * (1 + found.percent / 100)
    y = plot.levels.place(level)
    ends = [(plot.times.place(start), y), (plot.times.place(trace.at[posts[-1]]), y)]
    return f'<path class="weather" d="{path(ends)}"/>'


def happened(plot: Plot, events: tuple[Event, ...]) -> str:
    """Give a thin line an event, with its number at the foot; numbers that would touch stand above each other."""
    bottom = plot.levels.bottom
    parts: list[str] = []
    ends = [-100.0] * SIGNS_HIGH
    for order, event in enumerate(events, start=1):
        x = plot.times.place(event.start)
        row = next((row for row, end in enumerate(ends) if x - end >= TOO_NEAR), SIGNS_HIGH - 1)
        ends[row] = x
        title = f"<title>{escape(plot.words.say(event_message(event)))}</title>"
        y = number(bottom - 4 - row * SIGN_STEP)
        sign = f'<circle class="sign" cx="{number(x)}%" cy="{y}%" r="9"/>'
        named = text(f"{number(x)}%", f"{y}%", str(order), anchor="middle", look="sign-number")
        parts.append(f"<g>{title}{line(x, plot.levels.top, x, bottom, 'event')}{sign}{named}</g>")
    return "".join(parts)


def onset(plot: Plot) -> str:
    """Give when the change began, with its interval; the words stand above the picture."""
    vital = plot.chart.vital
    if vital is None or vital.onset is None or not plot.dated:
        return ""
    times, top, bottom = plot.times, plot.levels.top, plot.levels.bottom
    left, at, right = (times.within(moment) for moment in (vital.onset.low, vital.onset.at, vital.onset.high))
    label = f"{plot.words.word('legend.onset')}: {plot.words.day(vital.onset.at)}"
    named = text(f"{number(at)}%", f"{number(top - 3.5)}%", label, anchor=anchor_at(at), look="strong halo")
    return box(left, top, right, bottom, "onset-range") + line(at, top, at, bottom, "onset") + named


def anchor_at(x: float) -> str:
    """Give which end of a label stands at a place, so that it stays within the picture."""
    return "start" if x < 25 else "end" if x > 75 else "middle"


def claimed_line(plot: Plot, claimed: float | None) -> str:
    """Give the level that the person named; its words stand on the left, away from the latest posts."""
    if claimed is None:
        return ""
    y = plot.levels.place(claimed)
    label = plot.words.word("legend.claimed", value=claimed)
    named = text("0.8%", f"{number(y)}%", label, look="strong halo above")
    return line(0, y, 100, y, "claimed") + named


def level_axis(plot: Plot) -> str:
    """Give the levels, for a picture of their own beside the posts, so that they never lie on them."""
    levels, metric = plot.levels, plot.chart.trace.metric
    return "".join(
        text("90%", f"{number(levels.place(tick) + 1.3)}%", plot.words.amount(per_hundred(metric, tick)), anchor="end")
        for tick in levels.ticks()
    )


def time_axis(plot: Plot) -> str:
    """Give the dates below the posts; without dates only which side is older."""
    parts = [line(0, plot.levels.bottom, 100, plot.levels.bottom, "axis")]
    if not plot.dated:
        older, newer = plot.words.word("chart.older"), plot.words.word("chart.newer")
        return parts[0] + text("0", "97%", older) + text("100%", "97%", newer, anchor="end")
    for i, (x, label) in enumerate(date_ticks(plot.times, plot.words)):
        if 3 < x < 97:
            parts.append(line(x, plot.levels.bottom, x, plot.levels.bottom + 2, "axis"))
            parts.append(text(f"{number(x)}%", "97%", label, anchor=_tick_anchor(x), look="minor" if i % 2 else ""))
    return "".join(parts)


def _tick_anchor(x: float) -> str:
    return "start" if x < 7 else "end" if x > 93 else "middle"


def events_within(chart: PostChart, first: datetime, last: datetime) -> tuple[Event, ...]:
    """Give the events that begin in the time that is drawn."""
    return tuple(event for event in chart.events if first <= event.start <= last)


def _runs(trace: Trace, posts: tuple[int, ...]) -> list[list[int]]:
    """Give stretches of posts whose range is known."""
    runs: list[list[int]] = [[]]
    for i in posts:
        if None in (trace.low[i], trace.expected[i], trace.high[i]):
            runs.append([])
        else:
            runs[-1].append(i)
    return [run for run in runs if run]


def _middle(values: tuple[float | None, ...], piece: list[int]) -> float:
    """Give the (upper) median; the standard library's brings 30 ms of imports."""
    known = sorted(value for i in piece if (value := values[i]) is not None)
    return known[len(known) // 2]
