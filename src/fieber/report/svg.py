"""Small parts of charts: scales, ticks and elements.

Positions are percent of the chart's width and height, so that one chart fits every screen while its text and its marks
keep their size. Areas and lines lie in an inner picture that is stretched to the chart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieber.report.words import Words

MOST_TICKS = 7  # more date labels would touch each other on a narrow desk screen
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
DAY_STEPS = (1, 2, 7, 14)
EDGE = 2.0  # percent of the width kept free on both sides, so that no mark is cut


@dataclass(frozen=True, slots=True)
class Times:
    """From times to percent of the width."""

    first: datetime
    last: datetime

    def place(self, at: datetime) -> float:
        """Give the place of a time; a single moment stands in the middle."""
        whole = (self.last - self.first).total_seconds()
        share = (at - self.first).total_seconds() / whole if whole else 0.5
        return EDGE + share * (100 - 2 * EDGE)

    def within(self, at: datetime) -> float:
        """Give the place of a time, or of the edge beyond which it lies."""
        return min(100.0, max(0.0, self.place(at)))


@dataclass(frozen=True, slots=True)
class Levels:
    """From levels to percent of the height, on a logarithmic scale; what lies beyond it stands on its edge."""

    low: float
    high: float
    top: float = 5.0
    bottom: float = 88.0

    def place(self, value: float) -> float:
        """Give the place of a level."""
        if value <= self.low:
            return self.bottom
        share = min(1.0, math.log(value / self.low) / math.log(self.high / self.low))
        return self.bottom - share * (self.bottom - self.top)

    def ticks(self) -> list[float]:
        """Give round levels within the scale: 1, 2, 5 times powers of ten, fewer where these are many."""
        decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        for steps in ((1, 2, 5), (1, 3), (1,)):
            ticks = [step * 10.0**decade for decade in decades for step in steps]
            ticks = [tick for tick in ticks if self.low <= tick <= self.high]
            if len(ticks) <= MOST_TICKS:
                return ticks
        return ticks[:: math.ceil(len(ticks) / MOST_TICKS)]


def levels_around(values: Iterable[float | None], ends: Iterable[float | None] = ()) -> Levels:
    """Give the scale that holds all positive values, with a little room; one decade where there are none.

    `ends` of ranges may widen it threefold on each side; beyond that they would squeeze the values.
    """
    positive = [value for value in values if value is not None and value > 0] or [1.0, 10.0]
    least, most = min(positive) / 3, max(positive) * 3
    positive += [end for end in ends if end is not None and least <= end <= most]
    low, high = min(positive), max(positive)
    return Levels(low / 1.15, high * 1.15) if high > low else Levels(low / 3, high * 3)


def date_ticks(times: Times, words: Words) -> list[tuple[float, str]]:
    """Give at most a handful of round dates as (place in percent, label)."""
    days = (times.last - times.first).days
    if days < 60:
        step = next((step for step in DAY_STEPS if days / step < MOST_TICKS), DAY_STEPS[-1])
        at = [times.first + timedelta(days=i) for i in range(0, days + 1, step)]
        return [(times.place(moment), words.date(moment, "axis_day")) for moment in at]
    first, last = times.first, times.last
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in MONTH_STEPS if months / step < MOST_TICKS), MONTH_STEPS[-1])
    ticks = []
    for month in range(first.year * 12 + first.month, last.year * 12 + last.month):
        if month % step == 0:
            moment = datetime(month // 12, month % 12 + 1, 1, tzinfo=first.tzinfo)
            ticks.append((times.place(moment), _tick_name(moment, step, words)))
    return ticks


def _tick_name(moment: date, months_apart: int, words: Words) -> str:
    year = words.date(moment, "axis_year")
    if months_apart >= 12:
        return year
    name = words.date(moment, "axis_month")
    return f"{name} {year}" if moment.month == 1 else name


def number(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text(x: str, y: str, words: str, *, anchor: str = "start", look: str = "") -> str:
    """Give a label; `x` and `y` with their unit."""
    named = f' class="{look}"' if look else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{named}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """Give a straight line between two places in percent."""
    ends = f'x1="{number(x1)}%" y1="{number(y1)}%" x2="{number(x2)}%" y2="{number(y2)}%"'
    return f'<line {ends} class="{look}"/>'


def box(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """Give a rectangle between two corners in percent; at least a quarter of a percent wide."""
    size = f'width="{number(max(0.25, x2 - x1))}%" height="{number(max(0.0, y2 - y1))}%"'
    return f'<rect x="{number(x1)}%" y="{number(y1)}%" {size} class="{look}"/>'


def stretched(inner: str) -> str:
    """Give the inner picture: 100 by 100 units that always fill the chart."""
    return (
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">{inner}</svg>'
        if inner
        else ""
    )


def path(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """Give the data of a path through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")


def picture(inner: str, *, look: str, label: str) -> str:
    """Give a whole chart with its sentence for those who do not see it."""
    return f'<svg class="{look}" role="img" aria-label="{escape(label)}">{inner}</svg>'
