"""The desk's own sentences: both languages complete, in the voice of fieber, easy to read, and all of them said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.report.readability import flesch_kincaid, wiener_sachtextformel
from tests.report.test_catalogue import BANNED, PLACE

from fieber import desk
from fieber.desk.words import LOCALES
from fieber.report.catalogue import load, parse

SOURCE = Path(desk.__file__).parent
CATALOGUES = {lang: parse((LOCALES / f"{lang}.po").read_text(encoding="utf-8")) for lang in ("de", "en")}
for catalogue in CATALOGUES.values():
    del catalogue[""]  # the head of the file
SAID = re.compile(r'say\(?\s*["\']([a-z_]+\.[a-z_.]+)["\']|"(nav\.[a-z]+)"')
# said by names that are put together: kinds of error, fields, roles, states of jobs, pages of allauth, mails
BUILT = re.compile(
    r"error\.\w+(\.(title|text))?|field\.(login|\w*password|remember|name|email|code|passkey)(\.wrong)?|role\.\w+|job\.\w+"
    r"|(rights|audit)\.what\.\w+|explained\.part\.\w+|field\.(token|hook)_\w+(\.\w+)?"
    r"|(sign_up|sign_up_closed|mail_sent|inactive|forgotten|forgotten_sent|new_password_done|change_password|again|again_code"
    r"|app_remove|codes_new|passkey_remove)\.(title|lead|button)|again\.by\.[\w:]+|own\.curve|phone\.ask\.\w+|mail\.\w+\.\w+"
    r"|case\.(stage|kind|outcome|tried)\.\w+|case\.mail\.\w+\.\w+|ledger\.advice\.\w+"
)


def used() -> set[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for kind in ("*.html", "*.py") for path in SOURCE.rglob(kind))
    return {key for pair in SAID.findall(text) for key in pair if key}


def test_both_languages_say_the_same() -> None:
    """The same keys, and in each the same places."""
    german, english = CATALOGUES["de"], CATALOGUES["en"]

    assert german.keys() == english.keys()
    for key, forms in german.items():
        # "einer Minute" and "one minute" may leave the number out: the form of many says all
        assert sorted(PLACE.findall(forms[-1])) == sorted(PLACE.findall(english[key][-1])), key
        assert len(forms) == len(english[key]), key


def test_no_key_is_the_reports() -> None:
    """The desk does not change what the report says."""
    assert not CATALOGUES["en"].keys() & load("en").forms.keys()


def test_every_sentence_is_said_and_known() -> None:
    """What templates and code say is there, and nothing is there that nobody says."""
    known, said = set(CATALOGUES["en"]), used()

    assert {key for key in said if not key.startswith("verdict.")} <= known
    assert {key for key in known - said if not BUILT.fullmatch(key)} == set()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_banned_word_is_said(lang: str) -> None:
    """No patient, no diagnosis, no alarm; no exclamation mark; no formal address."""
    for key, sentence in ((key, sentence) for key, forms in CATALOGUES[lang].items() for sentence in forms):
        assert not re.search(BANNED[lang], sentence.lower()), key
        assert "!" not in sentence, key
        assert not re.search(r"\b(Sie|Ihre?n?)\b", sentence.removeprefix("Sie")), key


@pytest.mark.parametrize(("lang", "measure"), [("de", wiener_sachtextformel), ("en", flesch_kincaid)])
def test_all_sentences_are_easy(lang: str, measure: object) -> None:
    """Together they can be read after eight years of school."""
    text = " ".join(sentence for forms in CATALOGUES[lang].values() for sentence in forms if sentence.endswith("."))

    assert callable(measure)
    assert measure(re.sub(r"\{\w+\}", "drei", text)) <= 8
