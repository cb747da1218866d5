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
from fieber.report.html_hero import hero
from fieber.report.html_parts import FOOTER, tag
from fieber.report.html_sections import sections
from fieber.report.plain import clean
from fieber.report.post_chart import marks
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis

TEMPLATES = Path(__file__).with_name("templates")
STYLES = ("tokens.css", "page.css", "charts.css", "media.css")  # later ones may overrule earlier ones
SCRIPTS = ("chart.js", "listen.js")


def to_html(diagnosis: Diagnosis, lang: str) -> str:
    """Give the finding of one account as a whole HTML page.

    Args:
        diagnosis: what the check-up found.
        lang: "de" or "en".
    """
    words = Words(lang, as_of=diagnosis.as_of)
    return page(words.word("page.title", account=clean(diagnosis.account)), article(diagnosis, lang), words)


def article(diagnosis: Diagnosis, lang: str) -> str:
    """Give the finding of one account as an element, for a page that brings the styles, scripts and `marks` itself."""
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    return f'<article class="{report.verdict}">{hero(report, words)}{sections(report, words)}</article>'


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
