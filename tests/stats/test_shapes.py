"""Sizes of shapes in a series that wanders, and what sets single posts apart."""

from __future__ import annotations

import numpy as np

from fieber.stats import _small, shapes
from fieber.stats.effects import contributions


def test_the_whitener_is_a_root_of_the_inverse_covariance() -> None:
    """Weeks times the whitener are independent: what the filter gives is what the dense formula gives."""
    rng = np.random.default_rng(1)
    at = np.sort(rng.uniform(0, 900, 150))
    series = shapes.weeks(at, rng.normal(5, 0.5, 150))
    day = series.day
    years = (day - day.mean()) / shapes.YEAR
    covariance = series.wander**2 * np.exp(-np.abs(day[:, None] - day) / shapes.WANDER_DAYS)
    covariance += shapes.LEVEL_SD**2 + shapes.DRIFT_PER_YEAR**2 * np.outer(years, years)
    covariance += np.diag(series.scatter**2 / series.posts)

    np.testing.assert_allclose(series.whitener.T @ series.whitener @ covariance, np.eye(len(day)), atol=1e-8)


def test_a_step_is_found_with_an_honest_error() -> None:
    """Over 80 series, steps of 0.5 are hit on average, and the error is that of the estimates, within a third."""
    rng = np.random.default_rng(2)
    found, errors = [], []
    for _ in range(80):
        at = np.sort(rng.uniform(0, 700, 250))
        value = 6 + rng.normal(0, 0.4, 250) - 0.5 * (at > 600)
        sizes = shapes.fit(shapes.weeks(at, value), shapes.steps(at, np.array([600.0])))
        found.append(float(sizes.size[0]))
        errors.append(float(sizes.error[0]))

    assert abs(np.mean(found) + 0.5) < 0.06
    assert np.std(found) < 1.33 * np.mean(errors)


def test_twenty_thousand_posts_need_no_square_table() -> None:
    """However many posts there are, the weeks are some hundreds."""
    at = np.sort(np.random.default_rng(3).uniform(0, 1461, 20_000))

    assert len(shapes.weeks(at, np.full(20_000, 3.0)).day) < 150


def test_products_in_pieces_are_the_products() -> None:
    """Pieces give what the whole gives."""
    rng = np.random.default_rng(4)
    left, right = rng.normal(size=(300, 40)), rng.normal(size=(40, 900))

    np.testing.assert_allclose(_small.product(left, right), left @ right)
    assert _small.product(left, right[:, :0]).shape == (len(left), 0)
    np.testing.assert_allclose(_small.gram(left), left.T @ left)
    np.testing.assert_allclose(_small.along(left, right[:, 0]), left @ right[:, 0])
    np.testing.assert_allclose(_small.across(left, left[:, 0]), left.T @ left[:, 0])


def test_effects_are_learned_from_neighbours() -> None:
    """A format that brings half more is seen although the level wanders more than that."""
    rng = np.random.default_rng(5)
    reel = rng.uniform(size=400) < 0.5
    level = np.cumsum(rng.normal(0, 0.05, 400))
    value = level + rng.normal(0, 0.3, 400) + 0.4 * reel
    columns = np.column_stack([reel, ~reel]).astype(np.float64)

    added = contributions(value, {"formats": (columns, 0.6)})["formats"]

    assert abs(added[reel].mean() - added[~reel].mean() - 0.4) < 0.12


def test_a_rise_speaks_for_no_fall() -> None:
    """However large a step the other way is, it never speaks for the one that is looked for."""
    rises = shapes.Sizes(np.array([0.0, 0.3, 0.9, 3.0]), np.full(4, 0.1))

    falls = rises.odds(-0.5, 0.3)
    assert (falls <= falls[0]).all()
    assert (np.diff(rises.odds(0.5, 0.3)) > 0)[:2].all()


def test_healthy_steps_are_as_rare_as_the_law_says() -> None:
    """Of steps at fixed days of accounts without any, one in a hundred lies beyond three errors, give or take."""
    rng, beyond, tried = np.random.default_rng(4), 0, 0
    for _ in range(60):
        at = np.sort(rng.uniform(0, 420, 160))
        value = rng.normal(0, 0.6, 160) + 0.1 * np.sin(at / 40 + rng.uniform(0, 6))
        found = shapes.fit(shapes.weeks(at, value), shapes.steps(at, np.array([300.0, 340.0, 380.0])))
        beyond, tried = beyond + int((np.abs(found.size / found.error) > 3).sum()), tried + 3

    # 0.0027 by the normal law, CHANCE_BEYOND of thrice the width besides: 0.009; three standard errors over that
    assert beyond / tried <= 0.009 + 3 * np.sqrt(0.009 / tried)
