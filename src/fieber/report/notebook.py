"""A finding as a cell of a notebook shows it: one element with its own style, no script, no request.

It takes the ink and the paper of what it lies in (Jupyter, VS Code, Colab, light or dark): lines and panels are made of
the current colour, and only the mercury has one of its own, in a tone seen on both.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fieber.report.compose import compose
from fieber.report.plain import clean
from fieber.report.print_chart import Palette, printed_chart, printed_thermometer
from fieber.report.words import Words

if TYPE_CHECKING:
    from typing import Any

    from fieber.model.diagnosis import Diagnosis
    from fieber.model.text import Message
    from fieber.report.document import Report

# middle tones: at least 3 to 1 on white and on near-black, which is what a picture needs
TONES = {"healthy": "#1a8a7d", "elevated": "#b8720f", "fever": "#d9541e", "high_fever": "#cf3a6b", "unknown": "#7a878a"}
BOTH_PAPERS = Palette(
    'stroke="currentColor" stroke-opacity=".18"',
    'fill="#1a8a7d" fill-opacity=".2"',
    'stroke="#1a8a7d"',
    "currentColor",
    "none",
    TONES,
)
STYLE = """
.fieber-nb{max-width:46rem;color:inherit;background:none;text-align:left;
  font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
.fieber-nb *{box-sizing:border-box;color:inherit;background:none;border:0}
.fieber-nb p{margin:0 0 .65em;padding:0}
.fieber-nb .quiet{opacity:.78}
.fieber-nb .answer{font:400 1.9em/1.15 ui-serif,"Iowan Old Style",Palatino,Georgia,serif;margin:.1em 0 .25em}
.fieber-nb .reading{font:400 1.35em/1.2 ui-serif,"Iowan Old Style",Palatino,Georgia,serif;margin:0 0 .3em}
.fieber-nb .next{border-radius:.5em;padding:.7em 1em;margin:1em 0;
  border:1px solid color-mix(in srgb,currentColor 22%,transparent);
  background:color-mix(in srgb,currentColor 6%,transparent)}
.fieber-nb svg{display:block;width:100%;height:auto;max-width:34rem;margin:.2em 0 1em;overflow:visible}
.fieber-nb svg text{fill:currentColor;opacity:.8;font:11px system-ui,sans-serif}
.fieber-nb .posts{max-width:46rem}
"""


def to_notebook(diagnosis: Diagnosis, lang: str) -> str:
    """Give the first screen of a report and its picture as one self-contained element for a notebook.

    Args:
        diagnosis: what the check-up found. lang: "de" or "en".
    """
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    chart = printed_chart(report, words, BOTH_PAPERS)
    parts = [
        *_opening(report, words),
        _quote(report, words),
        _who(report, words),
        f'<p class="answer">{escape(words.say(report.answer))}</p>',
        "" if report.temperature is None else f'<p class="reading">{escape(words.temperature(report.temperature))}</p>',
        _thermometer(report, words),
        *(_paragraph(paragraph, words) for paragraph in report.paragraphs[bool(report.help_lines) :]),
        _paragraph(report.then, words),
        _next_step(report, words),
        "" if chart is None else _posts(chart),
        f'<p class="quiet">{escape(words.word("footer.accounts"))}</p>',
    ]
    return f'<div class="fieber-nb" lang="{words.lang}"><style>{STYLE}</style>{"".join(parts)}</div>'


def _paragraph(messages: tuple[Message, ...], words: Words) -> str:
    return f"<p>{escape(words.join(messages))}</p>" if messages else ""


def _next_step(report: Report, words: Words) -> str:
    title = escape(words.word("section.next"))
    return f'<div class="next"><p><strong>{title}</strong></p>{_paragraph(report.next_step, words)}</div>'


def _opening(report: Report, words: Words) -> list[str]:
    if not report.help_lines:
        return []
    lines = "".join(f"<p>{escape(words.say(line))}</p>" for line in report.help_lines)
    intro, wait = (f"<p>{escape(words.word(f'help.{key}'))}</p>" for key in ("intro", "numbers_wait"))
    return [f'<p class="answer">{escape(words.join(report.paragraphs[0]))}</p>', intro, lines, wait]


def _quote(report: Report, words: Words) -> str:
    if report.quote is None:
        return ""
    return f'<p class="quiet"><bdi>{escape(words.word("page.quote", text=clean(report.quote)))}</bdi></p>'


def _who(report: Report, words: Words) -> str:
    diagnosis = report.diagnosis
    name = f"<strong><bdi>{escape(clean(diagnosis.account))}</bdi></strong>"
    platform = "" if diagnosis.platform is None else f" · {escape(words.platform(clean(diagnosis.platform)))}"
    as_of = f" · {escape(words.word('coverage.as_of', as_of=diagnosis.as_of))}" if report.coverage.is_dated else ""
    return f'<p>{name}<span class="quiet">{platform}{as_of}</span></p>'


def _thermometer(report: Report, words: Words) -> str:
    """Draw it lying: the glass in the current colour, the mercury in the tone of the verdict."""
    drawn = printed_thermometer(report, words)
    tone = TONES[report.verdict]
    left, width = 30.0, 350.0
    glass = 'fill="none" stroke="currentColor" stroke-opacity=".45"'
    parts = [f'<rect x="14" y="8" width="376" height="14" rx="7" {glass}/>']
    parts.append(f'<circle cx="15" cy="15" r="13" fill="{tone}"/>')
    if drawn["share"] is not None:
        length = left - 15 + width * drawn["share"]
        parts.append(f'<rect x="15" y="11.5" width="{length:.1f}" height="7" rx="3.5" fill="{tone}"/>')
    last = len(drawn["marks"]) - 1
    for i, mark in enumerate(drawn["marks"]):
        x = left + width * i / last
        parts.append(f'<path d="M{x:.1f} 22v4" stroke="currentColor" stroke-opacity=".5"/>')
        parts.append(f'<text x="{x:.1f}" y="38" text-anchor="middle">{mark}</text>')
    label = escape(drawn["alt"])
    return f'<svg viewBox="0 0 396 42" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _posts(chart: dict[str, Any]) -> str:
    """Lay the shapes of the printed chart under labels, in colours that both papers bear."""
    shapes = chart["svg"].partition(">")[2].removesuffix("</svg>")
    labels = [_label(92, tick["at"] * 360 + 7, tick["label"], "end") for tick in chart["y"]]
    labels += [_label(100 + tick["at"] * 1000, 388, tick["label"], "middle") for tick in chart["x"]]
    drawn = f'<g transform="translate(100 0)">{shapes}</g>{"".join(labels)}'
    return f'<svg class="posts" viewBox="0 0 1105 398" role="img" aria-label="{escape(chart["alt"])}">{drawn}</svg>'


def _label(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" style="font-size:20px">{escape(text)}</text>'
