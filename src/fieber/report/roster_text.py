"""The results of a roster for a terminal: the headline, and the first of those to look at."""

from __future__ import annotations

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
LONGEST_NAME = 28
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
        blocks.append(_table(rows[:MOST_ROWS], words))
    left = len(rows) - MOST_ROWS
    last = [words.say(Message("roster.calls.more", {"n": left, "count": left}))] if left > 0 else []
    if faults:
        last.append(words.say(Message("roster.faults", {"n": faults, "count": words.count(faults)})))
    last.append(words.word("roster.where", folder=where))
    blocks.append(last)
    lines = ["\n".join(part for line in block for part in screen.wrap(line)) for block in blocks]
    return "\n\n".join(lines) + "\n"


def _table(rows: Sequence[Mapping[str, Any]], words: Words) -> list[str]:
    heads = (words.word(f"table.{key}") for key in HEADS)
    cells = [(*heads, words.word("roster.whose")), *(_row(row, words) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    return [GAP.join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def _row(row: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    change = ""
    if row["change_percent"] is not None:
        low, high = (signed(row[f"change_{name}"]) for name in ("low", "high"))
        metric = words.word(f"metric.{row['metric']}")
        change = f"{metric} {signed(row['change_percent'])}\N{NO-BREAK SPACE}% ({low} … {high})"
    return (
        shorten(clean(row["account"]), LONGEST_NAME),
        words.temperature(row["temperature"]),
        change,
        words.word(f"roster.finding.{row['finding']}"),
    )
