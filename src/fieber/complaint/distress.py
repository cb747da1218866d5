"""The rule before all rules: if a sentence speaks of the person, nothing is scored from it.

Both languages are always looked at. A false alarm costs a kind word too many; a miss costs more, so words of self-harm
count in doubt. Idioms that speak of the account ("meine Reichweite stirbt", "killing it") are not in the patterns.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from fieber.complaint.distress_english import DISTRESS as ENGLISH
from fieber.complaint.distress_german import DISTRESS as GERMAN

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERNS = (*GERMAN, *ENGLISH)
# What somebody makes posts about is not what they feel; words of self-harm count all the same.
_TOPIC = (
    r"\b(?:posts?|poste|posting|videos?|reels?|content|channel|kanal|account|seite|page|blog|beiträge) (?:\w+ ){0,3}?"
    r"(?:about|on|über|zum thema) (?:\w+ )?"
    r"(?:mental health|depress\w*|angst|ängste|anxiety|burn ?-?out|panik\w*|panic attacks?|insomnia|nightmares)"
    r"|\b(?:suicide prevention|suizidprävention)"
)
_TOPIC_WORDS = frozenset(("about", "on", "über", "thema", "prevention", "suizidprävention"))
# A group's begin or end, an escape or a class, a sign: each with what says how often.
_OFTEN = r"(?:[*+?]\??|\{[^}]*\}\??)?"
_PIECES = re.compile(rf"\((?:\?(?::|<?[=!]))?|\){_OFTEN}|\\.{_OFTEN}|\[[^]]*\]{_OFTEN}|[^\\()\[]{_OFTEN}")
_PREFIX = 4  # letters of a word by which patterns are found
_FEW = 50  # words; in more, some come twice
_CACHED_WORDS = 20_000
_Found = tuple[str, tuple[tuple[str, ...], ...]]  # a pattern, and sets of beginnings of which one each must stand


def word_beginnings(pattern: str) -> list[frozenset[str]]:
    r"""Give beginnings of words of which every match of a pattern holds one; several sets where it must hold several.

    Raises:
        ValueError: each word of the pattern may be missing, so it would have to be tried on every text.

    >>> [sorted(choice) for choice in word_beginnings(r"\b(?:ritz\w*|verletz\w*) (?:\w+ )?mich\b")]
    [['mich'], ['ritz', 'verl']]
    """
    choices = [frozenset(choice) for choice in _choices(_PIECES.findall(pattern)) if choice and all(choice)]
    if not choices:
        raise ValueError(f"no word of {pattern!r} must stand")
    return sorted(choices, key=lambda choice: (-min(map(len, choice)), len(choice)))


def _choices(pieces: list[str]) -> Iterator[set[str]]:
    """Give what stands at each edge of a word outside all groups: letters, or a group's alternatives."""
    i, edge, word = 0, False, ""
    while i < len(pieces):
        piece = pieces[i]
        if edge and _is_letter(piece):
            word += piece
            i += 1
            continue
        yield {word[:_PREFIX]}
        edge, word = edge and not word, ""  # a group within a word ("an(?:tun)") begins none
        if piece[:1] == "(":
            end = _group_end(pieces, i)
            inner, often = pieces[i + 1 : end], pieces[end]
            if edge and piece == "(?:" and often == ")":
                yield {alternative[:_PREFIX] for alternative in _alternatives(inner)}
            edge = edge and inner[-1] == " "  # "(?:so )?müde" leaves an edge, taken or not
            i = end
        else:
            edge = piece in (r"\b", " ")
        i += 1
    yield {word[:_PREFIX]}


def _is_letter(piece: str) -> bool:
    return len(piece) == 1 and (piece.isalpha() or piece == "'")


def _group_end(pieces: list[str], start: int) -> int:
    depth = 0
    for i in range(start, len(pieces)):
        depth += (pieces[i][:1] == "(") - (pieces[i][:1] == ")")
        if depth == 0:
            return i
    raise ValueError("a group is not closed")


def _alternatives(inner: list[str]) -> Iterator[str]:
    """Give the letters that each alternative of a group begins with."""
    depth, word, open_word = 0, "", True
    for piece in [*inner, "|"]:
        depth += (piece[:1] == "(") - (piece[:1] == ")")
        if piece == "|" and depth == 0:
            yield word
            word, open_word = "", True
        elif open_word and depth == 0 and _is_letter(piece):
            word += piece
        else:
            open_word = False


@cache
def _by_beginning() -> dict[str, list[_Found]]:
    """Give the patterns by beginnings of words, each with the other beginnings that must stand too."""
    index: dict[str, list[_Found]] = {}
    for pattern in PATTERNS:
        first, *others = word_beginnings(pattern)
        must = tuple(tuple(f" {beginning}" for beginning in other) for other in others)
        for beginning in first:
            index.setdefault(beginning, []).append((pattern, must))
    return index


@lru_cache(maxsize=_CACHED_WORDS)
def _patterns_of(word: str) -> tuple[_Found, ...]:
    index = _by_beginning()
    sizes = range(1, min(len(word), _PREFIX) + 1)
    return tuple(found for size in sizes for found in index.get(word[:size], ()))


def candidates(words: list[str]) -> set[str]:
    """Give the patterns that can match a text of these lower-case words; few are left of two hundred."""
    different = words if len(words) < _FEW else set(words)
    possible = [found for word in different for found in _patterns_of(word)]
    if not possible:
        return set()
    text = " " + " ".join(words)
    return {pattern for pattern, must in possible if _all_stand(text, must)}


def _all_stand(text: str, must: tuple[tuple[str, ...], ...]) -> bool:
    for beginnings in must:
        for beginning in beginnings:
            if beginning in text:
                break
        else:
            return False
    return True


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def speaks_of_the_person(words: list[str]) -> bool:
    """Whether someone says that they themselves are not well.

    Args:
        words: lower-case words and marks of the whole text.
    """
    likely = candidates(words)
    if not likely:
        return False
    text = " ".join(word for word, _ in groupby(words))  # "mich mich mich …" is one "mich", and no trap for a pattern
    if not _TOPIC_WORDS.isdisjoint(words):
        text = _compiled(_TOPIC).sub(" ", text)
    return any(_compiled(pattern).search(text) for pattern in likely)
