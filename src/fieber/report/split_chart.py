"""Where a loss lies, as a picture and as a table: from the usual level down, link by link, to where it is now."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.document import SplitChart
from fieber.report.split_sentences import called
from fieber.report.svg import number, text
from fieber.report.tables import Table
from fieber.report.words import MINUS

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.text import Value
    from fieber.report.words import Words

ROW = 52  # pixels of a link: its name above its bar
BAR_TOP, BAR = 24, 18
LEFT, WIDTH = 2.0, 96.0  # percent


def split_chart(diagnosis: Diagnosis) -> SplitChart | None:
    """Give what is drawn; nothing where there is no certain loss, or no two links to tell apart."""
    split = diagnosis.split
    if split is None or not split.named or len(split.links) < 2:
        return None
    names = tuple(Message(f"link.{called(link, split)}", {"metric": split.metric}) for link in split.links)
    values: dict[str, Value] = {"metric": split.metric, "total": split.total_percent, "posts": split.posts}
    if split.since is None:
        return SplitChart(split, names, Message("split.reading_undated", values))
    return SplitChart(split, names, Message(f"split.reading.{split.per}", values | {"at": split.since}))


def split_table(chart: SplitChart, words: Words) -> Table:
    """Give each link with its points and their interval; then what cannot be told apart, and what would tell."""
    split = chart.split
    rows = [
        (words.say(name), points(link.percent_points), _between(link.low, link.high, words))
        for name, link in zip(chart.names, split.links, strict=True)
    ]
    rows.append((words.word("split.together"), points(split.total_percent), ""))
    rows += [
        (
            words.word(f"link.{link}", metric=split.metric),
            words.word("split.not_told"),
            words.word("split.column", column=column),
        )
        for link, column in split.missing
    ]
    return Table(tuple(words.word(f"table.{head}") for head in ("split_link", "points", "likely")), tuple(rows))


def points(value: float) -> str:
    """Write percentage points with their sign."""
    rounded = round(value)
    return "0" if rounded == 0 else f"{MINUS if rounded < 0 else '+'}{abs(rounded)}"


def _between(low: float, high: float, words: Words) -> str:
    return words.word("table.between", low=points(low), high=points(high))


def draw_split(chart: SplitChart, words: Words) -> str:
    """Draw one bar a link, each from where the one before it ended, with its interval; the whole change below."""
    split = chart.split
    starts = [sum(link.percent_points for link in split.links[:i]) for i in range(len(split.links) + 1)]
    edges = [*starts, 0.0, split.total_percent]
    edges += [start + end for start, link in zip(starts, split.links, strict=False) for end in (link.low, link.high)]
    lowest, highest = min(edges), max(edges)

    def place(value: float) -> float:
        return LEFT + (value - lowest) / (highest - lowest) * WIDTH

    parts = [f'<line x1="{number(place(0))}%" x2="{number(place(0))}%" y1="0" y2="100%" class="zero"/>']
    for i, (name, link) in enumerate(zip(chart.names, split.links, strict=True)):
        top, start = i * ROW, starts[i]
        ends = sorted((place(start), place(start + link.percent_points)))
        label = f"{words.say(name)}: {points(link.percent_points)}"
        if i:  # from the end of the bar above
            at = number(place(start))
            parts.append(
                f'<line x1="{at}%" x2="{at}%" y1="{top - ROW + BAR_TOP + BAR}" y2="{top + BAR_TOP}" class="step"/>'
            )
        parts.append(_bar(top, ends, "drop" if link.percent_points < 0 else "gain"))
        middle = top + BAR_TOP + BAR / 2
        low, high = number(place(start + link.low)), number(place(start + link.high))
        parts.append(f'<line x1="{low}%" x2="{high}%" y1="{middle}" y2="{middle}" class="whisker"/>')
        parts.append(text("0", str(top + 16), label, look="strong halo"))
    top = len(split.links) * ROW
    parts.append(_bar(top, sorted((place(0), place(split.total_percent))), "whole"))
    label = f"{words.word('split.together')}: {points(split.total_percent)}"
    parts.append(text("0", str(top + 16), label, look="strong halo"))
    height = top + ROW
    return (
        f'<svg class="waterfall" width="100%" height="{height}" role="img" '
        f'aria-label="{escape(words.say(chart.sentence))}">{"".join(parts)}</svg>'
    )


def _bar(top: int, ends: list[float], look: str) -> str:
    left, right = ends
    size = f'width="{number(max(0.25, right - left))}%" height="{BAR}"'
    return f'<rect x="{number(left)}%" y="{top + BAR_TOP}" {size} rx="3" class="{look}"/>'
