"""Numbers, ordinals and years in words, German and English, as somebody says them aloud."""

from __future__ import annotations

_DE_SMALL = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_DE_TENS = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_EN_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_DE_ORDINALS = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}
_EN_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
MOST = 10**12  # a larger count is no count of likes


def cardinal(number: int, lang: str) -> str:
    """Write a whole number below a million million in words: dreihundertvierundachtzig, three hundred and eighty-four.

    A German one is "ein", as before a noun; at the end of a larger number it is "eins".

    Raises:
        ValueError: below zero, or a million million and more.
    """
    if not 0 <= number < MOST:
        message = f"only numbers from 0 to below {MOST} have words here"
        raise ValueError(message)
    return _german(number) if lang == "de" else _english(number)


def decimal(number: float, lang: str, *, places: int = 1) -> str:
    """Write a number with its decimals said one by one; decimals that are all zero are not said."""
    whole, _, rest = f"{abs(number):.{places}f}".partition(".")
    before = cardinal(int(whole), lang)
    rest = rest.rstrip("0")
    if not rest:
        return before
    before = _standing_alone(before, lang)
    digits = [_standing_alone(cardinal(int(digit), lang), lang) for digit in rest]
    return f"{before} {'Komma' if lang == 'de' else 'point'} {' '.join(digits)}"


def digits(text: str, lang: str) -> str:
    """Write each digit of a number by itself, as a telephone number or a name is read."""
    return " ".join(_standing_alone(cardinal(int(digit), lang), lang) for digit in text if digit.isdecimal())


def ordinal(number: int, lang: str, *, ending: str = "n") -> str:
    """Write an ordinal: neunten, ninth; `ending` is what the German one ends in after its e."""
    if lang != "de":
        *before, last = _english(number).replace("-", " - ").split(" ")
        regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
        return " ".join([*before, _EN_ORDINALS.get(last, regular)]).replace(" - ", "-")
    stem = _DE_ORDINALS.get(number) or (f"{_german(number)}te" if number < 20 else f"{_german(number)}ste")
    return stem + ending


def year(number: int, lang: str) -> str:
    """Write a year: neunzehnhundertneunundneunzig, zweitausendfünfundzwanzig, twenty twenty-five."""
    century, rest = divmod(number, 100)
    if lang == "de":
        in_hundreds = 1100 <= number < 2000
        return f"{_german(century)}hundert{_ending_in_one(rest) if rest else ''}" if in_hundreds else _german(number)
    if number < 1000 or 2000 <= number < 2010 or not rest:
        return _english(number)
    return f"{_english(century)} {'oh ' if rest < 10 else ''}{_english(rest)}"


def _german(number: int) -> str:
    if number >= 1_000_000:
        return _german_millions(number)
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _german_below_thousand(number)
    head = "" if thousands == 1 else _german_below_thousand(thousands)
    return f"{head}tausend{_ending_in_one(rest) if rest else ''}"


def _german_millions(number: int) -> str:
    size, name = (10**9, "Milliarde") if number >= 10**9 else (10**6, "Million")
    head, rest = divmod(number, size)
    if head == 1:
        said = f"eine {name}"
    else:
        said = f"{_german_below_thousand(head)} {name}{'n' if name.endswith('e') else 'en'}"
    return said if not rest else f"{said} {_ending_in_one(rest)}"


def _german_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _german_below_hundred(number)
    head = "" if hundreds == 1 else _DE_SMALL[hundreds]
    return f"{head}hundert{_ending_in_one(rest) if rest else ''}"


def _german_below_hundred(number: int) -> str:
    if number < 20:
        return _DE_SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_DE_SMALL[ones]}und{_DE_TENS[tens]}" if ones else _DE_TENS[tens]


def _ending_in_one(number: int) -> str:
    """A number at the end of a larger one: hunderteins, not hundertein."""
    return "eins" if number == 1 else _german(number)


def _standing_alone(word: str, lang: str) -> str:
    return "eins" if lang == "de" and word == "ein" else word


def _english(number: int) -> str:
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= size:
            head, rest = divmod(number, size)
            joined = " and " if 0 < rest < 100 else " "
            return f"{_english(head)} {name}{joined}{_english(rest)}" if rest else f"{_english(head)} {name}"
    hundreds, rest = divmod(number, 100)
    if hundreds:
        said = f"{_EN_SMALL[hundreds]} hundred"
        return f"{said} and {_english(rest)}" if rest else said
    if number < 20:
        return _EN_SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_EN_TENS[tens]}-{_EN_SMALL[ones]}" if ones else _EN_TENS[tens]
