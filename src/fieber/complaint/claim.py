"""What a claim looks like: the fields of the labelled sentences, in their order."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

Kind = Literal[
    "health",
    "claim_level",
    "claim_drop",
    "follower_loss",
    "milestone",
    "algorithm",
    "verification",
    "distress",
    "other",
]


class ClaimDict(TypedDict):
    """One thing that a person says about an account; null is "not said" or "not understood", never a guess.

    value, value_max, from_value: in base units ("50 Tsd." is 50000). change_pct: signed percent, minus 50 is a halving.
    since: as written; since_date: ISO date, resolved against the caller's `as_of`, else null.
    only: the level is felt to be low ("nur noch 200 Views"), so it is a most, not a least.
    not_understood: words and numbers as written that were not used and might matter.
    """

    lang: str
    text: str
    kind: Kind
    metric: str | None
    value: float | None
    unit: str | None
    qualifier: str | None
    change_pct: float | None
    since: str | None
    format: str | None
    since_date: str | None
    not_understood: list[str]
    value_max: NotRequired[float]
    from_value: NotRequired[float]
    also: NotRequired[list[dict[str, Any]]]
    approx: NotRequired[bool]
    only: NotRequired[bool]
    vague: NotRequired[bool]
    tense: NotRequired[str]
    negated: NotRequired[bool | str]
    negated_value: NotRequired[float]
    negated_change_pct: NotRequired[float]
    negated_metric: NotRequired[str]
    cause_claimed: NotRequired[str]
    intent: NotRequired[str]
    direction: NotRequired[str]
    milestone: NotRequired[float]
    platform: NotRequired[str]
    peer: NotRequired[dict[str, float]]
    metric_kind: NotRequired[str]
    window: NotRequired[str]
