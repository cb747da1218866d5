"""Report → the written parts of a printed page: plain values that a typesetter lays out, every sentence in place.

All printed forms (long PDF, one page, card) are set from this one value, so none of them can say something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fieber.report.contract import fieber_version
from fieber.report.plain import clean, shorten
from fieber.report.print_chart import COLOURS, printed_chart, printed_loss, printed_thermometer
from fieber.report.print_pictures import bars_of, printed_fever, printed_spread
from fieber.report.sentences import basis_of
from fieber.report.split_chart import split_table
from fieber.report.tables import best_table, fault_table, source_table, vital_name, vital_table

if TYPE_CHECKING:
    from fieber.model.text import Message
    from fieber.report.document import Explained, Loss, Report, SpreadChart
    from fieber.report.tables import Table
    from fieber.report.words import Words

Printed = dict[str, Any]

LONGEST_QUOTE = 280
LONGEST_WORD, PIECE = 24, 12  # a longer word may be broken after so many letters each: handles can be 80 letters long
ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
MOST_ROWS = 200  # of a table of what was wrong with the data; more would be no reading


def printed(report: Report, words: Words) -> Printed:
    """Give all that a printed form may show, written in the language of `words`; ready for JSON."""
    diagnosis = report.diagnosis
    name = breakable(clean(diagnosis.account))
    platform = None if diagnosis.platform is None else words.platform(clean(diagnosis.platform))
    return {
        "lang": words.lang,
        "title": words.word("page.title", account=clean(diagnosis.account)),
        "account": name,
        "platform": platform,
        "where": name if platform is None else words.word("page.title_elsewhere", account=name, platform=platform),
        "as_of": words.word("coverage.as_of", as_of=diagnosis.as_of) if report.coverage.is_dated else "",
        "verdict": report.verdict,
        "verdict_word": words.word(f"verdict.{report.verdict}"),
        "answer": words.say(report.answer),
        "temperature": "" if report.temperature is None else words.temperature(report.temperature),
        "thermometer": printed_thermometer(report, words),
        "quote": _quote(report, words),
        "opening": _opening(report, words),
        "paragraphs": [told(paragraph, words) for paragraph in report.paragraphs[bool(report.help_lines) :]],
        "then": told(report.then, words),
        "next_title": words.word("section.next"),
        "next": told(report.next_step, words),
        "loss": None if report.loss is None else _loss(report, report.loss, words),
        "chart": printed_chart(report, words),
        "fever": None if report.fever is None else printed_fever(report.fever, words),
        "sections": _sections(report, words),
        "footer": [words.word(key) for key in ("footer.accounts", "footer.platforms", "footer.work")],
        "version": words.word("method.version", method=diagnosis.method, version=fieber_version()),
        "more": words.word("print.more"),
        "made_by": words.word("print.made_by"),
    }


def told(messages: tuple[Message, ...], words: Words) -> str:
    """Write several messages as one paragraph whose words all fit a line."""
    return breakable(words.join(messages))


def breakable(text: str) -> str:
    """Give text in which no word is too long for a line: longer ones may be broken where nothing is seen."""
    return " ".join(_broken(word) if len(word) > LONGEST_WORD else word for word in text.split(" "))


def _broken(word: str) -> str:
    return ZERO_WIDTH_SPACE.join(word[i : i + PIECE] for i in range(0, len(word), PIECE))


def _quote(report: Report, words: Words) -> str:
    if report.quote is None:
        return ""
    return words.word("page.quote", text=breakable(shorten(clean(report.quote), LONGEST_QUOTE)))


def _opening(report: Report, words: Words) -> dict[str, Any] | None:
    """What comes before every number, where the sentence is about the person."""
    if not report.help_lines:
        return None
    return {
        "said": told(report.paragraphs[0], words),
        "intro": words.word("help.intro"),
        "lines": [_whole_numbers(words.say(line)) for line in report.help_lines],
        "wait": words.word("help.numbers_wait"),
    }


def _whole_numbers(text: str) -> str:
    """Keep the parts of a telephone number on one line."""
    return re.sub(r"(?<=\d) (?=\d)", "\N{NO-BREAK SPACE}", text)


def _loss(report: Report, loss: Loss, words: Words) -> dict[str, Any]:
    basis = ""
    if loss.recent is not None:
        basis = words.say(basis_of(loss.vital, loss.recent, is_dated=report.coverage.is_dated))
    sentence = words.say(loss.sentence)
    return {
        "title": words.word("loss.title", name=vital_name(loss.vital, words)),
        "sentence": f"{sentence[:1].upper()}{sentence[1:]}.",
        "basis": basis,
        "bar": printed_loss(loss, words),
    }


def _sections(report: Report, words: Words) -> list[dict[str, Any]]:
    """Everything below the first screen, in its order; empty sections are left out."""
    coverage = report.coverage
    split = None if report.split is None else split_table(report.split, words)
    parts: list[tuple[str, dict[str, Any]]] = [
        *([] if report.spread is None else [_record(report, report.spread, words)]),
        *([] if report.main_chart is None and report.fever is None else [("section.since", {"since": True})]),
        ("section.split", _table(split) | {"bars": None if report.split is None else bars_of(report.split, words)}),
        ("section.followers", _paragraphs(report.followers, words)),
        ("section.experiment", _paragraphs(report.experiment, words)),
        ("section.causes", {"causes": [_cause(cause, words) for cause in report.causes]}),
        ("section.more_advice", {"bullets": [told((message,), words) for message in report.more_advice]}),
        ("section.outlook", _paragraphs(report.outlook, words)),
        ("section.cannot", {"bullets": [f"{words.say(one.title)}: {words.say(one.reason)}" for one in report.missing]}),
        ("section.coverage", {"paragraphs": [told(report.covered, words)]}),
        ("section.events", {"bullets": [told((message,), words) for message in report.events]}),
        ("section.caveats", {"bullets": [told((message,), words) for message in report.caveats]}),
        ("section.method", {"paragraphs": [told((message,), words) for message in report.method], "closes": True}),
        ("section.faults", _table(fault_table(coverage, words))),
        ("section.sources", _table(source_table(coverage, words))),
        ("section.vitals", _table(vital_table(report, words)) | {"wide": True}),
    ]
    return [{"title": words.word(key)} | part for key, part in parts if _has_something(part)]


def _record(report: Report, chart: SpreadChart, words: Words) -> tuple[str, dict[str, Any]]:
    """The record beside the memory, in words and as a picture, and the best posts where a level was claimed."""
    key = "section.usual" if chart.claimed is None else "section.memory"
    drawn = printed_spread(chart, words, COLOURS[report.verdict])
    return key, {"paragraphs": [told(chart.sentences, words)], "drawing": drawn} | _table(best_table(report, words))


def _paragraphs(paragraphs: tuple[tuple[Message, ...], ...], words: Words) -> dict[str, Any]:
    return {"paragraphs": [told(paragraph, words) for paragraph in paragraphs if paragraph]}


def _has_something(part: dict[str, Any]) -> bool:
    return any(part.get(name) for name in ("paragraphs", "bullets", "causes", "rows", "since"))


def _table(table: Table | None) -> dict[str, Any]:
    if table is None or not table.rows:
        return {}
    rows = [[breakable(cell) for cell in row] for row in table.rows[:MOST_ROWS]]
    return {"head": list(table.head), "rows": rows, "left_out": len(table.rows) - len(rows)}


def _cause(cause: Explained, words: Words) -> dict[str, str]:
    """A cause as the page has it: how likely, what speaks for it, what would speak against it."""
    weight = cause.weight
    return {
        "title": words.say(cause.title),
        "how_likely": words.say(cause.how_likely),
        "evidence": told((weight.evidence,), words),
        "against": told((weight.refuted_by,), words),
    }
