"""The script for the ear: no sign, no digit, no gap, and of a length that somebody listens to."""

import re
import unicodedata
from dataclasses import replace

import pytest
from tests.report import samples
from tests.report.readability import flesch_kincaid, wiener_sachtextformel

from fieber.model.diagnosis import Diagnosis
from fieber.report import number_words
from fieber.report.compose import compose
from fieber.report.ear import for_the_ear, name_for_the_ear, quote_for_the_ear
from fieber.report.spoken import LETTERS_PER_SECOND, spoken
from fieber.report.words import Words

LANGUAGES = ("de", "en")
EVERY = samples.every()


def script(diagnosis: Diagnosis, lang: str) -> tuple[str, ...]:
    return spoken(compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_only_letters_and_stops_are_spoken(name: str, lang: str) -> None:
    """Whatever the account is called and whatever was said, there is no sign, no digit and no "null" or "None"."""
    text = " ".join(script(EVERY[name], lang))

    strange = {letter for letter in text if unicodedata.category(letter)[0] not in "LM" and letter not in " .,?:;'-"}
    assert strange == set()
    assert re.search(r"\b(null|none|nan)\b", text, re.IGNORECASE) is None
    assert not re.search(r"\s[.,:;?]|[.,:;?]{2}|\s-|-\s", text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_it_takes_one_to_two_and_a_half_minutes(name: str, lang: str) -> None:
    """At a normal speed every script is neither over at once nor endless."""
    seconds = len(" ".join(script(EVERY[name], lang))) / LETTERS_PER_SECOND

    assert 60 <= seconds <= 130


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", "ABCDE")
def test_the_answer_and_the_next_step_are_always_said(name: str, lang: str) -> None:
    """However much there is to tell, the answer comes, and one thing to do."""
    diagnosis = samples.samples()[name]
    text = " ".join(script(diagnosis, lang))

    assert Words(lang).say(compose(diagnosis, lang).answer).split(",")[0] in text
    assert Words(lang).word("spoken.next") in text


def test_it_is_no_page_read_aloud() -> None:
    """The wording for the ear takes the place of the page's: a range of days is a sentence of its own."""
    text = " ".join(script(samples.sample_c(), "de"))

    assert "Auf den Tag genau weiß ich es nicht: Es kann zwischen dem fünften und dem vierzehnten März" in text
    assert "vierundvierzig Prozent weniger" in text
    assert "neununddreißig Grad" in text


def test_who_is_not_well_comes_before_every_number() -> None:
    """Where the sentence is about the person, that is what the script begins with."""
    base = samples.sample_a()
    told = replace(base, claims=(replace(base.claims[0], kind="distress", text="Ich kann nicht mehr."),))

    first = script(told, "de")[0]

    assert first.startswith("Das klingt, als ginge es dir gerade nicht gut.")
    assert "Check-up" not in first


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_easy_to_follow(lang: str) -> None:
    """All scripts together need no more than eight years of school, with all their numbers in words as digits again."""
    measure = wiener_sachtextformel if lang == "de" else flesch_kincaid
    text = " ".join(" ".join(script(diagnosis, lang)) for diagnosis in samples.samples().values())
    numbers = {number_words.cardinal(n * 100, lang) for n in range(1, 400)} | {
        number_words.cardinal(n * 10, lang) for n in range(1, 10_000)
    }
    words = re.findall(r"[\w'-]+|[.,:;?]", text)
    plain = " ".join(word for word in words if word not in numbers and "tausend" not in word)

    assert measure(re.sub(r" ([.,:;?])", r"\1", plain)) <= 8


@pytest.mark.parametrize(
    ("number", "german", "english"),
    [
        (0, "null", "zero"),
        (1, "ein", "one"),
        (12, "zwölf", "twelve"),
        (17, "siebzehn", "seventeen"),
        (21, "einundzwanzig", "twenty-one"),
        (101, "hunderteins", "one hundred and one"),
        (384, "dreihundertvierundachtzig", "three hundred and eighty-four"),
        (1001, "tausendeins", "one thousand and one"),
        (21_600, "einundzwanzigtausendsechshundert", "twenty-one thousand six hundred"),
        (1_230_000, "eine Million zweihundertdreißigtausend", "one million two hundred and thirty thousand"),
        (2_000_000_000, "zwei Milliarden", "two billion"),
    ],
)
def test_numbers_in_words(number: int, german: str, english: str) -> None:
    """Whole numbers are written as they are spoken."""
    assert number_words.cardinal(number, "de") == german
    assert number_words.cardinal(number, "en") == english


def test_no_two_numbers_are_called_alike() -> None:
    """Each of the first hundred thousand numbers has a name of its own, in both languages."""
    for lang in LANGUAGES:
        assert len({number_words.cardinal(number, lang) for number in range(100_000)}) == 100_000


@pytest.mark.parametrize("number", [-1, 10**12])
def test_numbers_beyond_words_are_refused(number: int) -> None:
    """What has no words here is an error, not a wrong word."""
    with pytest.raises(ValueError, match="from 0"):
        number_words.cardinal(number, "de")


def test_ordinals_and_years() -> None:
    """Days and years are spoken as the language has them."""
    assert [number_words.ordinal(n, "de") for n in (1, 3, 7, 8, 19, 20, 31)] == [
        "ersten",
        "dritten",
        "siebten",
        "achten",
        "neunzehnten",
        "zwanzigsten",
        "einunddreißigsten",
    ]
    assert [number_words.ordinal(n, "en") for n in (1, 2, 12, 20, 23)] == [
        "first",
        "second",
        "twelfth",
        "twentieth",
        "twenty-third",
    ]
    assert [number_words.year(n, "de") for n in (1999, 2025)] == [
        "neunzehnhundertneunundneunzig",
        "zweitausendfünfundzwanzig",
    ]
    assert [number_words.year(n, "en") for n in (1905, 2000, 2005, 2025)] == [
        "nineteen oh five",
        "two thousand",
        "two thousand and five",
        "twenty twenty-five",
    ]


@pytest.mark.parametrize(
    ("text", "lang", "heard"),
    [
        ("36,4\N{NO-BREAK SPACE}°C", "de", "Sechsunddreißig Komma vier Grad"),
        ("−3 %", "en", "Minus three percent"),
        (
            "(sehr wahrscheinlich zwischen 7 und 49 %).",
            "de",
            "Sehr wahrscheinlich zwischen sieben und neunundvierzig Prozent.",
        ),
        ("Einstellungen → Kontostatus", "de", "Einstellungen, dann Kontostatus"),
        ("am 9. März", "de", "Am neunten März"),
        ("on the 9th of March", "en", "On the ninth of March"),
        ("1.234,5 Likes", "de", "Tausendzweihundertvierunddreißig Komma fünf Likes"),
        ("1,234.5 likes", "en", "One thousand two hundred and thirty-four point five likes"),
        ("🙈 ok 🎉!", "en", "Ok"),
        ("0800 1110111", "en", "Zero eight zero zero one million one hundred and ten thousand one hundred and eleven"),
    ],
)
def test_signs_are_said_or_gone(text: str, lang: str, heard: str) -> None:
    """Numbers, units and arrows become words; emoji are not read out."""
    assert for_the_ear(text, lang) == heard


def test_a_sentence_in_another_language_keeps_its_number() -> None:
    """Fifty thousand is fifty thousand, with a dot, a comma or a k."""
    for said in ("50.000", "50,000", "50k", "50 K"):
        assert quote_for_the_ear(f"x {said}", "de") == "X fünfzigtausend"
        assert quote_for_the_ear(f"x {said}", "en") == "X fifty thousand"


@pytest.mark.parametrize(
    ("name", "heard"), [("anna_b.2", "anna b zwei"), ("🙈🙉", ""), ("לנה", "לנה"), ("o'neill", "o'neill"), ("-._", "")]
)
def test_names_are_read_as_names(name: str, heard: str) -> None:
    """Points and underscores are pauses; a name of signs alone is not read."""
    assert name_for_the_ear(name, "de") == heard


def test_one_before_another_number_is_counted() -> None:
    """German counts "eins und zehn Prozent", but says "ein Prozent"; ten and one and 1,1 stay what they are."""
    assert "zwischen eins und zehn Prozent" in for_the_ear("Es sind zwischen 1 und 10 %.", "de")
    assert "ein Prozent" in for_the_ear("Es ist 1 %.", "de")
    assert "eins" not in for_the_ear("Es sind 21 und 10.", "de")
