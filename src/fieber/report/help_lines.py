"""Where somebody can be talked to: help lines by country, from a small table with its date and its sources."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

from fieber.model.text import Message

TABLE = Path(__file__).with_name("help_lines.json")


@cache
def help_lines(lang: str) -> tuple[Message, ...]:
    """Give one line a country, those that speak `lang` first, and last of when they are and where from."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    ordered = sorted(table["lines"], key=lambda line: line["lang"] != lang)  # the table's own order within a language
    lines = [
        Message(f"help.country.{line['country']}", {"name": line["name"], "numbers": " · ".join(line["numbers"])})
        for line in ordered
    ]
    sources = ", ".join(line["source"] for line in ordered)
    return (*lines, Message("help.source", {"checked": date.fromisoformat(table["checked"]), "sources": sources}))
