"""What the person said of a level ("I always have 50,000"), answered in sentences: the record beside the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.plain import clean, shorten

if TYPE_CHECKING:
    from fieber.model.diagnosis import Claim, Coverage, Diagnosis
    from fieber.model.text import Value

Sentences = tuple[Message, ...]

DAYS_PER_MONTH = 30.44  # a mean month
SPANS = {"per_day": ".day", "per_week": ".week"}
NAMED = frozenset(
    {"likes", "comments", "shares", "saves", "views", "reach", "story_views", "engagement_rate", "followers"}
    | {"impressions", "hashtag_reach", "explore_reach", "non_follower_reach", "engagement_per_reach"}
)  # metrics that have a name in the catalogues
MOST_LETTERS = 80  # of the person's own words


def name_of_metric(claim: Claim) -> str | None:
    """Give the metric of a claim where the catalogues have a name for it."""
    return claim.metric if claim.metric in NAMED else None


def cannot_say(claim: Claim) -> Sentences:
    """Say why a claim cannot be answered; nothing where no reason is known."""
    if claim.reason is None:
        return ()
    words = None if claim.since is None else shorten(clean(claim.since), MOST_LETTERS)
    values: dict[str, Value] = {"metric": name_of_metric(claim), "kind": claim.kind_of_post or "story", "words": words}
    return (Message(f"claim.cannot.{claim.reason}", values),)


def level_claim(claim: Claim, diagnosis: Diagnosis) -> Sentences:
    """Answer a level: whether the record has it, what is usual, and where it is now."""
    coverage, span = diagnosis.coverage, SPANS.get(claim.unit or "", "")
    posts = _asked(claim)
    last = claim.until if claim.verdict == "was_once_true" and claim.until is not None else claim.last
    values: dict[str, Value] = {"value": claim.value, "count": claim.count, "last": last, "first": coverage.first}
    values |= {"posts": posts, "span": _months(coverage), "n": claim.count}
    sentences = [Message(_level_key(claim, coverage, span), values), *cannot_say(claim)]
    if claim.verdict in {"true", "was_once_true"} and claim.count and posts:
        when = "" if claim.last is not None else ".open"
        sentences.append(
            Message(f"claim.reached{span}{when}", {"count": claim.count, "posts": posts, "last": claim.last})
        )
    if claim.now is not None:
        sentences.append(Message("claim.followers.now", {"now": claim.now}))
    usual = _usual(claim, span)
    sentences += usual
    if usual and not span and diagnosis.verdict == "healthy" and claim.verdict in {"exception", "never"}:
        sentences.append(Message(f"claim.{_where_now(claim, diagnosis)}"))
    return tuple(sentences)


def _where_now(claim: Claim, diagnosis: Diagnosis) -> str:
    """Nothing fell: it is as usual, or, where that is sure, even more."""
    alike = (vital for vital in diagnosis.vitals if (vital.metric, vital.kind) == (claim.metric, claim.kind_of_post))
    change = next((vital.change for vital in alike), None)
    return "now_even_more" if change is not None and change.low > 0 else "and_there_you_are"


def _usual(claim: Claim, span: str) -> list[Message]:
    if claim.median is None or claim.low is None or claim.high is None:
        return []
    values: dict[str, Value] = {
        "median": claim.median,
        "low": claim.low,
        "high": claim.high,
        "metric": name_of_metric(claim),
    }
    if span:
        return [Message(f"claim.usual{span}", values)]
    if claim.kind_of_post is not None:
        return [Message("claim.usual.kind", {**values, "kind": claim.kind_of_post})]
    return [Message("claim.usual", values)]


def _level_key(claim: Claim, coverage: Coverage, span: str) -> str:
    """Give the sentence for which everything is known; less is told where dates or counts are not."""
    key = f"claim.level.{claim.verdict}"
    if claim.is_mostly and claim.last is not None and claim.verdict in {"exception", "was_once_true"}:
        return "claim.level.mostly"
    if claim.verdict == "exception" and _asked(claim) is None:
        return f"{key}.uncounted"
    dated = coverage.is_dated and coverage.first is not None and (claim.last is not None or claim.verdict == "never")
    if not dated and claim.verdict not in {"true", "cannot_say"}:
        return f"{key}.open"
    if claim.verdict != "exception":
        return key
    return f"{key}{_shade(claim, span)}"


def _shade(claim: Claim, span: str) -> str:
    """How an exception is told: as a low number, as days or weeks, as a share, or as posts."""
    if claim.qualifier == "at most":
        return ".at_most"
    return span or (".rate" if claim.unit == "percent" else "")


def _asked(claim: Claim) -> int | None:
    if claim.n is not None:
        return claim.n if claim.count else None
    return round(claim.count / claim.share) if claim.count and claim.share else None


def _months(coverage: Coverage) -> int | None:
    if coverage.first is None or coverage.last is None:
        return None
    return max(1, round((coverage.last - coverage.first).days / DAYS_PER_MONTH))


def best_numbers(claim: Claim) -> Sentences:
    """The best post beside the best that this scatter makes expect, and that it is the best ones we remember."""
    if claim.qualifier == "at most" or claim.is_mostly:
        return ()
    remembered = claim.verdict in {"exception", "was_once_true"}
    closing = (Message("claim.best_numbers"),) if remembered else ()
    is_of_posts = claim.unit not in SPANS and claim.best and claim.verdict not in {"true", "cannot_say"}
    if not is_of_posts or claim.expected_best is None or claim.best_multiple is None:
        return closing
    values: dict[str, Value] = {"best": claim.best[0].value, "multiple": claim.best_multiple, "posts": claim.n}
    return (Message("claim.best", {**values, "expected": claim.expected_best}), *closing)
