"""Several accounts on one screen: a line each, by name. It is a list, no ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.cli._words import say
from fieber.report.plain import clean, shorten
from fieber.report.words import MINUS, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.cli._words import Lang
    from fieber.model.diagnosis import Diagnosis
    from fieber.report.terminal import Screen

LONGEST_NAME, SHORTEST_NAME = 28, 8
HEADS = ("account", "temperature", "result", "change")
Row = tuple[str, str, str, str]


def overview(diagnoses: Sequence[Diagnosis], lang: Lang, screen: Screen) -> str:
    """Give name, temperature, verdict and change of each account, and how to see one in full.

    The change is that of the vital which carries the temperature, with its 90 % interval.
    """
    words = Words(lang)
    head = (
        words.word("table.account"),
        words.word("table.temperature"),
        words.word("table.result"),
        say(lang, "change"),
    )
    rows = [_row(diagnosis, words) for diagnosis in diagnoses]
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(4)]
    room = screen.columns - sum(widths[1:]) - 6  # two spaces between columns
    widths[0] = min(widths[0], LONGEST_NAME, max(room, SHORTEST_NAME))
    lines = [line for row in (head, *rows) for line in _lines(row, widths, screen)]
    return "\n".join([*lines, "", *screen.wrap(say(lang, "overview.more"))]) + "\n"


def _row(diagnosis: Diagnosis, words: Words) -> Row:
    degrees = (
        words.temperature(diagnosis.temperature) if diagnosis.temperature is not None else words.word("table.none")
    )
    return clean(diagnosis.account), degrees, words.word(f"verdict.{diagnosis.verdict}"), _change(diagnosis, words)


def _change(diagnosis: Diagnosis, words: Words) -> str:
    vital = None if diagnosis.carried_by is None else diagnosis.vitals[diagnosis.carried_by]
    if vital is None or vital.change is None:
        return words.word("table.none")
    percent, low, high = (_signed(part) for part in (vital.change.percent, vital.change.low, vital.change.high))
    return f"{words.word(f'metric.{vital.metric}')} {percent} % ({low} … {high})"


def _signed(percent: float) -> str:
    rounded = round(percent)
    return "0" if rounded == 0 else f"{rounded:+d}".replace("-", MINUS)


def _lines(row: Row, widths: Sequence[int], screen: Screen) -> list[str]:
    """One line; where the screen is too narrow for it, the result goes on a second, indented one."""
    name = shorten(row[0], widths[0]).ljust(widths[0])
    whole = f"{name}  {row[1]:<{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]}".rstrip()
    if widths[0] + sum(widths[1:]) + 6 <= screen.columns:
        return screen.wrap(whole)
    return [*screen.wrap(f"{name}  {row[1]}".rstrip()), *screen.wrap(f"  {row[2]}"), *screen.wrap(f"  {row[3]}")]
