"""How much it changed: percent, fractions, multiples and words such as "halbiert" as one signed percentage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.complaint.levels import whole

if TYPE_CHECKING:
    from fieber.complaint.numbers import Number
    from fieber.complaint.sentence import Sentence

_REMAINING = frozenset(("auf", "to", "nur", "only", "noch", "bloß", "just", "barely", "nurnoch", "bei"))
_COMPARES = frozenset(("so", "as", "the", "my", "more", "mehr", "an"))  # "5x the views", "das Dreifache an Likes"
_BY = frozenset(("um", "by", "minus", "-", "\u2013"))


def percent_from(before: float | None, after: float | None) -> float | None:
    """Give the change from one level to another in percent, to one decimal; null if either is not known.

    >>> percent_from(12340, 6170)
    -50
    """
    if before is None or after is None or before <= 0:
        return None
    return whole(round((after / before - 1) * 100, 1))


def _signed(percent: float) -> float | None:
    return whole(round(percent, 1))


def is_remaining(sentence: Sentence, number: Number) -> bool:
    """Whether a share is what is left ("nur noch ein Drittel"), not what was lost ("um ein Drittel")."""
    words = sentence.words
    before = words[max(0, number.start - 3) : number.start]
    after = words[number.end : number.end + 3]
    if set(before) & _BY or sentence.near("less", number.end, number.end + 3):
        return False
    if _of_the_former(sentence, number):
        return True
    if set(before) & _REMAINING or any(
        sentence.near("only", i, i + 1) or _now_only(sentence, i) for i in range(max(0, number.start - 3), number.start)
    ):
        return not (set(after) & {"less", "fewer", "weniger"})
    if number.shape == "fraction":
        return not sentence.has("decline", "loss", "less")
    return False


def _now_only(sentence: Sentence, i: int) -> bool:
    return sentence.near("now", i, i + 1) and sentence.words[i] in (
        "nur",
        "grad",
        "gerade",
        "bloß",
        "bloss",
        "nurnoch",
        "grade",
    )


def _of_the_former(sentence: Sentence, number: Number) -> bool:
    """Whether "of what it was", "of the likes I used to", "meiner üblichen Likes" follows: the share of what was."""
    if sentence.words[number.end : number.end + 1] != ["of"]:
        return False
    after = sentence.words[number.end : number.end + 8]
    return "what" in after[1:2] or (
        ("used" in after or "usual" in after or "normal" in after) and not sentence.has("loss")
    )


def change_of(sentence: Sentence) -> tuple[float | None, Number | None, float | None]:
    """Give the change in percent, the number it was told by, and one that was denied ("not 50 %, but 70 %")."""
    shares = [n for n in sentence.numbers if n.shape in ("percent", "fraction") and n.value is not None]
    denied: float | None = None
    if len(shares) > 1 and _is_denied(sentence, shares[0]):
        denied = _share_change(sentence, shares[0])
        shares = shares[1:]
    elif shares and _is_denied(sentence, shares[0]):
        rest = [n for n in sentence.numbers if n.shape == "count" and n.small and n.start > shares[0].end]
        if rest and rest[0].value is not None:
            return _signed(-rest[0].value), rest[0], _share_change(sentence, shares[0])
    if shares and _of_followers_reached(sentence, shares[0]):
        return None, None, None
    if shares:
        return _share_change(sentence, shares[0]), shares[0], denied
    for number in sentence.numbers:
        if _multiple_counts(sentence, number):
            return _multiple_change(sentence, number), number, None
    return _ratio_change(sentence), None, None


def _of_followers_reached(sentence: Sentence, number: Number) -> bool:
    """Whether a share is of the followers who see it ("nur 10 % meiner Follower"): a rate, no change."""
    followers = sentence.near("follower", number.end, number.end + 4)
    return followers and sentence.has("see", "reach_verb") and not sentence.has("loss")


def _is_denied(sentence: Sentence, number: Number) -> bool:
    return any(number.start - 5 < i < number.start for i, _ in sentence.found.get("not", ()))


def _share_change(sentence: Sentence, number: Number) -> float | None:
    share = number.value or 0.0
    percent = share if number.shape == "percent" else 100 * share
    if is_remaining(sentence, number):
        return _signed(percent - 100)
    before = sentence.words[number.start - 1] if number.start else ""
    rising = sentence.has("rise") and not sentence.has("decline", "less", "loss")
    if before == "+" or (rising and before != "-") or sentence.near("still", number.end, number.end + 1):
        return _signed(percent)
    return _signed(-percent)


def _multiple_counts(sentence: Sentence, number: Number) -> bool:
    """Whether a multiple compares levels ("10x fewer", "doppelt so viele"), and is no count ("3 mal die Woche")."""
    if number.shape == "count":
        before = sentence.words[max(0, number.start - 2) : number.start]
        return before[-1:] in (["faktor"], ["factor"]) or before == ["factor", "of"]
    if number.shape != "times" or not number.value:
        return False
    words = sentence.words[number.end : number.end + 2]
    if sentence.near("less", number.end, number.end + 2) or _COMPARES & set(words[:1]):
        return True
    noun = sentence.words[number.start]
    return (
        noun in ("doppelt", "double", "doppelte", "triple")
        or noun.endswith("fache")
        or sentence.near("decline", number.start - 3, number.end + 2)
    )


def _multiple_change(sentence: Sentence, number: Number) -> float | None:
    value = number.value or 0
    past = sentence.has("then", "less", "had", "decline") or any(time.role == "past" for time in sentence.times)
    if value <= 1:
        return None
    return _signed(100 * (1 / value - 1)) if past else _signed(100 * (value - 1))


def _ratio_change(sentence: Sentence) -> float | None:
    ratios = sentence.found.get("ratio")
    if not ratios:
        return None
    ratio = float(ratios[0][1])
    if ratio > 1:
        back = sentence.has("viral_back") or _goes_back(sentence, ratios[0][0])
        return _signed(100 * (1 / ratio - 1)) if back else _signed(100 * (ratio - 1))
    return _signed(100 * (ratio - 1))


def _goes_back(sentence: Sentence, i: int) -> bool:
    """Whether what rose came back: "doubled in May and now it's back to …", "verdoppelt, jetzt wieder …"."""
    after = sentence.words[i + 1 :]
    parted = "," in after or any(j > i for j, _ in sentence.found.get("comma", ()))
    return parted and not {"wieder", "back", "zurück"}.isdisjoint(after)
