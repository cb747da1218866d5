"""Levels that are claimed: one, or two held against each other (then and now, best and usual, not this but that)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.complaint.audience import milestone
from fieber.complaint.change import percent_from
from fieber.complaint.levels import Level
from fieber.complaint.pairs import best_and_usual, denied_level, split_by_metric, then_and_now
from fieber.complaint.reading import Draft, Reading, also_draft, level_draft
from fieber.complaint.time_phrases import WEEKDAYS

if TYPE_CHECKING:
    from fieber.complaint.sentence import Sentence

_CLOSE = 0.02  # a mark is crossed where both levels lie within 2 % of it
_GOOD = frozenset(("gut", "good", "normal", "ok", "okay", "schlecht", "bad", "viel", "wenig", "low"))
_NEAR = 0.1  # and within 10 % where it is said to have been reached: "cracked a million, now 976k"


def correction(reading: Reading) -> Draft | None:
    """Somebody sets a number right: "I said 5k likes, not 50k"."""
    sentence = reading.sentence
    levels = reading.levels
    if len(levels) != 2 or not sentence.has("not") or sentence.has("nomore", "decline"):
        return None
    denied = denied_level(sentence, levels)
    if denied is None or (sentence.has("now", "then") and not sentence.has("correct")):
        return None
    kept = levels[0] if denied is levels[1] else levels[1]
    return {"kind": "claim_level", **level_draft(reading, kept), "negated_value": denied.value}


def two_levels(reading: Reading) -> Draft | None:
    """Then and now, best and usual, one day and the next, one platform and the other."""
    sentence = reading.sentence
    same, others = split_by_metric(reading.levels) if len(reading.levels) > 1 else ([], [])
    if len(same) < 2:
        return None
    if sentence.has("swing") or _swings(sentence):
        draft: Draft = {"kind": "other", "metric": same[0].metric, "value": same[1].value, "unit": "per_post"}
        return draft | {"from_value": same[0].value, "intent": "volatility"}
    if len(same) == 2 and sentence.near("toward", same[0].number.end, same[1].number.start):
        mark = milestone(reading)  # "only 200 to go until 10k"
        if mark is not None:
            return mark
    pair = best_and_usual(sentence, same)
    if pair is not None:
        draft = {"kind": "claim_level", **level_draft(reading, pair[0])}
        return draft | {"also": [also_draft(reading, pair[1], {}) | {"qualifier": "once"}]}
    times = then_and_now(sentence, same if len(same) == 2 else [same[0], same[-1]])
    if times is not None:
        return _then_now(reading, *times, others)
    return None if reading.change is not None else milestone(reading) or _side_by_side(reading, same)


def _swings(sentence: Sentence) -> bool:
    """Whether single posts are told apart, not times: "heute 50k, morgen 2k", "mal 50k, mal 500", "monday …"."""
    words = sentence.words
    days = WEEKDAYS.keys() & set(words)
    return (
        {"heute", "morgen"} <= set(words)
        or words.count("mal") > 1
        or (len(days) > 1 and not sentence.has("decline", "now", "then"))
    )


def _side_by_side(reading: Reading, same: list[Level]) -> Draft:
    """Several levels at once; of two platforms the lower one is what is complained about."""
    low = min(same, key=lambda level: level.value if level.value is not None else float("inf"))
    main = low if len({level.platform for level in same}) > 1 else same[0]
    draft = {"kind": "claim_level", **level_draft(reading, main)}
    return draft | {"also": [also_draft(reading, level, draft) for level in reading.levels if level is not main]}


def _then_now(reading: Reading, then: Level, now: Level, others: list[Level]) -> Draft:
    sentence = reading.sentence
    change = percent_from(then.value, now.value)
    if now.metric is None and (_speaks_of_account(sentence) or _stood_at(sentence, then, now)):
        then.metric = now.metric = "followers"
    draft = level_draft(reading, now) | {"from_value": then.value, "change_pct": change}
    near = sentence.has("above") or _stood_at(sentence, then, now)
    mark = _crossed(then.value, now.value, _NEAR if near else _CLOSE)
    followers = draft["metric"] == "followers" and now.metric == "followers"
    if mark is not None and not reading.metric and (followers or not sentence.has("format", "post")):
        return draft | {
            "kind": "milestone",
            "metric": "followers",
            "unit": "total",
            "qualifier": None,
            "direction": "below",
            "milestone": mark,
        }
    if then is denied_level(sentence, [then, now]):
        draft["negated_value"] = then.value
    draft["qualifier"] = None
    words, at = sentence.words, now.number.start
    if "eher" in words[max(0, at - 3) : at] or words[max(0, at - 2) : at] == ["more", "like"]:
        draft["qualifier"] = "usually"  # "more like 5k", "eher so 5k"
    spans = {time.unit for time in sentence.times if time.role == "now"} & {"week", "month"}
    if spans and not followers and draft["unit"] == "per_post":
        draft["unit"] = f"per_{spans.pop()}"
    if change is not None and change > 0:
        return draft | {"kind": "other", "intent": "growth"}
    if followers:
        return draft | {"kind": "follower_loss", "unit": "total", "qualifier": None}
    if others:
        draft["also"] = [also_draft(reading, level, draft) for level in others]
    return draft | {"kind": "claim_drop"}


def _speaks_of_account(sentence: Sentence) -> bool:
    """Whether the person says that they fell themselves: "bin von 50k auf 48k gefallen" counts followers."""
    fell = sentence.has("fallen") and not sentence.has("format", "post", "see", "insights")
    return fell and ("bin" in sentence.words or sentence.words[0] in ("i", "i've", "dropped", "fell"))


def _stood_at(sentence: Sentence, then: Level, now: Level) -> bool:
    """Whether somebody stood at one number and stands at another: "I was at 205k and now I'm at 199k"."""
    words = sentence.words
    at = all(words[level.number.start - 1] in ("at", "bei") for level in (then, now) if level.number.start)
    return at and not sentence.has("format", "post", "metric")


def _crossed(before: float | None, after: float | None, close: float) -> int | None:
    """Give the power of ten, twice or half of one, that lies closely between two levels."""
    if before is None or after is None or not 0 < after < before:
        return None
    mark = 1.0
    while mark * 10 <= before:
        mark *= 10
    mark = next(mark * step for step in (5, 2, 1) if mark * step <= before)
    return int(mark) if after < mark <= before <= (1 + close) * mark and after >= (1 - close) * mark else None


def level(reading: Reading) -> Draft | None:
    """One level that is claimed, or several of different metrics."""
    sentence = reading.sentence
    rate = reading.share if reading.metric == "engagement_rate" else None
    if rate is None and not reading.levels:
        return None
    asked = _asked(sentence)
    if asked is not None:
        return {"kind": "other", "metric": reading.metric, "intent": asked}
    if rate is not None:
        return {"kind": "claim_level", **level_draft(reading, Level(rate, "engagement_rate", named=True))}
    main = _main_level(reading)
    if main.metric is None and not _worth_a_default(sentence, main):
        return None
    draft = {"kind": "claim_level", **level_draft(reading, main)}
    others = [each for each in reading.levels if each.metric != main.metric]
    return draft | ({"also": [also_draft(reading, each, draft) for each in others]} if others else {})


def _asked(sentence: Sentence) -> str | None:
    """Give what is asked, if nothing is claimed: "is 3% engagement good?", "how do I get 10k views?"."""
    first = sentence.words[0]
    if first in ("ist", "is", "sind", "are") and not _GOOD.isdisjoint(sentence.words):
        return "what_is_normal"
    return "growth_wish" if first in ("how", "wie") and not sentence.has("had", "then") else None


def _main_level(reading: Reading) -> Level:
    """Give the first level; followers are only the background of "40k followers but 200 likes"."""
    first = reading.levels[0]
    posts = [each for each in reading.levels if each.metric not in ("followers", None)]
    return posts[0] if first.metric == "followers" and posts else first


def _worth_a_default(sentence: Sentence, main: Level) -> bool:
    """Whether a bare number may be taken for likes or views: it is large, or somebody says that it is usual."""
    large = main.number.value is not None and main.number.value >= 500 and len(sentence.words) > 2
    return large or sentence.has("qualifier", "format", "tiktok_video", "post")
