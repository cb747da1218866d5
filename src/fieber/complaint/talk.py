"""What is no claim about numbers: others, the blue tick, trouble, wishes, is the account well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.complaint import english_numbers, german_numbers
from fieber.complaint.levels import whole
from fieber.complaint.wordlist import word_set

if TYPE_CHECKING:
    from fieber.complaint.reading import Draft, Reading

_ASKED_OF_ONESELF = word_set("bin hab habe ist am do is how wie have")


def peer(reading: Reading) -> Draft | None:
    """Somebody else's numbers beside one's own."""
    sentence = reading.sentence
    at = sentence.where("peer")
    mine_after = any(word in ("ich", "i", "my", "meine", "mein", "meinen") for word in sentence.words[at + 1 :])
    if (
        at < 0
        or sentence.has("says")
        or (sentence.has("verification") and reading.metric is None)
        or (sentence.has("decline", "less", "ratio") and mine_after and not sentence.has("than_me"))
    ):
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

        ordinal = german_numbers.ORDINALS | english_numbers.ORDINALS
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
    worse = sentence.has("weak") and sentence.has("run")
    if (
        sentence.has("technical")
        and not worse
        and reading.metric is None
        and not reading.levels
        and reading.change is None
    ):
        return {"kind": "other", "intent": "technical"}
    if sentence.has("insights") and sentence.has("wrong") and reading.change is None:
        draft: Draft = {"kind": "other", "intent": "wrong_insights", "metric": reading.metric}
        if reading.levels:
            draft["value"] = reading.levels[0].value
        return draft
    if (
        sentence.has("pay")
        and sentence.has("question")
        and reading.metric is None
        and not sentence.has("decline", "loss", "algorithm")
    ):
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
    wanted = any(0 < each.number.start - i <= 3 for i, _ in sentence.found.get("want", ()) for each in reading.levels)
    if wanted and not reading.of_followers:
        return {"kind": "other", "metric": reading.metric, "intent": "wish"}
    if sentence.has("want_more") and not reading.levels:
        return {
            "kind": "other",
            "metric": "followers" if reading.of_followers else reading.metric,
            "intent": "growth_wish",
        }
    if sentence.has("frequency_question") and sentence.has("question"):
        return {"kind": "other", "intent": "posting_frequency"}
    return None


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
