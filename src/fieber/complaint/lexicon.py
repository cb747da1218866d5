"""What a word or phrase means: both languages in one table, the sentence's own first; misspellings mended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from fieber.complaint import english, english_numbers, german, german_numbers
from fieber.complaint.typos import SpellingIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

Concept = tuple[str, str]  # ("metric", "likes"), ("decline", "")
Meaning = tuple[Concept, ...]  # a word may stand for several concepts; the grammar decides which one counts

UNKNOWN: Meaning = (("unknown", ""),)
FILLER: Meaning = (("filler", ""),)
MARK: Meaning = (("mark", ""),)  # punctuation and pictures without a meaning of their own
_SPELLING_CONCEPTS = frozenset(
    ("metric", "follower", "format", "decline", "algorithm", "verification", "platform", "ratio", "loss", "qualifier")
)
_HEADS = frozenset(
    ("metric", "format", "follower", "post")
)  # what a German compound may end in: Reisefotos, Reelaufrufe
_NO_COMPOUNDS = (
    "interviews",
    "reviews",
    "previews",
    "overviews",
    "dislikes",
    "interview",
    "review",
    "overview",
    "preview",
)
_STEM_FROM = 4  # shorter beginnings fit too many words
_LONGEST_WORD = 40  # letters
_CACHED_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, phrases (by first and second word, longest first) and stems with their meaning."""

    words: dict[str, Meaning] = field(default_factory=dict)
    phrases: dict[str, dict[str, list[tuple[tuple[str, ...], Meaning]]]] = field(default_factory=dict)
    stems: dict[str, Meaning] = field(default_factory=dict)


def _entries(terms: dict[str, str]) -> Iterator[tuple[str, Concept]]:
    for concept, listed in terms.items():
        name, _, meaning = concept.partition(":")
        for entry in listed.split(","):
            yield entry.strip(), (name, meaning)


def _collect(terms: dict[str, str]) -> dict[str, Meaning]:
    collected: dict[str, Meaning] = {}
    for entry, concept in _entries(terms):
        known = collected.get(entry, ())
        if concept not in known:
            collected[entry] = (*known, concept)
    for entry, meaning in collected.items():
        if len(meaning) > 1 and ("filler", "") in meaning:
            collected[entry] = tuple(concept for concept in meaning if concept[0] != "filler")
    return collected


@cache
def lexicon(lang: str) -> Lexicon:
    """Give the table for one language; terms of the other fill its gaps."""
    own, other = (german, english) if lang == "de" else (english, german)
    table = Lexicon()
    for entry, meaning in {**_collect(other.TERMS), **_collect(own.TERMS)}.items():
        if entry.endswith("*"):
            table.stems[entry[:-1]] = meaning
        elif " " in entry:
            first, second, *rest = entry.split()
            table.phrases.setdefault(first, {}).setdefault(second, []).append((tuple(rest), meaning))
        else:
            table.words[entry] = FILLER if meaning == FILLER else meaning  # one object, so that `is` will do
    for by_second in table.phrases.values():
        for continuations in by_second.values():
            continuations.sort(key=lambda phrase: -len(phrase[0]))
    return table


@cache
def language_words() -> tuple[frozenset[str], frozenset[str]]:
    """Give the words that only German, and those that only English has."""
    de, en = (
        {word for entry, _ in _entries(terms) for word in entry.split()} for terms in (german.TERMS, english.TERMS)
    )
    for words, tables in ((de, german_numbers), (en, english_numbers)):
        words.update(tables.MONTHS, tables.TIME_UNITS, tables.NUMBERS)
    de |= {"seit", "gestern", "vor"}
    en |= {"since", "yesterday", "last"}
    return frozenset(de - en), frozenset(en - de)


@cache
def _spelling() -> SpellingIndex:
    words: set[str] = {"seit", "since", "depressed", "depression", "suizid", "selbstmord", "worthless", "anxiety"}
    for terms in (german.TERMS, english.TERMS):
        for entry, concept in _entries(terms):
            if concept[0] in _SPELLING_CONCEPTS and " " not in entry and not entry.endswith("*"):
                words.add(entry)
    return SpellingIndex(words)


def _squeezed(word: str) -> Iterator[str]:
    """Give "liiikes" as "likes" and "hallooo" as "hallo", "halloo": letters written more than twice, once and twice."""
    once, twice = [word[0]], [word[0]]
    for letter in word[1:]:
        if once[-1] != letter:
            once.append(letter)
        if twice[-2:] != [letter, letter]:
            twice.append(letter)
    for form in ("".join(twice), "".join(once)):
        if form != word:
            yield form


@cache
def _of_time_and_number() -> frozenset[str]:
    """Words that `numbers` and `time_phrases` read; here they only must not be taken for misspelt others."""
    known: set[str] = set()
    for tables in (german_numbers, english_numbers):
        known |= set(f"{tables.VAGUE} {tables.TIME_MODIFIERS}".split())
        known |= tables.NUMBERS.keys() | tables.SCALES.keys() | tables.FRACTIONS.keys() | tables.TIMES.keys()
        known |= tables.TIME_UNITS.keys() | tables.MONTHS.keys() | tables.WEEKDAYS.keys() | tables.SEASONS.keys()
        known |= (
            tables.ORDINALS.keys()
            | tables.FEASTS.keys()
            | tables.TIME_WORDS.keys()
            | set(tables.TIME_PREPOSITIONS.split())
        )
    return frozenset(known)


def _compound(word: str, table: Lexicon, lang: str) -> tuple[str, Meaning] | None:
    """Give what the parts of "YouTube-Aufrufe" mean together, or the last part of "Reisefotos"."""
    parts = [part for part in re.split("['/-]", word) if part]
    if len(parts) > 1:
        known = [concept for part in parts for concept in table.words.get(part, ()) if concept[0] != "filler"]
        return (word, tuple(dict.fromkeys(known))) if known else None
    if lang != "de" or word.endswith(_NO_COMPOUNDS):
        return None
    heads = (table.words.get(word[start:]) for start in range(3, len(word) - 3))
    return next(((word, head) for head in heads if head is not None and head[0][0] in _HEADS), None)


@lru_cache(maxsize=_CACHED_WORDS)
def meaning_of(word: str, lang: str) -> tuple[str, Meaning]:
    """Give a word as it is spelt right, and what it means; the word itself and `UNKNOWN` if nobody knows."""
    table = lexicon(lang)
    known = table.words.get(word)
    if known is None and word in _of_time_and_number():
        known = FILLER
    if known is None and not word[0].isalnum():
        known = MARK
    if known is None:
        with_umlauts = word.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
        if with_umlauts in table.words or (with_umlauts != word and with_umlauts in _of_time_and_number()):
            return with_umlauts, table.words.get(with_umlauts, FILLER)
    if known is None and word[0].isalpha() and len(word) <= _LONGEST_WORD:
        return (
            _derived(word, table) or _squeezed_form(word, table) or _compound(word, table, lang) or _mended(word, table)
        )
    return word, known or UNKNOWN


def _derived(word: str, table: Lexicon) -> tuple[str, Meaning] | None:
    for end in range(len(word), _STEM_FROM - 1, -1):
        stem = table.stems.get(word[:end])
        if stem is not None:
            return word, stem
    return None


def _squeezed_form(word: str, table: Lexicon) -> tuple[str, Meaning] | None:
    return next(((form, table.words[form]) for form in _squeezed(word) if form in table.words), None)


def _mended(word: str, table: Lexicon) -> tuple[str, Meaning]:
    """Give the one word that a misspelt one can have meant; two that mean the same will do."""
    near = _spelling().nearest(word)
    meanings = {table.words[form] for form in near if form in table.words}
    if len(meanings) == 1:
        return near[0], meanings.pop()
    return (near[0] if len(near) == 1 else word), UNKNOWN
