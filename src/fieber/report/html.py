"""Report → one self-contained HTML page: no request, no foreign font, readable without script."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from fieber.report.compose import compose
from fieber.report.html_hero import hero, opening_of, without_opening
from fieber.report.html_parts import FOOTER, tag
from fieber.report.html_sections import sections
from fieber.report.plain import clean
from fieber.report.post_chart import MOST_POINTS, marks
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.model.diagnosis import Diagnosis
    from fieber.report.document import Report

TEMPLATES = Path(__file__).with_name("templates")
STYLES = ("tokens.css", "page.css", "charts.css", "media.css")  # later ones may overrule earlier ones
SCRIPTS = ("chart.js", "listen.js")
FEWEST_POINTS = 150  # of each chart, on a page with many accounts


def to_html(diagnosis: Diagnosis, lang: str) -> str:
    """Give the finding of one account as a whole HTML page.

    Args:
        diagnosis: what the check-up found.
        lang: "de" or "en".
    """
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    title = words.word("page.title", account=clean(diagnosis.account))
    return page(title, _article(report, words, level=1, most=MOST_POINTS), words)


def page_for_many(diagnoses: Sequence[Diagnosis], lang: str) -> str:
    """Give the findings of several accounts as one page with a list at the top; of one account, its own page.

    The charts of many accounts have fewer points each, so that the page stays light; each says so.

    Raises:
        ValueError: there is no account.
    """
    if not diagnoses:
        message = "a page needs at least one account"
        raise ValueError(message)
    if len(diagnoses) == 1:
        return to_html(diagnoses[0], lang)
    most = max(FEWEST_POINTS, MOST_POINTS * 3 // len(diagnoses))
    reports = [(compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)) for diagnosis in diagnoses]
    words = Words(lang)
    title = words.word("page.title_many", n=len(diagnoses))
    opening = opening_of(reports[0][0], words)
    reports = [(without_opening(report), own) for report, own in reports]
    articles = [
        _account(report, own, _article(report, own, level=2, most=min(most, MOST_POINTS), anchor=f"a{i}"))
        for i, (report, own) in enumerate(reports)
    ]
    accounts = f'<div class="accounts">{"".join(articles)}</div>'
    return page(title, opening + tag("h1", title) + accounts, words)


def _account(report: Report, words: Words, article: str) -> str:
    """Fold one account of several to a line of the list; a link to what is in it opens it, without script too."""
    name = f"<bdi>{escape(clean(report.diagnosis.account))}</bdi>"
    degrees = escape(words.temperature(report.temperature)) if report.temperature is not None else ""
    result = f'<span class="word">{escape(words.word(f"verdict.{report.verdict}"))}</span>'
    if report.diagnosis.slow_loss is not None:  # never only "no fever": DESIGN.md section 2, the slow loss
        result += f'<span class="sub">{escape(words.word("page.slow"))}</span>'
    line = f"{name}<span>{degrees}</span><span>{result}</span>"
    return f'<details class="account {report.verdict}"><summary>{line}</summary>{article}</details>'


def _article(report: Report, words: Words, *, level: int, most: int, anchor: str = "a0") -> str:
    inner = hero(report, words, level=level) + sections(report, words, level=level + 1, most=most)
    return f'<article id="{anchor}" class="{report.verdict}">{inner}</article>'


def page(title: str, body: str, words: Words) -> str:
    """Give a whole page around a body of elements."""
    template, style, script = _templates()
    return template.substitute(
        lang=words.lang,
        title=escape(title),
        skip=escape(words.word("page.skip")),
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        marks=marks(),
        body=body,
        footer="".join(tag("p", words.word(key)) for key in FOOTER),
    )


@lru_cache(maxsize=1)
def _templates() -> tuple[Template, str, str]:
    """Give the page's frame, its style and its script."""
    style, script = (
        "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names) for names in (STYLES, SCRIPTS)
    )
    return Template((TEMPLATES / "page.html").read_text(encoding="utf-8")), style, script


def _hash(text: str) -> str:
    """Give the name under which the page's policy lets this one style or script run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
