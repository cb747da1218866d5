"""Every post over time against its usual range, as an inline picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from fieber.report.plain import safe_link
from fieber.report.post_layers import (
    Plot,
    band,
    claimed_line,
    events_within,
    ground,
    happened,
    level_axis,
    onset,
    time_axis,
    weather,
)
from fieber.report.svg import Times, box, date_ticks, levels_around, line, number, picture, stretched, text
from fieber.report.tables import Row, post_row

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.model.diagnosis import Trace
    from fieber.model.surroundings import Event
    from fieber.report.document import PostChart
    from fieber.report.words import Words

# format → form of its mark; what is not here is a small dot
MARKS = {
    "photo": "dot",
    "carousel": "square",
    "reel": "triangle",
    "video": "triangle",
    "short": "triangle",
    "live": "triangle",
    "story": "triangle",
    "text": "diamond",
    "link": "diamond",
    "reply": "diamond",
}
SHAPES = {
    "dot": "M-4.4 0a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0 -8.8 0",
    "square": "M-4 -4H4V4H-4Z",
    "triangle": "M-4 -5L5.2 0L-4 5Z",
    "diamond": "M0 -5L5 0L0 5L-5 0Z",
    "small": "M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0",
    "star": "M0 -7L1.8 -2.3L6.7 -2.2L2.9 0.9L4.1 5.7L0 3L-4.1 5.7L-2.9 0.9L-6.7 -2.2L-1.8 -2.3Z",
}
MOST_POINTS = 1200  # more cannot be told apart, and a page should open at once on a phone
DENSE = 400  # from so many on, the marks are smaller
MOST_DOTS = 2000  # of the strip below
YEAR = timedelta(days=365)
BEFORE = timedelta(days=60)  # so much of the usual stands before what is judged
WHOLE = 1.5  # a history up to so many times the part is shown whole


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of posts: its markup, the posts that it shows in words, and where its part begins, if it is one."""

    markup: str
    rows: dict[int, Row]  # by the post's index
    of: int
    part_from: datetime | None
    events: tuple[Event, ...] = ()  # those that lie in it; their numbers begin with 1


def marks() -> str:
    """Give the forms of all marks, once a page, and the hatching of pauses."""
    shapes = "".join(
        f'<path id="m-{name}" d="{shape}"/><path id="s-{name}" d="{shape}" transform="scale(0.72)"/>'
        for name, shape in SHAPES.items()
    )
    hatch = '<path class="hatch" d="M-1 7L7 -1M-2 2L2 -2M4 8L8 4"/>'
    pattern = f'<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse">{hatch}</pattern>'
    return f'<svg class="marks" aria-hidden="true"><defs>{shapes}{pattern}</defs></svg>'


def draw_posts(chart: PostChart, words: Words, *, dated: bool, claimed: float | None) -> Drawn:
    """Draw the posts of one vital.

    A long history is shown in part (the last year, and some of the usual before what is judged), with the whole of it
    as a strip below. Where there are more than `MOST_POINTS` posts, each stretch of time keeps its highest, a middle
    and its lowest one.

    Args:
        chart: what is drawn.
        words: the language.
        dated: times are dates; otherwise they only keep the order.
        claimed: a level that the person named, drawn as a line.
    """
    trace = chart.trace
    posts = tuple(i for i, value in enumerate(trace.value) if value is not None)
    start = _start_of_part(chart, posts)
    part = posts if start is None else tuple(i for i in posts if trace.at[i] >= start)
    shown = thin(trace, part, MOST_POINTS)
    ends = [end for i in part for end in (trace.low[i], trace.high[i])]
    # room above the picture for the words of the onset
    levels = replace(levels_around([*(trace.value[i] for i in part), claimed], ends), top=9.0)
    times = Times(trace.at[part[0]], trace.at[part[-1]])
    rows = {i: post_row(trace, i, words, dated=dated) for i in shown}
    plot = Plot(chart, rows, part, times, levels, words, dated, dense=len(shown) > DENSE)
    events = events_within(chart, times.first, times.last) if dated else ()
    inner = [ground(plot), stretched(band(plot) + weather(plot)), happened(plot, events), onset(plot)]
    inner += [_point(plot, i) for i in shown]
    inner += [claimed_line(plot, claimed), time_axis(plot)]
    scale = f'<svg class="levels" aria-hidden="true">{level_axis(plot)}</svg>'
    label = words.say(chart.sentence)
    steps = escape(words.word("chart.steps", metric=trace.metric))
    posts_drawn = picture("".join(inner), look="posts", label=label)
    markup = f'{scale}<div class="scroller" data-label="{steps}">{posts_drawn}</div>'
    if start is not None:
        markup += _overview(replace(plot, posts=posts), start)
    return Drawn(markup, rows, len(part), start, events)


def thin(trace: Trace, posts: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Give at most `most` of these posts: of each stretch its highest, a middle and its lowest one, in order."""
    if len(posts) <= most:
        return posts
    size = math.ceil(len(posts) / (most // 3))
    kept: set[int] = set()
    for begin in range(0, len(posts), size):
        stretch = sorted(posts[begin : begin + size], key=lambda i: (trace.value[i], i))
        kept |= {stretch[0], stretch[len(stretch) // 2], stretch[-1]}
    return tuple(sorted(kept))


def _start_of_part(chart: PostChart, posts: tuple[int, ...]) -> datetime | None:
    """Give where the detailed picture begins; None where it shows everything."""
    first, last = chart.trace.at[posts[0]], chart.trace.at[posts[-1]]
    start = last - YEAR
    if chart.vital is not None and chart.vital.recent is not None:
        start = min(start, chart.vital.recent.since - BEFORE)
    if chart.vital is not None and chart.vital.onset is not None:
        start = min(start, chart.vital.onset.low - BEFORE)
    return start if (last - first) > WHOLE * (last - start) else None


def _point(plot: Plot, i: int) -> str:
    trace = plot.chart.trace
    state = trace.state[i]
    form = "star" if state == "viral" else MARKS.get(trace.kind[i] or "", "small" if trace.kind[i] else "dot")
    look = f"point {state}" if state in {"viral", "young"} else _look(plot, i)
    x, y = plot.times.place(trace.at[i]), plot.levels.place(trace.value[i] or 0.0)
    title = escape(_title(plot, i))
    # smaller forms of their own: a scale set by CSS would also move the mark
    size = "s" if plot.dense else "m"
    # no link of its own: a picture is one thing to a screen reader; script opens the post, and the table has each link
    link = safe_link(trace.url[i])
    url = "" if link is None else f' data-url="{escape(link)}"'
    return f'<use href="#{size}-{form}" x="{x:.2f}%" y="{y:.2f}%" class="{look}"{url}><title>{title}</title></use>'


def _look(plot: Plot, i: int) -> str:
    """Posts of other formats than the judged one stand back."""
    vital = plot.chart.vital
    if vital is not None and vital.kind is not None and plot.chart.trace.kind[i] != vital.kind:
        return "point faint"
    recent = None if vital is None else vital.recent
    return "point recent" if recent is not None and plot.chart.trace.at[i] >= recent.since else "point"


def _title(plot: Plot, i: int) -> str:
    trace, words = plot.chart.trace, plot.words
    at, kind, value, usual, remark = plot.rows[i]
    parts = [at if trace.kind[i] is None else f"{at}, {kind}", f"{value} {words.word(f'unit.{trace.metric}')}"]
    parts += [f"{words.word('table.usual')} {usual}"] if trace.low[i] is not None else []
    return " · ".join([*parts, remark] if remark else parts)


def _overview(plot: Plot, start: datetime) -> str:
    """The whole history as a strip of dots, with a frame around the part that is shown above."""
    trace, words = plot.chart.trace, plot.words
    evenly = plot.posts[
        :: math.ceil(len(plot.posts) / MOST_DOTS)
    ]  # the best and the worst alone would look like stripes
    posts = sorted({*evenly, *thin(trace, plot.posts, MOST_DOTS // 10)})
    times = Times(trace.at[plot.posts[0]], trace.at[plot.posts[-1]])
    levels = replace(levels_around(trace.value[i] for i in plot.posts), top=8.0, bottom=66.0)
    dots = "".join(
        f"M{times.place(trace.at[i]):.1f} {levels.place(trace.value[i] or 0.0):.1f}h0" for i in posts
    )  # lines without length: their round ends are the dots
    inner = [stretched(f'<path class="all" d="{dots}"/>'), box(times.place(start), 2, 99.9, 72, "window")]
    inner.append(line(0, 72, 100, 72, "axis"))
    for i, (x, label) in enumerate(date_ticks(times, words)):
        if 3 < x < 97:
            inner.append(text(f"{number(x)}%", "95%", label, anchor="middle", look="minor" if i % 2 else ""))
    return picture("".join(inner), look="overview", label=words.word("chart.overview"))
