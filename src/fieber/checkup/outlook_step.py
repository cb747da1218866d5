"""The step that foretells what the formats of this platform will bring, where there is a roster to foretell from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieber.checkup.format_outlook import ahead_on

if TYPE_CHECKING:
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis


def with_outlook(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis with the outlook of the roster's formats; unchanged where there is nobody to look at."""
    if view.peers is None or not view.seen.is_dated:
        return diagnosis
    found = ahead_on(view.peers.table, view.seen.platform, None, view.now)
    return replace(diagnosis, outlook_formats=found) if found else diagnosis
