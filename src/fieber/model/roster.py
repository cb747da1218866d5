"""Many accounts at once, before any language: their order and their counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RosterSummary:
    """Indices into the diagnoses that it was made of.

    order: all accounts, those that stand out most first. to_call: those with a fever, in this order. slow: those whose
    long-term loss belongs on the first screen. counts: accounts by verdict. judged: accounts with a temperature.
    expected_fevers: how many of the judged would have a fever at any one look if all of them were healthy. By the scale
    one week in 52.18 is at 38.5 or more (DESIGN.md section 2).
    """

    order: tuple[int, ...]
    to_call: tuple[int, ...]
    slow: tuple[int, ...]
    counts: dict[str, int]
    judged: int
    expected_fevers: float
