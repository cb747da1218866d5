"""The rule before all rules: if a sentence speaks of the person, nothing is scored from it.

Both languages are always looked at. A false alarm costs a kind word too many; a miss costs more, so words of self-harm
count in doubt. Idioms that speak of the account ("meine Reichweite stirbt", "killing it") are not in the patterns.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from fieber.complaint import english, german

if TYPE_CHECKING:
    from collections.abc import Iterator

# A bracket, an escape, a class, or a letter with what repeats it ("y?" is one piece and no letter).
_PIECES = re.compile(
    r"\\.(?:[*+?]|\{[^}]*\})?|\[[^]]*\][*+?]?|\(\??[:!=<]*|\)(?:[*+?]|\{[^}]*\})*|.(?:[*?]|\{[^}]*\})|."
)
_TO_DIE = re.compile("(?:to|wanna|rather|could|gonna|will|or) die")  # "die" alone is a German article
# What somebody makes posts about is not what they feel; words of self-harm count all the same.
_TOPIC = re.compile(
    r"\b(?:posts?|poste|posting|videos?|reels?|content|channel|kanal|account|seite|page|blog|beiträge) (?:\w+ ){0,3}?"
    r"(?:about|on|über|zum thema) (?:\w+ )?"
    r"(?:mental health|depress\w*|angst|ängste|anxiety|burn ?-?out|panik\w*|panic attacks?)"
    r"|\b(?:suicide prevention|suizidprävention)"
)
_TRIGGER_LETTERS = 4
_WHOLE_WORD = re.compile(r"(?<=[ |])[a-zäöüß]+(?=[ |])")
_PARTS = re.compile(r"[^a-zäöüß]+")


@cache
def _triggers() -> frozenset[str]:
    words = f"{german.DISTRESS_TRIGGERS} {english.DISTRESS_TRIGGERS}".split()
    return frozenset(word[:_TRIGGER_LETTERS] for word in words)


@cache
def _patterns() -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Give the patterns by a word that every match has, and the rest with letters that every match has.

    Looking for these first saves nearly all the work: a pattern is only tried where its word or its letters occur.
    """
    by_word: dict[str, list[str]] = {}
    rest: list[tuple[str, str]] = []
    for pattern in (*german.DISTRESS, *english.DISTRESS):
        letters = _needed(pattern)
        whole = _WHOLE_WORD.findall(letters)
        if whole:
            by_word.setdefault(max(whole, key=len), []).append(pattern)
        else:
            rest.append((letters.replace("|", ""), pattern))
    return by_word, rest


def candidates(text: str) -> Iterator[str]:
    """Give the patterns that can match a text of lower-case words, parted by blanks."""
    by_word, rest = _patterns()
    for word in by_word.keys() & _PARTS.split(text):
        yield from by_word[word]
    for letters, pattern in rest:
        if letters in text:
            yield pattern


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _needed(pattern: str) -> str:
    r"""Give the longest run of plain letters outside all groups that is not optional; "|" is an edge of a word.

    >>> _needed(r"\bich ess\w* (?:\w+ ){0,5}?(?:nichts|kaum)")
    '|ich ess'
    """
    flat, depth = [], 0
    for piece in _PIECES.findall(pattern):
        depth += piece.startswith("(") - piece.startswith(")")
        plain = depth == 0 and (piece.isalpha() or piece in " '")
        flat.append(piece if plain else "|" if depth == 0 and piece == "\\b" else "\0")
    return max("".join(flat).split("\0"), key=len)


def speaks_of_the_person(words: list[str]) -> bool:
    """Whether someone says that they themselves are not well.

    Args:
        words: lower-case words and marks of the whole text.
    """
    dying = "die" in words and _TO_DIE.search(" ".join(words)) is not None
    if not dying and _triggers().isdisjoint([word[:_TRIGGER_LETTERS] for word in words]):
        return False
    text = " ".join(word for word, _ in groupby(words))  # "mich mich mich …" is one "mich", and no trap for a pattern
    if (
        "about" in words
        or "on" in words
        or "über" in words
        or "thema" in words
        or "präv" in text
        or "prevention" in text
    ):
        text = _TOPIC.sub(" ", text)
    return any(_compiled(pattern).search(text) for pattern in candidates(text))
