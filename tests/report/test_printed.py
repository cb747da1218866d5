"""PDF, one page and card: every text is in them, in any script; one page stays one; same input, same bytes."""

import io
import struct
import sys
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from tests.report import samples

from fieber.errors import UsageError
from fieber.model.diagnosis import Diagnosis
from fieber.model.text import Message
from fieber.report.compose import compose
from fieber.report.document import Explained
from fieber.report.print_chart import COLOURS
from fieber.report.printed import breakable, printed
from fieber.report.typeset import FONTS, LAYOUTS, to_client_pdf, to_pdf, to_png
from fieber.report.words import Words

EVERY = samples.every()
LANGUAGES = ("de", "en")
NAMES = ("נועה כהן", "محمد علي", "lena ✨🙈", "x" * 80, "Ελένη", "Жанна", "Zoë Łukasz Þór")


def text_of(pdf: bytes) -> str:
    """Give the text of a PDF on one line, without the breaks that only the layout has."""
    whole = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(whole.replace("\N{ZERO WIDTH SPACE}", "").replace("\N{NO-BREAK SPACE}", " ").split())


def dictionary(value: Any) -> DictionaryObject:
    """Give what stands behind a part of a PDF, which is often only a reference."""
    found = value.get_object()
    assert isinstance(found, DictionaryObject)
    return found


def squeezed(text: str) -> str:
    return "".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def named(name: str) -> Diagnosis:
    return replace(samples.sample_c(), account=name)


def in_distress() -> Diagnosis:
    base = samples.sample_a()
    return replace(base, claims=(replace(base.claims[0], kind="distress", text="Ich kann nicht mehr."),))


def _of(cause: Explained) -> tuple[Message, ...]:
    return (cause.how_likely, cause.weight.evidence, cause.weight.refuted_by)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", "ABCDE")
def test_the_long_pdf_holds_every_sentence(name: str, lang: str) -> None:
    """Each sentence of the report is found in the text of the PDF, in the words of its language."""
    diagnosis = EVERY[name]
    report, words = compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)
    text = text_of(to_pdf(diagnosis, lang))

    told = [report.answer, *(message for paragraph in report.paragraphs for message in paragraph), *report.next_step]
    told += [*report.more_advice, *report.method, *report.covered, *report.caveats]
    told += [message for cause in report.causes for message in _of(cause)]
    told += [message for paragraph in (*report.followers, *report.experiment, *report.outlook) for message in paragraph]
    told += report.spread.sentences if report.spread is not None else ()
    assert [words.say(message) for message in told if squeezed(words.say(message)) not in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*EVERY, "distress"])
def test_one_page_is_one_page(name: str, lang: str) -> None:
    """However much there is to tell, the client's PDF is a single page, all of it within the paper."""
    diagnosis = in_distress() if name == "distress" else EVERY[name]
    pdf = to_client_pdf(diagnosis, lang)
    words = Words(lang, as_of=diagnosis.as_of)
    pages = PdfReader(io.BytesIO(pdf)).pages
    heights: list[float] = []
    pages[0].extract_text(visitor_text=lambda text, place, *_: heights.append(place[5]) if text.strip() else None)

    assert len(pages) == 1
    assert squeezed(words.join(compose(diagnosis, lang).next_step)) in text_of(pdf)
    assert min(heights) > 18
    assert max(heights) < 842 - 40


def test_a_very_long_finding_still_fits() -> None:
    """Paragraphs that fill two pages are set smaller, then left out with a word about it; never cut off."""
    base = samples.sample_c()
    claims = tuple(
        replace(base.claims[0], kind="other", not_understood=(f"{i} " + "viele Worte " * 12,)) for i in range(40)
    )
    diagnosis = replace(base, claims=(base.claims[0], *claims))

    pdf = to_client_pdf(diagnosis, "de")

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert squeezed(Words("de").word("print.more")) in text_of(pdf)
    assert squeezed(Words("de").join(compose(diagnosis, "de").next_step)) in text_of(pdf)
    assert size_of(to_png(diagnosis, "de")) == (1080, 1350)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_are_set_in_our_fonts(name: str) -> None:
    """Greek, Cyrillic, Hebrew, Arabic, emoji and 80 letters in a row are all set, in fonts that always come along."""
    pdf = to_client_pdf(named(name), "en")
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in dictionary(dictionary(page["/Resources"])["/Font"]).values()
    }
    letters = {letter for letter in name if not letter.isspace()}

    # the arrow in a sentence comes from typst's own font
    assert {font for font in fonts if "Noto" not in font and "Libertinus" not in font} == set()
    assert letters - set(text_of(pdf)) <= set("علي")  # joined letters have forms of their own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_tagged_and_says_what_it_is(lang: str) -> None:
    """Title and language stand in the PDF, and it is tagged, so that a screen reader can read it."""
    reader = PdfReader(io.BytesIO(to_pdf(EVERY["C"], lang)))

    assert reader.metadata is not None
    assert reader.metadata.title == Words(lang).word("page.title", account="anna")
    root = dictionary(reader.trailer["/Root"])
    assert str(root["/Lang"]).startswith(lang)
    assert dictionary(root["/MarkInfo"])["/Marked"]


@pytest.mark.parametrize("render", [to_pdf, to_client_pdf, to_png])
def test_the_same_finding_gives_the_same_bytes(render: object) -> None:
    """Nothing of the clock or of chance is in it."""
    assert render(EVERY["B"], "de") == render(EVERY["B"], "de")  # type: ignore[operator]


def size_of(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("name", [*EVERY, "distress"])
def test_the_card_has_the_size_of_a_chat(name: str) -> None:
    """Every finding gives one picture of 1080 by 1350 pixels."""
    diagnosis = in_distress() if name == "distress" else EVERY[name]

    png = to_png(diagnosis, "de")

    assert png.startswith(b"\x89PNG")
    assert size_of(png) == (1080, 1350)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where typst is missing, one sentence names the command that brings it."""
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(UsageError, match=r"fieber\[pdf\]"):
        to_pdf(EVERY["A"], "en")


def test_words_that_are_too_long_for_a_line_may_break() -> None:
    """A handle of eighty letters is broken where nothing is seen; short words stay as they are."""
    assert breakable("kurz und gut") == "kurz und gut"
    assert breakable("x" * 80).replace("\N{ZERO WIDTH SPACE}", "") == "x" * 80
    assert max(map(len, breakable("x" * 80).split("\N{ZERO WIDTH SPACE}"))) <= 12


def test_colours_of_paper_are_those_of_the_page() -> None:
    """The tones of the verdicts are the same on paper and on the light page."""
    tokens = (LAYOUTS.parent / "tokens.css").read_text(encoding="utf-8")
    light = tokens.partition("@media")[0]

    assert {name: colour for name, colour in COLOURS.items() if f"--{name}: {colour};" not in light} == {}


def test_the_fonts_come_with_their_licence() -> None:
    """What lies in the package may lie there."""
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert len(list(FONTS.glob("*.ttf"))) == 6


def test_nothing_is_left_out_of_the_printed_value() -> None:
    """Every part of the report that has something to say is a section of the printed value."""
    report = compose(EVERY["C"], "de")
    titles = {part["title"] for part in printed(report, Words("de"))["sections"]}

    wanted = (
        "split",
        "more_advice",
        "causes",
        "method",
        "coverage",
        "caveats",
        "cannot",
        "faults",
        "sources",
        "vitals",
    )
    assert {key for key in wanted if Words("de").word(f"section.{key}") not in titles} == set()
