"""Figures and their standard errors are what simulations say."""

from __future__ import annotations

import numpy as np
import pytest

from fieber.trial.chance import generator
from fieber.trial.estimates import (
    Estimate,
    auc_parts,
    bootstrap,
    by_cluster,
    calibration,
    mean_of,
    quantile,
    ratio,
    weighted_quantile,
)


def test_the_standard_error_of_a_ratio_is_its_spread() -> None:
    """The stated standard error is the standard deviation of the figure over repeated samples."""
    random = generator("test", "ratio")
    drawn = []
    for _ in range(1000):
        bottom = random.integers(50, 150, 40).astype(np.float64)
        drawn.append(ratio(random.poisson(0.1 * bottom).astype(np.float64), bottom))

    spread = np.std([one.value for one in drawn])

    # the spread of 1000 draws has a relative error of 2.2 %
    assert np.mean([one.se for one in drawn]) == pytest.approx(spread, rel=0.1)


def test_accounts_with_nothing_to_count_have_no_figure() -> None:
    """No looks, no rate: the figure is not a number and has no standard error."""
    empty = ratio(np.array([]), np.array([]))

    assert np.isnan(empty.value)
    assert empty.se is None
    assert np.isnan(by_cluster(np.array([]), np.array([], dtype=np.int64)).value)


def test_cases_of_one_account_count_as_one() -> None:
    """Ten equal cases of each of two accounts are no surer than one case of each."""
    many = by_cluster(np.repeat([0.0, 1.0], 10), np.repeat([0, 1], 10))
    few = by_cluster(np.array([0.0, 1.0]), np.array([0, 1]))

    assert (many.value, many.n) == (0.5, 2)
    assert many.se == pytest.approx(few.se)


def test_a_mean_over_worlds_has_their_errors_added() -> None:
    """Four equal errors shrink to half, and a world without a figure is left out."""
    parts = [Estimate(1.0, 0.2, 10)] * 4 + [Estimate(float("nan"), None, 0)]

    found = mean_of(parts)

    assert (found.value, found.n) == (1.0, 40)
    assert found.se == pytest.approx(0.1)


def test_auc_by_pairs_of_accounts_is_that_of_all_pairs() -> None:
    """The parts add up to the share of all (ill, well) pairs that are told apart, ties as half."""
    random = generator("test", "auc")
    ill, well = random.integers(0, 8, 60).astype(np.float64), random.integers(0, 6, 50).astype(np.float64)
    ill_at, well_at = random.integers(0, 5, 60), random.integers(0, 5, 50)

    parts = auc_parts(ill, ill_at, well, well_at, 5)

    pairs = (ill[:, None] > well[None, :]) + 0.5 * (ill[:, None] == well[None, :])
    assert parts.sum() == pytest.approx(pairs.sum())
    assert parts[2, 3] == pytest.approx(pairs[np.ix_(ill_at == 2, well_at == 3)].sum())


def test_a_bootstrap_draws_accounts() -> None:
    """The draws' spread is the standard error of a mean over accounts."""
    values = generator("test", "values").normal(size=50)

    whole, draws = bootstrap(lambda w: float((w * values).sum() / w.sum()), 50, 2000, generator("test", "draws"))

    assert whole == pytest.approx(values.mean())
    assert draws.std() == pytest.approx(values.std() / np.sqrt(50), rel=0.08)


def test_a_weighted_quantile_counts_weights() -> None:
    """A value with three times the weight counts as three values."""
    values = np.array([1.0, 2.0, 3.0])

    assert weighted_quantile(values, np.array([1.0, 1.0, 1.0]), 0.5) == 2.0
    assert weighted_quantile(values, np.array([1.0, 1.0, 3.0]), 0.5) == 3.0
    assert np.isnan(weighted_quantile(np.array([]), np.array([]), 0.5))


def test_calibration_sees_what_is_said_too_boldly() -> None:
    """True chances have nearly no error; chances pushed away from one half have their distance."""
    random = generator("test", "calibration")
    chance = random.uniform(size=20_000)
    truth = random.uniform(size=20_000) < chance

    honest, bins = calibration(chance, truth, 20)
    bold, _ = calibration(np.clip(chance + 0.1, 0, 1), truth, 20)

    assert honest.value < 0.02
    assert 0.08 < bold.value < 0.11
    assert len(bins) == 20
    assert sum(said for said, _, _ in bins) / 20 == pytest.approx(chance.mean())


def test_a_quantile_of_draws_says_how_sure_so_few_are() -> None:
    """Quantiles of many series of draws scatter as their standard error says."""
    random = generator("test", "quantile")
    found = [quantile(random.normal(size=1000), 0.05) for _ in range(200)]

    values = np.array([one.value for one in found])
    assert values.mean() == pytest.approx(-1.645, abs=0.05)
    # the standard error of each rests on ten parts; their mean over 200 is known to two per cent
    assert np.mean([one.se for one in found if one.se is not None]) == pytest.approx(values.std(), rel=0.25)
