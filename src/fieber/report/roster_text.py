"""The results of a roster for a terminal: the headline, and the first of those to look at."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.plain import clean, shorten
from fieber.report.roster_headline import headline, slow_losses
from fieber.report.roster_parts import signed
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from fieber.model.roster import RosterTotals
    from fieber.report.terminal import Screen

MOST_ROWS = 12
SHORTEST_NAME, LONGEST_NAME = 8, 28
HEADS = ("account", "temperature", "change")
GAP = "  "


def roster_text(
    totals: RosterTotals, rows: Sequence[Mapping[str, Any]], lang: str, screen: Screen, *, faults: int, where: str
) -> str:
    """Give the text.

    Args:
        rows: of the list of whom to look at, what stands out most first. faults: rows and cells that were wrong.
        where: the folder that holds the rest.
    """
    words = Words(lang)
    checked = Message("roster.checked", {"n": totals.accounts, "accounts": words.count(totals.accounts)})
    blocks = [[words.join((checked, *headline(totals), *slow_losses(totals)))]]
    if rows:
        blocks.append(_table(rows[:MOST_ROWS], words, screen.columns))
    left = len(rows) - MOST_ROWS
    last = [words.say(Message("roster.calls.more", {"n": left, "count": left}))] if left > 0 else []
    if faults:
        last.append(words.say(Message("roster.faults", {"n": faults, "count": words.count(faults)})))
    last.append(words.word("roster.where", folder=where))
    blocks.append(last)
    lines = ["\n".join(part for line in block for part in screen.wrap(line)) for block in blocks]
    return "\n\n".join(lines) + "\n"


def _table(rows: Sequence[Mapping[str, Any]], words: Words, columns: int) -> list[str]:
    """Give a line a row; where the screen is narrow, names are shorter, so that no row takes two."""
    heads = [words.word(f"table.{key}") for key in HEADS]
    cells = [[*heads[1:], words.word("roster.whose")], *(_numbers(row, words) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    room = columns - sum(len(GAP) + width for width in widths)
    longest = max(SHORTEST_NAME, min(LONGEST_NAME, room))
    names = [heads[0], *(_fitting(clean(row["account"]), longest) for row in rows)]
    widest = max(map(wide, names))
    lines = []
    for name, row in zip(names, cells, strict=True):
        rest = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        lines.append(GAP.join((name + " " * (widest - wide(name)), *rest)).rstrip())
    return lines


def wide(text: str) -> int:
    """Give the columns that a text takes on a screen: letters of East Asia take two, marks above others none."""
    shown = (letter for letter in text if not unicodedata.combining(letter))
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in shown)


def _fitting(name: str, columns: int) -> str:
    length = columns
    while wide(shorten(name, length)) > columns:
        length -= 1
    return shorten(name, length)


def _numbers(row: Mapping[str, Any], words: Words) -> list[str]:
    change = ""
    if row["change_percent"] is not None:
        low, high = (signed(row[f"change_{name}"]) for name in ("low", "high"))
        short = f"roster.metric.{row['metric']}"  # some names are too long for a table
        metric = words.word(short if words.knows(short) else f"metric.{row['metric']}")
        change = f"{metric} {signed(row['change_percent'])}\N{NO-BREAK SPACE}% ({low} … {high})"
    return [words.temperature(row["temperature"]), change, words.word(f"roster.finding.{row['finding']}")]
