"""The rule before all rules: if a sentence speaks of the person, nothing is scored from it.

Both languages are always looked at. A false alarm costs a kind word too many; a miss costs more, so words of self-harm
count in doubt. Idioms that speak of the account ("meine Reichweite stirbt", "killing it") are not in the patterns.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from fieber.complaint import english, german

_STEMS = re.compile("suizid|selbstmor|suicid|unaliv|umbring|depress")


@cache
def _triggers() -> frozenset[str]:
    return frozenset(f"{german.DISTRESS_TRIGGERS} {english.DISTRESS_TRIGGERS}".split())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in (*german.DISTRESS, *english.DISTRESS))


def speaks_of_the_person(words: list[str]) -> bool:
    """Whether someone says that they themselves are not well.

    Args:
        words: lower-case words and marks of the whole text.
    """
    text = " ".join(word for word, _ in groupby(words))  # "mich mich mich …" is one "mich", and no trap for a pattern
    if _triggers().isdisjoint(words) and _STEMS.search(text) is None:
        return False
    return any(pattern.search(text) for pattern in _patterns())
