"""The split on simulated accounts: a platform whose mechanism is not the formula that the split inverts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import fieber
from fieber.api import Checkup
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from fieber.model.surroundings import Split

ACCOUNTS = 14


@cache
def splits(cause: str) -> list[Split]:
    """The splits of some patients who post often enough that a window tells something, without a told date."""
    cohort = patients([cause], accounts=ACCOUNTS, seed=11, from_days=(40, 100), posts_per_week=6.0, strength=0.6)
    found = []
    for account in cohort.truth["account"]:
        mine = pl.col("account") == account
        checkup = fieber.check(cohort.posts.filter(mine), days=cohort.days.filter(mine), as_of=cohort.as_of)
        assert isinstance(checkup, Checkup)
        if checkup.diagnosis.split is not None:
            found.append(checkup.diagnosis.split)
    return found


@pytest.mark.parametrize(
    ("cause", "link"), [("distribution", "reach_non_followers"), ("content", "engagement_per_reach")]
)
def test_a_patients_loss_lands_on_its_link(cause: str, link: str) -> None:
    """At least 85 % of the loss lie on the right link, in the median over accounts; each adds up to 1e-9."""
    found = splits(cause)
    shares = [sum(one.percent_points for one in each.links if one.link == link) / each.total_percent for each in found]

    assert len(found) >= ACCOUNTS - 1
    assert 0.85 <= np.median(shares) <= 1.25
    for each in found:
        assert sum(one.percent_points for one in each.links) == pytest.approx(each.total_percent, abs=1e-9)


def test_patients_hear_the_right_side() -> None:
    """Of those whose distribution loss is told, few hear that it lies with themselves."""
    told = [each for each in splits("distribution") if each.is_loss and each.mostly is not None]

    assert len(told) >= ACCOUNTS // 2
    assert np.mean([each.mostly == "distribution" for each in told]) >= 0.8
