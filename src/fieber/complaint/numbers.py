"""Numbers as people write them: 50.000, 50,000, 50k, 50 Tsd., 1,2 Mio, 30'000, 2 lakh, anderthalb, half a million.

`read_number` reads one quantity that begins at a word and says how many words it took. What cannot be read for sure
(zigtausend, 2.500 Mio) has no value, and says so by `vague`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from fieber.complaint import english_numbers, german_numbers

Shape = Literal["count", "percent", "times", "fraction", "other"]

NUMBERS = german_numbers.NUMBERS | english_numbers.NUMBERS
SCALES = german_numbers.SCALES | english_numbers.SCALES
FRACTIONS = german_numbers.FRACTIONS | english_numbers.FRACTIONS
TIMES = german_numbers.TIMES | english_numbers.TIMES
TIMES |= {f"{word}fold": value for word, value in english_numbers.NUMBERS.items() if value > 1}
TIMES |= {
    f"{word}{ending}": value
    for word, value in german_numbers.NUMBERS.items()
    for ending in ("mal", "fach", "fache", "fachen", "faches")
    if value > 1
}
VAGUE = frozenset(f"{german_numbers.VAGUE} {english_numbers.VAGUE}".split())
FEW = {german_numbers.PAIRS: 2.0} | english_numbers.FEW
_SCALES_ALONE = frozenset(("hundert", "tausend", "hundred", "thousand", "million", "lakh", "crore"))
BARE_SCALES = frozenset(("hundred", "thousand", "million", "lakh", "crore"))  # in English these need a number before
PERCENT = frozenset(("%", "prozent", "percent", "pct", "proz", "prozentpunkte"))
TIMES_WORDS = frozenset(("x", "\u00d7", "mal", "times", "fach", "fold"))
DASHES = frozenset(("-", "\u2013", "\u2014", "bis", "to", "oder", "or"))
_FROM = frozenset(("from", "von", "vom"))  # then "from 8k to 9k" is a way, not a range
_BETWEEN = frozenset(("between", "zwischen"))
_ARTICLES = frozenset(("ein", "eine", "einer", "einem", "ne", "nem", "ner", "a", "an", "the", "einen", "nen"))
# "a", "m" and the like only scale when they stick to the digits or stand right behind them
_ATTACHED = SCALES | {"t": 1000.0, "mrd.": 1e9}
STARTERS = (
    NUMBERS.keys() | SCALES.keys() | FRACTIONS.keys() | TIMES.keys() | VAGUE | FEW.keys() | _ARTICLES
) - {"k", "m", "b", "cr", "mm", "mn", "mil", "mill"}  # fmt: skip
_DIGITS = re.compile(r"(\d[\d.,'/ ]*)([^\W\d_]*)(%?)(\+?)")
_GROUPED = re.compile(r"\d{1,3}(?:[. ',]\d{3})+")
_EDGES = re.compile(r"^[ .,'/]+|[ .,'/]+$")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_CACHED = 20_000  # words that were read
_LONGEST_SPELT = 12  # words of one spelt number
_LONGEST_WORD = 65  # letters: "siebenhundertsiebenunddreißigtausendsiebenhundertsiebenunddreißig"
_MOST = 1e12  # more than all people have ever clicked; what is larger was not meant as a number
_LONGEST = 15  # digits; beyond that a float no longer counts single likes, and nobody has that many


@dataclass(slots=True)
class Number:
    """One quantity: `value` in base units (70 of 70 %, 10 of ten times, 0.5 of a half), null if vague."""

    value: float | None
    shape: Shape
    start: int
    end: int
    high: float | None = None
    plus: bool = False
    small: bool = False  # bare, short and without a scale: an age, a count of anything
    approx: bool = False
    article: bool = False  # "ein Drittel", "a third"
    vague: bool = False


@lru_cache(maxsize=_CACHED)
def _parts(word: str) -> tuple[str, str, str, str] | None:
    """Give digits, letters, percent sign and plus of "12.5k+"; null if a word is none."""
    match = _DIGITS.match(word)
    return None if match is None else (match[1], match[2], match[3], match[4])


@lru_cache(maxsize=_CACHED)
def plain_number(digits: str, *, scaled: bool) -> float | None:
    """Read digits; a separator before exactly three of them groups thousands, else it is the decimal sign.

    Args:
        digits: for example "50.000", "1,2", "30'000", "1.234,5".
        scaled: a scale follows ("Mio"), so that "2.500" could be both.

    Returns:
        The number, or null where it can mean two things or is no number.
    """
    digits = _EDGES.sub("", digits)
    if len(digits) > _LONGEST + 6:
        return None
    if digits.isdigit():
        return float(digits)
    if "/" in digits:
        return _divided(digits)
    separators = {c for c in digits if not c.isdigit()}
    if _GROUPED.fullmatch(digits) and not digits.startswith("0") and len(separators) == 1:
        return None if scaled and separators <= {".", ","} else float(re.sub(r"\D", "", digits))
    if _INDIAN.fullmatch(digits):
        return float(digits.replace(",", ""))
    return _with_decimals(re.sub(r"[ ']", "", digits))


def _divided(digits: str) -> float | None:
    above, _, below = digits.partition("/")
    return int(above) / int(below) if above.isdigit() and below.isdigit() and int(below) else None


def _with_decimals(digits: str) -> float | None:
    whole, separator, decimals = digits.rpartition(max(".,", key=digits.rfind))
    whole = re.sub(r"[.,]", "", whole) or "0"
    return float(f"{whole}.{decimals}") if separator and decimals.isdigit() and whole.isdigit() else None


def german_number(word: str) -> float | None:
    """Read a compound such as "zweitausendfünfhundert" or "Viertelmillion"; null if it is none."""
    if len(word) > _LONGEST_WORD:
        return None
    for scale, size in (("million", 1e6), ("millionen", 1e6)):
        if word.endswith(scale):
            left = word.removesuffix(scale)
            factor = FRACTIONS.get(left) or (_below_thousand(left) if left else 1)
            return None if factor is None else factor * size
    left, thousand, right = word.partition("tausend")
    if not thousand:
        return _below_thousand(word)
    above = _below_thousand(left) if left else 1
    below = _below_thousand(right.removeprefix("und")) if right else 0
    return None if above is None or below is None else above * 1000 + below


def _below_thousand(word: str) -> float | None:
    left, hundred, right = word.partition("hundert")
    if not hundred:
        return _below_hundred(word)
    above = german_numbers.NUMBERS.get(left) if left else 1
    below = _below_hundred(right.removeprefix("und")) if right else 0
    return None if above is None or below is None else above * 100 + below


def _below_hundred(word: str) -> float | None:
    known = german_numbers.NUMBERS.get(word)
    if known is not None:
        return known
    units, _, tens = word.partition("und")
    if not tens:
        return None
    one, ten = german_numbers.NUMBERS.get(units), german_numbers.NUMBERS.get(tens)
    return None if one is None or ten is None or one >= 10 or ten < 20 else one + ten


def read_number(words: list[str], i: int) -> Number | None:
    """Read the quantity that begins at word `i` (lower case), or give null if none does."""
    word = words[i]
    number = _written_digits(words, i) if word[0].isdecimal() else _spelt(words, i)
    if number is None:
        return None
    if number.shape == "count" and (not i or words[i - 1] not in _FROM):
        _range(words, number)
    _unit(words, number)
    return number


def _written_digits(words: list[str], i: int) -> Number | None:
    parts = _parts(words[i])
    if parts is None:
        return None
    digits, letters, percent, plus = parts
    following = words[i + 1] if i + 1 < len(words) else ""
    end = i + 1
    scale = 1.0
    if letters in ("x", "fach", "mal"):
        return Number(plain_number(digits, scaled=False), "times", i, end)
    if letters and letters not in ("er", "e"):  # "die 10.000er Marke"
        if letters not in _ATTACHED:
            return Number(None, "other", i, end)
        scale = _ATTACHED[letters]
    while (
        end < min(len(words), i + 3)
        and words[end] in SCALES
        and (scale == 1 or words[end] in ("mio", "million", "tausend"))
    ):
        scale *= SCALES[words[end]]
        end += 1
    value = plain_number(digits, scaled=scale > 1)
    if "/" in digits and scale == 1:
        return Number(value, "fraction" if value is not None and value < 1 else "other", i, end)
    vague = value is None
    if value is not None:
        value = round(value * scale, 6)
        vague = value > _MOST
        value = None if vague else value
    small = scale == 1 and digits.isdigit() and len(digits) <= 2 and not plus and following not in PERCENT
    number = Number(value, "count", i, end, plus=bool(plus), small=small, vague=vague)
    if percent:
        number.shape = "percent"
    return number


def _spelt(words: list[str], i: int) -> Number | None:
    start, article = i, words[i] in _ARTICLES
    size = len(words)
    if article:
        i += 1
        if i >= size or words[i] not in STARTERS or words[i] in _ARTICLES:
            return None
    word = words[i]
    if word in VAGUE or (word in ("hundreds", "tens", "millions") and i + 1 < size and words[i + 1] == "of"):
        while i < size and (words[i] in VAGUE or words[i] in ("of", "tens", "hundreds", "von")):
            i += 1
        return Number(None, "count", start, i, vague=True)
    if word in FEW:
        skip = 2 if i + 1 < size and words[i + 1] in ("of", "a") else 1
        scale = SCALES.get(words[i + skip]) if i + skip < size else None
        return None if scale is None else Number(FEW[word] * scale, "count", start, i + skip + 1, approx=True)
    if word in FRACTIONS:
        return _fraction(words, start, i, 1.0, article=article)
    if word in TIMES:
        return Number(TIMES[word], "times", start, i + 1)
    return _spelt_count(words, start, i, article=article)


def _fraction(words: list[str], start: int, i: int, count: float, *, article: bool) -> Number:
    value = count * FRACTIONS[words[i]]
    end = i + 1
    while end < len(words) and words[end] in ("of", "a", "an", "eine", "einer", "der") and end < i + 3:
        end += 1
    if end < len(words) and SCALES.get(words[end], 0) >= 1000:  # half a million, a quarter of a million
        return Number(value * SCALES[words[end]], "count", start, end + 1)
    return Number(value, "fraction", start, i + 1, article=article)


def _spelt_count(words: list[str], start: int, i: int, *, article: bool) -> Number | None:
    total, current, end = 0.0, 0.0, i
    while end < min(len(words), i + _LONGEST_SPELT):
        word, seen = words[end], end > i
        if seen and word in FRACTIONS and word != "halb":
            return _fraction(words, start, end, current or 1, article=article)
        if word in SCALES and (seen or word in _SCALES_ALONE):
            current = (current or 1) * SCALES[word]
            if SCALES[word] >= 1000:
                total, current = total + current, 0.0
        elif seen and word in ("and", "und") and words[end + 1 : end + 3] == ["a", "half"]:
            current += 0.5
            end += 2
        elif not (
            seen and word == "and" and words[end + 1 : end + 2] and words[end + 1] in NUMBERS and total + current >= 100
        ):
            article = seen and NUMBERS.get(word) == 1 and not _is_one(words, end, current)
            one = None if article else _one_word(word, seen=seen, open_place=current % 10 == 0)
            if one is None:
                break
            current += one
        end += 1
    value = total + current
    if end == i or (end - i == 1 and words[i] in ("ein", "eine", "eins")):
        return None
    return Number(None if value > _MOST else value, "count", start, end, small=value < 100, vague=value > _MOST)


def _is_one(words: list[str], i: int, current: float) -> bool:
    """Whether "one" is part of a number, as in "forty one", "and one", "one hundred"; not so in "a hundred one day"."""
    before = current % 100 >= 20 or words[i - 1] == "and"
    return words[i] == "one" and (before or words[i + 1 : i + 2] == ["hundred"])


def _one_word(word: str, *, seen: bool, open_place: bool) -> float | None:
    """Give the value of a number word; behind others only where its place is still open (forty | five)."""
    value = NUMBERS.get(word)
    if value is not None:
        return None if seen and not open_place else value
    return german_number(word) if not seen or open_place else None


def _range(words: list[str], number: Number) -> None:
    """Take "2-3 tausend", "15-20k", "3.000 bis 5.000" as one quantity with a high end."""
    end = number.end
    if end + 1 >= len(words) or number.value is None:
        return
    between = number.start > 0 and words[number.start - 1] in _BETWEEN
    if words[end] not in DASHES and not (between and words[end] in ("und", "and")):
        return
    written_out = not words[end + 1][0].isdecimal()
    other = (
        _spelt(words, end + 1)
        if words[end + 1] in NUMBERS
        else None
        if written_out
        else _written_digits(words, end + 1)
    )
    if other is None or other.value is None or other.shape == "other":
        return
    low, high = number.value, other.value
    digits = _parts(words[end + 1])
    written = (plain_number(digits[0], scaled=False) if digits else NUMBERS.get(words[end + 1])) or high
    if number.small and high > written > low:
        low *= high / written
    if low < high and (words[end] not in ("to", "bis") or high <= 10 * low):
        number.value, number.high, number.end, number.small = low, high, other.end, other.small
        number.shape = other.shape


def _unit(words: list[str], number: Number) -> None:
    """Look behind a quantity for percent and times."""
    following = words[number.end] if number.end < len(words) else ""
    if following in PERCENT and number.shape == "count":
        number.shape, number.small = "percent", False
        number.end += 1
    elif following in TIMES_WORDS and number.shape == "count" and number.value is not None and number.value <= 1000:
        number.shape = "times"
        number.end += 1
    elif following == "+":
        number.plus = True
        number.end += 1
