"""Numbers that are levels of a metric: which metric, per what, and whether always, usually or once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from fieber.complaint.wordlist import word_set

if TYPE_CHECKING:
    from fieber.complaint.numbers import Number
    from fieber.complaint.sentence import Sentence

_VIDEO = frozenset(("reel", "video", "short", "live"))
_REACH_OF_METRIC = 5  # words between a number and the metric it counts
_TOUCHING = word_set("über unter ab over under above below max min keine maximum minimum max")
_POSTING = word_set("poste post posting posten postest posted gepostet upload uploade")
_TRAILING = word_set("max min maximum minimum")
_EVERY = word_set("jeder jede jedes jeden jedem allen each every")
_CLAUSE_MARKS = frozenset((",", ":", "(", "|"))
_MOST_LEVELS = 8  # a sentence with more numbers is a table, not a claim
_ONCE_WORDS = frozenset(("yesterday", "weekday", "day_before"))


@dataclass(slots=True, eq=False)  # two levels of one value are still two
class Level:
    """One level that is claimed: `value` in base units, `metric` null if none was named."""

    number: Number
    metric: str | None
    named: bool  # the metric stands behind the number itself
    platform: str | None = None

    @property
    def value(self) -> float | None:
        """The number, whole where it is whole."""
        return whole(self.number.value)


def whole(value: float | None) -> float | None:
    """Give 50000 for 50000.0, and 6.5 as it is."""
    return int(value) if value is not None and value == int(value) else value


def first_format(sentence: Sentence, near: int | None = None) -> str | None:
    """Give the format that is spoken of: the one in the same clause as word `near`, else the first."""
    formats = sentence.found.get("format")
    if not formats:
        return _implied_format(sentence)
    if near is not None and len(formats) > 1:
        clauses = clause_numbers(sentence)
        here = clauses[min(near, len(clauses) - 1)]
        return next((name for i, name in formats if clauses[i] == here), formats[0][1])
    return formats[0][1]


def _implied_format(sentence: Sentence) -> str | None:
    """Give the format of "story views", "my TikToks", "since the viral reel"."""
    found = sentence.found
    if "metric" in found and any(name == "story_views" for _, name in found["metric"]):
        return "story"
    if "tiktok_video" in found:
        return "video"
    for time in sentence.times:
        inner = sentence.words[time.start : time.end]
        if "reel" in inner and any(word.startswith("viral") for word in inner):
            return "reel"
    return None


def clause_numbers(sentence: Sentence) -> list[int]:
    """Number the clauses: each comma, "aber", "but" begins a new one; one entry a word."""
    if sentence.clauses is None:
        starts = {i for i, _ in sentence.found.get("comma", ())}
        sentence.clauses = list(
            accumulate(i in starts or word in _CLAUSE_MARKS for i, word in enumerate(sentence.words))
        )
    return sentence.clauses


def seen_metric(sentence: Sentence) -> str:
    """Give what is counted when people see something: views of stories and videos, reach of posts."""
    kind = first_format(sentence)
    if kind == "story":
        return "story_views"
    return "views" if kind in _VIDEO else "reach"


def metrics_in(sentence: Sentence) -> list[tuple[int, str]]:
    """Give all metrics named, in order; views of a story are story views."""
    found = sentence.found.get("metric", [])
    if first_format(sentence) != "story":
        return found
    return [(i, "story_views" if name == "views" else name) for i, name in found]


def main_metric(sentence: Sentence, near: int | None = None) -> str | None:
    """Give the metric that is spoken of, the one in the clause of word `near` first; seeing and reaching count too."""
    metrics = metrics_in(sentence)
    if metrics:
        if near is not None and len(metrics) > 1:
            clauses = clause_numbers(sentence)
            same = [k for k, (i, _) in enumerate(metrics) if clauses[i] == clauses[near]]
            first = same[0] if same else 0
            if first and metrics[first - 1][0] == metrics[first][0] - 2:
                first -= 1  # "my saves and shares are down": of both, the first
            return metrics[first][1]
        return metrics[0][1]
    if sentence.has("reach_verb") and sentence.has("people"):
        return "reach"
    if sentence.has("see"):
        return seen_metric(sentence)
    return None


def is_level(sentence: Sentence, number: Number) -> bool:
    """Whether a number can be a level at all: no age, price, date, count of other things."""
    words = sentence.words
    before = words[number.start - 1] if number.start else ""
    after = words[number.end] if number.end < len(words) else ""
    if number.shape == "times":
        return number.value is not None and _metric_near(sentence, number.end, 2) in ("shares", "saves", "comments")
    if number.shape != "count" or before in ("$", "€", "£", "#", "@") or after in ("$", "€", "£"):
        return False
    names = {name for name, _ in sentence.at[number.end]} if number.end < len(words) else set()
    if "others_unit" in names and not (sentence.has("reach_verb") and "people" in names):
        return False
    if "people" in names:
        return sentence.has("see", "reach_verb") or sentence.has("loss") or "reached" in words
    if number.small:
        return _metric_near(sentence, number.end, 3) is not None or number.value == 0
    return True


def _metric_near(sentence: Sentence, start: int, words: int) -> str | None:
    for i in range(start, min(start + words, len(sentence.words))):
        names = dict(sentence.at[i])
        if "metric" in names:
            return names["metric"]
        if "follower" in names:
            return "followers"
        if not sentence.at[i] or "comma" in names or sentence.words[i] == ",":
            return None
    return None


def levels_in(sentence: Sentence) -> list[Level]:
    """Give the levels of a sentence in order, each with the metric it counts."""
    rates = [number for number in sentence.numbers if number.shape == "percent" or number.small]
    told = any(number.shape == "percent" for number in rates)
    if len(rates) > 1 and told and main_metric(sentence) == "engagement_rate" and not sentence.has("not", "less"):
        return [Level(number, "engagement_rate", named=True) for number in rates]
    levels: list[Level] = []
    story = first_format(sentence) == "story"
    for number in sentence.numbers[: 2 * _MOST_LEVELS]:
        if len(levels) == _MOST_LEVELS:
            break
        if not is_level(sentence, number) and not (levels and _is_new_level(sentence, number)):
            continue
        metric = _metric_near(sentence, number.end, _REACH_OF_METRIC)
        named = metric is not None
        if metric is None:
            metric = _counted_by_verb(sentence, number) or _metric_before(sentence, number)
        if metric == "views" and story:
            metric = "story_views"
        levels.append(Level(number, metric, named, _platform_near(sentence, number)))
    if any(level.named for level in levels):
        _inherit(levels)
    return levels


def _is_new_level(sentence: Sentence, number: Number) -> bool:
    """Whether a bare small number is the level that is now: "früher 300 Saves, heute 30"."""
    start = max(0, number.start - 2)
    behind = {name for name, _ in sentence.at[number.end]} if number.end < len(sentence.words) else set()
    if number.shape != "count" or "others_unit" in behind or number.value is None:
        return False
    here = sentence.near("now", start, number.start) or {"auf", "to", "only", "nur"} & set(
        sentence.words[start : number.start]
    )
    return bool(here) or any(time.role == "now" and time.end == number.start for time in sentence.times)


def _counted_by_verb(sentence: Sentence, number: Number) -> str | None:
    people = sentence.near("people", number.end, number.end + 2)
    if (people and sentence.has("reach_verb")) or (people and "reached" in sentence.words):
        return "reach"
    return seen_metric(sentence) if people and sentence.has("see") else None


def _metric_before(sentence: Sentence, number: Number) -> str | None:
    before = [(i, name) for i, name in sentence.found.get("metric", ()) if i < number.start]
    before += [(i, "followers") for i, _ in sentence.found.get("follower", ()) if i < number.start]
    before += [(i, name) for i, name in sentence.found.get("metric", ()) if not before and i > number.start]
    before += [(i, "followers") for i, _ in sentence.found.get("follower", ()) if not before and i > number.start]
    return max(before)[1] if before else None


def _inherit(levels: list[Level]) -> None:
    """A number without a metric of its own has that of its neighbour: "früher 80k, jetzt 20k Likes"."""
    named = next(level.metric for level in levels if level.named)
    for level in levels:
        level.metric = level.metric or named


def _platform_near(sentence: Sentence, number: Number) -> str | None:
    platforms = sentence.found.get("platform", [])
    if len(platforms) < 2:
        return platforms[0][1] if platforms else None
    clauses = clause_numbers(sentence)
    same = [name for i, name in platforms if clauses[i] == clauses[number.start]]
    if len(same) == 1:
        return same[0]
    return min(platforms, key=lambda hit: abs(hit[0] - number.start))[1]


def default_metric(sentence: Sentence) -> str:
    """Give the metric of a level that names none: what videos do are views, all else are likes."""
    if first_format(sentence) == "story":
        return "story_views"
    video = first_format(sentence) in _VIDEO or sentence.has("tiktok_video")
    platforms = {name for _, name in sentence.found.get("platform", ())}
    return "views" if video or platforms & {"tiktok", "youtube"} else "likes"


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
        return "total"
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
    if never > number.start or (
        0 <= never < number.start and said & {"at most", "at least"} and number.start - never <= 4
    ):
        flipped = {"at most": "at least", "at least": "at most"}
        said = {flipped.get(name, name) for name in said}
    return said
