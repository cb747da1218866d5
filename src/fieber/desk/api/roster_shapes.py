"""What programs get of the list and of files that were brought, and the figures of the ledger.

No `from __future__ import annotations`: pydantic reads the types when it is imported.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from fieber.desk.api.shapes import LISTED, Listed, State, shown

What = Literal["posts", "names"]


class Asked(Schema):
    """Which lines of the list; empty asks for nothing."""

    words: str = Field("", max_length=100, description="in the name, the tags or the owner")
    verdict: Literal["", "stands_out", "high_fever", "fever", "elevated", "healthy", "unknown"] = ""
    platform: str = Field("", max_length=100)
    tag: str = Field("", max_length=100)
    keeper: str = Field("", max_length=100, alias="owner")


class RowOut(Listed):
    """One line of the list: the newest of what is known of an account."""

    account: int
    name: str
    platform: str
    checkup: UUID | None = Field(description="its newest check-up, where nothing newer is known")


ROW = {"account": 7, "name": "mia", "platform": "instagram", "checkup": None} | LISTED


class RowPage(Schema):
    """Some lines, what stands out first; `next` is the cursor of the following ones."""

    model_config = shown({"items": [ROW], "next": None})
    items: list[RowOut]
    next: str | None


class RunOut(Schema):
    """A file that was brought."""

    id: UUID
    what: What
    state: State
    made_at: datetime
    accounts: int = Field(description="in it, once it is read")
    told: str | None = Field(description="headline and weather; or why it could not be read")


RUN = {
    "id": "5d2f4f5e-6f0c-4c8e-9a53-2f5a5f4a4c11",
    "what": "posts",
    "state": "waiting",
    "made_at": "2026-11-23T18:00:00Z",
    "accounts": 0,
    "told": None,
}


class OneRun(RunOut):
    """One of them."""

    model_config = shown(RUN)


class RunPage(Schema):
    """Some of them, the newest first; `next` is the cursor of the following ones."""

    model_config = shown({"items": [RUN], "next": None})
    items: list[RunOut]
    next: str | None


class ShareOut(Schema):
    """n of `of`, as a share between 0 and 1 with its 90 % interval."""

    n: int
    of: int
    share: float
    low: float
    high: float


class BrierOut(Schema):
    """Brier score with its 90 % interval; of_the_share: of always saying the overall share."""

    n: int
    score: float
    low: float
    high: float
    of_the_share: float


class FearsOut(Schema):
    """How the fears of some cases ended."""

    name: str = Field(description="kind of complaint, or month; empty for all")
    n: int
    shares: dict[Literal["right", "market", "unfounded", "unknown"], ShareOut]
    brier: BrierOut | None


class StepOut(Schema):
    """One tenth of the calibration curve: what was said, and how often it came."""

    said: float
    came: ShareOut
    fits: bool


class HelpedOut(Schema):
    """How accounts went on after an advice or explainer: the usual post against before, percent, with its interval."""

    name: str
    tried: bool | None
    n: int
    middle: float | None
    low: float | None
    high: float | None
    worse: ShareOut = Field(description="a tenth less, or lower")


class OutlooksOut(Schema):
    """How often what came lay in the 80 % intervals of followers; off: how far off the middle was, percent."""

    inside: ShareOut
    off: float


SHARE = {"n": 5, "of": 20, "share": 0.25, "low": 0.128, "high": 0.432}
FEARS = {"name": "", "n": 20, "shares": {"right": SHARE}, "brier": None}


class LedgerOut(Schema):
    """How fears ended and how well fieber foretold, as on the page."""

    model_config = shown(
        {
            "total": FEARS,
            "kinds": [FEARS | {"name": "claim_drop"}],
            "months": [FEARS | {"name": "2026-10"}],
            "steps": [{"said": 0.2, "came": SHARE, "fits": True}],
            "advice": [],
            "explainers": [],
            "outlooks": None,
        }
    )
    total: FearsOut | None
    kinds: list[FearsOut]
    months: list[FearsOut]
    steps: list[StepOut]
    advice: list[HelpedOut]
    explainers: list[HelpedOut]
    outlooks: OutlooksOut | None
