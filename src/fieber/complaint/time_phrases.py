"""Finds phrases of time in a sentence: "seit zwei Wochen", "since March", "vor der Pause", "back in 2021", "MoM"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from fieber.complaint import english_numbers, german_numbers
from fieber.complaint.numbers import FEW, NUMBERS, german_number
from fieber.complaint.wordlist import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

Role = Literal["since", "past", "now", "event", "span"]
Spec = tuple[str, ...]

_UNITS = german_numbers.TIME_UNITS | english_numbers.TIME_UNITS
_MONTHS = german_numbers.MONTHS | english_numbers.MONTHS
WEEKDAYS = german_numbers.WEEKDAYS | english_numbers.WEEKDAYS
_SEASONS = german_numbers.SEASONS | english_numbers.SEASONS
_FEASTS = german_numbers.FEASTS | english_numbers.FEASTS
_WORDS = german_numbers.TIME_WORDS | english_numbers.TIME_WORDS
_SINCE = frozenset(f"{german_numbers.TIME_PREPOSITIONS} {english_numbers.TIME_PREPOSITIONS}".split())
_LOOSE = frozenset(f"{german_numbers.LOOSE_PREPOSITIONS} {english_numbers.LOOSE_PREPOSITIONS}".split())
_EVENT = frozenset(f"{german_numbers.EVENT_PREPOSITIONS} {english_numbers.EVENT_PREPOSITIONS}".split())
_DETERMINERS = frozenset(f"{german_numbers.DETERMINERS} {english_numbers.DETERMINERS}".split())
_MODIFIERS = frozenset(f"{german_numbers.TIME_MODIFIERS} {english_numbers.TIME_MODIFIERS}".split()) - {
    "over",
    "at",
    "next",
}
_THIS = frozenset(f"{german_numbers.THIS} {english_numbers.THIS}".split())
_DAY_PARTS = frozenset(f"{german_numbers.PARTS_OF_DAY} {english_numbers.PARTS_OF_DAY}".split())
_LAST = word_set("letzten letzter letztem letzte letztes last vergangenen vorletzten vorigen vergangenes")
_BEGAN = word_set("started began begann hit ended launched happened anfing endete rolled")
_PRONOUNS = word_set("ich wir er sie es man i we they he she it you ihr instagram")
_SENTENCE_SUBJECTS = word_set("my our the mein meine meiner")
_IS = (["is"], ["are"], ["was"], ["has"], ["went"], ["got"])
_ACCOUNTS = word_set("konto account profil profile page")
_NOUN_LINKS = word_set("auf to über mit von vom zum zur für gegen an am im in about with of on to")
_OTHER_STARTS = word_set("ever back über compared gegenüber zum anfang mitte ende mid early late")
STARTERS = _SINCE | _LOOSE | _THIS | _LAST | _WORDS.keys() | _OTHER_STARTS
_HOW_OFTEN = word_set("on by am im an at um zu bis until from")  # "am Tag", "im Monat": how often, not when
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{2,4})?|(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?")
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
_DAY = re.compile(r"[12]?[1-9]|[123]0|31")
_ORDINAL = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)")
_GERMAN_SUBJECTS = frozenset(("ich", "wir", "er", "sie", "es", "man", "ihr"))
_IN_CLAUSE = word_set("my our your a their i'm up to into at from by all it me us")
_GERMAN_ARTICLES = word_set("dem der den meiner meinem meinen einem einer")
_AGO = frozenset(("ago", "her", "back"))
_SHARES = word_set("by um to auf from von over about")  # "cut by 3/4" is no date
_EVERYBODY = word_set("everyone everybody nobody nothing people alle keiner niemand")
_ADJECTIVES = word_set(
    "letzten letzter neuen neuer viralen viraler ersten erster großen ganzen "
    "viral big first last new professional business creator personal"
)
_HIDDEN = word_set("versteckt ausgeblendet verborgen hidden")
_NO_EVENTS = word_set(
    "all that this these then long noon you he i've posting seeing having getting "
    "wie allem lauter lachen freude glück hause oben unten"
)
_LONGEST_EVENT = 10  # words; a longer one has swallowed the sentence


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """Words `start` to `end` (half-open) tell a time; `spec` is what `dates.resolve` needs to find the day."""

    start: int
    end: int
    role: Role
    spec: Spec
    unit: str | None = None


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) <= 3:
        return int(word)
    value = NUMBERS.get(word, FEW.get(word))
    if value is None and word.isalpha() and word not in _UNITS:
        value = german_number(word)
    return int(value) if value is not None and value >= 1 else None


def _core(words: list[str], j: int) -> tuple[int, Spec, str | None] | None:
    """Read the date itself from word `j` on: end, spec, unit; null if there is none within its modifiers."""
    amount, part = 1, ""
    plural_amount = False
    size = min(len(words), j + _LONGEST_EVENT)
    while j < size:
        word = words[j]
        found = _date_word(words, j, amount, part, told=plural_amount)
        if found is not None:
            return found
        number = _number(word)
        if number is not None and j + 1 < len(words) and (words[j + 1] in _UNITS or words[j + 1] in _MODIFIERS):
            amount, plural_amount = number, True
        elif word in ("anfang", "beginn", "early", "beginning", "start"):
            part = "early"
        elif word in ("mitte", "mid", "middle"):
            part = "mid"
        elif word in ("ende", "end", "late"):
            part = "late"
        elif word in ("halben", "halbes", "half"):
            part = "half"
        elif word not in _DETERMINERS and word not in _MODIFIERS:
            return None
        j += 1
    return None


def _date_word(words: list[str], j: int, amount: int, part: str, *, told: bool) -> tuple[int, Spec, str | None] | None:
    word = words[j]
    following = words[j + 1] if j + 1 < len(words) else ""
    found: tuple[int, Spec, str | None] | None = None
    if word[0].isdecimal():
        found = _written_date(words, j, part)
    elif word in _UNITS:
        vague = not told and words[j - 1] in _SINCE | {"for", "vor"}
        found = j + 1, ("vague",) if vague else ("ago", str(amount), _UNITS[word], part), _UNITS[word]
    elif word in _MONTHS:
        found = _month(words, j, part)
    elif word in WEEKDAYS:
        found = j + 1 + (following in _DAY_PARTS), ("weekday", str(WEEKDAYS[word])), "day"
    elif word == "new" and following in ("year", "years", "year's"):
        found = j + 2 + (words[j + 2 : j + 3] in (["eve"], ["day"])), ("feast", "01-01"), None
    elif word in _SEASONS or word in _FEASTS:
        spec = ("season", str(_SEASONS[word])) if word in _SEASONS else ("feast", _FEASTS[word])
        told_year = _YEAR.fullmatch(following) is not None
        found = j + 1 + (told_year or following in _BEGAN), (*spec, following) if told_year else spec, None
    elif word in _WORDS:
        found = j + 1 + (following in _DAY_PARTS), (_WORDS[word],), "day"
    return found


def _written_date(words: list[str], j: int, part: str) -> tuple[int, Spec, str | None] | None:
    word = words[j]
    match = _DATE.fullmatch(word)
    if match:
        iso_year, iso_month, iso_day, day, month, year, one, two, other_year = match.groups()
        if iso_year:
            return j + 1, ("date", iso_year, iso_month, iso_day), "day"
        if day:
            return j + 1, ("date", year or "", month, day), "day"
        return j + 1, ("slashed", one, two, other_year or ""), "day"
    if _YEAR.fullmatch(word):
        return j + 1, ("year", word, part), "year"
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal or _DAY.fullmatch(word):  # 12th of September, 12 September 2025
        k = j + 1 + (words[j + 1 : j + 2] == ["of"])
        if k < len(words) and words[k] in _MONTHS:
            end, spec, unit = _month(words, k, "")
            return end, ("date", spec[3], spec[1], ordinal[1] if ordinal else word), unit
    return None


def _month(words: list[str], j: int, part: str) -> tuple[int, Spec, str | None]:
    end, year, month = j + 1, "", str(_MONTHS[words[j]])
    day = _ORDINAL.fullmatch(words[end]) if end < len(words) else None
    if day:
        return end + 1, ("date", "", month, day[1]), "day"
    if end < len(words) and _DAY.fullmatch(words[end]) and _nothing_counted(words, end + 1):
        return end + 1, ("date", "", month, words[end]), "day"
    if end < len(words) and _YEAR.fullmatch(words[end]):
        year, end = words[end], end + 1
    return end, ("month", month, part, year), "month"


def _nothing_counted(words: list[str], i: int) -> bool:
    """Whether no noun follows that a bare number could count: "since Oct 15", not "since Oct 15 likes"."""
    if i >= len(words) or words[i] in _SENTENCE_SUBJECTS or words[i] in _PRONOUNS:
        return True
    return not words[i][0].isalnum() and words[i] != "%"


def read_time(words: list[str], i: int, raw: list[str], is_stop: Callable[[str], bool]) -> TimePhrase | None:
    """Read the phrase of time that begins at word `i` (lower case), or give null if none does.

    Args:
        words: the sentence in lower case.
        i: where to begin.
        raw: the same words as written; German nouns are known by their capital.
        is_stop: whether a word ends an event ("seit dem Update | bekomme ich …").
    """
    word = words[i]
    if word == "ever" and words[i + 1 : i + 2] == ["since"]:
        inner = _since(words, i + 1, raw, is_stop)
        return inner and TimePhrase(i, inner.end, "since", inner.spec, inner.unit)
    if word in _SINCE:
        return _since(words, i, raw, is_stop)
    if words[i : i + 2] == ["über", "nacht"]:
        return TimePhrase(i, i + 2, "past", ("overnight",), "day")
    if word in ("mom", "yoy", "wow"):
        shown = raw[i] != word or (i > 0 and words[i - 1] in ("%", "percent", "prozent"))
        return TimePhrase(i, i + 1, "since", (word,)) if shown and raw[i].capitalize() != raw[i] else None
    if word in _THIS:
        unit = _UNITS.get(words[i + 1]) if i + 1 < len(words) else None
        return TimePhrase(i, i + 2, "now", ("now",), unit) if unit else None
    return _loose(words, i, raw, is_stop)


def _since(words: list[str], i: int, raw: list[str], is_stop: Callable[[str], bool]) -> TimePhrase | None:
    if i + 1 >= len(words):
        return None
    core = _core(words, i + 1)
    if core is not None:
        end, spec, unit = core
        if words[end - 1 : end] == ["year"] and words[end : end + 1] == ["ago"]:
            end += 1
        return TimePhrase(i, end, "since", spec, unit)
    if words[i] in ("seid", "ab", "starting"):  # "ihr seid", "ab 500 Likes"
        return None
    event_end = _event_end(words, i + 1, raw, is_stop)
    return TimePhrase(i, event_end, "since", ("event",)) if event_end else None


def _loose(words: list[str], i: int, raw: list[str], is_stop: Callable[[str], bool]) -> TimePhrase | None:
    word, start = words[i], i
    if word in ("back", "compared"):
        i += 1
        if i >= len(words) or words[i] not in ("in", "to"):
            return None
    skipped = word == "innerhalb" and words[i + 1 : i + 2] == ["von"]
    core = _core(words, i + 1 + skipped if word in _LOOSE or i > start else i)
    if core is not None:
        return _dated(words, i, start, core)
    if (
        word in _EVENT
        and i + 1 < len(words)
        and (words[i + 1] in _DETERMINERS | _PRONOUNS or _is_noun(raw, i + 1, is_stop))
    ):
        end = _event_end(words, i + 1, raw, is_stop)
        return TimePhrase(i, end, "event", ("event",)) if end else None
    return None


def _is_noun(raw: list[str], i: int, is_stop: Callable[[str], bool]) -> bool:
    """Whether an event without an article begins at word i: "after name change", "nach Update" (German: a capital)."""
    german = raw[i - 1].lower() in ("nach", "vor")
    return (
        raw[i].isalpha()
        and raw[i].lower() not in _NO_EVENTS
        and not is_stop(raw[i].lower())
        and (raw[i][0].isupper() or not german)
    )


def _dated(words: list[str], i: int, start: int, core: tuple[int, Spec, str | None]) -> TimePhrase | None:
    """Give the phrase of a date behind "in", "vor", "last" …; null where it tells how often, or is just now."""
    word, (end, spec, unit) = words[start], core
    if word == "compared":
        start += 2
    told_last = bool(set(words[i + 1 : end]) & _LAST)
    if spec[0] == "ago" and words[max(0, start - 1) : start + 2] == ["back", "in", "the"] and not told_last:
        return None  # "back in the day" is no day
    if spec[0] == "slashed" and word in _SHARES:
        return None
    of_unit = spec[0] == "ago" and spec[3] in ("early", "mid", "late") and not told_last
    if of_unit:  # "Anfang des Jahres": of this one, not one ago
        spec = ("feast", "01-01") if spec[2:] == ("year", "early") else ("vague",)
    if spec[0] == "today" or (spec[0] == "ago" and (word in _HOW_OFTEN or word == "back") and not told_last):
        return None
    span = spec[0] == "ago" and word in ("for", "in", "within", "innerhalb") and not told_last
    return TimePhrase(start, end, "span" if span else "past", spec, unit)


def compared(words: list[str], phrase: TimePhrase) -> TimePhrase:
    """Take "im Vergleich" before "zum Vorjahr", "ggü" before "Vormonat" with the phrase that they compare with."""
    before = words[max(0, phrase.start - 2) : phrase.start]
    taken = 2 if before in (["im", "vergleich"], ["in", "vergleich"]) else before[-1:] in (["ggü"], ["verglichen"])
    return replace(phrase, start=phrase.start - taken) if taken else phrase


def read_ago(words: list[str], i: int) -> TimePhrase | None:
    """Read "two weeks ago", "a year ago", "3 months ago" beginning at word `i`."""
    if _AGO.isdisjoint(words[i + 2 : i + 5]):
        return None
    for end in range(i + 2, min(i + 5, len(words))):
        if (words[end] in ("ago", "her") or words[end : end + 2] == ["back", ","]) and words[end - 1] in _UNITS:
            core = _core(words, i)
            if core is not None and core[0] == end:
                spec = core[1] if core[1][0] == "ago" else ("ago", "1", _UNITS[words[end - 1]], "")
                return TimePhrase(i, end + 1, "past", spec, core[2])
    return None


def is_year(word: str) -> bool:
    """Whether a bare number looks like a year in the time of social media."""
    return _YEAR.fullmatch(word) is not None and word >= "2004"


def _event_end(words: list[str], j: int, raw: list[str], is_stop: Callable[[str], bool]) -> int | None:
    """Find the end of an event: a clause ("since I changed my name") or a noun ("dem letzten Update")."""
    clause = words[j] in _PRONOUNS or (words[j].endswith("ing") and not raw[j][0].isupper())
    verb_last = words[j] in _GERMAN_SUBJECTS
    end = j + 1
    noun = raw[j][0].isupper() and words[j] not in _DETERMINERS and not clause
    small = not any(piece[0].isupper() for piece in raw[j:])  # in a text without capitals, a noun follows its article
    while (
        end < len(words)
        and end - j < _LONGEST_EVENT
        and (words[end][0].isalpha() or _ends_clause(words, end, clause=clause))
    ):
        word, after = words[end], words[end + 1] if end + 1 < len(words) else ""
        stop_after = bool(after) and after[0].isalpha() and is_stop(after)
        if verb_last:
            if is_stop(word) and stop_after:  # "seit ich umgestellt habe | ist …"
                end += 1
                break
        elif word in _SENTENCE_SUBJECTS and (stop_after or words[end + 2 : end + 3][:1] in _IS):
            break
        elif clause:
            if is_stop(word) and word not in _IN_CLAUSE and end > j + 1:
                break
        elif _noun_ends(
            words, end, linked=noun and after[:1].isalpha() and not stop_after, noun=noun, stop=is_stop(word)
        ):
            break
        noun = noun or (raw[end][0].isupper() and not raw[end].isupper() and not clause)
        noun = noun or (small and not clause and words[j] in _GERMAN_ARTICLES)
        end += 1
    return end if end > j + 1 or words[j] not in _DETERMINERS | _PRONOUNS else None


def _ends_clause(words: list[str], end: int, *, clause: bool) -> bool:
    """Whether a bare number closes a clause: "since I turned 30"."""
    return (
        clause
        and words[end].isdecimal()
        and len(words[end]) < 3
        and not words[end + 1 : end + 2][:1] not in ([], [","])
    )


def _noun_ends(words: list[str], end: int, *, linked: bool, noun: bool, stop: bool) -> bool:
    """Whether word `end` no longer belongs to a noun and its company: "dem Post über Politik | sind"."""
    word, before = words[end], words[end - 1]
    compound = word in _ACCOUNTS and noun and words[end - 2] in _NOUN_LINKS  # "umstellung auf business konto"
    if before in _ADJECTIVES or compound or ("/" in before and not noun) or word in _HIDDEN:
        return False
    if word in _EVERYBODY:
        return True
    if word in _DETERMINERS:
        return before not in _NOUN_LINKS
    if word in _NOUN_LINKS and linked:
        return False
    return stop or (noun and word not in _NOUN_LINKS and word not in _BEGAN and before not in _NOUN_LINKS)
