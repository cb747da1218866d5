"""The tables of the page: all values, each chart's numbers, and what was read."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fieber.report.html_parts import folded
from fieber.report.plain import safe_link
from fieber.report.tables import VITAL_HEADS, Row, Table, vital_table

if TYPE_CHECKING:
    from fieber.model.diagnosis import Trace
    from fieber.report.document import FeverChart, Report
    from fieber.report.words import Words

SHOWN = 3  # values at once, the one that the finding speaks of first; the others can be opened

# columns of the page's table of values, each with what stands below it in small
_COLUMNS = (
    ("temperature", "frequency"),
    ("usual", "range"),
    ("now", None),
    ("change", "change_range"),
    ("onset", None),
    ("long_term", None),
    ("detectable", None),
)


def vitals(report: Report, words: Words) -> str:
    """Give all values; on narrow screens each row becomes a small list."""
    table = vital_table(report, words)
    if not table.rows:
        return ""
    none = words.word("table.none")
    names = dict(zip(VITAL_HEADS, table.head, strict=True))
    heads = [names["value"], *[names[main] for main, _ in _COLUMNS]]
    rows = [
        _row(dict(zip(VITAL_HEADS, cells, strict=True)), verdict, names, none)
        for cells, verdict in zip(table.rows, table.classes, strict=True)
    ]
    carrier = report.diagnosis.vitals.index(report.carrier) if report.carrier is not None else 0
    rows.insert(0, rows.pop(carrier))
    note = f'<p class="note">{escape(words.word("table.many_note"))}</p>' if len(rows) > 1 else ""
    further = rows[SHOWN:]
    more = folded(words.word("section.more_values", n=len(further)), _wide(heads, further)) if further else ""
    return _wide(heads, rows[:SHOWN]) + more + note


def _wide(heads: list[str], rows: list[str]) -> str:
    return f'<table class="wide">{_head(heads)}<tbody>{"".join(rows)}</tbody></table>'


def _row(row: dict[str, str], verdict: str, names: dict[str, str], none: str) -> str:
    filled = [f'<th scope="row">{escape(row["value"])}</th>']
    filled += [_cell(row, main, below, names, none) for main, below in _COLUMNS]
    return f'<tr class="{verdict}">{"".join(filled)}</tr>'


def _cell(row: dict[str, str], main: str, below: str | None, names: dict[str, str], none: str) -> str:
    look = ' class="empty"' if row[main] == none else ""
    inner = escape(row[main])
    if main == "temperature":
        inner = f'<span class="word">{inner}</span>'
    if below is not None and row[below] != none:
        inner += f'<span class="sub">{escape(names[below])}: {escape(row[below])}</span>'
    return f'<td{look} data-label="{escape(names[main])}"><div>{inner}</div></td>'


def plain_table(table: Table) -> str:
    """Give a table whose first column names the row."""
    rows = "".join(
        f'<tr><th scope="row"><bdi>{escape(first)}</bdi></th>{"".join(_outside(cell) for cell in rest)}</tr>'
        for first, *rest in table.rows
    )
    return f'<div class="scroll" tabindex="0"><table>{_head(list(table.head))}<tbody>{rows}</tbody></table></div>'


def _outside(cell: str) -> str:
    return f"<td><bdi>{escape(cell)}</bdi></td>"


def post_table(trace: Trace, shown: dict[int, Row], words: Words, *, dated: bool) -> str:
    """Give the posts of a chart, newest first, folded away."""
    keys = ("date" if dated else "post", "format", "value", "usual", "remark", "post")
    heads = [words.word(f"metric.{trace.metric}") if key == "value" else words.word(f"table.{key}") for key in keys]
    heads[3] = words.word("table.range")
    opens = escape(words.word("table.link"))
    linked = any(safe_link(trace.url[i]) for i in shown)
    rows = []
    for i, (at, *cells) in reversed(shown.items()):
        link = safe_link(trace.url[i])
        opened = f'<a href="{escape(link)}" rel="noreferrer">{opens}</a>' if link is not None else ""
        last = f"<td>{opened}</td>" if linked else ""
        rows.append(f'<tr><th scope="row">{at}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}{last}</tr>')
    return _folded(heads if linked else heads[:-1], rows, words)


def fever_table(chart: FeverChart, words: Words) -> str:
    """Give the fever curve in numbers, newest first, folded away."""
    heads = [words.word(f"table.{key}") for key in ("date", "temperature", "result")]
    rows = [
        f'<tr class="{look.verdict}"><th scope="row">{words.date(look.as_of, "day_short")}</th>'
        f"<td>{escape(words.temperature(look.temperature))}</td>"
        f'<td class="word">{escape(words.word(f"verdict.{look.verdict}"))}</td></tr>'
        for look in reversed(chart.looks)
    ]
    return _folded(heads, rows, words)


def _folded(heads: list[str], rows: list[str], words: Words) -> str:
    table = f"<table>{_head(heads)}<tbody>{''.join(rows)}</tbody></table>"
    return folded(words.word("chart.table"), f'<div class="scroll" tabindex="0">{table}</div>')


def _head(heads: list[str]) -> str:
    return f"<thead><tr>{''.join(f'<th scope=col>{escape(head)}</th>' for head in heads)}</tr></thead>"
