"""The parts of the HTML page, each from the report to markup; everything from outside is escaped here."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from fieber.report.contract import fieber_version
from fieber.report.event_sentences import event_message
from fieber.report.fever_chart import draw_fever
from fieber.report.gauges import loss_bar, lying_thermometer, standing_thermometer
from fieber.report.html_tables import fever_table, plain_table, post_table, vitals
from fieber.report.plain import clean
from fieber.report.post_chart import MARKS, draw_posts
from fieber.report.sentences import OF_THE_DAY, basis_of
from fieber.report.split_chart import draw_split, split_table
from fieber.report.tables import best_table, fault_table, source_table, vital_name

if TYPE_CHECKING:
    from fieber.model.diagnosis import Claim
    from fieber.model.text import Message
    from fieber.report.document import Explained, FeverChart, Loss, PostChart, Report, SplitChart
    from fieber.report.post_chart import Drawn
    from fieber.report.words import Words

FOOTER = ("footer.accounts", "footer.platforms", "footer.work")
LONG_ANSWER = 48  # characters; a longer answer is set smaller


def tag(name: str, text: str, **attributes: str) -> str:
    """Give an element that holds only text."""
    named = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{named}>{escape(text)}</{name}>"


def paragraphs(messages: tuple[Message, ...], words: Words) -> str:
    """Give several messages as one paragraph."""
    return tag("p", words.join(messages)) if messages else ""


def bullets(messages: tuple[Message, ...], words: Words) -> str:
    """Give several messages as a list."""
    return f"<ul>{''.join(tag('li', words.say(message)) for message in messages)}</ul>" if messages else ""


def hero(report: Report, words: Words, *, level: int) -> str:
    """Give the first screen: the person's sentence, the answer, the thermometer, the reason, the next step."""
    answer = words.say(report.answer)
    size = "answer long" if len(answer) > LONG_ANSWER or report.help_lines else "answer"
    opening, below = opening_of(report, words, f"h{level}"), level + bool(report.help_lines)
    reading = "" if report.temperature is None else words.temperature(report.temperature)
    quote = ""
    if report.quote is not None:
        said = escape(words.word("page.quote", text=clean(report.quote)))
        quote = f'<blockquote class="quote"><bdi>{said}</bdi></blockquote>'
    told = [
        quote,
        _who(report, words),
        f'<h{below} class="{size}">{escape(answer)}</h{below}>',
        f'<p class="reading">{escape(reading)}</p>' if reading else "",
        lying_thermometer(report, words),
        *[paragraphs(paragraph, words) for paragraph in report.paragraphs[bool(report.help_lines) :]],
        paragraphs(report.then, words),
        f'<div class="next">{_subtitle(words.word("section.next"), level + 1)}',
        f"{paragraphs(report.next_step, words)}</div>",
    ]
    loss = "" if report.loss is None else _loss(report, report.loss, words)
    shown = f"<div>{''.join(told)}</div><div>{standing_thermometer(report, words)}</div>{loss}"
    return f'{opening}<div class="hero">{shown}</div>'


def opening_of(report: Report, words: Words, heading: str = "p") -> str:
    """Give what comes before everything else where the sentence is about the person; else nothing."""
    if not report.help_lines:
        return ""
    said = f'<{heading} class="answer long">{escape(words.join(report.paragraphs[0]))}</{heading}>'
    told = tag("p", words.word("help.intro")) + bullets(report.help_lines, words)
    return f'<div class="opening">{said}{told}{tag("p", words.word("help.numbers_wait"))}</div>'


def without_opening(report: Report) -> Report:
    """Give the report without it, for pages on which it stands once above several accounts."""
    if not report.help_lines:
        return report
    return replace(report, help_lines=(), paragraphs=report.paragraphs[1:])


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


def _loss(report: Report, loss: Loss, words: Words) -> str:
    title = tag("strong", words.word("loss.title", name=vital_name(loss.vital, words)))
    basis = ""
    if loss.recent is not None:
        basis = words.say(basis_of(loss.vital, loss.recent, is_dated=report.coverage.is_dated))
    caption = f"{title}: {escape(words.say(loss.sentence))}. {escape(basis)}"
    return f'<figure class="loss"><figcaption>{caption}</figcaption>{loss_bar(loss, words)}</figure>'


def sections(report: Report, words: Words, *, level: int, most: int) -> str:
    """Give everything below the first screen; `most` is how many points a chart may have."""
    parts = [
        section("section.split", "" if report.split is None else _split(report.split, words), words, level),
        section("section.posts", _main_chart(report, words, most), words, level),
        section("section.fever", "" if report.fever is None else _fever(report.fever, words), words, level),
        section("section.more_advice", bullets(report.more_advice, words), words, level),
        section("section.followers", "".join(tag("p", words.join(told)) for told in report.followers), words, level),
        section("section.causes", _causes(report, words, level + 1), words, level),
        section("section.vitals", vitals(report, words), words, level),
        _more_charts(report, words, level + 1, most),
        section("section.know", _know(report, words, level + 1), words, level),
    ]
    return "".join(parts)


def _subtitle(text: str, level: int) -> str:
    return tag(f"h{level}", text, **{"class": "subtitle"})


def section(key: str, inner: str, words: Words, level: int) -> str:
    """Give a titled part of the page; nothing where it would be empty."""
    return f'<section><h{level} class="title">{escape(words.word(key))}</h{level}>{inner}</section>' if inner else ""


def _main_chart(report: Report, words: Words, most: int) -> str:
    return "" if report.main_chart is None else _posts(report, report.main_chart, words, most)


def _posts(report: Report, chart: PostChart, words: Words, most: int) -> str:
    claims = [claim for claim in report.diagnosis.claims[:1] if claim.kind == "claim_level" and _is_of_posts(claim)]
    claimed = next((claim.value for claim in claims if claim.metric == chart.trace.metric), None)
    dated = report.coverage.is_dated
    drawn = draw_posts(chart, words, dated=dated, claimed=claimed, most=most)
    notes = [tag("strong", words.word(f"metric.{chart.trace.metric}")) + ". " + escape(words.word(_reading_key(chart)))]
    if chart.vital is not None and chart.vital.kind is not None:
        notes.append(escape(words.word("chart.posts.kind", kind=chart.vital.kind)))
    if drawn.part_from is not None and dated:
        notes.append(escape(words.word("chart.posts.recent", start=drawn.part_from)))
    if len(drawn.rows) < drawn.of:
        notes.append(escape(words.word("chart.posts.thinned", shown=len(drawn.rows), n=drawn.of)))
    table = post_table(chart.trace, drawn.rows, words, dated=dated)
    caption = f"<figcaption>{' '.join(notes)}</figcaption>"
    plot = f'<div class="chart plot">{drawn.markup}</div>{_legend(chart, drawn, words)}{_numbered(drawn, words)}'
    return f"<figure>{caption}{plot}</figure>{table}"


def _reading_key(chart: PostChart) -> str:
    return "chart.days.reading" if chart.trace.metric in OF_THE_DAY else "chart.posts.reading"


def _numbered(drawn: Drawn, words: Words) -> str:
    """Name the events whose numbers stand in the chart."""
    listed = "".join(f"<li>{escape(words.say(event_message(event)))}</li>" for event in drawn.events)
    title = escape(words.word("section.events"))
    return f'<p class="note">{title}:</p><ol class="events">{listed}</ol>' if listed else ""


def _is_of_posts(claim: Claim) -> bool:
    return claim.unit in {None, "per_post", "per_story"}


def _legend(chart: PostChart, drawn: Drawn, words: Words) -> str:
    """Name the forms and areas that this chart really has."""
    trace = chart.trace
    kinds = sorted({kind for i in drawn.rows if (kind := trace.kind[i]) is not None})
    states = {trace.state[i] for i in drawn.rows}
    items = [
        (f'<use href="#m-{MARKS.get(kind, "small")}" x="50%" y="50%" class="point"/>', f"kind.{kind}") for kind in kinds
    ]
    if any(trace.low[i] is not None for i in drawn.rows):
        items.append(('<rect class="band" width="100%" height="100%" rx="3"/>', "legend.range"))
    for state, form in (("viral", "star"), ("young", "dot")):
        if state in states:
            items.append((f'<use href="#m-{form}" x="50%" y="50%" class="point {state}"/>', f"legend.{state}"))
    if chart.vital is not None and chart.vital.recent is not None:
        items.append(('<use href="#m-dot" x="50%" y="50%" class="point recent"/>', "legend.recent"))
    begin = min((trace.at[i] for i in drawn.rows), default=None)
    if begin is not None and any(pause.end > begin for pause in chart.pauses):
        items.append(('<rect class="pause" width="100%" height="100%"/>', "legend.pause"))
    listed = "".join(f'<li><svg aria-hidden="true">{mark}</svg>{escape(words.word(key))}</li>' for mark, key in items)
    return f'<ul class="legend">{listed}</ul>'


def _fever(chart: FeverChart, words: Words) -> str:
    caption = (
        f"<figcaption>{escape(words.word('chart.fever.reading'))} {escape(words.say(chart.sentence))}</figcaption>"
    )
    return f'<figure>{caption}<div class="chart">{draw_fever(chart, words)}</div></figure>{fever_table(chart, words)}'


def _split(chart: SplitChart, words: Words) -> str:
    caption = tag("figcaption", words.say(chart.sentence))
    picture = f'<div class="chart">{draw_split(chart, words)}</div>'
    folded = f"<details><summary>{escape(words.word('chart.table'))}</summary>{plain_table(split_table(chart, words))}"
    return f"<figure>{caption}{picture}</figure>{folded}</details>"


def _more_charts(report: Report, words: Words, level: int, most: int) -> str:
    if not report.other_charts:
        return ""
    charts = [
        _subtitle(words.word(f"metric.{chart.trace.metric}"), level) + _posts(report, chart, words, most)
        for chart in report.other_charts
    ]
    return f'<details class="more"><summary>{escape(words.word("chart.more"))}</summary>{"".join(charts)}</details>'


def _causes(report: Report, words: Words, level: int) -> str:
    listed = "".join(_cause(cause, words, level) for cause in report.causes)
    return f'<ul class="causes">{listed}</ul>' if listed else ""


def _cause(cause: Explained, words: Words, level: int) -> str:
    title = _subtitle(words.say(cause.title), level)
    against = tag("p", words.say(cause.weight.refuted_by), **{"class": "note"})
    return f"<li>{title}{tag('p', words.say(cause.weight.evidence))}{against}</li>"


def _missing(report: Report, words: Words) -> str:
    missing = "".join(tag("li", f"{words.say(one.title)}: {words.say(one.reason)}") for one in report.missing)
    return f"<ul>{missing}</ul>" if missing else ""


def _know(report: Report, words: Words, level: int) -> str:
    version = words.word("method.version", method=report.diagnosis.method, version=fieber_version())
    blocks = [
        ("section.method", "".join(paragraphs((message,), words) for message in report.method)),
        ("section.coverage", paragraphs(report.covered, words)),
        ("section.events", bullets(report.events, words)),
        ("section.caveats", bullets(report.caveats, words)),
        ("section.cannot", _missing(report, words)),
    ]
    shown = "".join(f"<div>{_subtitle(words.word(key), level)}{inner}</div>" for key, inner in blocks if inner)
    tables = [
        ("claim.best_posts", best_table(report, words)),
        ("section.faults", fault_table(report.coverage, words)),
        ("section.sources", source_table(report.coverage, words)),
    ]
    details = "".join(
        f"<details><summary>{escape(words.word(key))}</summary>{plain_table(table)}</details>"
        for key, table in tables
        if table.rows
    )
    return f'<div class="know">{shown}</div>{details}{tag("p", version, **{"class": "note"})}'
