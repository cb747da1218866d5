"""Followers: lost, gained, counted, and the round marks that people watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.complaint.levels import Level, whole
from fieber.complaint.qualifiers import frequency_of
from fieber.complaint.reading import Draft, Reading, level_draft

if TYPE_CHECKING:
    from fieber.complaint.sentence import Sentence

_SMALLEST_MARK = 500  # followers; below, a round number is hardly a mark


def milestone(reading: Reading) -> Draft | None:
    """A round number of followers: reached, missed, fallen below."""
    sentence = reading.sentence
    candidates = [level for level in reading.levels if level.metric in (None, "followers") and level.value]
    if not candidates:
        return None
    of_posts = reading.metric is not None or (sentence.has("format", "post") and not reading.of_followers)
    of_posts = of_posts or any(level.metric not in (None, "followers") for level in reading.levels)
    flow = sentence.has("frequency") and sentence.has("loss", "gain")
    if of_posts or flow or reading.change is not None:
        return None
    level = max(candidates, key=lambda each: each.value or 0)
    direction = _direction(reading, level)
    if direction is None:
        return None
    draft: Draft = {"kind": "milestone", "metric": "followers", "value": level.value, "unit": "total"}
    draft |= {"direction": direction}
    return draft | ({"milestone": next_mark(level.value or 0)} if direction == "stuck" else {})


def _direction(reading: Reading, level: Level) -> str | None:
    sentence, value = reading.sentence, level.value or 0
    before = sentence.words[max(0, level.number.start - 3) : level.number.start]
    below = bool({"unter", "under", "below"} & set(before))
    if sentence.has("stuck") and not (below and sentence.has("fallen")):
        return "stuck"
    if below and (sentence.has("fallen", "decline", "loss") or "wieder" in sentence.words):
        return "below"
    if value < _SMALLEST_MARK or not is_round(value):
        return None
    named = before[-1:] in (["die"], ["the"]) and not sentence.has("qualifier")
    asked = named or sentence.has("toward") or not {"wann", "when"}.isdisjoint(sentence.words)
    if asked or (sentence.has("above") and not sentence.has("qualifier")):
        return "above"
    return "above" if sentence.has("above") and reading.of_followers else None


def is_round(value: float) -> bool:
    """Whether a number has one leading digit, or two that end in 5, and zeros: a mark that people celebrate."""
    digits = str(int(value)).rstrip("0")
    return len(digits) == 1 or (len(digits) == 2 and digits[1] == "5")


def next_mark(value: float) -> int:
    """Give the mark that somebody stuck at `value` is waiting for: itself if round, else the next of 1, 2, 5, 10."""
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
        sentence.has("none", "not", "nomore") and sentence.has("gain", "growth")
    )
    stands = sentence.has("growth") and any(number.value == 0 for number in sentence.numbers)
    if stands:
        return {"kind": "follower_loss", "metric": "followers", "direction": "stuck"}
    level = next((each for each in reading.levels if each.metric in (None, "followers")), None)
    if shrinking and not (sentence.has("not") and not sentence.has("gain", "loss", "growth")):
        return _follower_loss(reading, level)
    if reading.change is not None and reading.change < 0 and sentence.has("purge"):
        return _follower_loss(reading, level)
    if level is None:
        return None
    draft = {"kind": "claim_level", **level_draft(reading, level)}
    if sentence.has("gain") and draft["unit"] != "total":
        draft["metric_kind"] = "gain"
    return draft


def _follower_loss(reading: Reading, level: Level | None) -> Draft:
    sentence = reading.sentence
    draft: Draft = {"kind": "follower_loss", "metric": "followers", "change_pct": reading.change}
    if sentence.has("growth") and level is None and reading.change is None:
        draft["direction"] = "stuck"  # no growth is no loss
    often = frequency_of(sentence)
    if often:
        draft["qualifier"] = often[2]
        draft["since"] = _written(sentence, often[0])
    if level is not None and reading.change is None:
        draft |= {"value": level.value, "unit": often[1] if often else "total"}
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
