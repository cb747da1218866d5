"""Rows of results as diagnoses, so that the page of many accounts can show those that were not asked in full."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import TYPE_CHECKING, Any

from fieber.checkup import Chart
from fieber.checkup.conclusion import conclude
from fieber.model.diagnosis import Change, Coverage, LongTerm, Normal, Onset, Recent, Vital
from fieber.model.tables import empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieber.model.diagnosis import Diagnosis

    Row = Mapping[str, Any]


def as_diagnosis(account: Row, vitals: Iterable[Row]) -> Diagnosis:
    """Give what the results say of an account, with the next step that goes with it.

    Args:
        account: row of ACCOUNTS. vitals: its rows of VITALS.
    """
    told = tuple(_vital(row) for row in vitals)
    carrier = next(
        (i for i, one in enumerate(told) if (one.metric, one.kind) == (account["metric"], account["kind"])), None
    )
    is_known = carrier is not None and account["p_value"] is not None
    found = conclude(
        Chart(account["account"], account["platform"], empty("posts"), empty("days")),
        as_of=account["as_of"],
        vitals=told,
        headline=(account["p_value"], carrier) if is_known and carrier is not None else (nan, -1),
        coverage=Coverage(account["posts"], account["first"], account["last"], (), (), (), ()),
        traces=(),
        looks=(),
        too_young=0,
    )
    return replace(found, finding=account["finding"], compared_with=account["compared_with"] or 0)


def _vital(row: Row) -> Vital:
    def part(name: str, *fields: str) -> list[Any] | None:
        values = [row[f"{name}_{one}"] for one in fields]
        return None if values[0] is None else values

    normal, recent = part("normal", "median", "low", "high", "n"), part("recent", "median", "n", "since")
    change, slow = part("change", "percent", "low", "high"), part("long_term", "percent", "low", "high")
    onset = part("onset", "at", "low", "high")
    plain = ("metric", "kind", "verdict", "temperature", "return_period_days", "capped", "detectable_percent")
    return Vital(
        **{name: row[name] for name in (*plain, "p_drop", "p_value", "reason")},
        normal=None if normal is None else Normal(*normal),
        recent=None if recent is None else Recent(*recent),
        change=None if change is None else Change(*change),
        long_term=None if slow is None else LongTerm(*slow),
        since=None,
        onset=None if onset is None else Onset(*onset),
    )
