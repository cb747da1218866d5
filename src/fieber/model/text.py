"""What is to be said, before any language: a message is a key and named values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet written: `key` names it in the catalogues, `values` fill its named places.

    A value `n` (a whole number) chooses the plural form. said: the sentence by language, places and all, for what
    brings its own words instead of lines in the catalogues (a cause, an outside plugin); "en" is always among them.
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    said: Mapping[str, str] | None = None
