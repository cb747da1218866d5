"""Report → Markdown: the whole finding with its tables, for notes, issues and mails."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fieber.report.compose import compose
from fieber.report.plain import clean
from fieber.report.split_chart import split_table
from fieber.report.tables import best_table, fault_table, source_table, vital_name, vital_table
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.text import Message
    from fieber.report.document import Loss, Report
    from fieber.report.tables import Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>#+|~&-])")


def to_markdown(diagnosis: Diagnosis, lang: str) -> str:
    """Give the finding as Markdown (GitHub's flavour, for its tables), ending in a line break."""
    report = compose(diagnosis, lang)
    words = Words(lang, as_of=diagnosis.as_of)
    told = [own_words_escaped(words, paragraph) for paragraph in report.paragraphs]
    blocks = [
        *_opening(report, words, told),
        f"# {words.word('page.title', account=escape(clean(diagnosis.account)))}",
        "" if report.quote is None else f"> {words.word('page.quote', text=escape(clean(report.quote)))}",
        f"**{words.say(report.answer)} {'' if report.temperature is None else words.temperature(report.temperature)}**",
        *told,
        "" if report.loss is None else _loss(report.loss, words),
        own_words_escaped(words, report.then),
        f"**{words.word('section.next')}:** {words.join(report.next_step)}",
        *_titled(words, "section.more_advice", "\n".join(f"- {words.say(message)}" for message in report.more_advice)),
        *_titled(words, "section.experiment", "\n\n".join(words.join(paragraph) for paragraph in report.experiment)),
        *_titled(words, "claim.best_posts", table_of(best_table(report, words))),
        *_titled(words, "section.split", "" if report.split is None else table_of(split_table(report.split, words))),
        *_titled(words, "section.vitals", table_of(vital_table(report, words))),
        *_titled(words, "section.followers", "\n\n".join(words.join(paragraph) for paragraph in report.followers)),
        *_titled(words, "section.causes", _causes(report, words)),
        *_titled(words, "section.outlook", "\n\n".join(words.join(paragraph) for paragraph in report.outlook)),
        *_titled(
            words, "section.events", "\n".join(f"- {own_words_escaped(words, (message,))}" for message in report.events)
        ),
        *_titled(words, "section.method", words.join(report.method)),
        *_titled(words, "section.coverage", words.join(report.covered)),
        *_titled(words, "section.faults", table_of(fault_table(report.coverage, words))),
        *_titled(words, "section.sources", table_of(source_table(report.coverage, words))),
        *_titled(words, "section.caveats", "\n".join(f"- {words.say(message)}" for message in report.caveats)),
        "---",
        "  \n".join(words.word(key) for key in ("footer.accounts", "footer.platforms", "footer.work")),
    ]
    return "\n\n".join(block.rstrip(" ") for block in blocks if block) + "\n"


def own_words_escaped(words: Words, paragraph: tuple[Message, ...]) -> str:
    """Write a paragraph; the person's own words in it are not Markdown."""
    own = "words"
    escaped = (
        replace(message, values={**message.values, own: escape(str(message.values[own]))})
        if message.values.get(own) is not None
        else message
        for message in paragraph
    )
    return words.join(tuple(escaped))


def _opening(report: Report, words: Words, told: list[str]) -> list[str]:
    """What comes before everything else, where the sentence is about the person."""
    if not report.help_lines:
        return []
    lines = "\n".join(f"- {words.say(line)}" for line in report.help_lines)
    return [f"**{told.pop(0)}**", words.word("help.intro"), lines, words.word("help.numbers_wait")]


def _loss(loss: Loss, words: Words) -> str:
    return f"{words.word('loss.title', name=vital_name(loss.vital, words))}: {words.say(loss.sentence)}."


def escape(text: str) -> str:
    """Give text in which nothing is Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", text)


def _titled(words: Words, key: str, body: str) -> list[str]:
    return [f"## {words.word(key)}", body] if body else []


def table_of(table: Table) -> str:
    """Give a table as Markdown; nothing where it has no rows."""
    if not table.rows:
        return ""
    rows = [table.head, tuple("---" for _ in table.head)]
    rows += [tuple(escape(cell) for cell in row) for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _causes(report: Report, words: Words) -> str:
    told = [
        (cause.title, (cause.how_likely, cause.weight.evidence, cause.weight.refuted_by)) for cause in report.causes
    ]
    weighed = [f"- **{words.say(title)}**: {words.join(sentences)}" for title, sentences in told]
    missing = [f"- {words.say(one.title)}: {words.say(one.reason)}" for one in report.missing]
    return "\n".join(weighed + missing)
