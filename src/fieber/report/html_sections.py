"""Everything below the first screen, in this order: the record, since when, where, followers, why, what now, how."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fieber.report.contract import fieber_version
from fieber.report.event_sentences import event_message
from fieber.report.fever_chart import draw_fever
from fieber.report.html_causes import now, why
from fieber.report.html_parts import bullets, folded, paragraphs, section, subtitle, tag
from fieber.report.html_tables import fever_table, plain_table, post_table, vitals
from fieber.report.post_chart import MARKS, draw_posts
from fieber.report.sentences import OF_THE_DAY
from fieber.report.split_chart import draw_split, split_table
from fieber.report.spread_chart import draw_spread, is_dotted, spread_table
from fieber.report.tables import best_table, fault_table, source_table

if TYPE_CHECKING:
    from fieber.report.document import FeverChart, PostChart, Report, SplitChart, SpreadChart
    from fieber.report.post_chart import Drawn
    from fieber.report.words import Words


def sections(report: Report, words: Words) -> str:
    """Give all of them."""
    memory = "section.usual" if report.spread is None or report.spread.claimed is None else "section.memory"
    followers = "".join(tag("p", words.join(told)) for told in report.followers)
    experiment = "".join(tag("p", words.join(told)) for told in report.experiment if told)
    outlook = "".join(tag("p", words.join(told)) for told in report.outlook)
    parts = [
        section(memory, "" if report.spread is None else _spread(report, report.spread, words), words),
        section("section.since", _since(report, words), words),
        section("section.split", "" if report.split is None else _split(report.split, words), words),
        section("section.followers", followers, words),
        section("section.experiment", experiment, words),
        section("section.causes", why(report, words), words),
        section("section.now", now(report, words), words),
        section("section.outlook", outlook, words),
        section("section.vitals", vitals(report, words), words),
        section("section.know", _know(report, words), words),
    ]
    return "".join(parts)


def _spread(report: Report, chart: SpreadChart, words: Words) -> str:
    """All posts by size; where a level was claimed, the best posts beside it."""
    said = [words.join(chart.sentences)]
    said.append(words.word("chart.spread.dots" if is_dotted(chart) else "chart.spread.columns"))
    if chart.recent is not None:
        said.append(words.word("chart.spread.recent"))
    caption = f"<figcaption>{escape(' '.join(said))}</figcaption>"
    figure = f'<figure>{caption}<div class="chart">{draw_spread(chart, words)}</div></figure>'
    best = best_table(report, words)
    found = folded(words.word("claim.best_posts"), plain_table(best)) if best.rows else ""
    return figure + folded(words.word("chart.table"), plain_table(spread_table(chart, words))) + found


def _since(report: Report, words: Words) -> str:
    posts = "" if report.main_chart is None else _posts(report, report.main_chart, words)
    return posts + ("" if report.fever is None else _fever(report.fever, words))


def _posts(report: Report, chart: PostChart, words: Words) -> str:
    dated = report.coverage.is_dated
    is_claimed = report.spread is not None and report.spread.trace.metric == chart.trace.metric
    claimed = report.spread.claimed if report.spread is not None and is_claimed else None
    drawn = draw_posts(chart, words, dated=dated, claimed=claimed)
    notes = [tag("strong", words.word(f"metric.{chart.trace.metric}")) + ". " + escape(words.word(_reading_key(chart)))]
    if chart.vital is not None and chart.vital.kind is not None:
        notes.append(escape(words.word("chart.posts.kind", kind=chart.vital.kind)))
    if drawn.part_from is not None and dated:
        notes.append(escape(words.word("chart.posts.recent", start=drawn.part_from)))
    if len(drawn.rows) < drawn.of:
        notes.append(escape(words.word("chart.posts.thinned", shown=len(drawn.rows), n=drawn.of)))
    table = post_table(chart.trace, drawn.rows, words, dated=dated)
    caption = f"<figcaption>{' '.join(notes)}</figcaption>"
    plot = f'<div class="chart plot">{_zoom(words)}{drawn.markup}</div>{_legend(chart, drawn, words)}'
    return f"<figure>{caption}{plot}{_numbered(drawn, words)}</figure>{table}"


def _zoom(words: Words) -> str:
    """The buttons of a chart; script shows them."""
    signs = (("in", "+", "closer"), ("out", "\N{MINUS SIGN}", "wider"), ("all", "\N{LEFT RIGHT ARROW}", "whole"))
    buttons = "".join(
        f'<button type="button" data-zoom="{name}" aria-label="{escape(words.word(f"chart.{key}"))}"'
        f' title="{escape(words.word(f"chart.{key}"))}">{sign}</button>'
        for name, sign, key in signs
    )
    return f'<div class="zoom" hidden>{buttons}</div>'


def _reading_key(chart: PostChart) -> str:
    return "chart.days.reading" if chart.trace.metric in OF_THE_DAY else "chart.posts.reading"


def _numbered(drawn: Drawn, words: Words) -> str:
    """Name the events whose numbers stand in the chart."""
    listed = "".join(f"<li>{escape(words.say(event_message(event)))}</li>" for event in drawn.events)
    title = escape(words.word("section.events"))
    return f'<p class="note">{title}:</p><ol class="events">{listed}</ol>' if listed else ""


def _legend(chart: PostChart, drawn: Drawn, words: Words) -> str:
    """Name the forms and areas that this chart really has."""
    trace = chart.trace
    kinds = sorted({kind for i in drawn.rows if (kind := trace.kind[i]) is not None})
    states = {trace.state[i] for i in drawn.rows}
    items = [
        (f'<use href="#m-{MARKS.get(kind, "small")}" x="50%" y="50%" class="point"/>', words.word(f"kind.{kind}"))
        for kind in kinds
    ]
    if any(trace.low[i] is not None for i in drawn.rows):
        items.append(('<rect class="band" width="100%" height="100%" rx="3"/>', words.word("legend.range")))
    for state, form in (("viral", "star"), ("young", "dot")):
        if state in states:
            mark = f'<use href="#m-{form}" x="50%" y="50%" class="point {state}"/>'
            items.append((mark, words.word(f"legend.{state}")))
    if chart.vital is not None and chart.vital.recent is not None:
        items.append(('<use href="#m-dot" x="50%" y="50%" class="point recent"/>', words.word("legend.recent")))
    begin = min((trace.at[i] for i in drawn.rows), default=None)
    if begin is not None and any(pause.end > begin for pause in chart.pauses):
        items.append(('<rect class="pause" width="100%" height="100%"/>', words.word("legend.pause")))
    if chart.weather is not None and 'class="weather"' in drawn.markup:
        mark = '<line x1="0" y1="50%" x2="100%" y2="50%" class="weather"/>'
        items.append((mark, words.word("legend.weather", n=chart.weather.accounts)))
    listed = "".join(f'<li><svg aria-hidden="true">{mark}</svg>{escape(name)}</li>' for mark, name in items)
    return f'<ul class="legend">{listed}</ul>'


def _fever(chart: FeverChart, words: Words) -> str:
    title = tag("strong", words.word("section.fever"))
    said = f"{escape(words.word('chart.fever.reading'))} {escape(words.say(chart.sentence))}"
    drawn = f'<div class="chart">{draw_fever(chart, words)}</div>'
    caption = f"<figcaption>{title}. {said}</figcaption>"
    return f'<figure class="second">{caption}{drawn}</figure>{fever_table(chart, words)}'


def _split(chart: SplitChart, words: Words) -> str:
    caption = f"<figcaption>{escape(words.say(chart.sentence))}</figcaption>"
    drawn = f'<figure>{caption}<div class="chart">{draw_split(chart, words)}</div></figure>'
    return drawn + folded(words.word("chart.table"), plain_table(split_table(chart, words)))


def _know(report: Report, words: Words) -> str:
    version = words.word("method.version", method=report.diagnosis.method, version=fieber_version())
    blocks = [
        ("section.method", "".join(paragraphs((message,), words) for message in report.method)),
        ("section.coverage", paragraphs(report.covered, words)),
        ("section.events", bullets(report.events, words)),
        ("section.caveats", bullets(report.caveats, words)),
    ]
    shown = "".join(f"<div>{subtitle(words.word(key), 3)}{inner}</div>" for key, inner in blocks if inner)
    tables = [
        ("section.faults", fault_table(report.coverage, words)),
        ("section.sources", source_table(report.coverage, words)),
    ]
    details = "".join(folded(words.word(key), plain_table(table)) for key, table in tables if table.rows)
    others = "".join(_posts(report, chart, words) for chart in report.other_charts)
    more = folded(words.word("chart.more"), others)
    return f'<div class="know">{shown}</div>{more}{details}{tag("p", version, **{"class": "note"})}'
