"""What programs send and get. No `from __future__ import annotations`: pydantic reads the types when it is imported."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

State = Literal["waiting", "done", "refused"]
Verdict = Literal["healthy", "elevated", "fever", "high_fever", "unknown"]


def shown(example: dict[str, Any]) -> ConfigDict:
    """Give what has a schema show this example in the description."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class Me(Schema):
    """Whose token it is, and what it may do."""

    model_config = shown(
        {
            "name": "Mara",
            "role": "manager",
            "language": "en",
            "scopes": ["accounts:read"],
            "expires_at": "2027-02-21T18:00:00Z",
        }
    )
    name: str
    role: Literal["administrator", "lead", "manager", "creator"]
    language: Literal["de", "en"]
    scopes: list[str]
    expires_at: datetime


class Latest(Schema):
    """The newest finding about an account."""

    checkup: UUID
    made_at: datetime
    verdict: Verdict
    temperature: float | None = Field(description="°C, as in every finding; null where it cannot be said")


class Change(Schema):
    """A change with its 90 % interval, in percent."""

    percent: float
    low: float | None
    high: float | None


class Listed(Schema):
    """What the person's list says of an account, and what they write beside it."""

    verdict: Verdict | None = Field(description="null where it was not looked at yet")
    temperature: float | None
    change: Change | None
    stands_out: bool = Field(description="among all of the file that was judged; of ten at most one is chance")
    q_value: float | None
    seen_at: datetime | None = Field(description="when the file or the check-up came that this is from")
    tags: list[str]
    owner: str
    called_at: datetime | None


LISTED = {
    "verdict": "fever",
    "temperature": 38.7,
    "change": {"percent": -34.0, "low": -48.0, "high": -17.0},
    "stands_out": True,
    "q_value": 0.02,
    "seen_at": "2026-11-23T18:00:00Z",
    "tags": ["music"],
    "owner": "Kim",
    "called_at": None,
}
LATEST = {
    "checkup": "3f0c5a5e-6f0c-4c8e-9a53-2f5a5f4a4c11",
    "made_at": "2026-11-23T18:00:00Z",
    "verdict": "fever",
    "temperature": 38.7,
}
ACCOUNT = {
    "id": 7,
    "name": "mia",
    "platform": "instagram",
    "is_own": False,
    "is_simulated": False,
    "latest": LATEST,
    "listed": LISTED,
}
CHECKUP = {
    "id": "3f0c5a5e-6f0c-4c8e-9a53-2f5a5f4a4c11",
    "state": "waiting",
    "account": 7,
    "made_at": "2026-11-23T18:00:00Z",
    "is_follow_up": False,
}


class AccountOut(Schema):
    """An account that the person may see."""

    model_config = shown(ACCOUNT)
    id: int
    name: str
    platform: str
    is_own: bool
    is_simulated: bool
    latest: Latest | None
    listed: Listed | None = Field(description="null for people who have no list")


class AccountPage(Schema):
    """Some accounts; `next` is the cursor of the following ones."""

    model_config = shown({"items": [ACCOUNT], "next": None})
    items: list[AccountOut]
    next: str | None


class CheckupOut(Schema):
    """A check-up, without what it found."""

    model_config = shown(CHECKUP)
    id: UUID
    state: State
    account: int | None = Field(description="the account's id; null where the files do not belong to one here")
    made_at: datetime
    is_follow_up: bool


class CheckupPage(Schema):
    """Some check-ups, the newest first; `next` is the cursor of the following ones."""

    model_config = shown({"items": [CHECKUP], "next": None})
    items: list[CheckupOut]
    next: str | None


class FindingOut(Schema):
    """What was found about one account."""

    account: str
    verdict: Verdict
    temperature: float | None
    finding: dict[str, Any] | None = Field(description="as `fieber check --json` gives it; null for very old check-ups")


class CheckupWithFindings(CheckupOut):
    """A check-up with all that it found."""

    model_config = shown(CHECKUP | {"refused": None, "findings": []})
    refused: str | None = Field(description="why nothing could be read, in one sentence")
    findings: list[FindingOut]


LINE = {"name": "shadowban", "kind": "explainer", "title": "Am I shadowbanned?"}


class ExplainerLine(Schema):
    """An explainer in a list."""

    model_config = shown(LINE)
    name: str
    kind: Literal["explainer", "cause", "right"]
    title: str


class SourceOut(Schema):
    """Where an explainer has it from."""

    what: str
    says: str
    url: str
    looked_up: date


class ExplainerOut(ExplainerLine):
    """One thing explained, in one language."""

    model_config = shown(
        LINE
        | {
            "lang": "en",
            "short": "Instagram can leave posts out for people who do not follow you.",
            "yours": [],
            "text": "The word means: your posts are shown less, and nobody tells you.",
            "sources": [],
            "version": 1,
            "date": "2026-11-23",
        }
    )
    lang: Literal["de", "en"]
    short: str | None
    yours: list[str] = Field(description="sentences with the account's own numbers, where a check-up was given")
    text: str = Field(description="Markdown")
    sources: list[SourceOut]
    version: int | None
    date: date | None


class Wrong(Schema):
    """What is wrong with a request."""

    where: str
    what: str


class Problem(Schema):
    """An error (RFC 9457), as application/problem+json."""

    model_config = shown(
        {
            "type": "urn:fieber:problem:scope",
            "title": "This key may not do that.",
            "status": 403,
            "detail": "Make a key that may.",
        }
    )
    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] | None = None
