"""Two levels in one sentence: then and now, the best and the usual, here and there, not this but that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.complaint.levels import Level, clause_numbers

if TYPE_CHECKING:
    from fieber.complaint.sentence import Sentence

_NEGATION_REACH = 5
_INSTEAD = (["instead", "of"], ["rather", "than"])


def split_by_metric(levels: list[Level]) -> tuple[list[Level], list[Level]]:
    """Give the levels of the first metric, and those of others."""
    same = [level for level in levels if level.metric == levels[0].metric]
    return same, [level for level in levels if level.metric != levels[0].metric]


def then_and_now(sentence: Sentence, levels: list[Level]) -> tuple[Level, Level] | None:
    """Give the level that was and the one that is, or null if the sentence does not contrast them in time."""
    first, second = levels[0], levels[1]
    if first.platform != second.platform and len(sentence.found.get("platform", ())) > 1:
        return None
    replaced = [level for level in levels if _is_replaced(sentence, level)]
    if len(replaced) == 1 and replaced[0] is second:
        return second, first
    then = _marked(sentence, levels, _then_markers(sentence))
    now = _marked(sentence, levels, _now_markers(sentence))
    denied = denied_level(sentence, levels) if sentence.has("nomore", "now", "still") else None
    second_was = second in then and second not in now and first not in then - now
    first_is = first in now - then and second not in now
    if _from_to(sentence, first, second) or denied is first or _usual_then_less(sentence, first, second):
        return first, second
    told_in_time = first in then - now and second in now  # "früher 2.000, heute keine 200 mehr"
    if (denied is second and not told_in_time) or (denied is None and (second_was or first_is)):
        return second, first
    contrast = first in then or second in now
    return (first, second) if contrast else None


def _is_replaced(sentence: Sentence, level: Level) -> bool:
    """Whether a level stands behind "statt", "instead of": it is what was."""
    before = sentence.words[max(0, level.number.start - 2) : level.number.start]
    return before in _INSTEAD or before[-1:] in (["statt"], ["anstatt"])


def denied_level(sentence: Sentence, levels: list[Level]) -> Level | None:
    """Give the level of "not 50k": the one that a "not" stands shortly before, with no other number in between."""
    none = [(i, "") for i, _ in sentence.found.get("none", ()) if any(i + 1 == level.number.start for level in levels)]
    for i, _ in [*sentence.found.get("not", ()), *sentence.found.get("nomore", ()), *none]:
        if sentence.words[i] in ("nie", "never", "niemals"):
            continue
        following = [level for level in levels if i < level.number.start <= i + _NEGATION_REACH]
        if following:
            return following[0]
    return None


def best_and_usual(sentence: Sentence, levels: list[Level]) -> tuple[Level, Level] | None:
    """Give the usual level and the best one of "my best was 250k but 20k is typical"."""
    clauses = clause_numbers(sentence)
    qualifiers = sentence.found.get("qualifier", [])
    firm = {"usually", "always", "average"}
    for best in levels:
        others = [level for level in levels if level is not best]
        at_best = {name for i, name in qualifiers if clauses[i] == clauses[best.number.start]}
        for usual in others:
            at_usual = {name for i, name in qualifiers if clauses[i] == clauses[usual.number.start]}
            higher = (best.value or 0) > (usual.value or 0)  # "my last post only got 2k" is no best
            if (
                "once" in at_best
                and higher
                and at_usual & firm
                and clauses[best.number.start] != clauses[usual.number.start]
            ):
                return usual, best
    return None


def _usual_then_less(sentence: Sentence, first: Level, second: Level) -> bool:
    """Whether a usual level is held against "only" so much: "normally 8k but my last post only got 2k"."""
    clauses = clause_numbers(sentence)
    here, there = clauses[first.number.start], clauses[second.number.start]
    usual = any(
        clauses[i] == here and name in ("usually", "always", "average")
        for i, name in sentence.found.get("qualifier", ())
    )
    less = (second.value or 0) < (first.value or 0)
    return usual and less and here != there and any(clauses[i] == there for i, _ in sentence.found.get("only", ()))


def _from_to(sentence: Sentence, first: Level, second: Level) -> bool:
    words = sentence.words
    between = words[first.number.end : second.number.start]
    start = max(0, first.number.start - 3)
    before = words[start : first.number.start]
    arrow = {"→", ">", "➡"} & set(between)
    direction = sentence.near("boundary", first.number.end, second.number.start) and {"auf", "to"} & set(between[-3:])
    return bool(arrow) or bool(direction and ({"von", "from", "vom"} & set(before) or sentence.has("decline", "loss")))


def _then_markers(sentence: Sentence) -> list[int]:
    times = [time.start for time in sentence.times if time.role in ("past", "event")]
    return [i for concept in ("then", "had") for i, _ in sentence.found.get(concept, ())] + times


def _now_markers(sentence: Sentence) -> list[int]:
    times = [time.start for time in sentence.times if time.role == "now"]
    return [i for concept in ("now", "nomore") for i, _ in sentence.found.get(concept, ())] + times


def _marked(sentence: Sentence, levels: list[Level], markers: list[int]) -> set[Level]:
    """Give the levels that a marker speaks of: the one in its clause, else the next one, else the last one."""
    clauses = clause_numbers(sentence)
    marked: set[Level] = set()
    for i in markers:
        same = [level for level in levels if clauses[level.number.start] == clauses[i]]
        following = [level for level in (same or levels) if level.number.start > i]
        marked.add(following[0] if following else (same or levels)[-1])
    return marked
