"""What every explainer promises, over all files: both languages, sources, easy words, no number out of thin air."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.report.readability import flesch_kincaid, sentences, wiener_sachtextformel
from tests.report.test_catalogue import BANNED
from tests.report.test_readability import PLACE

from fieber.causes import causes
from fieber.explainers import Explainer, explainers, read_explainer
from fieber.explainers._text import LANGUAGES, shared
from fieber.report.words import places

EASY, HARDEST = 8, 12  # school years: what is read aloud, and the longer text
NUMBER_WORDS = {
    "de": ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
    "en": ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
}
every_explainer = pytest.mark.parametrize("explainer", explainers(), ids=lambda one: one.name)
in_each_language = pytest.mark.parametrize("lang", LANGUAGES)


def said(explainer: Explainer, lang: str) -> list[str]:
    """All that it says about the world, sources apart."""
    return [explainer.title[lang], explainer.short[lang], explainer.text[lang]]


def of_the_account(explainer: Explainer, lang: str) -> list[str]:
    return [explainer.unknown[lang], *(one.said[lang] for one in (*explainer.yours, *explainer.context))]


def numbers(text: str, lang: str) -> set[str]:
    """The numbers in a text, in digits and in words; "one" is none, it is an article too."""
    words = set(re.findall(r"[a-zäöü]+", text.casefold()))
    return set(re.findall(r"\d+(?:[.,]\d+)*", text)) | (words & set(NUMBER_WORDS[lang]))


def test_there_are_at_least_those_that_were_promised() -> None:
    """The sentences that are said again and again have an answer, and none has the name of a cause."""
    names = {one.name for one in explainers()}

    assert len(names) >= 25
    assert names >= {"shadowban", "half_life", "hashtags", "feed_order", "blue_tick", "reels", "round_number"}
    assert not names & {cause.name for cause in causes()}


@every_explainer
@in_each_language
def test_short_is_three_sentences(explainer: Explainer, lang: str) -> None:
    """What is read aloud has three sentences, and all of them are easy."""
    short = explainer.short[lang]

    assert len(re.findall(r"[.?](?:\s|$)", short)) == 3
    assert max(len(words) for words in sentences(short)) <= 20


@in_each_language
def test_short_answers_are_easy(lang: str) -> None:
    """All that is read aloud, and all that is filled with numbers, needs at most eight years of school."""
    measure = wiener_sachtextformel if lang == "de" else flesch_kincaid
    aloud = " ".join(one.short[lang] for one in explainers())
    filled = " ".join(PLACE.sub("12", text) for one in explainers() for text in of_the_account(one, lang))

    assert measure(aloud) <= EASY
    assert measure(filled) <= EASY


@every_explainer
@in_each_language
def test_texts_are_easy(explainer: Explainer, lang: str) -> None:
    """The longer text needs no more than a good school education."""
    measure = wiener_sachtextformel if lang == "de" else flesch_kincaid

    assert measure(explainer.text[lang]) < HARDEST


@every_explainer
@in_each_language
def test_no_number_out_of_thin_air(explainer: Explainer, lang: str) -> None:
    """Each number of a text stands in one of its sources; sentences about the account have only places for numbers."""
    sourced = numbers(" ".join(f"{source.what} {source.says[lang]}" for source in explainer.sources), lang)
    sourced |= {str(int(one)) for one in sourced if one.isdigit()}

    told = set().union(*(numbers(text, lang) for text in said(explainer, lang)))

    assert told <= sourced, told - sourced
    assert not any(re.search(r"\d", PLACE.sub("", text)) for text in of_the_account(explainer, lang))


@every_explainer
@in_each_language
def test_its_words_are_ours(explainer: Explainer, lang: str) -> None:
    """No word of the clinic, of blame or of alarm, no shouting, no long dash; German says du; units stay together."""
    for text in said(explainer, lang) + of_the_account(explainer, lang):
        assert not re.search(BANNED[lang], text, re.IGNORECASE)
        assert not re.search(r"!| \N{EN DASH} |\N{EM DASH}| (%|°C)|  ", text)
        assert lang == "en" or not re.search(r"\b(Ihre?[nrms]?|Ihnen)\b", text)


@every_explainer
def test_sources_are_well_formed(explainer: Explainer) -> None:
    """Each source says what it is, where it lies, what it says in both languages, and when that was looked up."""
    assert explainer.sources
    for source in explainer.sources:
        assert re.fullmatch(r"https?://[\w.-]+/\S*", source.url), source.url
        assert source.what
        assert all(source.says[lang].endswith((".", "“")) or source.says[lang][-1] in ".”" for lang in LANGUAGES)
        assert date(2026, 1, 1) <= source.looked_up
        assert source.looked_up <= explainer.date
    assert len({source.url for source in explainer.sources}) == len(explainer.sources)


@every_explainer
def test_both_languages_say_the_same(explainer: Explainer) -> None:
    """Each sentence has the same places in both languages; each language has phrases to be found by."""
    for one in (*explainer.yours, *explainer.context):
        assert places(one.said["de"]) == places(one.said["en"])
    assert all(explainer.asked[lang] for lang in LANGUAGES)
    assert explainer.version >= 1


def test_every_shared_sentence_is_told_by_somebody() -> None:
    """No sentence lies in the shared file that nobody tells any more."""
    told = [one for explainer in explainers() for one in (*explainer.yours, *explainer.context)]

    assert [name for name, one in shared().items() if one not in told] == []


WHOLE = """
version = 1
date = 2026-11-23
about = []
[de]
title = "Titel"
asked = ["titel"]
short = "Eins. Zwei. Drei."
text = '''
Eine Zeile,
noch eine.

Und 5 % mehr.
'''
unknown = "Nichts."
[en]
title = "Title"
asked = ["title"]
short = "One. Two. Three."
text = "A text."
unknown = "Nothing."
"""


def test_a_file_becomes_an_explainer() -> None:
    """Lines are joined to paragraphs, and a unit stays beside its number; without sources there are none."""
    read = read_explainer("titel", WHOLE)

    assert read.text["de"] == "Eine Zeile, noch eine.\n\nUnd 5\N{NO-BREAK SPACE}% mehr."
    assert (read.sources, read.yours, read.name) == ((), (), "titel")


@pytest.mark.parametrize("line", ["version = 1\n", 'title = "Titel"\n', 'unknown = "Nothing."\n'])
def test_what_is_missing_is_named(line: str) -> None:
    """A file without a part that every explainer has is refused, by the name of the explainer and of the part."""
    with pytest.raises(ValueError, match=f"titel.*{line.split(maxsplit=1)[0]}"):
        read_explainer("titel", WHOLE.replace(line, "", 1))
