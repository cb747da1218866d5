"""Only the answer to the person's sentence, for `fieber claim`: as lines of a terminal, and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.report.compose import compose, coverage_line
from fieber.report.markdown import escape, own_words_escaped, table_of
from fieber.report.plain import clean, shorten
from fieber.report.sentences import answer_to_sentence
from fieber.report.tables import best_table
from fieber.report.terminal import BOLD, DIM, opening_lines
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.model.diagnosis import Diagnosis
    from fieber.report.terminal import Screen


def claim_lines(diagnosis: Diagnosis, lang: str, screen: Screen) -> list[list[str]]:
    """Give blocks of lines: the sentence, the answer, the best values, what there was to look at."""
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    if report.help_lines:
        return opening_lines(report, words, screen)
    quote = words.word("page.quote", text=shorten(clean(report.quote or ""), 2 * screen.columns))
    answer = [screen.wrap(words.join(paragraph)) for paragraph in answer_to_sentence(diagnosis)]
    if answer:
        answer[0] = [screen.paint(line, BOLD) for line in answer[0]]
    best = best_table(report, words).rows
    width = max((len(day) for day, _ in best), default=0)
    values = max((len(value) for _, value in best), default=0)
    rows = [line for day, value in best for line in screen.wrap(f"{day:<{width}}   {value:>{values}}")]
    shown = [*screen.wrap(f"{words.word('claim.best_posts')}:"), *rows] if rows else []
    foot = [screen.paint(line, DIM) for line in screen.wrap(words.say(coverage_line(report.coverage)))]
    name = screen.wrap(shorten(clean(diagnosis.account), screen.columns))
    return [block for block in (screen.wrap(quote) + name, *answer, shown, foot) if block]


def claim_markdown(diagnosis: Diagnosis, lang: str) -> str:
    """Give the sentence, its answer and the best values as Markdown."""
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    if report.help_lines:
        listed = "\n".join(f"- {words.say(line)}" for line in report.help_lines)
        return "\n\n".join([f"**{words.join(report.paragraphs[0])}**", words.word("help.intro"), listed]) + "\n"
    first, *rest = [own_words_escaped(words, paragraph) for paragraph in answer_to_sentence(diagnosis)]
    blocks = [
        f"> {words.word('page.quote', text=escape(clean(report.quote or '')))}",
        escape(clean(diagnosis.account)),
        f"**{first}**",
        *rest,
        table_of(best_table(report, words)),
        words.say(coverage_line(report.coverage)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def sentence_above(diagnoses: Sequence[Diagnosis], lang: str, screen: Screen) -> str:
    """Give what stands once above several accounts: the sentence, or what is said where it is about the person."""
    report, words = compose(diagnoses[0], lang) if diagnoses else None, Words(lang)
    if report is None or not report.diagnosis.claims:
        return ""
    blocks = opening_lines(report, words, screen)
    if not blocks:
        blocks = [screen.wrap(words.word("page.quote", text=shorten(clean(report.quote or ""), 2 * screen.columns)))]
    return "".join("\n".join(block) + "\n\n" for block in blocks)
