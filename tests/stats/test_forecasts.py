"""Shares, calibration and the Brier score keep what they promise, on seeded draws."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from fieber.stats.forecasts import LEVEL, brier, calibration, share

RUNS = 4000
WITHIN = 4 * sqrt(LEVEL * (1 - LEVEL) / RUNS)  # four standard errors of a share of so many runs


@pytest.mark.parametrize("of", [20, 60, 300])
def test_the_interval_of_a_share_holds_it_as_often_as_it_says(of: int) -> None:
    """Over shares of any size, nine in ten intervals hold the true one."""
    random = np.random.default_rng(of)
    truth = random.uniform(size=RUNS)

    found = [share(int(n), of) for n in random.binomial(of, truth)]

    held = np.mean([one is not None and one.low <= p <= one.high for one, p in zip(found, truth, strict=True)])
    assert abs(held - LEVEL) < WITHIN + 0.01  # counts are whole, so a level cannot be met to the point


def test_the_ends_of_a_share() -> None:
    """None of none is not known; none of twenty may still be some; all of twenty need not be all."""
    none, every = share(0, 20), share(20, 20)

    assert share(0, 0) is None
    assert none is not None
    assert every is not None
    assert (none.low, every.high) == (0.0, 1.0)
    assert none.high == pytest.approx(1 - every.low)
    assert 0.05 < none.high < 0.15


def test_who_says_the_truth_is_told_so() -> None:
    """Of the steps of somebody whose probabilities are true, nine in ten fit; of a boaster's, hardly one."""
    random = np.random.default_rng(1)
    fits, boasts = [], []
    for _ in range(300):
        truth = random.uniform(size=400)
        came = random.uniform(size=400) < truth
        fits += [step.fits for step in calibration(truth, came)]
        boaster = np.where(truth > 0.5, 0.98, 0.02)
        boasts += [step.fits for step in calibration(boaster, came)]

    assert abs(np.mean(fits) - LEVEL) < 4 * sqrt(LEVEL * (1 - LEVEL) / len(fits)) + 0.01
    assert np.mean(boasts) < 0.02


def test_a_step_holds_its_own_tenth() -> None:
    """0.1 is said in the second tenth, 1 in the last; the mean is of what was said there."""
    steps = calibration(np.array([0.05, 0.1, 0.15, 1.0]), np.array([False, True, False, True]))

    assert [(round(step.said, 3), step.came.n, step.came.of) for step in steps] == [
        (0.05, 0, 1),
        (0.125, 1, 2),
        (1.0, 1, 1),
    ]


def test_the_interval_of_the_brier_score() -> None:
    """Nine in ten intervals hold the mean that such forecasts have; it is below that of always saying the share."""
    random = np.random.default_rng(2)
    expected = 1 / 6  # of true probabilities p, uniform: the mean of p (1 - p)
    held, better = [], []
    for _ in range(RUNS):
        truth = random.uniform(size=80)
        found = brier(truth, random.uniform(size=80) < truth)
        assert found is not None
        held.append(found.low <= expected <= found.high)
        better.append(found.score < found.of_the_share)

    assert abs(np.mean(held) - LEVEL) < WITHIN + 0.01
    assert np.mean(better) > 0.95
    assert brier(np.array([0.5]), np.array([True])) is None
