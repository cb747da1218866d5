"""The tables of a report in words: cells are written, what they look like is the renderer's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieber.report.plain import clean
from fieber.report.sentences import per_hundred

if TYPE_CHECKING:
    from fieber.model.diagnosis import Coverage, Trace, Vital
    from fieber.model.reading import Source
    from fieber.report.document import Report
    from fieber.report.words import Words


Row = tuple[str, str, str, str, str]  # one post: when, format, value, usual range, remark

VITAL_HEADS = (
    "value",
    "temperature",
    "usual",
    "range",
    "now",
    "change",
    "change_range",
    "onset",
    "long_term",
    "detectable",
    "frequency",
)


@dataclass(frozen=True, slots=True)
class Table:
    """Column heads and rows of written cells; the first cell names its row. `classes`: one word a row, or none."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    classes: tuple[str, ...] = ()


def best_table(report: Report, words: Words) -> Table:
    """Give the highest values behind the first claim, with their dates; no rows where it has none."""
    claims = report.diagnosis.claims[:1]
    rows = tuple(
        ((words.day(best.at) if best.at is not None else words.word("table.none")), words.amount(best.value))
        for claim in claims
        for best in claim.best
    )
    return Table((words.word("table.date"), words.word("table.value")), rows)


def vital_table(report: Report, words: Words) -> Table:
    """Give every vital, also within one format, and why nothing can be said of some."""
    vitals = report.diagnosis.vitals
    dated = report.coverage.is_dated
    return Table(
        tuple(words.word(f"table.{head}") for head in VITAL_HEADS),
        tuple(_vital_row(vital, words, dated=dated) for vital in vitals),
        tuple(vital.verdict for vital in vitals),
    )


def _vital_row(vital: Vital, words: Words, *, dated: bool) -> tuple[str, ...]:
    none = words.word("table.none")
    normal, recent, change, long_term = vital.normal, vital.recent, vital.change, vital.long_term
    onset = vital.onset if dated else None
    return (
        vital_name(vital, words),
        _temperature(vital, words),
        none if normal is None else words.amount(per_hundred(vital.metric, normal.median)),
        none if normal is None else _between(words, vital.metric, normal.low, normal.high),
        none if recent is None else _with_posts(words, vital.metric, recent.median, recent.n),
        none if change is None else words.change(change.percent),
        none if change is None else _changes(words, change.low, change.high),
        none if onset is None else words.day(onset.at),
        none if long_term is None else with_range(words, long_term.percent, long_term.low, long_term.high),
        none if vital.detectable_percent is None else words.change(vital.detectable_percent),
        none if vital.return_period_days is None else words.often(vital.return_period_days),
    )


def vital_name(vital: Vital, words: Words) -> str:
    """Give the name of a vital: Likes, or Likes · Reels within one format."""
    metric = words.word(f"metric.{vital.metric}")
    return metric if vital.kind is None else f"{metric} · {words.word(f'posts.{vital.kind}')}"


def _temperature(vital: Vital, words: Words) -> str:
    if vital.temperature is None:
        return words.word("table.none" if vital.reason is None else f"reason.{vital.reason}")
    return f"{words.temperature(vital.temperature)}, {words.word(f'verdict.{vital.verdict}')}"


def _between(words: Words, metric: str, low: float, high: float) -> str:
    ends = (words.amount(per_hundred(metric, end)) for end in (low, high))
    return words.word("table.between", **dict(zip(("low", "high"), ends, strict=True)))


def _with_posts(words: Words, metric: str, median: float, n: int) -> str:
    amount = words.amount(per_hundred(metric, median))
    of_posts = metric not in {"followers_gained", "posting_rate"}
    return f"{amount} ({words.word('table.n_posts', n=n)})" if of_posts else amount


def _changes(words: Words, low: float, high: float) -> str:
    return words.word("table.between", low=words.change(low), high=words.change(high))


def with_range(words: Words, percent: float, low: float, high: float) -> str:
    """Write a change with its interval in brackets, as short as a cell needs it."""
    return f"{words.change(percent)} ({_changes(words, low, high)})"


def fault_table(coverage: Coverage, words: Words) -> Table:
    """Give what was wrong with rows of the input; file and field names come from outside."""
    none = words.word("table.none")
    rows = []
    for fault in coverage.faults:
        key = f"fault.{fault.kind}"
        what = words.word(key) if words.knows(key) and fault.kind != "other" else clean(fault.kind).replace("_", " ")
        rows.append((clean(fault.file), clean(fault.field or "") or none, what, words.count(fault.count)))
    return Table(tuple(words.word(f"table.{head}") for head in ("file", "field", "what", "count")), tuple(rows))


def source_name(source: Source, words: Words) -> str:
    """Give who read a file, and whether its layout is known from descriptions only."""
    reader = clean(source.reader)
    return reader if source.is_verified else words.word("coverage.unverified", reader=reader)


def source_table(coverage: Coverage, words: Words) -> Table:
    """Give which file was read as what, and which of its columns were used."""
    none = words.word("table.none")
    rows = tuple(
        (
            clean(source.file),
            source_name(source, words),
            clean(", ".join(source.matched)) or none,
            clean(", ".join(source.unmatched)) or none,
        )
        for source in coverage.sources
    )
    return Table(tuple(words.word(f"table.{head}") for head in ("file", "reader", "matched", "unmatched")), rows)


def post_row(trace: Trace, i: int, words: Words, *, dated: bool) -> Row:
    """Give one post in words: when, format, value, usual range, remark."""
    at = words.date(trace.at[i], "day_short") if dated else words.word("chart.post_number", number=i + 1)
    kind = trace.kind[i]
    low, high, value = trace.low[i], trace.high[i], trace.value[i]
    state = trace.state[i]
    none = words.word("table.none")
    return (
        at,
        none if kind is None else words.word(f"kind.{kind}"),
        none if value is None else words.amount(per_hundred(trace.metric, value)),
        none if low is None or high is None else _between(words, trace.metric, low, high),
        words.word(f"legend.{state}") if state in {"viral", "young"} else "",
    )
