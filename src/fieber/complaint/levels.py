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
_ORGANIC = word_set("organisch organische organischer organic")
_CLAUSE_MARKS = frozenset((",", ":", "(", "|"))
_MOST_LEVELS = 8  # a sentence with more numbers is a table, not a claim
_BEFORE_RATE = word_set("be war waren was were auf to at bei nur only just noch")
_DONE = frozenset(("shares", "saves", "comments", "likes", "views"))
_ONE_OF = word_set("kein keinem jedes jedem pro per ein einem no every each a one letztes last this dieses")
_OF = word_set("of meiner meines der des vom von my")


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
    if sentence.formats is None:
        sentence.formats = _formats(sentence)
    formats = sentence.formats
    if not formats:
        return None
    if near is not None and len(formats) > 1:
        clauses = clause_numbers(sentence)
        here = clauses[min(near, len(clauses) - 1)]
        return next((name for i, name in formats if clauses[i] == here), formats[0][1])
    return formats[0][1]


def _formats(sentence: Sentence) -> list[tuple[int, str]]:
    formats = sentence.found.get("format", [])
    if formats and sentence.numbers:
        formats = [hit for hit in formats if not _is_how_many_posted(sentence, hit[0])]
    implied = None if formats else _implied_format(sentence)
    return formats if implied is None else [(0, implied)]


def _one_tiktok(sentence: Sentence) -> bool:
    """Whether "TikTok" is a post, not the platform: "kein TikTok", "per TikTok"."""
    words = sentence.words
    hits = [i for i, name in sentence.found.get("platform", ()) if name == "tiktok"]
    return any(i and words[i] == "tiktok" and words[i - 1] in _ONE_OF for i in hits)


def _is_how_many_posted(sentence: Sentence, i: int) -> bool:
    """Whether the format at word i only tells how much somebody posts: "3 Reels pro Woche"."""
    often = sentence.near("frequency", i + 1, i + 3)
    return often and any(number.end == i and number.small for number in sentence.numbers)


def _implied_format(sentence: Sentence) -> str | None:
    """Give the format of "story views", "my TikToks", "since the viral reel"."""
    found = sentence.found
    if "metric" in found and any(name == "story_views" for _, name in found["metric"]):
        return "story"
    if "tiktok_video" in found or _one_tiktok(sentence):
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
    if not kind and not {"profil", "profile"}.isdisjoint(sentence.words):
        return "profile_views"
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
    return _metric_of_verbs(sentence)


def _metric_of_verbs(sentence: Sentence) -> str | None:
    """Give what "I reach people", "mag keiner mehr meine Bilder", "nobody sees" speak of."""
    if (sentence.has("reach_verb") and sentence.has("people")) or not _ORGANIC.isdisjoint(sentence.words):
        return "reach"
    if sentence.has("verb_of") and sentence.has("none") and sentence.has("format", "post"):
        return sentence.found["verb_of"][0][1]
    return seen_metric(sentence) if sentence.has("see") else None


def is_level(sentence: Sentence, number: Number) -> bool:
    """Whether a number can be a level at all: no age, price, date, count of other things."""
    words = sentence.words
    before = words[number.start - 1] if number.start else ""
    after = words[number.end] if number.end < len(words) else ""
    if number.shape == "times":
        return number.value is not None and _done_so_often(sentence, number)
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


def _done_so_often(sentence: Sentence, number: Number) -> bool:
    """Whether it is said how often something was done: "300 mal geteilt", "shared 500 times"."""
    behind = _metric_near(sentence, number.end, 2) in _DONE
    before = {name for i in (number.start - 1, number.start - 2) if i >= 0 for _, name in sentence.at[i]}
    return behind or not before.isdisjoint(_DONE)


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


def rates_in(sentence: Sentence) -> list[Number]:
    """Give the percentages that are rates of engagement ("nur 0,8 %", "from 6% to 3%") and no changes of it."""
    if not any(number.shape == "percent" for number in sentence.numbers) or main_metric(sentence) != "engagement_rate":
        return []
    rates = [number for number in sentence.numbers if number.shape == "percent" or number.small]
    if len(rates) > 1:
        return [] if sentence.has("not", "less") else rates
    words, rate = sentence.words, rates[0]
    before = words[rate.start - 1] if rate.start else ""
    after = words[rate.end] if rate.end < len(words) else ""
    share = after in _OF or sentence.near("less", rate.end, rate.end + 2)
    return [rate] if before in _BEFORE_RATE and not share else []


def levels_in(sentence: Sentence) -> list[Level]:
    """Give the levels of a sentence in order, each with the metric it counts."""
    rates = rates_in(sentence)
    if rates:
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
            metric = _counted_by_verb(sentence, number)
            named = metric is not None
            if metric is None and sentence.words[max(0, number.start - 1)] in ("mit", "with"):
                metric = "followers" if sentence.has("follower") else None  # "100 Follower … jetzt mit 10.000"
            metric = metric or _metric_before(sentence, number)
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
    if sentence.near("reach_verb", number.start - 4, number.start) and _of_followers(sentence, number):
        return "reach"
    people = sentence.near("people", number.end, number.end + 2)
    if (people and sentence.has("reach_verb")) or (people and "reached" in sentence.words):
        return "reach"
    return seen_metric(sentence) if people and sentence.has("see") else None


def _of_followers(sentence: Sentence, number: Number) -> bool:
    """Whether a number is a part of the followers counted before it: "100.000 Follower und erreiche keine 5.000"."""
    counted = [n for n in sentence.numbers if sentence.near("follower", n.end, n.end + 2) and n.end < number.start]
    return any((n.value or 0) > (number.value or 0) for n in counted)


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
