"""How easy a text is, as the school year it needs: Wiener Sachtextformel for German, Flesch-Kincaid for English."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+")
_SENTENCE_END = re.compile(r"[.:;](?:\s|$)")
_GERMAN_VOWELS = re.compile(r"aa|ee|oo|ie|ei|ai|au|eu|äu|ui|[aeiouyäöü]")
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")


def german_syllables(word: str) -> int:
    """Count the syllables of a German word by its vowels."""
    return max(1, len(_GERMAN_VOWELS.findall(word.lower())))


def english_syllables(word: str) -> int:
    """Count the syllables of an English word by its groups of vowels; a silent e at the end is none."""
    lower = word.lower()
    silent = lower.endswith("e") and not lower.endswith(("le", "ee")) and len(_ENGLISH_VOWELS.findall(lower)) > 1
    silent = silent or (lower.endswith("ed") and not lower.endswith(("ted", "ded")))
    return max(1, len(_ENGLISH_VOWELS.findall(lower)) - silent)


def sentences(text: str) -> list[list[str]]:
    """Cut a text into sentences of words; a colon or semicolon ends one too."""
    return [words for part in _SENTENCE_END.split(text) if (words := _WORD.findall(part))]


def wiener_sachtextformel(text: str) -> float:
    """Give the first Wiener Sachtextformel.

    Source: Bamberger & Vanecek 1984, Lesen, Verstehen, Lernen, Schreiben.
    """
    parts = sentences(text)
    words = [word for part in parts for word in part]
    syllables = [german_syllables(word) for word in words]
    percent = 100 / len(words)
    many = percent * sum(count >= 3 for count in syllables)
    long = percent * sum(len(word) > 6 for word in words)
    single = percent * sum(count == 1 for count in syllables)
    return 0.1935 * many + 0.1672 * len(words) / len(parts) + 0.1297 * long - 0.0327 * single - 0.875


def flesch_kincaid(text: str) -> float:
    """Give the Flesch-Kincaid grade level.

    Source: Kincaid et al. 1975, Naval Technical Training Command Research Branch Report 8-75.
    """
    parts = sentences(text)
    words = [word for part in parts for word in part]
    syllables = sum(english_syllables(word) for word in words)
    return 0.39 * len(words) / len(parts) + 11.8 * syllables / len(words) - 15.59
