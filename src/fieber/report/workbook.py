"""Findings → an Excel workbook for the manager: a row an account, and sheets for values, sentences, causes and advice.

Numbers are numbers, days are days and percentages are percentages, so that they can be sorted and counted; no cell is a
formula, whatever an account is called. The one door of XlsxWriter (extra `excel`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from fieber.errors import UsageError
from fieber.report.compose import compose
from fieber.report.contract import fieber_version
from fieber.report.plain import clean
from fieber.report.sentences import advice, answer_to_each, carrier_of, per_hundred, speaks_of_the_person
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

    from fieber.model.diagnosis import Diagnosis, Vital

Cell = str | float | datetime | None
# head → how its cells are written; what is not named here is text
KINDS = {
    "as_of": "day",
    "first": "day",
    "last": "day",
    "since": "day",
    "temperature": "degrees",
    "p_value": "small",
    "share": "percent",
    "weight": "percent",
    **dict.fromkeys(("change", "change_low", "change_high", "detectable", "last_year", "expect", "others"), "percent"),
    **dict.fromkeys(("posts", "recent_posts", "count", "posts_needed", "compared"), "whole"),
    **dict.fromkeys(("usual", "usual_low", "usual_high", "now"), "level"),
}
WIDE = {"answer": 60, "next": 60, "sentence": 40, "claim_answer": 60, "evidence": 60, "against": 60, "do": 60}
WIDTHS = {"account": 28, "verdict": 24, "frequency": 28, "metric": 22, "cause": 30, "reason": 24}
DEFAULT_WIDTH = 14
FORMATS = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"valign": "top", "text_wrap": True},
    "day": {"valign": "top", "num_format": "yyyy-mm-dd"},
    "degrees": {"valign": "top", "num_format": "0.0"},
    "small": {"valign": "top", "num_format": "0.0000"},
    "percent": {"valign": "top", "num_format": "0%"},
    "whole": {"valign": "top", "num_format": "#,##0"},
    "level": {"valign": "top", "num_format": "#,##0.##"},
}
SHEETS = {
    "accounts": (
        *("account", "platform", "as_of", "verdict", "temperature", "p_value", "frequency", "metric", "change"),
        *("change_low", "change_high", "since", "others", "compared", "posts", "first", "last", "answer", "next"),
    ),
    "vitals": (
        *("account", "platform", "metric", "format", "verdict", "temperature", "p_value", "usual", "usual_low"),
        *("usual_high", "now", "recent_posts", "change", "change_low", "change_high", "since", "last_year"),
        *("detectable", "reason"),
    ),
    "claims": ("account", "platform", "sentence", "claim_answer", "count", "share", "last", "usual"),
    "causes": ("account", "platform", "cause", "weight", "ladder", "evidence", "against"),
    "advice": ("account", "platform", "do", "expect", "posts_needed"),
}


def to_xlsx(diagnoses: Sequence[Diagnosis], lang: str) -> bytes:
    """Give a workbook of several accounts, or of one.

    Args:
        diagnoses: what the check-ups found, in the order of the rows. lang: of the heads and the sentences.

    Raises:
        UsageError: the extra `excel` is not installed.
    """
    file = BytesIO()
    book = _xlsxwriter().Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    )
    made = max((diagnosis.as_of for diagnosis in diagnoses), default=datetime(1970, 1, 1, tzinfo=UTC))
    book.set_properties({"author": f"fieber {fieber_version()}", "created": made.replace(tzinfo=None)})
    words = Words(lang)
    looks = {name: book.add_format(look) for name, look in FORMATS.items()}
    rows: dict[str, list[tuple[Cell, ...]]] = {name: [] for name in SHEETS}
    for diagnosis in diagnoses:
        own = Words(lang, as_of=diagnosis.as_of)
        for name, found in _rows(diagnosis, own).items():
            rows[name] += found
    _opening(book, diagnoses, words, looks["text"])
    for name, heads in SHEETS.items():
        _sheet(book.add_worksheet(words.word(f"xlsx.{name}")), heads, rows[name], words, looks)
    about = book.add_worksheet(words.word("xlsx.about"))
    about.set_column(0, 0, 100)
    for line, key in enumerate(("footer.accounts", "footer.platforms", "footer.work", "method.temperature")):
        about.write_string(line, 0, words.word(key), looks["text"])
    book.close()
    return file.getvalue()


def _opening(book: Any, diagnoses: Sequence[Diagnosis], words: Words, look: Any) -> None:
    """Where a sentence is about the person, the kind word and the help lines are the first sheet, before any number."""
    report = next((compose(one, words.lang) for one in diagnoses if speaks_of_the_person(one)), None)
    if report is None:
        return
    said = [words.join(report.paragraphs[0]), words.word("help.intro"), *map(words.say, report.help_lines)]
    sheet = book.add_worksheet(words.word("xlsx.person"))
    sheet.set_column(0, 0, 100)
    for line, text in enumerate((*said, words.word("help.numbers_wait"))):
        sheet.write_string(line, 0, text, look)


def _sheet(sheet: Any, heads: Sequence[str], rows: Sequence[tuple[Cell, ...]], words: Words, looks: Any) -> None:
    for column, head in enumerate(heads):
        sheet.set_column(column, column, WIDE.get(head, WIDTHS.get(head, DEFAULT_WIDTH)))
        sheet.write_string(0, column, words.word(f"xlsx.{head}"), looks["head"])
    for line, row in enumerate(rows, start=1):
        for column, (head, cell) in enumerate(zip(heads, row, strict=True)):
            _write(sheet, line, column, cell, looks[KINDS.get(head, "text")])
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, line: int, column: int, cell: Cell, look: Any) -> None:
    """Write a cell as what it is; text always as text, so that =cmd() stays what it looks like."""
    if cell is None:
        sheet.write_blank(line, column, None, look)
    elif isinstance(cell, str):
        sheet.write_string(line, column, cell, look)
    elif isinstance(cell, datetime):
        sheet.write_datetime(line, column, cell.replace(tzinfo=None), look)
    else:
        sheet.write_number(line, column, cell, look)


def _rows(diagnosis: Diagnosis, words: Words) -> dict[str, list[tuple[Cell, ...]]]:
    platform = None if diagnosis.platform is None else words.platform(clean(diagnosis.platform))
    whose: tuple[Cell, ...] = (clean(diagnosis.account), platform)
    return {
        "accounts": [whose + _account(diagnosis, words)],
        "vitals": [whose + _vital(vital, words, is_dated=diagnosis.coverage.is_dated) for vital in diagnosis.vitals],
        "claims": list(_claims(diagnosis, words, whose)),
        "causes": [
            (
                *whose,
                words.say(cause.title),
                cause.weight.weight,
                words.word(f"ladder.{cause.weight.ladder}"),
                words.say(cause.weight.evidence),
                words.say(cause.weight.refuted_by),
            )
            for cause in compose(diagnosis, words.lang).causes
        ],
        "advice": [
            (*whose, words.say(advice(diagnosis, i)), _percent(given.expect_percent), given.posts_needed)
            for i, given in enumerate(diagnosis.advice)
        ],
    }


def _account(diagnosis: Diagnosis, words: Words) -> tuple[Cell, ...]:
    report, coverage, vital = compose(diagnosis, words.lang), diagnosis.coverage, carrier_of(diagnosis)
    dated = coverage.is_dated
    period, weather = diagnosis.return_period_days, diagnosis.weather
    return (
        diagnosis.as_of if dated else None,
        words.word(f"verdict.{diagnosis.verdict}"),
        diagnosis.temperature,
        diagnosis.p_value,
        None if period is None else words.often(period),
        None if vital is None else words.word(f"metric.{vital.metric}"),
        *_change(vital),
        vital.onset.at if dated and vital is not None and vital.onset is not None else None,
        None if weather is None else _percent(weather.percent),
        diagnosis.compared_with,
        coverage.posts,
        coverage.first if dated else None,
        coverage.last if dated else None,
        words.say(report.answer),
        words.join(report.next_step),
    )


def _vital(vital: Vital, words: Words, *, is_dated: bool) -> tuple[Cell, ...]:
    normal, recent = vital.normal, vital.recent
    usual = (None, None, None) if normal is None else (normal.median, normal.low, normal.high)
    return (
        words.word(f"metric.{vital.metric}"),
        None if vital.kind is None else words.word(f"posts.{vital.kind}"),
        words.word(f"verdict.{vital.verdict}"),
        vital.temperature,
        vital.p_value,
        *(None if level is None else per_hundred(vital.metric, level) for level in usual),
        None if recent is None else per_hundred(vital.metric, recent.median),
        None if recent is None else recent.n,
        *_change(vital),
        vital.onset.at if is_dated and vital.onset is not None else None,
        None if vital.long_term is None else _percent(vital.long_term.percent),
        _percent(vital.detectable_percent),
        None if vital.reason is None else words.word(f"reason.{vital.reason}"),
    )


def _claims(diagnosis: Diagnosis, words: Words, whose: tuple[Cell, ...]) -> Iterable[tuple[Cell, ...]]:
    for claim, answered in zip(diagnosis.claims, answer_to_each(diagnosis), strict=True):
        if claim.kind == "distress":
            continue  # nothing is scored from such a sentence, and it is not passed on in a table
        told = words.join(answered) or None
        last = claim.last if diagnosis.coverage.is_dated else None
        yield (*whose, clean(claim.text), told, claim.count, claim.share, last, claim.median)


def _change(vital: Vital | None) -> tuple[Cell, Cell, Cell]:
    if vital is None or vital.change is None:
        return (None, None, None)
    return (_percent(vital.change.percent), _percent(vital.change.low), _percent(vital.change.high))


def _percent(value: float | None) -> float | None:
    return None if value is None else value / 100


def _xlsxwriter() -> ModuleType:
    try:
        import xlsxwriter  # noqa: PLC0415 - the one door of the extra `excel`
    except ImportError:
        raise UsageError(
            'xlsx needs the extra "excel"; install it with: pip install "fieber[excel]"',
            de='xlsx braucht den Zusatz "excel"; installiere ihn mit: pip install "fieber[excel]"',
        ) from None
    return xlsxwriter  # type: ignore[no-any-return]
