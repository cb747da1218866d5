"""What other parts of the desk ask of those who register: each adds a `Part` in its own `registration.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

    from fieber.desk.people.models import Person


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields of the form.

    fields: gives them by name, with their words in the language of the page. keep: is called with the new person and
    all that was told, in the same request; not for an address that is taken.
    """

    fields: Callable[[], dict[str, forms.Field]]
    keep: Callable[[Person, dict[str, Any]], None]


PARTS: list[Part] = []
