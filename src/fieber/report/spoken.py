"""Report → what is said aloud: a script for the ear, of a length that somebody listens to.

Not the page read out: short sentences in the order of a conversation, numbers as words, no brackets, no signs. Messages
that have a wording for the ear in the catalogue (`spoken.<key>`) are said in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.ear import SpokenWords, for_the_ear, name_for_the_ear, quote_for_the_ear
from fieber.report.plain import clean, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fieber.report.document import Report
    from fieber.report.words import Words

LETTERS_PER_SECOND = 14.0  # of German and of English at 150 words a minute; measured on the scripts of the five samples
LONG_ENOUGH = 80  # seconds from which on nothing more is added; 60 are asked for, and voices differ by a quarter
LONGEST = 115  # seconds beyond which what can be left out is left out; 150 are the most
LONGEST_QUOTE = 160  # letters of the person's sentence


def spoken(report: Report, words: Words) -> tuple[str, ...]:
    """Give the spoken version of a report, a paragraph each: plain sentences of letters and stops, nothing else.

    Args:
        report: what is told. words: those of the page; its language and its day are taken.

    Returns:
        Paragraphs; together they take one to two and a half minutes at a normal speed.
    """
    ear = SpokenWords(words.lang, as_of=words.as_of)
    opening = [*_greeting(report, ear), *_answer(report, ear)]
    closing = [*_next_step(report, ear), _said(ear, "spoken.goodbye")]
    left = LONGEST - _seconds([*opening, *closing])
    told: list[str] = []
    for paragraph in _reasons(report, ear):
        if _seconds([*told, paragraph]) <= left:
            told.append(paragraph)
    for paragraph in _further(report, ear):
        if _seconds([*opening, *told, *closing]) >= LONG_ENOUGH:
            break
        if _seconds([*told, paragraph]) <= left:
            told.append(paragraph)
    return tuple(paragraph for paragraph in (*opening, *told, *closing) if paragraph)


def _seconds(paragraphs: Iterable[str]) -> float:
    return sum(len(paragraph) + 8 for paragraph in paragraphs) / LETTERS_PER_SECOND  # 8: the breath between them


def _said(ear: SpokenWords, key: str, **values: str) -> str:
    return for_the_ear(ear.word(key, **values), ear.lang)


def _paragraph(messages: Iterable[Message], ear: SpokenWords) -> str:
    return " ".join(sentence for message in messages if (sentence := for_the_ear(ear.say(message), ear.lang)))


def _greeting(report: Report, ear: SpokenWords) -> Iterator[str]:
    if report.help_lines:  # the person comes before every number, and before every name
        yield f"{_paragraph(report.paragraphs[0], ear)} {_said(ear, 'spoken.help')}"
    diagnosis = report.diagnosis
    name = shorten(name_for_the_ear(clean(diagnosis.account), ear.lang), 60).rstrip("…")
    hello = _said(ear, "spoken.hello.named", account=name) if name else _said(ear, "spoken.hello")
    if name and diagnosis.platform is not None:
        platform = name_for_the_ear(ear.platform(clean(diagnosis.platform)), ear.lang)
        hello = _said(ear, "spoken.hello.elsewhere", account=name, platform=platform)
    if report.coverage.is_dated:
        hello = f"{hello} {_paragraph((Message('coverage.as_of', {'as_of': diagnosis.as_of}),), ear)}"
    yield hello
    if report.quote is not None:
        quote = quote_for_the_ear(shorten(clean(report.quote), LONGEST_QUOTE), ear.lang)
        if quote:
            yield _said(ear, "spoken.you_said", text=quote if quote.endswith(("?", ".")) else f"{quote}.")


def _answer(report: Report, ear: SpokenWords) -> Iterator[str]:
    answer = _paragraph((report.answer,), ear)
    if report.temperature is None:
        yield answer
    else:
        yield f"{answer} {_said(ear, 'spoken.reading', temperature=ear.temperature(report.temperature))}"


def _reasons(report: Report, ear: SpokenWords) -> Iterator[str]:
    """The reason, and what happened meanwhile."""
    for paragraph in report.paragraphs[bool(report.help_lines) :]:
        yield _paragraph(paragraph, ear)
    if report.then:
        yield _paragraph(report.then, ear)


def _next_step(report: Report, ear: SpokenWords) -> Iterator[str]:
    yield f"{_said(ear, 'spoken.next')} {_paragraph(report.next_step, ear)}"


def _further(report: Report, ear: SpokenWords) -> Iterator[str]:
    """What is added while there is time, the most useful first."""
    for cause in report.causes[:1]:
        title = for_the_ear(ear.say(cause.title), ear.lang)
        reasons = _paragraph((cause.weight.evidence, cause.weight.refuted_by), ear)
        yield f"{_said(ear, 'spoken.cause', title=title)} {reasons}"
    scale = _said(ear, "spoken.scale")
    if report.temperature is not None:
        yield scale
    yield _paragraph((*report.covered[:1],), ear)
    yield _said(ear, "spoken.how")
    yield _said(ear, "spoken.ranges")
    for message in report.more_advice[:1]:
        yield f"{_said(ear, 'spoken.also')} {_paragraph((message,), ear)}"
    yield _said(ear, "spoken.private")
    yield _said(ear, "spoken.accounts")
    if report.temperature is None:
        yield scale
