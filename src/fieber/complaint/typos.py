"""Misspelt words of the field, found again: one slip from five letters on, two from eight on; never numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.complaint.wordlist import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

# Real words one slip away from a word of the field; read as themselves.
REAL_WORDS = word_set(
    "scared lines lives liked views reich reicht reichen leicht reach react roach teach shared shard sharp store "
    "stores "
    "stories sorry storm verliebe verlieren liebe liebes lieben lied lieder leiden leide linke links liest liegen "
    "saved sales waves poster poste posten report comment commend command content contend folgen folge folger "
    "voller fallen folien algen carousel clips clicks klicke bilden bildet photon short shirt sport shots video "
    "reed reels reeks wheels feels real rules account amount accounts discount wochen kochen machen lachen kinder "
    "keller kellner teller heller sinken singen sinkt singt stinkt dank denken tanked thanked dropped drooped "
    "crashed crushed smashed crash crush cross dress steil stall teils trail trial plays place places please likely "
    "alike bike hike mike linked lice vier vies vie viel vielen viele voted save safe sage same some month mouth "
    "march match marsh mach macht nacht juno judy never fever lever haven heaven kleine kleinen kleiner kenne "
    "kennen keins keines unten untere alten alte aller allem füllen füllt fällen linken darin schritt genannt "
    "angenommen angehängt arten senken guter guten gutes gitter vieler denn offen dauern felt feld style remove "
    "send sends shape shake peer talking taking having meeting plans sports facing lined leading followed drawn "
    "blow loser explode filling seeds stale getter heard bomb clash locked clocks filed faked runner media median "
    "proto float sets steps adds fills floors plugging looping devoted worst builder erreichbar gebaut gesagt genau "
    "genug gespielt gesucht geplant gewinnt gewonnen gehalten gesehen geholfen bringen folgt lernen lesen leben "
    "lassen loss losing drive drove draft drops crown crowd grown rising raising posts posed pasted pause cause "
    "course score scare care cares fair fail fails pail tail final finally filter felder fehler feiern feier feuer "
    "teuer steuer weiter health wealth healed held living halte halt halten hello hallo halle halbe"
)


def _deletions(word: str, slips: int) -> set[str]:
    forms = {word}
    for _ in range(slips):
        forms |= {form[:i] + form[i + 1 :] for form in forms for i in range(len(form))}
    return forms


def _allowed_slips(word: str) -> int:
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2


def distance(one: str, other: str, limit: int) -> int:
    """Number of slips (insert, drop, change, swap of neighbours) between two words; at most `limit + 1`."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        new = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (a != b))
            if before and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        if min(new) > limit:
            return limit + 1
        before, row = row, new
    return row[-1]


class SpellingIndex:
    """Finds the word of a vocabulary that a misspelt word meant, by the letters that both lack (deletion index)."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._forms: dict[str, list[str]] = {}
        for word in sorted(set(vocabulary)):
            if _allowed_slips(word) and word.isalpha():
                for form in _deletions(word, 1):
                    self._forms.setdefault(form, []).append(word)

    def nearest(self, word: str) -> list[str]:
        """Give the nearest known words, all equally near; empty if none is near.

        The first letter must be right (people rarely miss it), except where the first two were swapped.
        """
        if not 4 <= len(word) <= 24 or word in REAL_WORDS or not word.isalpha():
            return []
        found: dict[str, int] = {}
        for form in _deletions(word, 1):
            for known in self._forms.get(form, ()):
                limit = _allowed_slips(known)
                if known not in found and (known[0] == word[0] or known[:2] == word[1::-1]):
                    slips = distance(word, known, limit)
                    if slips <= limit:
                        found[known] = slips
        nearest = min(found.values(), default=0)
        return sorted(known for known, slips in found.items() if slips == nearest)
