"""How Meta's Graph API says no: by numbers in the body, whatever the status (FORMATS.md 3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.readers._json import part
from fieber.sources._problems import Refusal, refused, token_expired

if TYPE_CHECKING:
    from fieber.errors import FieberError

THROTTLED = frozenset({4, 17, 32, 341, 613})
THROTTLED_RANGE = range(80_000, 80_100)
TEMPORARY = frozenset({1, 2})
TOKEN = frozenset({102, 190})
PARAMETER, NOT_ENOUGH, BEFORE_CONVERSION = 100, 10, 2_108_006


def code_of(document: object) -> int | None:
    """Give the number of an error; None where there is none."""
    code = part(document, "error", "code")
    return code if isinstance(code, int) else None


def is_throttled(status: int, document: object) -> bool:
    """Say whether it means: later."""
    code = code_of(document)
    return status == 429 or code in THROTTLED or (code is not None and code in THROTTLED_RANGE)


def is_temporary(status: int, document: object) -> bool:
    """Say whether it means: once more."""
    return status >= 500 or code_of(document) in TEMPORARY


def is_about_metric(refusal: Refusal) -> bool:
    """Say whether one metric of the question is what it cannot answer: then the others may be asked without it."""
    return (
        code_of(refusal.document) == PARAMETER and part(refusal.document, "error", "error_subcode") != BEFORE_CONVERSION
    )


def is_missing(refusal: Refusal) -> bool:
    """Say whether there simply are no numbers: too few people saw it, or it is older than the professional account."""
    return code_of(refusal.document) in {NOT_ENOUGH, PARAMETER}


def problem(source: str, refusal: Refusal) -> FieberError:
    """Say what a refusal means for the person; only its numbers, because its words can hold anything."""
    code = code_of(refusal.document)
    if code in TOKEN or refusal.status == 401:
        return token_expired(source)
    return refused(source, f"status {refusal.status}, code {code}")
