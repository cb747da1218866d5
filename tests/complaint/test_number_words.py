"""Number words of both languages, spelt by rules of their own and read back."""

from __future__ import annotations

import pytest

from fieber.complaint import understand
from fieber.complaint.numbers import german_number, read_number

GERMAN = [
    "null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
]  # fmt: skip
GERMAN_TENS = [
    "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig",
]  # fmt: skip
ENGLISH = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
ENGLISH_TENS = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
]  # fmt: skip


def german(number: int) -> str:
    if number >= 1000:
        return german(number // 1000) + "tausend" + (german(number % 1000) if number % 1000 else "")
    if number >= 100:
        return GERMAN[number // 100] + "hundert" + (german(number % 100) if number % 100 else "")
    if number < 20:
        return GERMAN[number]
    ten = GERMAN_TENS[number // 10 - 2]
    return f"{GERMAN[number % 10]}und{ten}" if number % 10 else ten


def english(number: int) -> str:
    if number >= 1000:
        return f"{english(number // 1000)} thousand" + (f" {english(number % 1000)}" if number % 1000 else "")
    if number >= 100:
        return f"{english(number // 100)} hundred" + (f" and {english(number % 100)}" if number % 100 else "")
    if number < 20:
        return ENGLISH[number]
    return ENGLISH_TENS[number // 10 - 2] + (f" {ENGLISH[number % 10]}" if number % 10 else "")


def test_german_numbers_are_read_as_they_are_spelt() -> None:
    """Every number below thousand, and some of each size up to a million, is read from its one word."""
    numbers = [*range(1000), *range(1000, 1_000_000, 7919), 999_999]

    assert [german_number(german(number)) for number in numbers] == numbers


def test_english_numbers_are_read_as_they_are_spelt() -> None:
    """Every number from two to a thousand, and some of each size up to a million, is read to its last word."""
    for number in [*range(2, 101), *range(102, 1000), *range(1000, 1_000_000, 7919), 999_999]:
        words = english(number).split()
        read = read_number(words, 0)
        assert read is not None
        assert (read.value, read.end) == (number, len(words)), english(number)


SCALES = {
    "5 hundert, 5 hundred, 5 hundreds, fünf hundert, fuenf hundert": 500,
    "5 tausend, 5 tsd, 5 tausender, 5 thousand, 5 grand, 5k, 5t": 5e3,
    "5 lakh, 5 lakhs, 5 lac": 5e5,
    "5 mio, 5 mille, 5 million, 5 millionen, 5 mios, 5 mill, 5m, 5 mil, 5mm, 5 millions, 5mn": 5e6,
    "5 crore, 5 crores, 5cr": 5e7,
    "5 mrd, 5 milliarde, 5 milliarden, 5 billion, 5bn, 5b": 5e9,
    "zwei, zwo": 2, "zwölf, zwoelf": 12, "dreißig, dreissig": 30, "vierzig, forty, fourty": 40, "fünfzig, fuenfzig": 50,
    "anderthalb, eineinhalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5, "viereinhalb": 4.5, "fünfeinhalb": 5.5,
    "sechseinhalb": 6.5, "siebeneinhalb": 7.5, "a few hundred, few hundred": 300,
    "a couple thousand, a couple of thousand": 2000, "eine dreiviertel million, three quarters of a million": 750000,
    "two and a half thousand": 2500, "a hundred and one": 101, "forty one thousand": 41000,
}  # fmt: skip


@pytest.mark.parametrize(("texts", "value"), SCALES.items())
def test_scales_and_halves(texts: str, value: float) -> None:
    """Each word of scale has its size, however it is spelt, and the number is read to its last word."""
    for text in texts.split(", "):
        read = read_number(text.split(), 0)
        assert read is not None
        assert (read.value, read.end) == (value, len(text.split())), text


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("hälfte", 1 / 2), ("haelfte", 1 / 2), ("halbe", 1 / 2), ("halben", 1 / 2), ("drittel", 1 / 3),
        ("viertel", 1 / 4),
        ("fünftel", 1 / 5), ("sechstel", 1 / 6), ("siebtel", 1 / 7), ("achtel", 1 / 8), ("zehntel", 1 / 10),
        ("hundertstel", 1 / 100), ("dreiviertel", 3 / 4), ("half", 1 / 2), ("third", 1 / 3), ("quarter", 1 / 4),
        ("fourth", 1 / 4), ("fifth", 1 / 5), ("sixth", 1 / 6), ("eighth", 1 / 8), ("tenth", 1 / 10),
        ("hundredth", 1 / 100),
    ],
)  # fmt: skip
def test_fractions(word: str, value: float) -> None:
    """A fraction is one part of as many as its name says, and its plural is so many of them."""
    one = read_number(["a", word], 0)
    bare = read_number([word], 0)

    assert one is not None
    assert bare is not None
    assert (one.shape, one.article) == ("fraction", True)
    assert (bare.shape, bare.article) == ("fraction", False)
    assert one.value == bare.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two thirds", 2 / 3), ("three quarters", 3 / 4), ("two fifths", 2 / 5), ("nine tenths", 9 / 10),
        ("zwei drittel", 2 / 3),
        ("3/4", 3 / 4),
    ],
)  # fmt: skip
def test_several_parts(words: str, value: float) -> None:
    """Two thirds are two of three."""
    read = read_number(words.split(), 0)

    assert read is not None
    assert (read.shape, read.end) == ("fraction", len(words.split()))
    assert read.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("zweimal", 2), ("dreimal", 3), ("viermal", 4), ("fünfmal", 5), ("sechsmal", 6), ("siebenmal", 7),
        ("achtmal", 8),
        ("neunmal", 9), ("zehnmal", 10), ("zwanzigmal", 20), ("hundertmal", 100), ("doppelt", 2), ("doppelte", 2),
        ("dreifach", 3), ("dreifache", 3), ("vierfache", 4), ("fünffache", 5), ("zehnfache", 10), ("twice", 2),
        ("thrice", 3), ("double", 2), ("triple", 3), ("twofold", 2), ("threefold", 3), ("tenfold", 10),
        ("fivefold", 5),
        ("10 mal", 10), ("10x", 10), ("10fach", 10), ("3 times", 3), ("ten fold", 10), ("1000 mal", 1000),
        ("sixfold", 6),
    ],
)  # fmt: skip
def test_how_many_times(words: str, value: float) -> None:
    """Multiples are read as many times as their words say."""
    read = read_number(words.split(), 0)

    assert read is not None
    assert (read.shape, read.value, read.end) == ("times", value, len(words.split()))


@pytest.mark.parametrize(
    ("words", "value", "high", "end"),
    [
        ("2 - 3 likes", 2, 3, 3), ("2 - 3k", 2000, 3000, 3), ("2 to 3 thousand", 2000, 3000, 4), ("3 - 2", 3, None, 1),
        ("3 - 3", 3, None, 1), ("5 to 50", 5, 50, 3), ("5 to 51", 5, None, 1), ("5 - 51", 5, 51, 3),
        ("zwei bis drei", 2, 3, 3),
        ("50 oder 60", 50, 60, 3), ("from 8k to 9k", None, None, 0), ("50 - ", 50, None, 1), ("50 - x", 50, None, 1),
        ("100+ likes", 100, None, 1), ("100 + likes", 100, None, 2), ("1000 mal", 1000, None, 2),
        ("1001 mal", 1001, None, 1),
        ("50 %", 50, None, 2), ("50%", 50, None, 1), ("fünfzig prozent", 50, None, 2), ("20 - 30 %", 20, 30, 4),
    ],
)  # fmt: skip
def test_ranges_and_what_stands_behind_a_number(words: str, value: float | None, high: float | None, end: int) -> None:
    """A range rises; "to" spans at most a factor of ten; percent, times and plus belong to the number."""
    read = read_number(words.split(), 0)

    assert (read.value, read.high, read.end) == (value, high, end) if read else value is None


@pytest.mark.parametrize(
    ("text", "small"),
    [("99 likes", True), ("100 likes", False), ("9 likes", True), ("9k likes", False), ("99+ likes", False),
    ("zwölf", True),
     ("hundert", False), ("neunundneunzig", True)],
)  # fmt: skip
def test_a_bare_number_below_hundred_is_small(text: str, small: bool) -> None:
    """It can be an age or a count of anything; with a scale or a plus it cannot."""
    read = read_number(text.split(), 0)

    assert read is not None
    assert read.small is small


def test_between_takes_both_ends() -> None:
    """Behind "between" and "zwischen" the word "and" makes a range, elsewhere not."""
    for text in ("between 50 and 100", "zwischen 50 und 100"):
        read = read_number(text.split(), 1)
        assert read is not None
        assert (read.value, read.high, read.end) == (50, 100, 4)
    alone = read_number(["about", "50", "and", "100"], 1)

    assert alone is not None
    assert (alone.value, alone.high, alone.end) == (50, None, 2)


def test_what_nobody_counts_has_no_value() -> None:
    """More than a million million clicks were not meant as a number; exactly so many are read."""
    most, more = read_number(["1000", "mrd"], 0), read_number(["1001", "mrd"], 0)

    assert most is not None
    assert more is not None
    assert (most.value, most.vague) == (1e12, False)
    assert (more.value, more.vague) == (None, True)


def test_every_unit_of_time_is_a_span() -> None:
    """All spellings of a unit tell the same span, in the plural too."""
    days = {"Tage Tagen": "2026-11-21", "Woche Wochen": "2026-11-09", "Monat Monate Monaten": "2026-09-23"}
    days |= {"Jahr Jahre Jahren": "2024-11-23", "day days": "2026-11-21", "week weeks wks": "2026-11-09"}
    days |= {"month months": "2026-09-23", "year years yrs": "2024-11-23"}
    for units, day in days.items():
        for unit in units.split():
            text = f"seit 2 {unit} weniger Likes" if unit[0].isupper() else f"likes down, 2 {unit} ago it was better"
            assert understand(text, as_of="2026-11-23")[0]["since_date"] == day, text
