from __future__ import annotations

import numpy as np
import pytest

from fieber.stats import combine


def test_one_vital_costs_nothing() -> None:
    """A single vital's p is the headline's p."""
    assert combine.smallest_p(0.03, combine.effective_number(np.eye(1))) == pytest.approx(0.03)


def test_independent_vitals_cost_their_number() -> None:
    """Of three independent vitals the smallest p is paid for three times."""
    assert combine.smallest_p(0.01, combine.effective_number(np.eye(3))) == pytest.approx(1 - 0.99**3)


def test_copies_cost_nothing() -> None:
    """Three times the same vital is one vital."""
    assert combine.effective_number(np.ones((3, 3))) == pytest.approx(1.0)


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6, 0.9])
def test_the_headline_stays_calibrated_for_correlated_vitals(rho: float) -> None:
    """The corrected smallest of three correlated p's is below 5 % in 3 to 6.5 % of cases, never much too often."""
    rng = np.random.default_rng(1)
    correlation = np.full((3, 3), rho) + (1 - rho) * np.eye(3)
    deviates = rng.multivariate_normal(np.zeros(3), correlation, 20_000)
    threshold = np.quantile(rng.normal(size=400_000), 1 - np.linspace(0, 1, 2001)[1:-1])
    p = (len(threshold) - np.searchsorted(threshold[::-1], deviates)) / (len(threshold) + 1)

    number = combine.effective_number(correlation)
    corrected = np.array([combine.smallest_p(max(float(one), 1e-6), number) for one in p.min(axis=1)])

    assert 0.03 <= (corrected <= 0.05).mean() <= 0.065
