"""The common factor: unbiased, with intervals that hold, and deaf to those who went their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fieber.stats import cohort
from fieber.stats.account_effects import without_effects
from fieber.stats.normal import NORMAL_95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BEFORE, AFTER, STEP = 40, 6, np.log(0.7)


def panel(
    seed: int, *, accounts: int = 60, own_way: float = 0.0, wander: float = 0.04, own: float = -1.0
) -> tuple[Floats, Floats, Floats]:
    """Means, counts and scatter of accounts that all step down after the date; a share `own_way` goes on by `own`."""
    random = np.random.default_rng([seed, accounts])
    spans = BEFORE + AFTER
    count = random.poisson(random.uniform(1, 5, accounts)[:, None], (accounts, spans)).astype(np.float64)
    count[: accounts // 4, : BEFORE // 2] = 0  # a quarter started late
    common = np.where(np.arange(spans) < BEFORE, 0.0, STEP)
    scatter = random.uniform(0.3, 0.7, accounts)
    level = random.normal(8, 2, accounts)[:, None] + np.cumsum(random.normal(0, wander, (accounts, spans)), axis=1)
    noise = scatter[:, None] * random.normal(size=(accounts, spans)) / np.sqrt(np.maximum(count, 1))
    mean = level + common + noise
    gone = np.arange(accounts) < own_way * accounts
    mean[np.ix_(gone, np.arange(spans) >= BEFORE)] += own
    return mean, count, scatter


def step_of(mean: Floats, count: Floats, scatter: Floats) -> cohort.Estimate:
    shares = np.zeros(BEFORE + AFTER)
    shares[BEFORE - 12 : BEFORE], shares[BEFORE:] = -1 / 12, 1 / AFTER
    return cohort.summed(cohort.factor(mean, count, scatter, BEFORE)).combine(shares)


def test_the_common_step_is_found_without_bias_and_the_interval_holds_it() -> None:
    """Over 120 rosters the mean error is within 4 standard errors of zero, and about 90 % of intervals hold."""
    runs = 120
    found = [step_of(*panel(seed)) for seed in range(runs)]

    errors = np.array([one.value - STEP for one in found])
    held = np.mean([low <= STEP <= high for low, high in (one.interval() for one in found)])

    assert abs(errors.mean()) < 4 * errors.std() / np.sqrt(runs)
    # 85 % is the least that we promise with wandering levels; 3 standard errors of a share around it
    assert held > 0.85 - 3 * np.sqrt(0.85 * 0.15 / runs)


def test_a_week_that_one_account_had_hardly_counts() -> None:
    """Where the last weeks were seen by one account or none, the intervals of the step still hold it."""
    runs = 80
    held = []
    for seed in range(runs):
        mean, count, scatter = panel(seed)
        count[1:, -2] = count[:, -1] = 0
        count[0, -2] = 1
        found = cohort.summed(cohort.factor(mean, count, scatter, BEFORE))
        shares = found.contrast(slice(BEFORE - 12, BEFORE), slice(BEFORE, None))
        assert shares is not None
        low, high = found.combine(shares).interval()
        held.append(low <= STEP <= high)

    assert np.mean(held) > 0.85 - 3 * np.sqrt(0.85 * 0.15 / runs)


def test_nothing_is_held_against_what_nobody_saw() -> None:
    """Without an account in the late spans there is no contrast."""
    mean, count, scatter = panel(3)
    count[:, BEFORE:] = 0

    found = cohort.summed(cohort.factor(mean, count, scatter, BEFORE))

    assert found.contrast(slice(0, BEFORE), slice(BEFORE, None)) is None


def assert_no_smaller(stated: Floats, came: Floats, least: float = 1.0) -> None:
    """Errors that are stated are as large as those that came, within 3 standard errors of a standard deviation."""
    assert stated.mean() > least * came.std() * (1 - 3 / np.sqrt(2 * len(came)))


@pytest.mark.parametrize("share", [0.1, 0.2])
def test_errors_know_that_nobody_knows_who_took_part(share: float) -> None:
    """Over 250 rosters with accounts on their own way the errors of the step are as large as it is said."""
    found = [step_of(*panel(1_000 + seed, own_way=share)) for seed in range(250)]

    assert_no_smaller(np.array([one.error for one in found]), np.array([one.value for one in found]))


@pytest.mark.parametrize("away", [0.0, 0.1])
@pytest.mark.parametrize("heavy", [False, True])
def test_what_accounts_had_beyond_is_known_as_well_as_is_said(away: float, *, heavy: bool) -> None:
    """Of 200 accounts, some at a third of the others, the error that is stated is nine tenths of what came or more."""
    random = np.random.default_rng([7, round(10 * away), heavy])
    found = []
    for _ in range(400):
        own = random.standard_t(3, 200) / np.sqrt(3) if heavy else random.normal(size=200)
        error = random.uniform(0.1, 0.3, 200)
        change = 0.2 * own + error * random.normal(size=200) - np.log(3) * (random.random(200) < away)
        found.append(cohort.deviation(change, error**2))
    value, stated = np.array(found).T

    assert_no_smaller(stated, value, least=0.9)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_those_who_went_their_own_way_do_not_pull_the_rest_along(share: float) -> None:
    """Up to 30 % with a fall of their own to a third leave the median roster's step within three hundredths."""
    found = [step_of(*panel(seed, accounts=100, own_way=share)).value for seed in range(25)]

    assert abs(float(np.median(found)) - STEP) < 0.03


def test_the_level_of_an_account_has_no_part_in_the_factor() -> None:
    """An account a thousand times as big leaves the factor as it is."""
    mean, count, scatter = panel(5)
    bigger = mean.copy()
    bigger[7] += np.log(1000)

    np.testing.assert_allclose(
        cohort.factor(bigger, count, scatter, BEFORE).level,
        cohort.factor(mean, count, scatter, BEFORE).level,
        atol=1e-6,
    )


def test_one_account_moves_the_step_by_no_more_than_its_share() -> None:
    """However far one of sixty falls, the step moves by less than a fortieth of a unit."""
    mean, count, scatter = panel(6)
    fallen = mean.copy()
    fallen[20, BEFORE:] -= 8.0

    assert abs(step_of(fallen, count, scatter).value - step_of(mean, count, scatter).value) < 0.025


def test_a_span_that_nobody_saw_is_drawn_through() -> None:
    """A week without any post has the value between its neighbours, no nan."""
    mean, count, scatter = panel(8)
    count[:, 30] = 0

    level = cohort.factor(mean, count, scatter, BEFORE).level

    assert level[30] == pytest.approx((level[29] + level[31]) / 2)


def test_nobody_after_the_date_is_no_error() -> None:
    """Where no account has a post after the date, nothing stands behind a change."""
    mean, count, scatter = panel(9)
    count[:, BEFORE:] = 0

    found = cohort.factor(mean, count, scatter, BEFORE)

    assert not found.weight[:, BEFORE:].any()
    assert np.isfinite(found.level).all()


def test_effects_are_taken_off_and_steps_stay() -> None:
    """Formats at + 0.6 and − 0.6 that drift in share are no change of level; a halving stays one."""
    random = np.random.default_rng(4)
    n = 400
    kind = (random.uniform(size=n) < np.linspace(0.1, 0.9, n)).astype(np.int32)
    value = 5 + np.where(kind == 1, 0.6, -0.6) + 0.2 * random.normal(size=n) - np.log(2) * (np.arange(n) >= 300)

    adjusted, scatter = without_effects(value, kind[:, None], np.array([0.3, 0.3]))

    assert adjusted[:150].mean() == pytest.approx(adjusted[150:300].mean(), abs=0.06)
    assert adjusted[300:].mean() - adjusted[:300].mean() == pytest.approx(-np.log(2), abs=0.08)
    assert scatter == pytest.approx(0.2, abs=0.04)


def test_uncertain_deviations_are_drawn_to_nothing_and_certain_ones_stay() -> None:
    """Deviations as large as their errors go to 0; ten times as large, they stay; an unknown one is 0."""
    error = np.full(6, 0.1)
    sign = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])

    assert np.abs(cohort.shrunk(0.09 * sign, error)).max() < 1e-9
    np.testing.assert_allclose(cohort.shrunk(sign, error), sign, rtol=0.02)
    assert cohort.shrunk(np.array([1.0, 1.0]), np.array([0.1, np.inf]))[1] == 0
    assert cohort.shrunk(np.array([1.0]), np.array([np.inf])).tolist() == [0.0]


def test_few_accounts_have_a_wider_interval() -> None:
    """With the same error, five accounts say less than five hundred."""
    few, many = (cohort.Estimate(0.0, 0.1, n).interval() for n in (5, 500))

    assert few[1] > many[1] > 0.1 * NORMAL_95
    assert cohort.error_of(np.array([0.3, 0.0]))[0] == np.inf
    assert cohort.deviation(np.array([0.3]), np.array([0.1])) == (0.0, np.inf)
    assert cohort.in_percent(np.log(0.7)) == pytest.approx(-30)
