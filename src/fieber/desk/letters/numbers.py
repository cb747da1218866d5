"""The few numbers of findings that letters tell, and what all of them together say: the weather."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils import timezone

from fieber.desk.checkups.models import Finding, State
from fieber.desk.letters.models import Numbers
from fieber.stats.cohort import Estimate, deviation, in_percent
from fieber.stats.normal import NORMAL_95

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

FRESH = timedelta(days=14)  # what was found earlier says nothing about today
FEWEST = 20  # accounts; with fewer, one could be guessed
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
    """Give how all accounts of a platform are; None where there are fewer than FEWEST.

    Each account counts once, with its newest finding of the last FRESH days and the first metric of TOLD that most of
    them have. The common part is robust: accounts on their own way do not pull it along (`stats.cohort.deviation`).
    """
    changes = _changes(platform, timezone.now() - FRESH)
    metric = max(TOLD, key=lambda name: sum(name in one for one in changes), default=TOLD[0])
    told = [one[metric] for one in changes if metric in one]
    if len(told) < FEWEST:
        return None
    middle, low, high = np.log1p(np.array(told) / 100).T
    sd = (high - low) / (2 * NORMAL_95)
    estimate = Estimate(*deviation(middle, sd**2), len(told))
    ends = [in_percent(end) for end in estimate.interval()]
    return Weather(metric, len(told), in_percent(estimate.value), ends[0], ends[1])


def _changes(platform: str, since: datetime) -> list[dict[str, tuple[float, float, float]]]:
    """Give (percent, low, high) by metric, for each account's newest finding."""
    fresh = Numbers.objects.filter(
        finding__checkup__state=State.DONE,
        finding__checkup__made_at__gte=since,
        finding__checkup__account__platform=platform,
        finding__checkup__account__is_simulated=False,
    )
    newest = fresh.order_by("finding__checkup__made_at", "-finding__number").select_related("finding__checkup")
    told = {one.finding.checkup.account_id: json.loads(one.told)["vitals"] for one in newest}
    return [
        {vital["metric"]: (vital["percent"], vital["low"], vital["high"]) for vital in vitals if "percent" in vital}
        for vitals in told.values()
    ]
