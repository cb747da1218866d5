"""Write docs/events.md from the calendar in the package; a test holds both against each other."""

from __future__ import annotations

from pathlib import Path

from fieber.context.calendar import COVERS, FILE, FOOTPRINTS, READ_ON, rows

PAGE = Path(__file__).parents[1] / "docs" / "events.md"
MEANINGS = {
    "counter_changed": "a number of the same name counts something else: its series is cut there",
    "counter_gone": "a number is no longer given",
    "counter_bug": "a number was wrong for a while",
    "outage": "the platform was down or limited",
    "feed_change": "what is shown to whom changed",
    "format": "a new format, without a history of its own",
    "purge": "accounts, followers or likes were taken out",
    "policy": "a rule or a button changed",
    "law": "a state forbade or blocked something",
    "market": "a slow move of almost everyone",
    "attention": "people had other things on their mind, or more time",
    "holiday": "a public holiday, from the library `holidays`",
    "own": "told by the person with `--event`",
}


def page() -> str:
    """Give the page."""
    known = rows()
    head = [
        "# The calendar of events",
        "",
        _foreword(len(known)),
        "",
        "| footprint | what it means |",
        "|---|---|",
        *(f"| `{name}` | {MEANINGS[name]} |" for name in FOOTPRINTS),
        "",
        "| when | platform | where | number | footprint | what happened | auf Deutsch | source |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(_line(row) for row in known)]) + "\n"


def _foreword(number: int) -> str:
    return (
        f"Written by `scripts/events_page.py` from [`{FILE.name}`](../src/fieber/context/{FILE.name}): {number} events"
        f" from {COVERS[0]:%B %Y} to {COVERS[1]:%B %Y}, sources last looked at on {READ_ON.day} {READ_ON:%B %Y}."
        " What happened before or after is not known here. Days are UTC; where only the month or the year is known,"
        " only that is told."
    )


def _line(row: dict[str, str]) -> str:
    cells = [
        _when(row),
        row["platforms"].replace(";", ", ") or "all",
        row["country"].replace(";", ", ") or "everywhere",
        " ".join(part for part in (row["metric"], row["kinds"] and f"({row['kinds']})") if part) or "all",
        f"`{row['footprint']}`",
        row["what_en"],
        row["what_de"],
        f"[link]({row['source']})",
    ]
    return f"| {' | '.join(cells)} |"


def _when(row: dict[str, str]) -> str:
    if row["precision"] == "year":
        return row["from"][:4]
    if row["precision"] == "month":
        return row["from"][:7] if row["to"][:7] <= _next(row["from"]) else f"{row['from'][:7]} to {_last(row['to'])}"
    return row["from"]


def _next(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"{year + month // 12}-{month % 12 + 1:02d}"


def _last(first_after: str) -> str:
    year, month = int(first_after[:4]), int(first_after[5:7])
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
