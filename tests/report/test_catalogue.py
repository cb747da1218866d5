"""The catalogues: complete, equal in both languages, in the voice of fieber."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from fieber.errors import UsageError
from fieber.report import catalogue
from fieber.report.catalogue import LOCALES, languages, load, parse

SOURCE = Path(catalogue.__file__).parents[1]
PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
BANNED = {
    "de": r"patient|diagnos|rezept|therap|krank|symptom|befund|\bärzt|\barzt|triage|leider|achtung|nur dein eindruck",
    "en": r"patient|diagnos|prescri|therap|\bsick|symptom|doctor|triage|unfortunately|warning|just your impression",
}
LANGUAGES = ("de", "en")


def sentences(lang: str) -> list[tuple[str, str]]:
    return [(key, form) for key, forms in load(lang).forms.items() for form in forms]


def test_both_languages_have_the_same_keys() -> None:
    """German and English say the same things."""
    german, english = load("de").forms, load("en").forms

    assert german.keys() == english.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_places_are_the_same_in_both_languages(lang: str) -> None:
    """No value that one language tells is missing in the other; a plural may leave out what a single one has not."""
    for key, forms in load("en").forms.items():
        other = load(lang).forms[key]

        assert len(forms) == len(other), key
        assert set(PLACE.findall(forms[-1])) == set(PLACE.findall(other[-1])), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_reader_agrees_with_babel(lang: str) -> None:
    """The small .po reader gives what Babel's gives."""
    path = LOCALES / f"{lang}.po"
    with path.open("rb") as file:
        known = {
            message.id if isinstance(message.id, str) else message.id[0]: message.string
            for message in read_po(file)
            if message.id
        }

    ours = load(lang).forms

    assert {key: forms if len(forms) > 1 else forms[0] for key, forms in ours.items()} == known


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_banned_word_is_said(lang: str) -> None:
    """Words of the clinic, of blame and of alarm are not in the catalogues."""
    banned = re.compile(BANNED[lang], re.IGNORECASE)

    assert [key for key, form in sentences(lang) if banned.search(form)] == []


def test_the_banned_words_are_found_where_they_are() -> None:
    """The test above would see them."""
    assert re.search(BANNED["de"], "Ihre Diagnose", re.IGNORECASE)
    assert re.search(BANNED["en"], "Unfortunately", re.IGNORECASE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_shouted(lang: str) -> None:
    """No sentence of ours has an exclamation mark or a long dash within it."""
    assert [
        key for key, form in sentences(lang) if "!" in form or " \N{EN DASH} " in form or "\N{EM DASH}" in form
    ] == []


def test_german_says_du() -> None:
    """The German catalogue never says Sie to the person."""
    formal = re.compile(r"\b(Ihre?[nrms]?|Ihnen)\b")

    assert [key for key, form in sentences("de") if formal.search(form)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_units_stay_with_their_numbers(lang: str) -> None:
    """Before % and °C stands a no-break space."""
    assert [key for key, form in sentences(lang) if re.search(r" (%|°C)", form)] == []


def test_plural_rules() -> None:
    """One is one; nought and two are many."""
    for lang in LANGUAGES:
        assert [load(lang).plural(n) for n in (0, 1, 2, 21)] == [1, 0, 1, 1]


def test_every_key_in_the_source_has_a_sentence() -> None:
    """Each message that the package makes is in the catalogues."""
    made = re.compile(r"Message\(\s*\"([a-z_]+\.[a-z_.0-9]+)\"")
    keys = {key for path in SOURCE.rglob("*.py") for key in made.findall(path.read_text(encoding="utf-8"))}

    assert len(keys) > 20
    assert {key for key in keys if key not in load("de").forms} == set()


def test_the_languages_are_found_by_their_files() -> None:
    """A catalogue in the folder is a language."""
    assert set(languages()) >= {"de", "en"}


def test_an_unknown_language_names_the_known_ones() -> None:
    """Who asks for a language that is not there is told which are."""
    with pytest.raises(UsageError, match="de, en"):
        load("tlh")


def test_parse_joins_lines_and_keeps_escapes() -> None:
    """A sentence over several lines is one; quotes in it stay."""
    text = 'msgid "a"\nmsgstr "one "\n"two"\n\nmsgid "b"\nmsgid_plural "b"\nmsgstr[0] "\\"x\\""\nmsgstr[1] "ys"\n'

    assert parse(text) == {"a": ("one two",), "b": ('"x"', "ys")}


def test_a_catalogue_without_plural_rule_is_refused() -> None:
    """A header that does not say how plurals go is an error that names the file."""
    with pytest.raises(ValueError, match=r"tlh\.po"):
        catalogue.read("tlh", 'msgid ""\nmsgstr "Language: tlh\\n"\n')


@pytest.mark.parametrize("text", ['msgid "a"\nmsgstr "1"\nmsgid "a"\nmsgstr "2"\n', "hello\n"])
def test_parse_refuses_what_it_does_not_know(text: str) -> None:
    """A key that comes twice, or a line that is none, is an error."""
    with pytest.raises(ValueError, match="line"):
        parse(text)
