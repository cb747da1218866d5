"""The few numbers of findings that letters tell, and what all of them together say: the weather."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from fieber.desk.checkups.models import Finding, State
from fieber.desk.letters.models import Numbers
from fieber.desk.rights.cells import Cell, counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

FRESH = timedelta(days=14)  # what was found earlier says nothing about today
NOTHING_TOLD: dict[str, Any] = {"is_about_person": False, "slow_loss": None, "vitals": []}
TOLD = ("likes", "reach", "views")  # of the vitals: what a letter has room for, and what the weather is read from


@dataclass(frozen=True, slots=True)
class Weather:
    """How the typical account of a platform moved against its own normal, in percent, with a 90 % interval."""

    metric: str
    accounts: int
    percent: float
    low: float
    high: float

    @property
    def direction(self) -> str:
        """Give "loss" or "gain" where the interval is on one side of 0, else "either"."""
        return "loss" if self.high < 0 else "gain" if self.low > 0 else "either"


def keep_numbers(about: UUID, found: Sequence[dict[str, Any]]) -> None:
    """Keep the numbers of a check-up beside its findings, for as long as these are kept."""
    findings = {finding.number: finding for finding in Finding.objects.filter(checkup=about)}
    Numbers.objects.bulk_create(
        Numbers(finding=findings[number], told=json.dumps(one["numbers"]))
        for number, one in enumerate(found)
        if "numbers" in one
    )


def numbers_of(finding: Finding) -> dict[str, Any]:
    """Give the numbers of a finding; one from before there were letters has none."""
    kept = Numbers.objects.filter(finding=finding).first()
    return NOTHING_TOLD if kept is None else json.loads(kept.told)


def weather_of(platform: str) -> Weather | None:
    """Give how all accounts of a platform are; None where too few are counted (`rights.cells`).

    Each account counts once, with its newest finding of the last FRESH days and the metric of TOLD that most of them
    have. The typical account is the one in the middle.
    """
    changes = _changes(platform, timezone.now() - FRESH)
    metric = max(TOLD, key=lambda name: sum(name in one for one in changes.values()))
    told = {account: one[metric] for account, one in changes.items() if metric in one}
    if not Cell(frozenset(told), len(told)).is_enough:
        return None
    return Weather(metric, len(told), *median_with_interval(list(told.values())))


def median_with_interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Give the median of at least five values, and an interval that holds that of all accounts in 90 % or more.

    The ends are order statistics, so nothing is assumed of the law: each account is above or below the median like the
    side of a coin. Source: Thompson 1936, Annals of Mathematical Statistics 7, 122-128.
    """
    ordered, n = sorted(values), len(values)
    below, tail, k = 1, 1, 0  # ways in which exactly, and at most, k of n coins fall
    while 20 * (tail + below * (n - k) // (k + 1)) <= 2**n:  # 5 % on each side
        below = below * (n - k) // (k + 1)
        tail, k = tail + below, k + 1
    return median(ordered), ordered[k], ordered[n - 1 - k]


def _changes(platform: str, since: datetime) -> dict[int, dict[str, float]]:
    """Give the change in percent by account, of its newest finding, and by metric."""
    fresh = Numbers.objects.filter(
        finding__checkup__state=State.DONE,
        finding__checkup__made_at__gte=since,
        finding__checkup__account__in=counted().filter(platform=platform),
    )
    newest = fresh.order_by("finding__checkup__made_at", "-finding__number").select_related("finding__checkup")
    told = {one.finding.checkup.account_id: json.loads(one.told)["vitals"] for one in newest}
    return {
        account: {one["metric"]: one["percent"] for one in vitals if "percent" in one}
        for account, vitals in told.items()
    }
