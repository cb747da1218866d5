"""What is known is told in every long form, and the page tells it in the order in which somebody asks."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from tests.report import samples

from fieber.model.surroundings import FormatOutlook
from fieber.report.compose import compose
from fieber.report.html import to_html
from fieber.report.markdown import to_markdown
from fieber.report.typeset import to_pdf
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieber.model.diagnosis import Diagnosis
    from fieber.model.text import Message

LANGUAGES = ("de", "en")
ORDER = ("memory", "since", "split", "causes", "now", "know")  # of issue 6; others may stand between them


def told() -> Diagnosis:
    """A fever with where it was lost, a claimed level, and a forecast for two formats of the others."""
    ahead = [
        FormatOutlook("instagram", kind, "likes", percent, percent - 9, percent + 8, 28, DAY, UNTIL, accounts=212)
        for kind, percent in ((None, -3.0), ("reel", -20.0))
    ]
    claims = (replace(samples.sample_a().claims[0], text="Ich habe immer 50.000 Likes!"),)
    return replace(samples.sample_c(), claims=claims, outlook_formats=tuple(ahead))


DAY, UNTIL = datetime(2025, 4, 10, tzinfo=UTC), datetime(2025, 5, 8, tzinfo=UTC)
FORMS: dict[str, Callable[[Diagnosis, str], str]] = {
    "page": lambda one, lang: html.unescape(re.sub(r"<[^>]+>", "", to_html(one, lang))),
    "markdown": lambda one, lang: to_markdown(one, lang).replace("\\", ""),
    "pdf": lambda one, lang: "".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(one, lang))).pages),
}


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_long_form_tells_everything(form: str, lang: str) -> None:
    """Causes with how likely they are, forecasts of the formats, followers and what is to be known: in each form."""
    diagnosis = told()
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    found = squeezed(FORMS[form](diagnosis, lang))

    paragraphs = [*report.paragraphs, *report.followers, *report.outlook, report.next_step, report.covered]
    sentences: list[Message] = [message for paragraph in paragraphs for message in paragraph]
    for cause in report.causes:
        sentences += [cause.title, cause.how_likely, cause.weight.evidence, cause.weight.refuted_by]

    assert len(report.outlook) == 2
    assert [said for one in sentences if squeezed(said := words.say(one)) not in found] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_tells_it_in_the_order_of_the_questions(lang: str) -> None:
    """Memory and record, since when, where, why, what now, how I know."""
    titles = re.findall(r'<h2 class="title">(.*?)</h2>', to_html(told(), lang))
    wanted = [html.escape(Words(lang).word(f"section.{key}")) for key in ORDER]

    assert [title for title in titles if title in wanted] == wanted
