"""A plan as a calendar that a person can follow: a line a post."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieber.advice.choice import WEEKDAYS
from fieber.advice.wording import chosen
from fieber.model.text import Message
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.advice.plan import Plan
    from fieber.report.terminal import Screen


def calendar_lines(plan: Plan, lang: str, screen: Screen, *, file: str | None) -> str:
    """Give the calendar as text, ending in a line break.

    Args:
        plan: what was drawn. lang: "de" or "en". screen: what is written on. file: where the plan was written to.
    """
    words = Words(lang, as_of=plan.made)
    name, values = plan.choice.name, chosen(plan.choice, plan.zone)
    does = {arm: words.say(Message(f"experiment.calendar.{arm}.{name}", values)) for arm in ("try", "usual")}
    rows = []
    for i, line in enumerate(plan.lines, start=1):
        day = f"{words.word(f'weekday.{WEEKDAYS[line.day.weekday()]}')}, {words.day(line.day)}"
        rows.append((f"{i:>3}", day, does[line.arm]))
    width = max(len(day) for _, day, _ in rows)
    shown = [line for number, day, do in rows for line in _row(f"{number}  {day:<{width}}  ", do, screen)]
    tells = {"lines": len(plan.lines), "percent": plan.tells_percent}
    parts = [
        screen.wrap(words.say(Message(f"experiment.title.{name}", values))),
        screen.wrap(words.word(f"experiment.calendar.intro.{plan.unit}")),
        shown,
        screen.wrap(words.say(Message("experiment.calendar.tells", tells))),
        [] if file is None else screen.wrap(words.say(Message("experiment.calendar.then", {"plan": file}))),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _row(head: str, text: str, screen: Screen) -> list[str]:
    """Break a line of the calendar so that what is done stays below itself."""
    room = replace(screen, columns=max(screen.columns - len(head), 20))
    first, *rest = room.wrap(text)
    return [head + first, *(" " * len(head) + line for line in rest)]
