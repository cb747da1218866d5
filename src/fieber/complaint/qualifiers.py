"""How firm a level is claimed, and per what it is counted: always, usually, once; per post, per day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.complaint.levels import Level, clause_numbers, first_format, is_level
from fieber.complaint.wordlist import word_set

if TYPE_CHECKING:
    from fieber.complaint.numbers import Number
    from fieber.complaint.sentence import Sentence

_TOUCHING = word_set("über unter ab over under above below max min keine maximum minimum max")
_POSTING = word_set("poste post posting posten postest posted gepostet upload uploade")
_TRAILING = word_set("max min maximum minimum")
_EVERY = word_set("jeder jede jedes jeden jedem allen each every")
_SPANS = frozenset(("day", "week", "month"))
_NEVER_REACH = 4  # words between "never" and the number
_NO = word_set("kein keine keinem keiner keines no none nobody")
_ONCE_WORDS = frozenset(("yesterday", "weekday", "day_before"))


def frequency_of(sentence: Sentence) -> tuple[int, str, str] | None:
    """Give where it is said per what something comes, the unit and how firm; not how often somebody posts."""
    for i, detail in sentence.found.get("frequency", ()):
        counted = any(
            n.end <= i <= n.end + 1 and not is_level(sentence, n) and n.shape != "percent" for n in sentence.numbers
        )
        posting = _POSTING & set(sentence.words[max(0, i - 2) : i + 4])
        if not counted and not posting:
            unit, _, firmness = detail.partition(":")
            return i, unit, firmness
    return None


def unit_of(sentence: Sentence, metric: str | None, level: Level) -> str:
    """Give per what a level is counted."""
    if metric == "engagement_rate":
        return "percent"
    often = frequency_of(sentence)
    if often:
        near = level.number.start - 4 <= often[0] <= level.number.end + 4
        if metric != "followers" or near or sentence.has("gain", "loss", "decline"):
            return often[1]
    if metric == "followers" or sentence.has("total"):
        spans = [time.unit for time in sentence.times if time.unit in _SPANS and metric != "followers"]
        return f"per_{spans[0]}" if spans else "total"  # "letzte Woche insgesamt"
    if metric == "story_views" or (first_format(sentence, level.number.start) == "story"):
        return "per_story"
    yesterday = any(time.spec[0] in _ONCE_WORDS for time in sentence.times)
    habit = sentence.has("post", "format", "tiktok_video") or any(
        q == "always" for _, q in sentence.found.get("qualifier", ())
    )
    return "per_day" if yesterday and not habit else "per_post"


def qualifier_of(sentence: Sentence, level: Level) -> str | None:
    """Give how firm the claim is; a bound beats an average, an average beats always, always beats usually."""
    said = _said_qualifiers(sentence, level.number)
    if level.number.plus:
        said.add("at least")
    for name in ("at least", "at most", "average"):
        if name in said:
            return name
    once = "once" in said
    often = frequency_of(sentence)
    if often:
        said.add(often[2])
    if "every" in said:  # "in der Regel 400 unter jedem Post" is usual, not always
        said.add("usually" if "usually" in said and "always" not in said else "always")
    for name in ("always", "usually"):
        if name in said and not once:
            return name
    if once or any(time.spec[0] in _ONCE_WORDS for time in sentence.times):
        return "once"
    per_post = any(
        i + 1 < len(sentence.words) and {name for name, _ in sentence.at[i + 1]} & {"post", "format"}
        for i, _ in sentence.found.get("per", ())
    )
    past = any(word in sentence.words for word in ("früher", "damals"))
    return "usually" if per_post or past or _progressive(sentence) else None


def _progressive(sentence: Sentence) -> bool:
    return any(time.start + 1 < len(sentence.words) and sentence.words[time.start] == "back" for time in sentence.times)


def _no_post(sentence: Sentence, number: Number) -> bool:
    """Whether it is said of no post that it is below or above a level: "kein Reel unter 5k", "none of my shorts"."""
    for i, _ in sentence.found.get("none", ()):
        near = any(sentence.near(name, i + 1, i + 5) for name in ("format", "post", "platform"))
        if sentence.words[i] in _NO and i + 1 != number.start and near:
            return True
    return False


def _said_qualifiers(sentence: Sentence, number: Number) -> set[str]:
    said: set[str] = set()
    clauses = clause_numbers(sentence)
    here = clauses[number.start]
    several = len([n for n in sentence.numbers if n.shape == "count"]) > 1
    for i, name in sentence.found.get("qualifier", ()):
        far = i + 1 != number.start and name != "once"
        trailing = sentence.words[i] in _TRAILING and abs(i - number.start) <= 4
        if sentence.words[i] in _TOUCHING and far and not trailing:
            continue
        if several and clauses[i] != here and name in ("once", "at least", "at most", "usually"):
            continue
        weak = sentence.words[i] in _EVERY and sentence.words[i + 1 : i + 2] not in (["single"], ["time"], ["mal"])
        said.add("every" if name == "always" and weak else name)
    never = next((i for i, _ in sentence.found.get("not", ()) if sentence.words[i] in ("nie", "never", "niemals")), -1)
    if said & {"at most", "at least"} and never < 0 and _no_post(sentence, number):
        never = number.start + 1
    elif 0 <= number.start - never <= _NEVER_REACH and never >= 0 and not said & {"at most", "at least", "once"}:
        said.add("at most")  # "never crack 10k", "noch nie 10k"
        return said
    if never >= 0 and clauses[min(never, len(clauses) - 1)] != here:
        return said
    too_much = not said.isdisjoint(("at least",)) and any(
        i > number.start and clauses[i] == here for i, _ in sentence.found.get("not", ())
    )  # "mehr als 10.000 schaff ich nicht"
    if never > number.start or too_much or (never >= 0 and said & {"at most", "at least"}):
        flipped = {"at most": "at least", "at least": "at most"}
        said = {flipped.get(name, name) for name in said}
    return said
