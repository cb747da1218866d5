"""The rule before all rules: if a sentence speaks of the person, nothing is scored from it.

Both languages are always looked at. A false alarm costs a kind word too many; a miss costs more, so words of self-harm
count in doubt. Idioms that speak of the account ("meine Reichweite stirbt", "killing it") are not in the patterns.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from fieber.complaint import english, german

# A bracket, an escape, a class, or a letter with what repeats it ("y?" is one piece and no letter).
_PIECES = re.compile(
    r"\\.(?:[*+?]|\{[^}]*\})?|\[[^]]*\][*+?]?|\(\??[:!=<]*|\)(?:[*+?]|\{[^}]*\})*|.(?:[*?]|\{[^}]*\})|."
)
_TO_DIE = re.compile("unaliv|(?:to|wanna|rather|could|gonna|will|or) die")  # "die" alone is a German article
# What somebody makes posts about is not what they feel; words of self-harm count all the same.
_TOPIC = re.compile(
    r"\b(?:posts?|poste|posting|videos?|reels?|content|channel|kanal|account|seite|page|blog|beiträge) (?:\w+ ){0,3}?"
    r"(?:about|on|über|zum thema) (?:\w+ )?"
    r"(?:mental health|depress\w*|angst|ängste|anxiety|burn ?-?out|panik\w*|panic attacks?)"
    r"|\b(?:suicide prevention|suizidprävention)"
)
_TRIGGER_LETTERS = 4


@cache
def _triggers() -> frozenset[str]:
    words = f"{german.DISTRESS_TRIGGERS} {english.DISTRESS_TRIGGERS}".split()
    return frozenset(word[:_TRIGGER_LETTERS] for word in words)


@cache
def _patterns() -> tuple[tuple[str, str], ...]:
    """Give each pattern with letters that every match of it has; searching for these first saves the work."""
    return tuple((_needed(pattern), pattern) for pattern in (*german.DISTRESS, *english.DISTRESS))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _needed(pattern: str) -> str:
    r"""Give the longest run of plain letters outside all groups that is not optional; empty if there is none.

    >>> _needed(r"\bich ess\w* (?:\w+ ){0,5}?(?:nichts|kaum)")
    'ich ess'
    """
    flat, depth = [], 0
    for piece in _PIECES.findall(pattern):
        depth += piece.startswith("(") - piece.startswith(")")
        flat.append(piece if depth == 0 and (piece.isalpha() or piece in " '") else "\0")
    return max("".join(flat).split("\0"), key=len)


def speaks_of_the_person(words: list[str]) -> bool:
    """Whether someone says that they themselves are not well.

    Args:
        words: lower-case words and marks of the whole text.
    """
    if _triggers().isdisjoint([word[:_TRIGGER_LETTERS] for word in words]) and _TO_DIE.search(" ".join(words)) is None:
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
    return any(needed in text and _compiled(pattern).search(text) for needed, pattern in _patterns())
