"""From text to tagged sentences: one pass over the words, each with what it may mean, its numbers and its times."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, cast

from fieber.complaint import time_phrases
from fieber.complaint.german import SEPARABLE
from fieber.complaint.lexicon import FILLER, UNKNOWN, Meaning, language_words, lexicon, meaning_of
from fieber.complaint.numbers import BARE_SCALES, NUMBERS, STARTERS, Number, german_number, read_number
from fieber.complaint.time_phrases import TimePhrase
from fieber.complaint.wordlist import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTH = "jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec"
_PER = "day|week|month|year|post|reel|story|video|tag|woche|monat|jahr"  # "likes/day" is likes a day
_TOKEN = re.compile(
    rf"""
      [^\W\d_]+(?:(?:['\-]|-?/(?!(?i:{_PER})))[^\W\d_]+)*
    | \d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d) | \d{{1,2}}\.\d{{1,2}}\.(?:(?:20)?\d\d(?!\d))?(?!\d)   # 2024-03-01, 1.3.
    | \d{{1,2}}(?:\.|(?i:st|nd|rd|th))(?=\ (?:of\ )?(?i:{_MONTH}))                               # 15. September
    | \d{{1,3}}(?:[ ]\d{{3}})+(?![\d.,]?\d)[^\W\d_]*%?\+?                                  # 100 000
    | \d+(?:[.,'/]\d+)*[^\W\d_]*%?\+?                                                 # 50.000, 1,2, 12.5k, 100k+
    | \n+ | [^\w\s]
    """,
    re.VERBOSE,
)
ENDS = frozenset(".!?;…\n")
_ABBREVIATED = word_set("tsd mio mrd ca mind max min vs ggf bzw inkl approx avg nr mill tgl ggü ungef durchschn std")
_VULGAR = {"½": ".5", "¼": ".25", "¾": ".75"}
_MIXED = re.compile(r"(?<=\d)\s?([½¼¾])")
_BOUNDS = frozenset(("als", "than"))  # "weniger als 500" is a bound, "weniger als sonst" is not
_FIRST_MARK = "\u0300"  # below it, no letter is invisible and none sits on another
_UMLAUTS = frozenset("äöüß")
_TIME, _PHRASE, _NUMBER = 1, 2, 4  # what a word may begin
_SHORT_COMPOUND = 8  # letters; a longer word nobody knows may be "zweitausendfünfhundert"
_PARTICLE_WITHIN = 12  # words; a German particle that is further away belongs to another verb
_BEFORE_VERB = word_set("to will i we can can't cannot ever finally could should never people you they wanna")
# What ends an event in a phrase of time: "seit dem Update | bekomme ich …".
_STOPS = word_set(
    "decline weak less metric follower none nomore now only verb pronoun stop not ratio rise qualifier comma loss "
    "question see do_verb boundary then had people"
)


@dataclass(slots=True)
class Sentence:
    """One sentence, tagged: `at[i]` is what word i may mean, `found` where each concept stands: (position, meaning)."""

    lang: str
    raw: list[str]
    words: list[str]
    at: list[Meaning] = field(default_factory=list)
    found: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    times: list[TimePhrase] = field(default_factory=list)
    clauses: list[int] | None = None  # worked out when asked for: levels.clause_numbers
    formats: list[tuple[int, str]] | None = None  # the same: levels.first_format

    def has(self, *concepts: str) -> bool:
        """Whether any of the concepts occurs."""
        return not self.found.keys().isdisjoint(concepts)

    def where(self, concept: str) -> int:
        """Position of the first occurrence; minus 1 if there is none."""
        hits = self.found.get(concept)
        return hits[0][0] if hits else -1

    def near(self, concept: str, start: int, end: int) -> bool:
        """Whether a concept occurs in words `start` to `end` (half-open)."""
        return any(start <= i < end for i, _ in self.found.get(concept, ()))


def normalise(text: str) -> str:
    """Give plain letters for fancy ones, one kind of quote and dash; drop what is not seen and stacked marks."""
    if text.isascii():
        return text
    if any(sign in text for sign in _VULGAR):
        text = _MIXED.sub(lambda match: _VULGAR[match[1]], text)
    text = (
        unicodedata.normalize("NFKC", text.replace("\u00ad", ""))
        .replace("\u2044", "/")
        .replace("\u2019", "'")
        .replace("\u2018", "'")
        .replace("\u2212", "-")
    )
    if not text or max(text) < _FIRST_MARK:  # German: nothing left to drop
        return text
    return "".join(c for c in text if c < _FIRST_MARK or unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cs"))


def tokenise(text: str) -> list[list[str]]:
    """Cut a text into sentences of words, numbers and marks, as written."""
    sentences: list[list[str]] = [[]]
    previous = ""
    for piece in _TOKEN.findall(text):
        if piece[0] in ENDS:
            if piece == "." and previous.lower() in _ABBREVIATED:
                continue
            if sentences[-1]:
                sentences[-1].append(piece)
                sentences.append([])
        elif "-" in piece and piece.lower().partition("-")[0] in NUMBERS:  # "forty-five", "two-thirds"
            sentences[-1].extend(piece.split("-"))
        else:
            sentences[-1].append(piece)
        previous = piece
    return sentences if sentences[-1] or len(sentences) == 1 else sentences[:-1]


def language_of(words: list[str]) -> tuple[str, int]:
    """Guess German or English by the words that only one has; and how many of them there were."""
    german, english = language_words()
    de, en = len(german.intersection(words)), len(english.intersection(words))
    if de == en and not _UMLAUTS.isdisjoint("".join(words)):
        return "de", de
    return ("de", de) if de > en else ("en", en)


def tag(raw: list[str], lang: str) -> Sentence:
    """Tag one sentence: times first, then phrases, numbers and single words."""
    words = [token.lower() for token in raw]
    known = _entries(lang).get
    entries = [known(word) for word in words]
    size = len(words)
    at: list[Meaning] = [()] * size
    found: dict[str, list[tuple[int, str]]] = {}
    sentence = Sentence(lang, raw, words, at, found)
    for i in [i for i, entry in enumerate(entries) if entry is None]:
        words[i], entries[i] = _new_entry(words[i], lang)
    i = 0
    while i < size:
        meaning, begins = cast("tuple[Meaning, int]", entries[i])
        if begins:
            end = _take_special(sentence, i, begins)
            if end:
                i = end
                continue
        at[i] = meaning
        if meaning is not FILLER:
            for concept, detail in meaning:
                if concept in found:
                    found[concept].append((i, detail))
                else:
                    found[concept] = [(i, detail)]
        i += 1
    _separable(sentence)
    _reach_as_verb(sentence)
    return sentence


@cache
def _starts(lang: str) -> dict[str, int]:
    """Give the words that may begin more than themselves: a time, a number, a phrase."""
    starts = dict.fromkeys(lexicon(lang).phrases, _PHRASE)
    for words, kind in ((time_phrases.STARTERS, _TIME), (STARTERS, _TIME | _NUMBER)):
        for word in words:
            starts[word] = starts.get(word, 0) | kind
    return starts


@cache
def _entries(lang: str) -> dict[str, tuple[Meaning, int]]:
    """Give all words of the lexicon with what they mean and what they may begin."""
    starts = _starts(lang)
    return {word: (meaning, starts.get(word, 0)) for word, meaning in lexicon(lang).words.items()}


def _new_entry(word: str, lang: str) -> tuple[str, tuple[Meaning, int]]:
    """Give the same for what is not in the lexicon as written: numbers, misspelt and unknown words."""
    if word[0].isdecimal():
        return word, ((), _TIME | _NUMBER)
    word, meaning = meaning_of(word, lang)
    compound = _NUMBER if meaning is UNKNOWN and len(word) > _SHORT_COMPOUND else 0
    return word, (meaning, _starts(lang).get(word, 0) or compound)


def _take_special(sentence: Sentence, i: int, begins: int) -> int:
    return (
        ((begins & _TIME) and _take_time(sentence, i))
        or ((begins & _PHRASE) and _take_phrase(sentence, i, lexicon(sentence.lang).phrases[sentence.words[i]]))
        or ((begins & _NUMBER) and _take_number(sentence, i))
    )


def _take(sentence: Sentence, i: int, length: int, meaning: Meaning) -> int:
    sentence.at[i] = meaning
    found = sentence.found
    for concept, detail in meaning:
        if concept in found:
            found[concept].append((i, detail))
        else:
            found[concept] = [(i, detail)]
    return i + length


def _separable(sentence: Sentence) -> None:
    """Find verbs whose particle stands at the end: "bricht die Reichweite ein"."""
    verbs, particles = _separable_verbs()
    if particles.isdisjoint(sentence.words):
        return
    for i, word in enumerate(sentence.words):
        for concept, ends in verbs.get(word, ()):
            for j in range(i + 1, min(i + _PARTICLE_WITHIN, len(sentence.words))):
                after = sentence.words[j + 1] if j + 1 < len(sentence.words) else ""
                if sentence.words[j] in ends and not after[:1].isdecimal():
                    sentence.found.setdefault(concept, []).append((i, ""))


@cache
def _separable_verbs() -> tuple[dict[str, list[tuple[str, frozenset[str]]]], frozenset[str]]:
    verbs: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for concept, forms in SEPARABLE.items():
        for stems, particles in forms.items():
            for stem in stems.split():
                verbs.setdefault(stem, []).append((concept, frozenset(particles.split())))
    return verbs, frozenset().union(*(ends for meanings in verbs.values() for _, ends in meanings))


def _reach_as_verb(sentence: Sentence) -> None:
    """Take "to reach 10k" for the verb: there is no metric in it."""
    hits = sentence.found.get("metric", [])
    for i, name in hits:
        if name == "reach" and sentence.words[i] == "reach" and i and sentence.words[i - 1] in _BEFORE_VERB:
            hits.remove((i, name))
            sentence.at[i] = (("above", ""), ("reach_verb", ""))
            sentence.found.setdefault("above", []).append((i, ""))
            sentence.found.setdefault("reach_verb", []).append((i, ""))
            if not hits:
                del sentence.found["metric"]
            return


def _take_phrase(sentence: Sentence, i: int, phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]]) -> int:
    words = sentence.words
    for rest, meaning in phrases.get(words[i + 1], ()) if i + 1 < len(words) else ():
        end = i + 2 + len(rest)
        if tuple(words[i + 2 : end]) == rest and not _is_cut_off(words, end, meaning):
            return _take(sentence, i, end - i, meaning)
    return 0


def _is_cut_off(words: list[str], end: int, meaning: Meaning) -> bool:
    """Whether a phrase means this only with a number behind it ("weniger als 500"), or only without ("go under")."""
    last = words[end - 1]
    if last in _BOUNDS:
        return not _is_number(words, end)
    if last in ("more", "mehr") and words[end : end + 1] in (["than"], ["als"]):
        return True  # "get more | than 1,000"
    return last == "under" and meaning[0][0] == "decline" and _is_number(words, end)


def _is_number(words: list[str], i: int) -> bool:
    if i >= len(words):
        return False
    word = words[i]
    spelt = len(word) > _SHORT_COMPOUND and word.isalpha() and german_number(word) is not None
    return word[0].isdecimal() or word in STARTERS or word in ("~", "ca", "circa") or spelt


def _take_number(sentence: Sentence, i: int) -> int:
    number = read_number(sentence.words, i)
    if number is None:
        return 0
    if i and sentence.words[i] in BARE_SCALES and sentence.at[i - 1] == UNKNOWN:
        number.value, number.vague = None, True  # "umpteen thousand": how many thousand is not known
    sentence.numbers.append(number)
    return number.end


@cache
def _stop_check(lang: str) -> Callable[[str], bool]:
    """Give the test for words that end an event, for one language."""

    def is_stop(word: str) -> bool:
        return any(concept in _STOPS for concept, _ in meaning_of(word, lang)[1])

    return is_stop


def _take_time(sentence: Sentence, i: int) -> int:
    words, raw = sentence.words, sentence.raw

    word = words[i]
    phrase: TimePhrase | None = None
    if word in time_phrases.STARTERS:
        phrase = time_phrases.read_time(words, i, raw, _stop_check(sentence.lang))
    elif i + 2 < len(words) or len(word) == 4:
        phrase = time_phrases.read_ago(words, i)
        if phrase is None and time_phrases.is_year(word) and not _counts(sentence, i + 1):
            phrase = TimePhrase(i, i + 1, "past", ("year", word, ""), "year")
    if phrase is None:
        return 0
    sentence.times.append(time_phrases.compared(words, phrase))
    return phrase.end


def _counts(sentence: Sentence, i: int) -> bool:
    """Whether word i names what is counted, so that "2020 likes" is no year."""
    if i >= len(sentence.words):
        return i < 3
    names = {concept for concept, _ in meaning_of(sentence.words[i], sentence.lang)[1]}
    return bool(names & {"metric", "follower", "people", "approx", "gain"}) or sentence.words[i] in ("+", "€", "$")
