"""The first screen: the person's sentence, the answer, how rare that is, how much it is, why, and the next step."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fieber.report.gauges import loss_bar, lying_thermometer, standing_thermometer
from fieber.report.html_parts import paragraphs, subtitle, tag
from fieber.report.plain import clean
from fieber.report.sentences import basis_of
from fieber.report.spoken import spoken
from fieber.report.tables import vital_name

if TYPE_CHECKING:
    from fieber.model.text import Message
    from fieber.report.document import Loss, Report
    from fieber.report.words import Words

LONG_ANSWER = 48  # characters; a longer answer is set smaller


def hero(report: Report, words: Words) -> str:
    """Give the first screen; its first heading is the page's."""
    answer = words.say(report.answer)
    size = "answer long" if len(answer) > LONG_ANSWER or report.help_lines else "answer"
    opening, below = _opening(report, words), 2 if report.help_lines else 1
    head = [_quote(report, words), _who(report, words), f'<h{below} class="{size}">{escape(answer)}</h{below}>']
    told = [
        *[paragraphs(paragraph, words) for paragraph in report.paragraphs[bool(report.help_lines) :]],
        paragraphs(report.then, words),
        f'<div class="next">{subtitle(words.word("section.next"), 2)}',
        f"{paragraphs(report.next_step, words)}</div>",
    ]
    parts = [
        f'<div class="head">{"".join(head)}</div>',
        _gauge(report, words),
        "" if report.loss is None else _loss(report, report.loss, words),
        f'<div class="told">{"".join(told)}{listening(report, words)}</div>',
    ]
    return f'{opening}<div class="hero">{"".join(parts)}</div>'


def _opening(report: Report, words: Words) -> str:
    """Give what comes before everything else where the sentence is about the person; else nothing."""
    if not report.help_lines:
        return ""
    said = tag("h1", words.join(report.paragraphs[0]), **{"class": "answer long"})
    *lines, source = report.help_lines
    listed = "".join(f"<li>{_help_line(line, words)}</li>" for line in lines)
    told = f"{tag('p', words.word('help.intro'))}<ul>{listed}</ul>{tag('p', words.word('help.numbers_wait'))}"
    return f'<div class="opening">{said}{told}{tag("p", words.say(source), **{"class": "note"})}</div>'


def _help_line(line: Message, words: Words) -> str:
    """Give a help line whose numbers can be called from a phone; they stand at its end."""
    numbers = str(line.values["numbers"])
    before, _, after = escape(words.say(line)).rpartition(numbers)
    links = [f'<a class="call" href="tel:{number.replace(" ", "")}">{number}</a>' for number in numbers.split(" · ")]
    return before + " · ".join(links) + after


def listening(report: Report, words: Words) -> str:
    """Give the button that reads the spoken version aloud; script shows it where the browser can speak."""
    said = "".join(tag("p", paragraph) for paragraph in spoken(report, words))
    start, stop = escape(words.word("page.listen")), escape(words.word("page.listen_stop"))
    sign = '<svg viewBox="0 0 20 20" aria-hidden="true"><path class="play" d="M6 3.5v13l10.5-6.5z"/></svg>'
    button = f'<button type="button" hidden data-stop="{stop}">{sign}<span>{start}</span></button>'
    return f'<div class="listen">{button}<div class="script" hidden>{said}</div></div>'


def _quote(report: Report, words: Words) -> str:
    if report.quote is None:
        return ""
    said = escape(words.word("page.quote", text=clean(report.quote)))
    return f'<blockquote class="quote"><bdi>{said}</bdi></blockquote>'


def _who(report: Report, words: Words) -> str:
    name = f"<strong><bdi>{escape(clean(report.diagnosis.account))}</bdi></strong>"
    platform = report.diagnosis.platform
    marker = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for the name until everything around it is escaped
    if platform is not None:
        where = words.word("page.title_elsewhere", account=marker, platform=words.platform(clean(platform)))
        name = escape(where).replace(marker, name)
    if not report.coverage.is_dated:
        return f'<p class="who">{name}</p>'
    as_of = escape(words.word("coverage.as_of", as_of=report.diagnosis.as_of))
    return f'<p class="who">{name} · {as_of}</p>'


def _gauge(report: Report, words: Words) -> str:
    """The one thermometer, the reading above it, and in words how rare that is."""
    reading, rare = "", ""
    if report.temperature is not None:
        reading = tag("p", words.temperature(report.temperature), **{"class": "reading"})
    period = report.diagnosis.return_period_days
    capped = report.carrier is not None and report.carrier.capped  # then it stands lower than the week is rare
    if report.temperature is not None and period is not None and not capped:
        rare = tag("p", words.word("page.how_rare", period=period), **{"class": "rare"})
    shown = standing_thermometer(report, words) + lying_thermometer(report, words)
    return f'<div class="gauge">{reading}{shown}{rare}</div>'


def _loss(report: Report, loss: Loss, words: Words) -> str:
    title = tag("strong", words.word("loss.title", name=vital_name(loss.vital, words)))
    basis = ""
    if loss.recent is not None:
        basis = words.say(basis_of(loss.vital, loss.recent, is_dated=report.coverage.is_dated))
    caption = f"{title}: {escape(words.say(loss.sentence))}. {escape(basis)}"
    return f'<figure class="loss"><figcaption>{caption}</figcaption>{loss_bar(loss, words)}</figure>'
