"""What an event did, as one page with one chart: the posts, the time itself shaded, the normal before it as a line."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fieber.report.event_report import (
    answer_of,
    format_table,
    limits_of,
    meanwhile,
    paragraphs_of,
    title_of,
)
from fieber.report.html import page
from fieber.report.html_parts import bullets, paragraphs, section, tag
from fieber.report.html_tables import plain_table
from fieber.report.svg import Levels, Times, box, date_ticks, levels_around, line, number, picture, text
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.event_study import EventStudy, Stage

MOST_POINTS = 1200


def study_page(study: EventStudy, lang: str) -> str:
    """Give the study as a whole HTML page."""
    return page_of_studies((study,), lang)


def page_of_studies(studies: tuple[EventStudy, ...], lang: str) -> str:
    """Give the studies of several accounts as one page."""
    articles = "".join(_article(study, Words(lang, as_of=study.as_of)) for study in studies)
    words = Words(lang)
    title = title_of(studies[0], words) if len(studies) == 1 else words.word("page.title_many", n=len(studies))
    return page(title, articles, words)


def _article(study: EventStudy, words: Words) -> str:
    formats = format_table(study, words)
    parts = [
        f'<p class="who"><bdi>{escape(title_of(study, words))}</bdi></p>',
        tag("h1", words.say(answer_of(study)), **{"class": "answer long"}),
        *[paragraphs(paragraph, words) for paragraph in paragraphs_of(study)],
        _chart(study, words),
        section("event.formats", plain_table(formats) if formats.rows else "", words),
        section("section.events", bullets(meanwhile(study), words), words),
        section("section.cannot", bullets(limits_of(study), words), words),
    ]
    return f"<article>{''.join(parts)}</article>"


def _chart(study: EventStudy, words: Words) -> str:
    """The posts on a logarithmic scale; nothing where there is no level to draw against."""
    if study.level is None or study.level <= 0 or len(study.at) < 2 or study.metric is None:
        return ""
    step = -(-len(study.at) // MOST_POINTS)
    shown = range(0, len(study.at), step)
    levels, times = levels_around([*study.value, study.level]), Times(study.at[0], study.at[-1])
    inner = [line(0, levels.place(tick), 100, levels.place(tick), "grid") for tick in levels.ticks()]
    if study.during is not None:
        left, right = times.within(study.during.start), times.within(study.during.end)
        inner.append(box(left, levels.top, right, levels.bottom, "judged"))
    y = levels.place(study.level)
    inner.append(line(0, y, 100, y, "claimed"))
    inner += [_point(times.place(study.at[i]), levels.place(study.value[i])) for i in shown]
    for stage in (study.during, study.after):
        inner += _stage_line(study, stage, times, levels)
    inner.append(line(0, levels.bottom, 100, levels.bottom, "axis"))
    inner += [
        text(f"{number(x)}%", "97%", label, anchor="middle") for x, label in date_ticks(times, words) if 3 < x < 97
    ]
    scale = "".join(
        text("90%", f"{number(levels.place(tick) + 1.3)}%", words.amount(tick), anchor="end") for tick in levels.ticks()
    )
    label = words.word("event.chart")
    drawn = picture("".join(inner), look="posts", label=label)
    axis = f'<svg class="levels" aria-hidden="true">{scale}</svg>'
    return f'<figure><figcaption>{escape(label)}</figcaption><div class="chart plot">{axis}{drawn}</div></figure>'


def _point(x: float, y: float) -> str:
    return f'<use href="#s-dot" x="{x:.2f}%" y="{y:.2f}%" class="point"/>'


def _stage_line(study: EventStudy, stage: Stage | None, times: Times, levels: Levels) -> list[str]:
    """Where the level was, over the time that it was learned from."""
    if stage is None or stage.total is None or study.level is None:
        return []
    y = levels.place(study.level * (1 + stage.total.percent / 100))
    return [line(times.within(stage.start), y, times.within(stage.end), y, "onset")]
