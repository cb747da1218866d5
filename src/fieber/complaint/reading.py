"""What a tagged sentence says, worked out once: its levels, its change, its metric; and levels as fields of a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieber.complaint.change import change_of
from fieber.complaint.levels import (
    Level,
    default_metric,
    first_format,
    levels_in,
    main_metric,
    whole,
)
from fieber.complaint.qualifiers import qualifier_of, unit_of
from fieber.complaint.wordlist import word_set

if TYPE_CHECKING:
    from fieber.complaint.sentence import Sentence

Draft = dict[str, Any]  # fields of a ClaimDict that are known so far

_ONLY = word_set("nur nurnoch bloß bloss lediglich only merely")  # "just" is more often "just now"


class Reading:
    """What the kinds ask of a sentence, worked out once."""

    __slots__ = ("change", "denied_change", "levels", "metric", "of_followers", "sentence", "share", "since")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.levels = levels_in(sentence) if sentence.numbers else []
        told = change_of(sentence) if sentence.numbers or sentence.has("ratio") else (None, None, None)
        if self.levels and self.levels[0].number.shape == "percent":
            told = (None, None, None)
        self.change, self.share, self.denied_change = told
        self.metric = main_metric(sentence, self._focus())
        named = sentence.has("follower") and (not sentence.has("metric") or self.metric is None)
        self.of_followers = named or (
            sentence.has("purge", "loss") and not sentence.has("metric", "see") and self._people_left()
        )
        posts = sentence.has("metric", "see", "format", "post", "verification", "insights", "reach_verb", "others_unit")
        if not posts and sentence.has("growth"):
            self.of_followers = True
        if not posts and self.levels and sentence.has("loss") and not sentence.has("now", "then", "nomore"):
            self.of_followers = True  # "3k gone in one night": people
        if self.levels and any(level.metric == "followers" for level in self.levels) and not sentence.has("metric"):
            self.of_followers = True
        if any(level.metric not in (None, "followers") for level in self.levels):
            self.of_followers = False  # they are the background of "100k followers and I reach 5k of them"

    def _focus(self) -> int | None:
        if self.share is not None:
            return self.share.start
        sentence = self.sentence
        for concept in ("decline", "ratio", "loss", "less", "none"):
            if concept in sentence.found:
                return sentence.where(concept)
        return None

    def _people_left(self) -> bool:
        sentence = self.sentence
        left = ("entfolg", "unfollow", "deabonn", "unsubscrib", "abonnier")
        return sentence.has("purge") or any(word.startswith(left) for word in sentence.words)


def level_draft(reading: Reading, level: Level) -> Draft:
    """Give a level as fields of a claim: metric, value, unit, qualifier and what goes with them."""
    sentence = reading.sentence
    metric = level.metric or default_metric(sentence)
    if metric == "views" and first_format(sentence) == "story":
        metric = "story_views"
    value = level.value
    draft: Draft = {
        "metric": metric,
        "value": value,
        "unit": None if value is None else unit_of(sentence, metric, level),
        "qualifier": qualifier_of(sentence, level),
    }
    if level.number.high is not None:
        draft["value_max"] = whole(level.number.high)
    if level.number.approx or sentence.near("approx", level.number.start - 3, level.number.start):
        draft["approx"] = True
    if level.number.vague:
        draft["vague"] = True
    if draft["qualifier"] is None and _is_felt_low(sentence, level):
        draft["only"] = True
    if level.platform:
        draft["platform"] = level.platform
    return draft


def _is_felt_low(sentence: Sentence, level: Level) -> bool:
    """Whether "only" stands before the number: "nur noch 200 Views", but not "nicht nur 200"."""
    start = max(0, level.number.start - 3)
    only = [i for i in range(start, level.number.start) if sentence.words[i] in _ONLY]
    return bool(only) and sentence.words[only[0] - 1 : only[0]] not in (["nicht"], ["not"])


def also_draft(reading: Reading, level: Level, main: Draft) -> Draft:
    """Give a second level as it stands in `also`; it shares the qualifier of the main one."""
    draft = level_draft(reading, level)
    return {key: draft[key] for key in ("metric", "value", "unit", "platform") if key in draft} | (
        {"qualifier": main["qualifier"]} if main.get("qualifier") and "platform" not in draft else {}
    )
