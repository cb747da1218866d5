"""All posts by size: each a dot from little to much, the usual range behind them, the level that was named as a line.

The picture of a memory beside the record: one sees at once whether a number was the usual one or the best one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieber.report.post_layers import anchor_at
from fieber.report.sentences import per_hundred
from fieber.report.svg import Levels, box, levels_around, line, number, picture, text
from fieber.report.tables import Table

if TYPE_CHECKING:
    from fieber.report.document import SpreadChart
    from fieber.report.words import Words

STRETCHES = 40  # on a logarithmic scale; narrower ones would be narrower than a dot on a phone
MOST_STACKED = 13  # dots above each other; more become columns
BOTTOM, CEILING = 86.0, 25.0  # percent of the height between which the posts stand
DOT = 4.6  # percent of the height from one dot to the next, at most
LANES = (7.0, 14.0, 21.0)  # heights of the words above: the named level, the usual one, the latest ones


@dataclass(frozen=True, slots=True)
class Stretch:
    """One part of the scale: [low, high), and which posts lie in it, the recent ones first."""

    low: float
    high: float
    recent: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many posts there are."""
        return len(self.recent) + len(self.others)


def stretches(chart: SpreadChart) -> tuple[Stretch, ...]:
    """Give the parts of the scale from little to much; those too fresh to count are left out, zeros in the first."""
    trace, scale = chart.trace, scale_of(chart)
    ends = [scale.low * (scale.high / scale.low) ** (i / STRETCHES) for i in range(STRETCHES + 1)]
    recent: list[list[int]] = [[] for _ in range(STRETCHES)]
    others: list[list[int]] = [[] for _ in range(STRETCHES)]
    for i, value in enumerate(trace.value):
        if value is None or trace.state[i] == "young":
            continue
        share = math.log(value / scale.low) / math.log(scale.high / scale.low) if value > 0 else 0.0
        place = min(STRETCHES - 1, max(0, int(share * STRETCHES)))
        is_recent = chart.recent is not None and trace.at[i] >= chart.recent.since
        (recent if is_recent else others)[place].append(i)
    return tuple(
        Stretch(low, high, tuple(now), tuple(before))
        for low, high, now, before in zip(ends, ends[1:], recent, others, strict=False)
    )


def is_dotted(chart: SpreadChart) -> bool:
    """Say whether each post is a dot; otherwise columns stand for many."""
    return max(part.n for part in stretches(chart)) <= MOST_STACKED


def draw_spread(chart: SpreadChart, words: Words) -> str:
    """Draw the posts by size."""
    parts, scale = stretches(chart), scale_of(chart)
    inner = [_usual(chart, scale)]
    if max(part.n for part in parts) <= MOST_STACKED:
        inner += [_dots(part, scale) for part in parts if part.n]
    else:
        most = max(part.n for part in parts)
        inner += [_column(part, most, scale) for part in parts if part.n]
    inner.append(line(0, BOTTOM, 100, BOTTOM, "axis"))
    for i, tick in enumerate(scale.ticks()):
        x, label = across(scale, tick), words.amount(per_hundred(chart.trace.metric, tick))
        inner.append(line(x, BOTTOM, x, BOTTOM + 2, "axis"))
        inner.append(text(f"{number(x)}%", "97%", label, anchor="middle", look="minor" if i % 2 else ""))
    inner += _named(chart, scale, words)
    return picture("".join(inner), look="spread", label=words.join(chart.sentences))


def spread_table(chart: SpreadChart, words: Words) -> Table:
    """Give how many posts lie in each part of the scale, the highest first; empty parts are left out."""
    heads = tuple(words.word(f"table.{head}") for head in ("range", "posts", "recent_posts"))
    rows = tuple(
        (
            words.word(
                "table.between",
                low=words.amount(per_hundred(chart.trace.metric, part.low)),
                high=words.amount(per_hundred(chart.trace.metric, part.high)),
            ),
            words.count(part.n),
            words.count(len(part.recent)),
        )
        for part in reversed(stretches(chart))
        if part.n
    )
    return Table(heads, rows)


def scale_of(chart: SpreadChart) -> Levels:
    """Give the scale from little to much."""
    counted = [value for value, state in zip(chart.trace.value, chart.trace.state, strict=True) if state != "young"]
    return levels_around([*counted, chart.claimed])


def across(scale: Levels, value: float) -> float:
    """Give the place of a level from left to right, in percent of the width."""
    return 2 + 96 * (scale.bottom - scale.place(value)) / (scale.bottom - scale.top)


def named_levels(chart: SpreadChart) -> list[tuple[float, str, str, float]]:
    """Give the levels that have a line with words: the value, the words' key, the look, the height of the words."""
    found = (
        (chart.claimed, "legend.claimed", "claimed"),
        (None if chart.usual is None else chart.usual.median, "legend.usual_level", "expected"),
        (None if chart.recent is None else chart.recent.median, "legend.recent_level", "latest"),
    )
    return [
        (value, key, look, lane)
        for (value, key, look), lane in zip(found, LANES, strict=True)
        if value is not None and value > 0
    ]


def _usual(chart: SpreadChart, scale: Levels) -> str:
    if chart.usual is None:
        return ""
    left, right = across(scale, chart.usual.low), across(scale, chart.usual.high)
    return box(left, CEILING - 3, right, BOTTOM, "band")


def _dots(part: Stretch, scale: Levels) -> str:
    x = number(across(scale, math.sqrt(part.low * part.high)))
    looks = ["grain recent"] * len(part.recent) + ["grain"] * len(part.others)
    return "".join(
        f'<circle cx="{x}%" cy="{number(BOTTOM - 2.8 - DOT * i)}%" r="3.4" class="{look}"/>'
        for i, look in enumerate(looks)
    )


def _column(part: Stretch, most: int, scale: Levels) -> str:
    """A column for many posts, the recent ones at its foot."""
    left, right = across(scale, part.low) + 0.15, across(scale, part.high) - 0.15
    height = (BOTTOM - CEILING) / most
    foot = BOTTOM - height * len(part.recent)
    others = box(left, BOTTOM - height * part.n, right, foot, "column") if part.others else ""
    return others + (box(left, foot, right, BOTTOM, "column recent") if part.recent else "")


def _named(chart: SpreadChart, scale: Levels, words: Words) -> list[str]:
    """The named level, the usual one and the latest ones, each with its words in a lane of its own."""
    metric, parts = chart.trace.metric, []
    for value, key, look, lane in named_levels(chart):
        x = across(scale, value)
        label = words.word(key, value=per_hundred(metric, value))
        parts.append(line(x, lane + 1.5, x, BOTTOM, look))
        tone = "tone halo" if look == "latest" else "strong halo"
        parts.append(text(f"{number(x)}%", f"{number(lane)}%", label, anchor=anchor_at(x), look=tone))
    return parts
