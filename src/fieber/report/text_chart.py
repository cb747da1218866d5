"""Two small pictures in text: the thermometer in one line, and the posts against their usual range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieber.report.sentences import per_hundred

if TYPE_CHECKING:
    from fieber.report.document import PostChart
    from fieber.report.words import Words

LOWEST, HIGHEST = 36.0, 42.0
LABELS = 8  # columns for "123.000 "
MARKS = (37.5, 38.5, 39.5)  # where the words for the temperature change; DESIGN.md section 2


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters of the pictures; the second set is plain ASCII."""

    full: str
    empty: str
    line: str
    band: str
    post: str
    viral: str
    young: str


UNICODE = Marks(full="█", empty="░", line="┆", band="░", post="•", viral="▲", young="○")
ASCII = Marks(full="#", empty="-", line="|", band=".", post="o", viral="^", young="?")


def thermometer(degrees: float | None, *, width: int, marks: Marks) -> str:
    """Give the tube of a thermometer from 36 to 42 degrees in `width` characters, a line where the word changes."""
    filled = 0 if degrees is None else max(1, round((degrees - LOWEST) / (HIGHEST - LOWEST) * width))
    tube = [marks.full if i < filled else marks.empty for i in range(width)]
    for mark in MARKS:
        place = round((mark - LOWEST) / (HIGHEST - LOWEST) * width)
        if place >= filled:
            tube[place] = marks.line
    return "".join(tube)


def shown_posts(chart: PostChart, width: int) -> list[int]:
    """Give the last posts with a value that fit beside the labels, by index."""
    posts = [i for i, value in enumerate(chart.trace.value) if value is not None]
    young = [i for i in posts if chart.trace.state[i] == "young"]
    kept = set(young[: (width - LABELS) // 6])  # what is too fresh to judge must not crowd out the rest
    return [i for i in posts if chart.trace.state[i] != "young" or i in kept][-(width - LABELS) :]


def post_chart(chart: PostChart, words: Words, *, width: int, height: int, marks: Marks) -> list[str]:
    """Give `height` lines of at most `width` characters: the last posts that fit, one column each, oldest on the left.

    The scale is logarithmic, as the usual range is; a post with zero stands on the lowest line.
    """
    trace = chart.trace
    posts = shown_posts(chart, width)
    positive = [value for i in posts if (value := trace.value[i]) is not None and value > 0]
    if not positive:
        return []
    scale = _Scale(math.log(min(positive)), math.log(max(positive)), height)
    grid = [[" "] * len(posts) for _ in range(height)]
    for column, i in enumerate(posts):
        low, high = trace.low[i], trace.high[i]
        if low is not None and high is not None:
            for row in range(scale.row(high), scale.row(low) + 1):
                grid[row][column] = marks.band
        mark = {"viral": marks.viral, "young": marks.young}.get(trace.state[i], marks.post)
        grid[scale.row(trace.value[i] or 0.0)][column] = mark
    top, bottom = (words.amount(per_hundred(trace.metric, end)) for end in (max(positive), min(positive)))
    names = [top, *[""] * (height - 2), bottom]
    return [
        f"{name[: LABELS - 1]:>{LABELS - 1}} {''.join(row)}".rstrip() for name, row in zip(names, grid, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From logarithms of values to rows, the highest value on row 0."""

    low: float
    high: float
    height: int

    def row(self, value: float) -> int:
        if value <= 0:
            return self.height - 1
        span = self.high - self.low
        share = (math.log(value) - self.low) / span if span else 0.5
        return min(self.height - 1, max(0, round((1 - share) * (self.height - 1))))
