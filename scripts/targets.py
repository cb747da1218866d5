"""`make report`: writes docs/targets.md, what the issues of 0.1 asked for and what was reached.

From docs/targets.toml, which says where each figure stands, and from docs/trial/results.json. A figure that is no
longer where it is said to stand ends this with 1.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent
TRIAL = "docs/trial/results.json"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:e-?\d+)?")
STATES = ("reached", "missed", "not shown")
COUNTED = (
    "Of {all} targets with a number {reached} are reached, {missed} are missed, and {not_shown} are not shown: not "
    "measured yet, or only under a load that says nothing."
)
HOW = (
    "The figures of [the trial](trial/report.md) are of {day}, commit {commit}; ± is one standard error. The others "
    "stand in the documents that are named, with day and load. What a test holds is held on each `make test`. Written "
    "by `make report`, which fails where a figure is no longer in its source."
)


class StaleError(Exception):
    """A row whose source does not say (any more) what the row says."""


@dataclass(frozen=True, slots=True)
class Row:
    """One target: what was asked for, what was reached, where it stands, and what limits it."""

    what: str
    target: str
    reached: str
    state: str
    where: str
    why: str


def rows_of(section: dict[str, Any], why: list[dict[str, str]]) -> list[Row]:
    """Give a section's rows, those of the trial first.

    Raises:
        StaleError: A source is not there, or does not hold the figure; or nothing says why a target was missed.
    """
    found = [_of_trial(one, why) for one in _trial()["targets"] if one["part"] in section.get("trial", "")]
    found += [_own(row) for row in section.get("row", ())]
    for row in found:
        if row.state not in STATES:
            raise StaleError(f"{row.what}: {row.state} is none of {', '.join(STATES)}")
        if (row.state == "reached") == bool(row.why):
            raise StaleError(f"{row.what}: {row.state}, so it must {'not ' if row.why else ''}say why")
    return found


def _trial() -> dict[str, Any]:
    results: dict[str, Any] = json.loads((ROOT / TRIAL).read_text(encoding="utf-8"))
    return results


def _of_trial(one: dict[str, Any], why: list[dict[str, str]]) -> Row:
    value, error = one["reached"]["value"], one["reached"]["se"]
    told = f"{value:.1e}" if 0 < abs(value) < 1e-6 else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"
    if error is not None:
        told += f" ± {error:,.0f}" if abs(value) >= 100 else f" ± {error:.3f}"
    is_inside = one["inside"] == "yes"
    reason = "" if is_inside else next((each["why"] for each in why if each["trial"] in one["what"]), "")
    return Row(
        one["what"], one["target"], told, "reached" if is_inside else "missed", f"trial, part {one['part']}", reason
    )


def _own(row: dict[str, Any]) -> Row:
    if "by" in row:
        if not (ROOT / row["by"]).is_file():
            raise StaleError(f"{row['what']}: there is no {row['by']}")
        where = f"`{row['by']}`, {row['measured']}"
        return Row(row["what"], row["target"], row["reached"], row["state"], where, row.get("why", ""))
    source = ROOT / row["source"]
    if not source.is_file():
        raise StaleError(f"{row['what']}: there is no {row['source']}")
    text = source.read_text(encoding="utf-8")
    reached = _cell(row, text) if "cell" in row else _quoted(row, text)
    state = _judged(row, reached) if "at_least" in row or "at_most" in row else row["state"]
    why = "" if state == "reached" else row.get("why", "")
    return Row(row["what"], row["target"], reached, state, _link(row["source"]), why)


def _quoted(row: dict[str, Any], text: str) -> str:
    quotes = [row["quote"]] if isinstance(row["quote"], str) else row["quote"]
    for quote in quotes:
        if quote not in text:
            raise StaleError(f"{row['what']}: {row['source']} does not say {quote!r}")
    strange = set(NUMBER.findall(row["reached"])) - set(NUMBER.findall(" ".join(quotes)))
    if strange:
        raise StaleError(f"{row['what']}: {', '.join(sorted(strange))} is in no quote of {row['source']}")
    return str(row["reached"])


def _cell(row: dict[str, Any], text: str) -> str:
    """Find a table's cell by the first cell of its row and the head of its column."""
    beginning, column = row["cell"]
    head: list[str] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if cells and not head:
            head = cells
        elif not cells:
            head = []
        elif cells[0] == beginning and column in head:
            return cells[head.index(column)]
    raise StaleError(f"{row['what']}: {row['source']} has no table with {beginning!r} and {column!r}")


def _judged(row: dict[str, Any], reached: str) -> str:
    value = float(NUMBER.findall(f"0{reached}" if reached.startswith(".") else reached)[0].replace(",", ""))
    return "reached" if row.get("at_least", value) <= value <= row.get("at_most", value) else "missed"


def _link(source: str) -> str:
    """Name a source; documents are linked from docs/, code is named."""
    if not source.endswith(".md"):
        return f"`{source}`"
    return f"[{source}]({source.removeprefix('docs/') if source.startswith('docs/') else '../' + source})"


def page() -> str:
    """Give the text of docs/targets.md."""
    told = tomllib.loads((ROOT / "docs" / "targets.toml").read_text(encoding="utf-8"))
    sections = [(one["issue"], one["title"], rows_of(one, told["why"])) for one in told["section"]]
    counts = Counter(row.state for _, _, rows in sections for row in rows)
    parts = [
        "# What 0.1 was to reach, and what it did",
        COUNTED.format(all=counts.total(), **{state.replace(" ", "_"): counts[state] for state in STATES}),
        HOW.format(**_trial()["circumstances"]),
        "## Not reached, and what limits it",
        _table(
            ("issue", "what", "target", "reached", "", "what limits it"),
            [
                (str(issue), row.what, row.target, row.reached, row.state, row.why)
                for issue, _, rows in sections
                for row in rows
                if row.state != "reached"
            ],
        ),
    ]
    for issue, title, rows in sections:
        cells = [(row.what, row.target, row.reached, row.state, row.where) for row in rows]
        parts += [f"## {issue} · {title}", _table(("what", "target", "reached", "", "where"), cells)]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main() -> int:
    """Write the page; 1 where a figure is not where it is said to stand."""
    try:
        text = page()
    except StaleError as stale:
        print(stale, file=sys.stderr)
        return 1
    (ROOT / "docs" / "targets.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
