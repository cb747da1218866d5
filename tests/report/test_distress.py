"""Who is not well comes first: a kind word and somebody to talk to stand before every number, in every form."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
from pypdf import PdfReader
from tests.report import samples

from fieber.checkup.roster_summary import summarise
from fieber.report.compose import compose
from fieber.report.html import to_html
from fieber.report.markdown import to_markdown
from fieber.report.notebook import to_notebook
from fieber.report.roster_page import Roster, roster_page
from fieber.report.spoken import spoken
from fieber.report.terminal import to_terminal
from fieber.report.typeset import _pdf
from fieber.report.words import Words
from fieber.report.workbook import to_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieber.model.diagnosis import Diagnosis

KIND = {"de": "Das klingt, als ginge es dir gerade nicht gut.", "en": "That sounds as if you are not well right now."}
FORMS: dict[str, Callable[[Diagnosis, str], str]] = {
    "page": lambda one, lang: seen(to_html(one, lang)),
    "roster": lambda one, lang: seen(roster_page(Roster([one, one], summarise([one, one])), lang)),
    "notebook": lambda one, lang: seen(to_notebook(one, lang)),
    "markdown": to_markdown,
    "terminal": lambda one, lang: to_terminal(one, lang, colour=False),
    "sound": lambda one, lang: " ".join(spoken(compose(one, lang), Words(lang, as_of=one.as_of))),
    "workbook": lambda one, lang: cells(to_xlsx([one], lang)),
    "pdf": lambda one, lang: printed("long", one, lang),
    "client": lambda one, lang: printed("client", one, lang),
    "card": lambda one, lang: printed("card", one, lang),
}


def seen(page: str) -> str:
    """Give the text of a page as it stands on the screen."""
    body = re.sub(r"<(style|script|title|svg)\b.*?</\1>", " ", page.partition("<body>")[2] or page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def cells(workbook: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


def printed(layout: str, diagnosis: Diagnosis, lang: str) -> str:
    """Give the text of a printed form; of the card too, which is set as a PDF for it."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(_pdf(layout, diagnosis, lang))).pages)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_a_kind_word_comes_before_every_number(form: str, lang: str) -> None:
    """Nothing is scored and nothing is quoted before it; the first digits are those of somebody to talk to."""
    text = " ".join(FORMS[form](samples.distress(), lang).replace("\\", "").split())
    before, kind, after = text.partition(KIND[lang])
    digit = re.search(r"\d", after)

    assert kind
    assert not re.search(r"\d|°|Fieber\.|fever\.", before)
    assert "kann nicht mehr" not in text
    if form != "sound":  # it says numbers as words, and where the lines stand
        assert digit is not None
        assert re.search(r"TelefonSeelsorge|Samaritans|116 123|988", after[: digit.end() + 12])


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_help_lines_can_be_called(lang: str) -> None:
    """On the page each number is a link that a phone calls; the name of a line stays words."""
    page = to_html(samples.distress(), lang)

    called = dict(re.findall(r'<a class="call" href="tel:(\d+)">([\d ]+)</a>', page))
    assert {"08001110111": "0800 1110111", "142": "142", "116123": "116 123", "988": "988"}.items() <= called.items()
    assert "988 Suicide &amp; Crisis Lifeline, <a" in page
