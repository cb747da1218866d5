"""What is learned from many accounts keeps the scale true among accounts of their kind, and finds more there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fieber.simulate.worlds import Patient, World, patient, series
from fieber.stats import thermometer
from fieber.stats.population import BESIDE, observe, population
from fieber.stats.prior import GAINS, PRIOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.stats.prior import Prior
    from fieber.stats.thermometer import Series

STORMY = World("stormy", scatter=0.9, wander_per_week=0.15, effects=0.5)
WILD = World("wild but steady", scatter=1.1, effects=0.1)
YEAR, FEVER = 365.25, 1 / 52.18
TEACHERS, HEALTHY, ILL = 60, 60, 60


def as_checked(account: Patient, likes: NDArray[np.int64] | None = None) -> Series:
    """Give an account's likes with the columns that a check-up has: collaboration and advertising before the format."""
    one = series(account, likes)
    none = np.full((len(one.codes), 1), -1, dtype=np.int32)
    codes = np.concatenate([one.codes[:, :2], none, none, one.codes[:, 2:] + 2], axis=1)
    return replace(one, codes=np.ascontiguousarray(codes), params=18)


def learned(world: World) -> Prior:
    return population([observe(as_checked(patient(world, years=2.0, seed=seed))).account for seed in range(TEACHERS)])


def healthy_p(world: World, prior: Prior, years: float) -> list[NDArray[np.float64]]:
    """Give p at the weekly looks of accounts to which nothing happened, none of them a teacher."""
    looks = np.arange(0, years * YEAR, 7.0)
    drawn = (as_checked(patient(world, years=years, seed=1000 + seed)) for seed in range(HEALTHY))
    p = [thermometer.take(one, looks, prior=prior).p for one in drawn]
    return [one[~np.isnan(one)] for one in p]


def found(world: World, prior: Prior, years: float, limit: float) -> float:
    """Give the share of accounts whose likes fall to 35 % for twelve weeks in which p reaches the limit."""
    reached = []
    for seed in range(ILL):
        account = patient(world, years=years, seed=5000 + seed)
        start = account.days[-1] - 84
        kept = np.random.default_rng(0).binomial(account.likes, 0.35)
        ill = as_checked(account, np.where(account.days >= start, kept, account.likes))
        p = thermometer.take(ill, start + 2 + 7 * np.arange(1.0, 13.0), prior=prior).p
        reached.append(bool((p <= limit).any()))
    return float(np.mean(reached))


@pytest.mark.slow
@pytest.mark.parametrize("world", [STORMY, WILD], ids=lambda world: world.name)
def test_what_is_learned_keeps_the_scale_true(world: World) -> None:
    """38.5 comes 0.6 to 1.6 weeks a year, 37.5 four times as often, within two standard errors of 60 accounts.

    At one and the same share of healthy weeks at least as many falls are found as with what is shipped, but for two
    standard errors of the difference of 60 accounts.
    """
    prior = learned(world)
    own, shipped = (healthy_p(world, one, 1.5) for one in (prior, PRIOR))

    for limit, low, high in ((FEVER, 0.6, 1.6), (4 * FEVER, 2.4, 6.4)):
        weeks = np.array([(p <= limit).mean() for p in own]) / FEVER
        error = 2 * weeks.std(ddof=1) / np.sqrt(len(weeks))
        assert low - error <= weeks.mean() <= high + error
    power = [
        found(world, one, 1.5, float(np.quantile(np.concatenate(p), FEVER)))
        for one, p in ((prior, own), (PRIOR, shipped))
    ]
    assert power[0] >= power[1] - 2 * np.sqrt(0.25 / ILL)


def test_scatter_wander_and_formats_are_those_of_the_accounts() -> None:
    """Scatter and wander of another kind of accounts come out, drawn a little towards what is shipped."""
    stormy = learned(STORMY)
    likeliest = GAINS[int(np.argmax(stormy.gain_shares))]

    assert stormy.scatter == pytest.approx(0.9, rel=0.1)
    # three posts a week: 0.15² a week over 0.9² a post
    assert 1 / 3 <= likeliest / (0.15**2 / 3 / 0.9**2) <= 3
    assert sum(stormy.gain_shares) == pytest.approx(1.0)
    assert stormy.format == pytest.approx(0.5 * np.sqrt(2 / 3), rel=0.35)
    assert (stormy.effect, stormy.fallen, stormy.law_weight) == (PRIOR.effect, PRIOR.fallen, PRIOR.law_weight)


def test_one_account_changes_little() -> None:
    """The shipped numbers are worth ten accounts, so that a single one cannot be taken for all."""
    one = observe(as_checked(patient(STORMY, years=2.0, seed=0))).account
    two = replace(one, scale=one.scale * 1.2)

    alone = population([one, two])

    share = BESIDE / (BESIDE + 2)
    between = np.sqrt(one.scale * two.scale)
    assert alone.scatter == pytest.approx(PRIOR.scatter**share * between ** (1 - share))
    assert np.abs(np.array(alone.gain_shares) - PRIOR.gain_shares).max() < 0.15
