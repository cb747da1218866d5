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


@dataclass(frozen=True, slots=True)
class RosterTotals:
    """What is said of a roster as a whole, however many of its accounts are shown.

    counts: accounts by verdict. judged, fevers, expected_fevers: as in `RosterSummary`. slow: how many lose slowly.
    stand_out: names of those that stand out beyond chance, the rarest first; None where that was not asked.
    in_full: how many of these were diagnosed in full.
    """

    accounts: int
    counts: dict[str, int]
    judged: int
    fevers: int
    expected_fevers: float
    slow: int
    stand_out: tuple[str, ...] | None = None
    in_full: int | None = None
