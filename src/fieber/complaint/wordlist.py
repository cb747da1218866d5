"""Lists of words, written as people read them."""

from __future__ import annotations


def word_set(listed: str) -> frozenset[str]:
    """Give the words of a list that is parted by blanks."""
    return frozenset(listed.split())
