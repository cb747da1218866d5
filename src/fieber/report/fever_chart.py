"""The fever curve: what a check-up would have said in each week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.report.gauges import HIGHEST, LOWEST, ZONES
from fieber.report.svg import Times, date_ticks, line, number, path, picture, stretched, text

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.report.document import FeverChart
    from fieber.report.words import Words

TOP, BOTTOM = 4.0, 86.0
AT_LEAST_TO = 40.0  # so that 38.5 never looks like the end of the scale


def ceiling_of(chart: FeverChart) -> float:
    """Give the highest degree of the scale."""
    known = [look.temperature for look in chart.looks if look.temperature is not None]
    return min(HIGHEST, max([AT_LEAST_TO, *(degrees + 0.4 for degrees in known)]))


def runs_of(chart: FeverChart) -> list[list[tuple[datetime, float]]]:
    """Give the weeks with a temperature, one list for each stretch without a gap."""
    runs: list[list[tuple[datetime, float]]] = [[]]
    for look in chart.looks:
        if look.temperature is None:
            runs.append([])
        else:
            runs[-1].append((look.as_of, look.temperature))
    return [run for run in runs if run]


def quiet_side(chart: FeverChart) -> tuple[float, str]:
    """Give where the words of the limits stand, and which of their ends: where the curve crosses them least."""
    third = len(chart.looks) / 3
    high = [i for i, look in enumerate(chart.looks) if look.verdict != "healthy"]
    crossed = [sum(part * third <= i < (part + 1) * third for i in high) for part in range(3)]
    return ((0.0, "start"), (50.0, "middle"), (100.0, "end"))[crossed.index(min(crossed))]


def draw_fever(chart: FeverChart, words: Words, *, each: bool = False) -> str:
    """Draw the curve; looks without a temperature are gaps, those above 37.5 have a dot in the colour of their word.

    each: every look has a dot, for curves of few.
    """
    looks = chart.looks
    times, ceiling = Times(looks[0].as_of, looks[-1].as_of), ceiling_of(chart)

    def place(degrees: float) -> float:
        return BOTTOM - (degrees - LOWEST) / (ceiling - LOWEST) * (BOTTOM - TOP)

    parts, labels = [], []
    side, anchor = quiet_side(chart)
    for name, low, _ in ZONES:
        if LOWEST < low < ceiling:
            parts.append(line(0, place(low), 100, place(low), "limit"))
            label = f"{words.temperature(low)}  {words.word(f'verdict.{name}')}"
            labels.append(text(f"{side}%", f"{number(place(low) - 1.5)}%", label, anchor=anchor, look="halo"))
    runs = [[(times.place(at), place(degrees)) for at, degrees in run] for run in runs_of(chart)]
    drawn = [[(x - 0.2, y) for x, y in part] + part if len(part) == 1 else part for part in runs]
    parts.append(stretched("".join(f'<path class="trace" d="{path(part)}"/>' for part in drawn)))
    for i, look in enumerate(looks):
        last = i == len(looks) - 1
        if look.temperature is not None and (each or look.verdict != "healthy" or last):
            where = f'x="{times.place(look.as_of):.2f}%" y="{place(look.temperature):.2f}%"'
            parts.append(f'<use href="#m-dot" {where} class="look {look.verdict}{" last" if last else ""}"/>')
    parts += [*labels, line(0, BOTTOM, 100, BOTTOM, "axis")]
    for i, (x, label) in enumerate(date_ticks(times, words)):
        if 3 < x < 97:
            parts.append(text(f"{number(x)}%", "96%", label, anchor="middle", look="minor" if i % 2 else ""))
    return picture("".join(parts), look="curve", label=words.say(chart.sentence))
