"""Which kind of claim a tagged sentence is, and what it claims. One function a kind, asked in order; the first to answer wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fieber.complaint import english, german
from fieber.complaint.change import change_of, percent_from
from fieber.complaint.levels import (
    Level,
    default_metric,
    first_format,
    levels_in,
    main_metric,
    metrics_in,
    qualifier_of,
    unit_of,
    whole,
)
from fieber.complaint.pairs import best_and_usual, denied_level, split_by_metric, then_and_now
from fieber.complaint.sentence import Sentence

Draft = dict[str, Any]  # fields of a ClaimDict that are known so far
_NEVER = ("nie", "never", "niemals", "nimmer")
_ASKED_OF_ONESELF = frozenset("bin hab habe ist am do is how wie have".split())
_ALGORITHM_METRICS = ("hashtag_reach", "explore_reach", "non_follower_reach")


class Reading:
    """What the kinds ask of a sentence, worked out once."""

    __slots__ = ("change", "denied_change", "levels", "metric", "of_followers", "sentence", "share", "since")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.levels = levels_in(sentence) if sentence.numbers else []
        told = change_of(sentence) if sentence.numbers or sentence.has("ratio") else (None, None, None)
        self.change, self.share, self.denied_change = told
        self.metric = main_metric(sentence, self._focus())
        named = sentence.has("follower") and (not sentence.has("metric") or self.metric is None)
        self.of_followers = named or (
            sentence.has("purge", "loss") and not sentence.has("metric", "see") and self._people_left()
        )
        if self.levels and any(level.metric == "followers" for level in self.levels) and not sentence.has("metric"):
            self.of_followers = True

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


def _level_draft(reading: Reading, level: Level) -> Draft:
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
    if level.number.approx or sentence.near("approx", level.number.start - 2, level.number.start):
        draft["approx"] = True
    if level.number.vague:
        draft["vague"] = True
    if level.platform:
        draft["platform"] = level.platform
    return draft


def _also(reading: Reading, level: Level, main: Draft) -> Draft:
    draft = _level_draft(reading, level)
    return {key: draft[key] for key in ("metric", "value", "unit", "platform") if key in draft} | (
        {"qualifier": main["qualifier"]} if main.get("qualifier") and "platform" not in draft else {}
    )


def peer(reading: Reading) -> Draft | None:
    """Somebody else's numbers beside one's own."""
    sentence = reading.sentence
    at = sentence.where("peer")
    mine_after = any(word in ("ich", "i", "my", "meine", "mein", "meinen") for word in sentence.words[at + 1 :])
    if at < 0 or sentence.has("says") or (sentence.has("decline", "less", "ratio") and mine_after and not sentence.has("than_me")):
        return None
    mine_first = any(word in ("ich", "i", "my", "meine", "mein") for word in sentence.words[: max(0, at - 1)])
    has = sentence.near("have", at, at + 4) or (" " in sentence.words[at]) or sentence.near("than_me", at, at + 40)
    compound = len(sentence.words) > at + 1 and sentence.words[at] in ("er", "sie") and sentence.at[at + 1] == ()
    if not (has or compound) or (mine_first and not sentence.has("than_me")):
        return None
    draft: Draft = {"kind": "other", "metric": reading.metric, "intent": "peer_comparison"}
    ratio = next((n.value for n in sentence.numbers if n.shape == "times"), None)
    followers = next((level.value for level in reading.levels if level.metric == "followers"), None)
    known = {"followers": followers, "ratio": ratio}
    draft["peer"] = {key: value for key, value in known.items() if value is not None}
    return draft


def verification(reading: Reading) -> Draft | None:
    """The blue tick: lost, refused, wanted, paid for."""
    sentence = reading.sentence
    if not sentence.has("verification"):
        return None
    draft: Draft = {"kind": "verification"}
    if sentence.has("rejected"):
        draft["intent"] = "rejected"
        times = [n.value for n in sentence.numbers if n.shape == "times" or n.small]

        ordinal = german.ORDINALS | english.ORDINALS
        times += [
            ordinal[w]
            for w, n in zip(sentence.words, sentence.words[1:], strict=False)
            if w in ordinal and n in ("mal", "time")
        ]
        if times:
            draft["value"] = whole(times[0])
    elif sentence.has("pay"):
        draft["intent"] = "paid"
    elif sentence.has("loss", "decline"):
        draft["intent"] = "lost"
    elif sentence.has("get", "question"):
        draft["intent"] = "get"
    return draft


def trouble(reading: Reading) -> Draft | None:
    """Hacked, locked out, wrong insights, a price: nothing that numbers of posts can answer."""
    sentence = reading.sentence
    if sentence.has("hacked", "blocked") and not reading.levels and reading.change is None:
        return {"kind": "other", "intent": "hacked" if sentence.has("hacked") else "blocked"}
    if sentence.has("technical") and reading.metric is None and not reading.levels and reading.change is None:
        return {"kind": "other", "intent": "technical"}
    if sentence.has("insights") and sentence.has("wrong") and reading.change is None:
        draft: Draft = {"kind": "other", "intent": "wrong_insights", "metric": reading.metric}
        if reading.levels:
            draft["value"] = reading.levels[0].value
        return draft
    if sentence.has("pay") and sentence.has("question") and not sentence.has("decline", "loss", "algorithm"):
        return {"kind": "other", "intent": "price"}
    return None


def wish(reading: Reading) -> Draft | None:
    """What is dreamt or asked for is no claim about what is."""
    sentence = reading.sentence
    if sentence.has("hypothetical") and not sentence.has("decline", "ratio", "less") and reading.change is None:
        return {
            "kind": "other",
            "metric": "followers" if reading.of_followers else reading.metric,
            "intent": "wish",
        }
    if sentence.has("want_more"):
        return {
            "kind": "other",
            "metric": "followers" if reading.of_followers else reading.metric,
            "intent": "growth_wish",
        }
    if sentence.has("frequency_question") and sentence.has("question"):
        return {"kind": "other", "intent": "posting_frequency"}
    return None


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
    return {"kind": "claim_level", **_level_draft(reading, kept), "negated_value": denied.value}


def two_levels(reading: Reading) -> Draft | None:
    """Then and now, best and usual, one day and the next, one platform and the other."""
    sentence = reading.sentence
    if len(reading.levels) < 2:
        return None
    same, others = split_by_metric(reading.levels)
    if len(same) < 2:
        return None
    if sentence.has("swing"):
        named = same[0].metric
        draft: Draft = {"kind": "other", "metric": named, "value": same[1].value, "unit": "per_post"}
        return draft | {"from_value": same[0].value, "intent": "volatility"}
    pair = best_and_usual(sentence, same)
    if pair is not None:
        draft = {"kind": "claim_level", **_level_draft(reading, pair[0])}
        best = _also(reading, pair[1], {}) | {"qualifier": "once"}
        return draft | {"also": [best]}
    times = then_and_now(sentence, same)
    if times is not None:
        return _then_now(reading, *times, others)
    if reading.change is not None:
        return None
    mark = milestone(reading)
    if mark is not None:
        return mark
    low = min(same, key=lambda level: level.value if level.value is not None else float("inf"))
    main = low if len({level.platform for level in same}) > 1 else same[0]
    draft = {"kind": "claim_level", **_level_draft(reading, main)}
    return draft | {"also": [_also(reading, level, draft) for level in reading.levels if level is not main]}


def _then_now(reading: Reading, then: Level, now: Level, others: list[Level]) -> Draft:
    sentence = reading.sentence
    change = percent_from(then.value, now.value)
    draft = _level_draft(reading, now) | {"from_value": then.value, "change_pct": change}
    mark = _crossed(then.value, now.value)
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
    draft["qualifier"] = None
    if any(name == "usually" and 0 < now.number.start - at <= 3 for at, name in sentence.found.get("qualifier", ())):
        draft["qualifier"] = "usually"  # "more like 5k", "eher so 5k"
    spans = {time.unit for time in sentence.times if time.role == "now"} & {"week", "month"}
    if spans and not followers and draft["unit"] == "per_post":
        draft["unit"] = f"per_{spans.pop()}"
    if change is not None and change > 0:
        return draft | {"kind": "other", "intent": "growth"}
    if followers:
        return draft | {"kind": "follower_loss", "unit": "total", "qualifier": None}
    if others:
        draft["also"] = [_also(reading, level, draft) for level in others]
    return draft | {"kind": "claim_drop"}


def _crossed(before: float | None, after: float | None) -> int | None:
    """Give the power of ten, or its half, that lies closely between two levels (both within 2 %)."""
    if before is None or after is None or not 0 < after < before:
        return None
    mark = 1.0
    while mark * 10 <= before:
        mark *= 10
    mark = mark * 5 if mark * 5 <= before else mark
    return int(mark) if after < mark <= before and before <= 1.02 * mark and after >= 0.98 * mark else None


def milestone(reading: Reading) -> Draft | None:
    """A round number of followers: reached, missed, fallen below."""
    sentence = reading.sentence
    candidates = [level for level in reading.levels if level.metric in (None, "followers") and level.value]
    if not candidates or reading.metric is not None or (sentence.has("format", "post") and not reading.of_followers):
        return None
    if reading.change is not None or (sentence.has("frequency") and sentence.has("loss", "gain")):
        return None
    level = max(candidates, key=lambda each: each.value or 0)
    value = level.value or 0
    below = any(
        word in ("unter", "under", "below")
        for word in sentence.words[max(0, level.number.start - 3) : level.number.start]
    )
    draft: Draft = {
        "kind": "milestone",
        "metric": "followers",
        "value": level.value,
        "unit": "total",
        "qualifier": None,
    }
    asked = any(word in ("wann", "when") for word in sentence.words)
    if sentence.has("stuck") and not (below and sentence.has("fallen")):
        return draft | {"direction": "stuck", "milestone": next_mark(value)}
    if below and (sentence.has("fallen", "decline", "loss") or "wieder" in sentence.words):
        return draft | {"direction": "below"}
    if (
        value >= 500
        and is_round(value)
        and (asked or sentence.has("above"))
        and not sentence.has("had", "qualifier") | asked
    ):
        return draft | {"direction": "above"}
    if (
        value >= 500
        and is_round(value)
        and sentence.has("above")
        and (reading.of_followers or not sentence.has("metric"))
    ):
        return None if sentence.has("qualifier") and not reading.of_followers else draft | {"direction": "above"}
    return None


def is_round(value: float) -> bool:
    """Whether a number has one leading digit, or two that end in 5, and zeros: a mark that people celebrate."""
    digits = str(int(value)).rstrip("0")
    return len(digits) == 1 or (len(digits) == 2 and digits[1] == "5")


def next_mark(value: float) -> int:
    """Give the mark that somebody stuck at `value` is waiting for: itself if round, else the next 1, 2, 5 × 10ⁿ."""
    mark = 1
    while mark * 10 <= value:
        mark *= 10
    steps = [mark, 2 * mark, 5 * mark, 10 * mark]
    return int(value) if value in steps else next(step for step in steps if step >= value)


def followers(reading: Reading) -> Draft | None:
    """Followers lost, gained or counted."""
    sentence = reading.sentence
    if not reading.of_followers or sentence.has(
        *(["algorithm"] if not sentence.has("loss", "decline", "less") else ["nothing"])
    ):
        return None
    shrinking = sentence.has("loss", "decline", "less", "weak") or (
        sentence.has("none", "not", "nomore") and sentence.has("gain")
    )
    level = next((each for each in reading.levels if each.metric in (None, "followers")), None)
    if shrinking and not (sentence.has("not") and not sentence.has("gain") and not sentence.has("loss")):
        return _follower_loss(reading, level)
    if reading.change is not None and reading.change < 0 and sentence.has("purge"):
        return _follower_loss(reading, level)
    if level is None:
        return None
    draft = {"kind": "claim_level", **_level_draft(reading, level)}
    if sentence.has("gain") and draft["unit"] != "total":
        draft["metric_kind"] = "gain"
    return draft


def _follower_loss(reading: Reading, level: Level | None) -> Draft:
    sentence = reading.sentence
    draft: Draft = {"kind": "follower_loss", "metric": "followers", "change_pct": reading.change}
    often = sentence.found.get("frequency")
    if often:
        draft["qualifier"] = often[0][1].split(":")[1]
        draft["since"] = _written(sentence, often[0][0])
    if level is not None and reading.change is None:
        draft |= {"value": level.value, "unit": often[0][1].split(":")[0] if often else "total"}
        if level.number.high is not None:
            draft["value_max"] = whole(level.number.high)
        draft["qualifier"] = draft.get("qualifier") or "once"
    if sentence.has("gain"):
        draft["metric_kind"] = "gain"
    if sentence.has("bought", "purge"):
        draft["cause_claimed"] = "bought_followers" if sentence.has("bought") else "purge"
    return draft


def _written(sentence: Sentence, i: int) -> str:
    """Give "jeden Tag" or "daily" as written: the phrase of frequency at word i."""
    end = i + 1
    while end < len(sentence.words) and not sentence.at[end] and sentence.raw[end][0].isalpha() and end < i + 4:
        end += 1
    written = " ".join(sentence.raw[i:end])
    return written[0].lower() + written[1:]


def denied_drop(reading: Reading) -> Draft | None:
    """What did not fall: "my reach hasn't dropped", "Likes gleich" alone."""
    sentence = reading.sentence
    metrics = metrics_in(sentence)
    if not metrics or not sentence.has("not") or sentence.has("nomore", "none"):
        return None
    falling = [i for name in ("decline", "less", "loss", "changed", "ratio") for i, _ in sentence.found.get(name, ())]
    denied = any(0 < i - n <= 4 and sentence.words[n] not in _NEVER for n, _ in sentence.found["not"] for i in falling)
    if len(metrics) > 1 and denied and metrics[0][1] != metrics[-1][1] and reading.change is None:
        return {"kind": "claim_drop", "metric": metrics[-1][1], "negated_metric": metrics[0][1]}
    if (
        len(metrics) > 1
        and falling
        and metrics[0][1] != metrics[-1][1]
        and sentence.where("not") < metrics[0][0]
        and reading.change is None
    ):
        return {"kind": "claim_drop", "metric": metrics[-1][1], "negated_metric": metrics[0][1]}
    if denied and reading.change is None and not reading.levels:
        return {"kind": "other", "metric": reading.metric, "negated": True}
    if denied and reading.share is not None and reading.denied_change is None and reading.change is not None:
        return {"kind": "other", "metric": reading.metric, "negated": True} if _change_denied(reading) else None
    return None


def _change_denied(reading: Reading) -> bool:
    share, sentence = reading.share, reading.sentence
    return share is not None and any(share.start - 4 < i < share.start for i, _ in sentence.found.get("not", ()))


def hidden(reading: Reading) -> Draft | None:
    """Hashtags, Explore, people who do not follow: the ways by which an algorithm brings people."""
    sentence = reading.sentence
    ways = [name for _, name in sentence.found.get("algorithm", ()) if name in _ALGORITHM_METRICS]
    if not ways or reading.levels or reading.change is not None:
        return None
    return {"kind": "algorithm", "metric": ways[0]}


def drop(reading: Reading) -> Draft | None:
    """A metric that fell, by how much it is told or not."""
    sentence = reading.sentence
    zero = next((level for level in reading.levels if level.value == 0), None)
    none = _none_counted(reading)
    said = _falls(reading)
    if reading.change is not None and reading.change > 0 and not sentence.has("decline", "less", "loss"):
        return {"kind": "other", "metric": reading.metric, "change_pct": reading.change, "intent": "growth"}
    rate = reading.metric == "engagement_rate" and reading.share is not None and not said
    told = reading.change is not None and not rate
    if not (told or said or zero or none):
        return None
    advice = sentence.words[0] in ("should", "soll", "sollte") and reading.metric is None
    if sentence.has("frequency_question") or advice:
        return None
    draft: Draft = {
        "kind": "claim_drop",
        "metric": reading.metric or _silent_metric(sentence),
        "change_pct": reading.change,
    }
    if zero is not None or none == "zero":
        metric = zero.metric if zero is not None and zero.metric else draft["metric"]
        draft |= {
            "metric": metric,
            "value": 0,
            "unit": "per_story" if metric == "story_views" else "per_post",
            "change_pct": -100,
        }
    elif reading.levels and reading.change is None:
        _add_level(reading, draft)
    if reading.denied_change is not None:
        draft["negated_change_pct"] = reading.denied_change
    _add_steady(reading, draft)
    if sentence.has("algorithm") and "shadowban" in " ".join(sentence.words):
        draft["cause_claimed"] = "shadowban"
    return draft


def _add_level(reading: Reading, draft: Draft) -> None:
    sentence, level = reading.sentence, reading.levels[0]
    level_draft = _level_draft(reading, level)
    before = sentence.words[max(0, level.number.start - 2) : level.number.start]
    if "um" in before or "by" in before:
        return
    if sentence.has("had", "then") and not sentence.near("now", 0, level.number.start):
        draft |= {"from_value": level.value, "metric": level_draft["metric"]}
    else:
        draft |= {key: level_draft[key] for key in ("metric", "value", "unit")}


def _add_steady(reading: Reading, draft: Draft) -> None:
    """Name the metric that is said to be as always: "likes are fine but comments are down"."""
    sentence = reading.sentence
    if not sentence.has("same"):
        return
    steady = [name for _, name in metrics_in(sentence) if name != draft["metric"]]
    if steady:
        draft["also"] = [{"metric": steady[0], "change_pct": 0}]


def _silent_metric(sentence: Sentence) -> str | None:
    """Give what "jedes Reel floppt" or "gehen alle unter" speaks of: views where a format of video is named."""
    kind = first_format(sentence)
    if kind in ("reel", "video", "short", "live"):
        return "views"
    return "story_views" if kind == "story" else None


def _none_counted(reading: Reading) -> str | None:
    """Whether nobody does it any more ("keiner schaut"), or there is none of it ("no views": zero)."""
    sentence = reading.sentence
    if not sentence.has("none", "nomore", "not"):
        return None
    for i, _ in sentence.found.get("none", ()):
        for j in range(i + 1, min(i + 4, len(sentence.words))):
            names = {name for name, _ in sentence.at[j]}
            if "metric" in names or ("see" in names and reading.metric):
                plain = sentence.words[i] in ("no", "keine") and not sentence.has("nomore", "still") and j == i + 1
                return "zero" if plain and not sentence.has("question") else "none"
    if (
        sentence.has("nomore")
        and sentence.has("metric")
        and sentence.has("not", "none", "still")
        and not reading.levels
    ):
        return "none"
    people = any(
        word in sentence.words
        for word in ("niemand", "keiner", "niemandem", "nobody", "noone", "schwein", "sau", "mensch", "one")
    )
    return "none" if sentence.has("none") and people and reading.metric else None


def _falls(reading: Reading) -> bool:
    sentence = reading.sentence
    subject = reading.metric is not None or first_format(sentence) or sentence.has("post", "insights", "account")
    if reading.levels and not sentence.has("decline", "ratio"):
        return False
    if sentence.has("decline"):
        if sentence.has("nothing") and not sentence.near("less", 0, len(sentence.words)):
            return False
        return reading.metric is not None or (bool(subject) and not sentence.has("algorithm")) or "alles" in sentence.words
    if sentence.has("less", "loss"):
        return reading.metric is not None or (bool(first_format(sentence)) and not sentence.has("algorithm"))
    return sentence.has("weak") and reading.metric is not None


def algorithm(reading: Reading) -> Draft | None:
    """The algorithm is blamed, asked about or feared."""
    sentence = reading.sentence
    if reading.levels or reading.change is not None:
        return None
    platform = sentence.has("platform", "pronoun", "post")
    shown = (
        sentence.has("shown") and platform and sentence.has("not", "none", "nomore", "post", "algorithm", "question")
    )
    stopped = "stopped" in sentence.words and sentence.has("shown")
    if sentence.has("algorithm") or (shown and not sentence.has("metric")) or stopped:
        return {"kind": "algorithm", "metric": None}
    return None


def level(reading: Reading) -> Draft | None:
    """One level that is claimed, or several of different metrics."""
    sentence = reading.sentence
    rate = reading.metric == "engagement_rate" and reading.share is not None
    if rate and reading.share is not None:
        share = Level(reading.share, "engagement_rate", named=True)
        return {"kind": "claim_level", **_level_draft(reading, share)}
    if not reading.levels:
        return None
    main = reading.levels[0]
    asked = sentence.words[0] in ("how", "wie") and not sentence.has("had", "then")
    if asked:
        return {"kind": "other", "metric": reading.metric, "intent": "growth_wish"}
    if main.metric is None and not _worth_a_default(sentence, main):
        return None
    draft = {"kind": "claim_level", **_level_draft(reading, main)}
    others = [each for each in reading.levels[1:] if each.metric != main.metric]
    return draft | ({"also": [_also(reading, each, draft) for each in others]} if others else {})


def _worth_a_default(sentence: Sentence, main: Level) -> bool:
    """Whether a bare number may be taken for likes or views: it is large, or somebody says that it is usual."""
    large = main.number.value is not None and main.number.value >= 500
    return large or sentence.has("qualifier", "format", "tiktok_video", "post")


def health(reading: Reading) -> Draft | None:
    """Is the account well? Asked in general."""
    sentence = reading.sentence
    if sentence.has("healthy") and not sentence.has("metric"):
        about_me = sentence.words[0] in _ASKED_OF_ONESELF and sentence.found["healthy"] != [(0, "")]
        plain = {sentence.words[i] for i, _ in sentence.found["healthy"]} & {"gut", "well"}
        if sentence.has("account") or (about_me and not plain):
            return {"kind": "health"}
    if sentence.has("check") and not sentence.has("metric", "follower"):
        return {"kind": "other", "intent": "health_check"}
    return None


KINDS: tuple[Callable[[Reading], Draft | None], ...] = (
    peer,
    verification,
    trouble,
    wish,
    correction,
    two_levels,
    milestone,
    followers,
    denied_drop,
    hidden,
    drop,
    algorithm,
    level,
    health,
)


def other(reading: Reading) -> Draft:
    """Nothing of all that; the metric that was named, if one was."""
    return {
        "kind": "other",
        "metric": "followers" if reading.of_followers else (metrics_in(reading.sentence) or [(0, None)])[0][1],
    }
