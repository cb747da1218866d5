"""What programs send and get about cases. No `from __future__ import annotations`: pydantic reads the types."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Field, Schema
from pydantic import AfterValidator

from fieber.desk.api.shapes import shown
from fieber.desk.cases.forms import LONGEST_ANSWER
from fieber.desk.links.forms import LONGEST_SENTENCE

Outcome = Literal["right", "market", "unfounded", "unknown"]
Stage = Literal["close", "answer", "due", "refused", "export", "asked", "reading", "waiting", "closed"]


def _address(told: str) -> str:
    try:
        validate_email(told)
    except ValidationError:
        message = "not an email address"
        raise ValueError(message) from None
    return told


class Asked(Schema):
    """Which cases."""

    account: int | None = Field(None, ge=1, lt=2**63)
    is_open: bool | None = None
    outcome: Outcome | None = None
    due_by: date | None = Field(None, description="only those that fieber looks at again by this day")


class NewCase(Schema):
    """A complaint: about an account of one's list, about a check-up, or of somebody who is asked for an export."""

    model_config = shown({"account": 7, "sentence": "My likes have halved since March"})
    account: int | None = Field(None, ge=1, lt=2**63)
    checkup: UUID | None = Field(None, description="a check-up that is done; it is the finding of the case")
    whose: str = Field("", max_length=80, description="in your words; without it the name of account or owner")
    sentence: str = Field("", max_length=LONGEST_SENTENCE, description="what they said")
    email: Annotated[str, Field(max_length=254), AfterValidator(_address)] | None = None
    language: Literal["de", "en"] | None = Field(None, description="of the answer; without it that of the owner")


class CaseOut(Schema):
    """One complaint, from the sentence to the day on which somebody says whether the fear was right."""

    id: UUID
    account: int | None
    whose: str
    sentence: str
    kind: str = Field(description="of the complaint, as the finding says")
    language: Literal["de", "en"]
    stage: Stage = Field(description="what it waits for")
    made_at: datetime
    sent_at: datetime | None
    due_on: date | None = Field(description="when fieber looks again")
    checkup: UUID | None
    follow_up: UUID | None
    outcome: Outcome | None = Field(description="whether the fear was right")
    cause: str | None
    was_tried: bool | None = Field(description="the advice; null: nobody knows")
    closed_at: datetime | None


CASE = {
    "id": "0b1f4f5e-6f0c-4c8e-9a53-2f5a5f4a4c11",
    "account": 7,
    "whose": "mia",
    "sentence": "My likes have halved since March",
    "kind": "claim_drop",
    "language": "en",
    "stage": "answer",
    "made_at": "2026-11-23T18:00:00Z",
    "sent_at": None,
    "due_on": None,
    "checkup": "3f0c5a5e-6f0c-4c8e-9a53-2f5a5f4a4c11",
    "follow_up": None,
    "outcome": None,
    "cause": None,
    "was_tried": None,
    "closed_at": None,
}
DRAFT = {
    "number": 1,
    "text": "Hello mia,\n\nno fever.\n\nMara",
    "made_at": "2026-11-23T18:00:10Z",
    "is_by_fieber": True,
}


class DraftOut(Schema):
    """One version of the answer."""

    number: int
    text: str
    made_at: datetime
    is_by_fieber: bool = Field(description="written from the finding, and read by nobody yet")


class CaseWithDrafts(CaseOut):
    """A case with all versions of its answer."""

    model_config = shown(CASE | {"is_about_person": False, "drafts": [DRAFT]})
    is_about_person: bool = Field(description="they speak of their own distress: nothing is drafted, a human answers")
    drafts: list[DraftOut] = Field(description="the newest first")


class CasePage(Schema):
    """Some cases, the newest first; `next` is the cursor of the following ones."""

    model_config = shown({"items": [CASE], "next": None})
    items: list[CaseOut]
    next: str | None


class Text(Schema):
    """The answer as it would go out; the versions before it stay."""

    model_config = shown({"text": "Hello mia,\n\nyour likes are as always.\n\nMara"})
    text: str = Field(min_length=1, max_length=LONGEST_ANSWER, pattern=r"\S")


class Version(Schema):
    """Which version of the answer went out."""

    model_config = shown({"number": 1})
    number: int = Field(ge=1, lt=2**15)


class End(Schema):
    """Whether the fear was right, what it was, and whether the advice was tried."""

    model_config = shown({"outcome": "unfounded", "was_tried": True})
    outcome: Outcome
    cause: str = Field("", max_length=40, description="one of the finding's causes, or `other`; empty: nobody knows")
    was_tried: bool | None = None
