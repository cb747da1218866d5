"""What the picture of all posts by size says: how many there are, what is usual, and how many reached a named level."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from fieber.model.text import Message
from fieber.report.document import SpreadChart
from fieber.report.sentences import OF_THE_DAY, per_hundred

if TYPE_CHECKING:
    from fieber.model.diagnosis import Claim, Diagnosis, Trace
    from fieber.model.text import Value
    from fieber.report.document import PostChart

LEAST_POSTS = 5  # fewer make no picture
OF_ONE_POST = frozenset({None, "per_post", "per_story"})


def spread_chart(diagnosis: Diagnosis, chart: PostChart) -> SpreadChart | None:
    """Give what is drawn; nothing for a handful of posts, or for what is counted by the day."""
    trace, vital = chart.trace, chart.vital
    claim = claim_of_level(diagnosis, trace.metric)
    kind = None if vital is None or claim is not None else vital.kind
    if kind is not None:
        trace = _of_kind(trace, kind)
    counted = [value for value, state in zip(trace.value, trace.state, strict=True) if state != "young"]
    n = sum(value is not None for value in counted)
    if n < LEAST_POSTS or trace.metric in OF_THE_DAY:
        return None
    # a vital of one format has a usual level of its own; beside a claim about all posts, all of them are shown
    whole = vital if vital is not None and vital.kind == kind else None
    usual = None if whole is None else whole.normal
    told: dict[str, Value] = {"metric": trace.metric, "n": n}
    sentences = [
        Message("chart.spread.aria", told) if kind is None else Message("chart.spread.aria_kind", told | {"kind": kind})
    ]
    if usual is not None:
        values: dict[str, Value] = {
            name: per_hundred(trace.metric, level)
            for name, level in (("median", usual.median), ("low", usual.low), ("high", usual.high))
        }
        sentences.append(Message("chart.spread.usual", values))
    if claim is not None:
        sentences += _reached(claim)
    recent = None if whole is None else whole.recent
    return SpreadChart(trace, usual, recent, None if claim is None else claim.value, tuple(sentences))


def _of_kind(trace: Trace, kind: str) -> Trace:
    """Give the posts of one format alone."""
    mine = [i for i, one in enumerate(trace.kind) if one == kind]
    per_post = {field.name: getattr(trace, field.name) for field in fields(trace) if field.name != "metric"}
    kept: dict[str, Any] = {name: tuple(values[i] for i in mine) for name, values in per_post.items()}
    return replace(trace, **kept)


def claim_of_level(diagnosis: Diagnosis, metric: str) -> Claim | None:
    """Give the first claim if it names a level that single posts of this metric have."""
    claims = [claim for claim in diagnosis.claims[:1] if claim.kind == "claim_level" and claim.unit in OF_ONE_POST]
    return next((claim for claim in claims if claim.metric == metric and claim.value is not None), None)


def _reached(claim: Claim) -> list[Message]:
    """Say how many posts reached the level, where it is one to be reached."""
    if claim.count is None or claim.value is None or claim.direction == "below" or claim.kind_of_post is not None:
        return []
    if claim.count == 0:
        return [Message("chart.spread.claimed_none", {"value": claim.value})]
    return [Message("chart.spread.claimed", {"value": claim.value, "n": claim.count})]
