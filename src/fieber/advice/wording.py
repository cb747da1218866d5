"""The values of a sentence that names a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.advice.clock import UTC_ZONE

if TYPE_CHECKING:
    from fieber.advice.choice import Choice
    from fieber.model.text import Value


def chosen(choice: Choice, zone: str) -> dict[str, Value]:
    """Give the values for the sentences about a choice; the clock is named where it is nobody's own."""
    if choice.name == "hour":
        clock = "\N{NO-BREAK SPACE}(UTC)" if zone == UTC_ZONE else ""
        return {"first": choice.first, "last": choice.last, "clock": clock}
    if choice.name == "weekday":
        return {"weekday": choice.word.partition("=")[2]}
    return {"kind": choice.kind} if choice.name == "kind" else {"per_week": choice.first}
