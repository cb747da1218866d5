"""The test of pairs keeps its level whatever the scatter, and its interval holds what was added."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from fieber.stats.signed_rank import p_value, shift_of_pairs

RUNS = 800


def test_p_counts_all_ways_in_which_the_coins_could_have_fallen() -> None:
    """The p of seven pairs is that of going through all 128 signs by hand, shared ranks too."""
    differences = np.array([3.0, -1.0, 2.0, 2.0, 5.0, -2.0, 4.0])
    size = np.abs(differences)
    ranks = np.array([(size < one).sum() + ((size == one).sum() + 1) / 2 for one in size])
    seen = ranks[differences > 0].sum()
    every = np.array([ranks[np.array(signs, dtype=bool)].sum() for signs in product((0, 1), repeat=7)])

    by_hand = min(1.0, 2 * min((every >= seen).mean(), (every <= seen).mean()))

    assert p_value(differences) == pytest.approx(by_hand)


def test_pairs_without_a_difference_say_nothing() -> None:
    """Nothing but zeros has a p of one, and zeros beside others change nothing."""
    assert p_value(np.zeros(8)) == 1.0
    assert p_value(np.array([1.0, 2, 3, 0, 0])) == p_value(np.array([1.0, 2, 3]))


def test_too_few_pairs_are_refused() -> None:
    """Four pairs have no interval with two ends."""
    with pytest.raises(ValueError, match="5 pairs"):
        shift_of_pairs(np.ones(4))


@pytest.mark.parametrize("pairs", [6, 9, 25])
def test_size_and_coverage_with_tails_and_drift(pairs: int) -> None:
    """With heavy tails and a level that wanders, one trial in twenty tells of nothing at most, and nine in ten hold."""
    random = np.random.default_rng(pairs)
    false, held = 0, 0
    for _ in range(RUNS):
        posts = np.cumsum(random.normal(0, 0.1, 2 * pairs)) + random.standard_t(3, 2 * pairs)
        first = random.integers(0, 2, pairs)
        both = posts.reshape(pairs, 2)
        rows = np.arange(pairs)
        found = shift_of_pairs(both[rows, first] - both[rows, 1 - first])
        false += found.p_value <= 0.05
        held += found.low <= 0 <= found.high

    assert false / RUNS <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / RUNS)
    assert held / RUNS >= 0.9 - 3 * np.sqrt(0.9 * 0.1 / RUNS)
