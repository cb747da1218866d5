"""What programs send and get. No `from __future__ import annotations`: pydantic reads the types when it is imported."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

State = Literal["waiting", "done", "refused"]
Verdict = Literal["healthy", "elevated", "fever", "high_fever", "unknown"]


class Me(Schema):
    """Whose token it is, and what it may do."""

    name: str
    role: Literal["administrator", "manager", "creator"]
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


class AccountOut(Schema):
    """An account that the person may see."""

    id: int
    name: str
    platform: str
    is_own: bool
    is_simulated: bool
    latest: Latest | None
    listed: Listed | None = Field(description="null for people who have no list")


class AccountPage(Schema):
    """Some accounts; `next` is the cursor of the following ones."""

    items: list[AccountOut]
    next: str | None


class CheckupOut(Schema):
    """A check-up, without what it found."""

    id: UUID
    state: State
    account: int | None = Field(description="the account's id; null where the files do not belong to one here")
    made_at: datetime
    is_follow_up: bool


class CheckupPage(Schema):
    """Some check-ups, the newest first; `next` is the cursor of the following ones."""

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

    refused: str | None = Field(description="why nothing could be read, in one sentence")
    findings: list[FindingOut]


class ExplainerLine(Schema):
    """An explainer in a list."""

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

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] | None = None
