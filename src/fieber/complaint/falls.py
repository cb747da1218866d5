"""What fell, what did not, and the algorithm that is blamed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.complaint.levels import clause_numbers, first_format, metrics_in
from fieber.complaint.lexicon import meaning_of
from fieber.complaint.reading import Draft, Reading, level_draft

if TYPE_CHECKING:
    from fieber.complaint.sentence import Sentence

_NEVER = ("nie", "never", "niemals", "nimmer")
_WHERE_TO = frozenset(("sind", "ist", "bleiben", "bleibt", "are", "is", "have", "has", "did"))
_PERSON = frozenset(("i'm", "im", "am", "ich"))  # "I'm dying 😂": nothing that is counted
_WELL = frozenset(("gut", "super", "well", "great", "prima", "toll"))
_SHORT = 9  # words; a longer sentence says something else too
_ALGORITHM_METRICS = ("hashtag_reach", "explore_reach", "non_follower_reach")


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
    complains = sentence.has("not", "none", "nomore", "decline", "loss", "weak", "only", "shown")
    if not ways or reading.levels or reading.change is not None or (sentence.has("question") and not complains):
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
    return draft


def _add_level(reading: Reading, draft: Draft) -> None:
    sentence, level = reading.sentence, reading.levels[0]
    fields = level_draft(reading, level)
    before = sentence.words[max(0, level.number.start - 2) : level.number.start]
    if "um" in before or "by" in before:
        return
    if sentence.has("had", "then") and not sentence.near("now", 0, level.number.start):
        draft |= {"from_value": level.value, "metric": fields["metric"]}
    else:
        draft |= {key: fields[key] for key in ("metric", "value", "unit")}


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
    if sentence.has("less"):
        inner = (word for time in sentence.times for word in sentence.words[time.start : time.end])
        hidden_in = [
            name for word in inner for concept, name in meaning_of(word, sentence.lang)[1] if concept == "metric"
        ]
        if hidden_in:
            return hidden_in[0]  # "seit Likes versteckt weniger"
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
    plainly = any(sentence.words[i] not in ("anymore", "any") for i, _ in sentence.found.get("nomore", ()))
    denied = plainly or (sentence.has("nomore") and sentence.has("not", "none", "still"))
    if denied and sentence.has("metric") and not reading.levels:
        return "none"
    people = any(
        word in sentence.words
        for word in ("niemand", "keiner", "niemandem", "nobody", "noone", "schwein", "sau", "mensch", "one")
    )
    return "none" if sentence.has("none") and people and reading.metric else None


def _falls(reading: Reading) -> bool:
    sentence = reading.sentence
    kind = first_format(sentence)
    if reading.levels and not (sentence.has("ratio") or _declines_where_counted(reading)):
        return False
    was_better = sentence.has("then", "had") and not {"besser", "better"}.isdisjoint(sentence.words)
    was_better = was_better or (sentence.has("then") and sentence.has("run") and not _WELL.isdisjoint(sentence.words))
    if was_better or _nothing_since(reading):
        return True
    if sentence.has("run") and sentence.has("nomore", "none") and (kind or sentence.has("post")):
        return not sentence.has("algorithm")
    if sentence.has("decline"):
        return not _is_praise(sentence) and _has_subject(reading, kind)
    if sentence.has("less", "loss"):
        return reading.metric is not None or ((bool(kind) or _is_dated(sentence)) and not sentence.has("algorithm"))
    runs_badly = sentence.has("run") and (sentence.has("post", "technical") or bool(kind))
    return sentence.has("weak") and (reading.metric is not None or runs_badly)


def _is_dated(sentence: Sentence) -> bool:
    """Whether a time or an event is named since which something is so."""
    return any(time.role in ("since", "event") for time in sentence.times)


def _nothing_since(reading: Reading) -> bool:
    """Whether nothing comes any more: "nothing since my break", "wo sind meine Impressions?"."""
    sentence = reading.sentence
    if reading.metric is not None and sentence.words[0] in ("wo", "where"):
        return not _WHERE_TO.isdisjoint(sentence.words[1:4]) and not sentence.has("see", "shown")
    nothing = not {"nothing", "nichts", "nix"}.isdisjoint(sentence.words)
    others = sentence.has("metric", "follower", "algorithm", "healthy", "post", "check")
    return nothing and _is_dated(sentence) and not others and len(sentence.words) <= _SHORT


def _is_praise(sentence: Sentence) -> bool:
    return sentence.has("nothing") and not sentence.has("less")


def _has_subject(reading: Reading, kind: str | None) -> bool:
    """Whether the decline is of something that is measured, not of the world: a metric, a format, posts, "alles"."""
    sentence = reading.sentence
    subject = bool(kind) or sentence.has("post", "insights", "account") or _is_dated(sentence)
    subject = subject or ("", "all") in [("", name) for _, name in sentence.found["decline"]]
    subject = subject or (sentence.has("platform") and {"tot", "dead", "ded"} & set(sentence.words) != set())
    return reading.metric is not None or (subject and not sentence.has("algorithm")) or "alles" in sentence.words


def _declines_where_counted(reading: Reading) -> bool:
    """Whether the decline is of what is counted: not so in "my dog died and I posted it, got 20k likes"."""
    sentence = reading.sentence
    clauses = clause_numbers(sentence)
    counted = {clauses[level.number.start] for level in reading.levels}
    counted |= {clauses[i] for name in ("metric", "format", "see") for i, _ in sentence.found.get(name, ())}
    falls = [i for i, _ in sentence.found.get("decline", ()) if not i or sentence.words[i - 1] not in _PERSON]
    return any(clauses[i] in counted for i in falls)


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
    named = any(not way for _, way in sentence.found.get("algorithm", ()))
    unseen = sentence.has("follower") and sentence.has("not", "none", "nomore") and not sentence.has("metric")
    unseen = unseen and not {"mich", "me"}.isdisjoint(sentence.words) and sentence.has("see")
    if named or (shown and not sentence.has("metric")) or stopped or unseen:
        return {"kind": "algorithm", "metric": None}
    return None
