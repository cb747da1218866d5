"""How easy all sentences are: every one of the catalogues, whether a sample tells it or not."""

import re
from importlib.resources import files

import pytest
from tests.report.readability import flesch_kincaid, wiener_sachtextformel

from fieber.causes import causes
from fieber.plugins import discover
from fieber.report.catalogue import load

PLACE = re.compile(r"\{\w+(?::\w+)?\}")
HARDEST_KINDS = (
    *("spoken.", "cause.", "advice.", "claim.", "follower.", "weather.", "roster.", "split.", "event."),
    *("experiment.", "level.", "change."),
)


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


def whole(said: str) -> str:
    return said if said.endswith((".", ":", "?")) else f"{said}."


@pytest.mark.parametrize(("lang", "measure"), [("de", wiener_sachtextformel), ("en", flesch_kincaid)])
def test_the_ways_to_an_export_are_easy(lang: str, measure: object) -> None:
    """Each step to every export that can be read, as `fieber formats` tells it, needs at most eight years of school."""
    steps = [
        whole(step.in_language(lang))
        for reader in discover("readers", "READER").values()
        for form in reader.guide.forms
        for step in form.steps
    ]

    assert len(steps) > 50
    assert measure(" ".join(steps)) <= 8  # type: ignore[operator]


@pytest.mark.parametrize("text", ["letter", "rights"])
@pytest.mark.parametrize(("lang", "measure"), [("de", wiener_sachtextformel), ("en", flesch_kincaid)])
def test_letters_are_easy(lang: str, measure: object, text: str) -> None:
    """The letter to a platform and the page on one's rights need at most eight years of school, articles and all."""
    told = files("fieber.advice").joinpath(f"{text}.{lang}.md").read_text(encoding="utf-8")

    assert measure(told) <= 8  # type: ignore[operator]
