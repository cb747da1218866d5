"""Several accounts on one screen: a line each, by name. It is a list, no ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.cli._words import say
from fieber.report.plain import clean, shorten
from fieber.report.sentences import carrier_of
from fieber.report.words import MINUS, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.cli._words import Lang
    from fieber.model.diagnosis import Diagnosis
    from fieber.report.terminal import Screen

LONGEST_NAME, SHORTEST_NAME = 28, 16
HEADS = ("account", "temperature", "result", "change")
GAP = "  "


def overview(diagnoses: Sequence[Diagnosis], lang: Lang, screen: Screen) -> str:
    """Give name, temperature, verdict and change of each account, and how to see one in full.

    The change is that of the vital which the finding speaks of, with its 90 % interval.
    """
    words = Words(lang)
    head = tuple(words.word(f"table.{key}") for key in HEADS)
    rows = [head, *[_row(diagnosis, words) for diagnosis in diagnoses]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADS))]
    longest = min(widths[0], LONGEST_NAME)
    room = screen.columns - sum(widths[1:]) - 3 * len(GAP)
    if room >= min(longest, SHORTEST_NAME):
        lines = [_on_one_line(row, [min(longest, room), *widths[1:]]) for row in rows]
    else:
        room = screen.columns - sum(widths[1:3]) - 2 * len(GAP)
        lines = [line for row in rows for line in _on_two_lines(row, [min(longest, room), *widths[1:]])]
    shown = [line for whole in lines for line in screen.wrap(whole)]
    return "\n".join([*shown, "", *screen.wrap(say(lang, "overview.more"))]) + "\n"


def _row(diagnosis: Diagnosis, words: Words) -> tuple[str, str, str, str]:
    degrees = (
        words.temperature(diagnosis.temperature) if diagnosis.temperature is not None else words.word("table.none")
    )
    return clean(diagnosis.account), degrees, words.word(f"verdict.{diagnosis.verdict}"), _change(diagnosis, words)


def _change(diagnosis: Diagnosis, words: Words) -> str:
    vital = carrier_of(diagnosis)
    if diagnosis.temperature is None or vital is None or vital.change is None:
        return ""
    percent, low, high = (_signed(part) for part in (vital.change.percent, vital.change.low, vital.change.high))
    return f"{words.word(f'metric.{vital.metric}')} {percent} % ({low} … {high})"


def _signed(percent: float) -> str:
    rounded = round(percent)
    return "0" if rounded == 0 else f"{rounded:+d}".replace("-", MINUS)


def _on_one_line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [shorten(row[0], widths[0]), *row[1:]]
    return GAP.join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


def _on_two_lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """For narrow screens: the change stands below, where there is one."""
    below = [] if row[3] == "" else [GAP + row[3]]
    return [_on_one_line(row[:3], widths[:3]), *below]
