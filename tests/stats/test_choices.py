"""Mixtures, the number of posts that a trial needs, and the model of choices on records small enough to see through."""

from __future__ import annotations

import numpy as np
import pytest

from fieber.stats.choices import Factor, design, gains, posts_to_tell
from fieber.stats.mixture import at_most, normal_below, quantile
from fieber.stats.normal import upper_tail
from fieber.stats.signed_rank import shift_of_pairs


def two_kinds(n: int, gain: float, seed: int) -> tuple[np.ndarray, Factor]:
    random = np.random.default_rng(seed)
    cell = random.integers(0, 2, n).astype(np.intp)
    value = 5 + gain * cell + 0.4 * random.normal(size=n) + np.cumsum(random.normal(0, 0.02, n))
    return value, Factor(cell, 0.6, np.eye(2), (np.eye(2),), np.eye(2), 0.5)


def test_many_normal_tails_agree_with_the_exact_one() -> None:
    """The quick law of many deviates is that of one."""
    z = np.linspace(-5, 5, 41)

    assert normal_below(z) == pytest.approx([1 - upper_tail(float(one)) for one in z], abs=2e-7)


def test_quantiles_of_a_mixture_are_where_they_should_be() -> None:
    """What lies below the p point of a mixture is p."""
    weight, middle, width = np.array([0.7, 0.3]), np.array([[0.0], [4.0]]), np.array([[1.0], [0.5]])

    points = [quantile(weight, middle, width, p) for p in (0.05, 0.5, 0.95)]

    assert [float(at_most(weight, middle, width, point)[0]) for point in points] == pytest.approx([0.05, 0.5, 0.95])


def test_a_clear_difference_is_hardly_drawn_back() -> None:
    """Half of the posts bring twice as much: all so instead of half so is a third more."""
    value, factor = two_kinds(400, float(np.log(2)), 2)
    fit = design(value, [factor], noisy=factor.cell)

    best = gains(fit, [factor], 0, recent=np.ones(400, dtype=np.bool_))[0]

    assert best.target == 1
    assert best.low < np.log(2 / 1.5) < best.high
    assert best.high - best.low < 0.15
    assert best.p_better > 0.999


def test_a_lucky_cell_is_drawn_back_to_nothing() -> None:
    """Where two formats do the same, the luckier one promises less than a third of its raw lead."""
    raw, told = [], []
    for seed in range(12):
        value, factor = two_kinds(60, 0.0, seed)
        lead = value[factor.cell == 1].mean() - value[factor.cell == 0].mean()
        fit = design(value, [factor], noisy=factor.cell)
        best = gains(fit, [factor], 0, recent=np.ones(60, dtype=np.bool_))[0]
        raw.append(abs(float(lead)) / 2)
        told.append(abs(best.median))

    assert sum(told) < sum(raw) / 3


def test_a_constant_changes_nothing() -> None:
    """Ten times the likes give the same gains."""
    value, factor = two_kinds(100, 0.3, 4)
    every = np.ones(100, dtype=np.bool_)

    one, other = (
        gains(design(v, [factor], noisy=factor.cell), [factor], 0, recent=every)[0] for v in (value, value + 9)
    )

    assert one.median == pytest.approx(other.median, abs=1e-9)


def test_so_many_posts_find_it_four_times_in_five() -> None:
    """A trial with as many posts as promised finds the gain in eight of ten."""
    runs, scatter, gain = 300, 0.6, 0.45
    pairs = posts_to_tell(gain, scatter) // 2
    random = np.random.default_rng(3)
    found = sum(
        shift_of_pairs(gain + scatter * np.sqrt(2) * random.normal(size=pairs)).p_value <= 0.05 for _ in range(runs)
    )

    assert abs(found / runs - 0.8) <= 3 * np.sqrt(0.8 * 0.2 / runs)
