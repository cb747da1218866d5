"""How easy all sentences are: every one of the catalogues, whether a sample tells it or not."""

import re

import pytest
from tests.report.readability import flesch_kincaid, wiener_sachtextformel

from fieber.causes import causes
from fieber.report.catalogue import load

PLACE = re.compile(r"\{\w+(?::\w+)?\}")
HARDEST_KINDS = ("spoken.", "cause.", "advice.", "claim.", "follower.", "weather.", "roster.", "split.", "event.")


def sentences(lang: str, beginning: str = "") -> list[str]:
    """Give every whole sentence of a catalogue; a place is a number, which is no word to these measures."""
    return [
        PLACE.sub("12", form)
        for key, forms in load(lang).forms.items()
        for form in forms
        if key.startswith(beginning) and " " in form and form.strip().endswith((".", "?", ":"))
    ]


@pytest.mark.parametrize("beginning", ["", *HARDEST_KINDS])
@pytest.mark.parametrize(("lang", "measure"), [("de", wiener_sachtextformel), ("en", flesch_kincaid)])
def test_all_sentences_are_easy(lang: str, measure: object, beginning: str) -> None:
    """The whole catalogue, and each large family of sentences by itself, needs at most eight years of school."""
    told = sentences(lang, beginning)

    assert len(told) >= 5
    assert measure(" ".join(told)) <= 8  # type: ignore[operator]


@pytest.mark.parametrize(("lang", "measure"), [("de", wiener_sachtextformel), ("en", flesch_kincaid)])
def test_what_causes_say_is_easy(lang: str, measure: object) -> None:
    """The sentences that causes bring along, for and against, need at most eight years of school."""
    told = [PLACE.sub("12", text[lang]) for cause in causes() for text in (cause.evidence, cause.refuted_by)]

    assert measure(" ".join(told)) <= 8  # type: ignore[operator]
