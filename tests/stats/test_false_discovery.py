"""Of what is called a finding, at most the stated share is chance."""

from __future__ import annotations

import numpy as np

from fieber.stats.false_discovery import q_values
from fieber.stats.normal import upper_tail


def test_the_share_of_chance_is_as_stated() -> None:
    """With 180 true nothings and 20 findings, correlated among each other, one in ten at most is chance on average."""
    random = np.random.default_rng(3)
    shares = []
    for _ in range(2_000):
        deviates = 0.7 * random.normal(size=200) + np.sqrt(1 - 0.49) * random.normal()
        deviates[:20] += 3.5
        told = q_values(np.array([upper_tail(float(z)) for z in deviates])) <= 0.1
        shares.append(told[20:].sum() / max(told.sum(), 1))

    assert np.mean(shares) <= 0.1 * 180 / 200 + 3 * np.std(shares) / np.sqrt(len(shares))
    assert np.mean(shares) > 0.02  # and it is no empty promise: findings are told


def test_order_and_unknown_ones_do_not_matter() -> None:
    """Each p keeps its q however they are sorted, and what has no p is no test."""
    p = np.random.default_rng(1).uniform(size=50) ** 3
    order = np.random.default_rng(2).permutation(50)

    assert np.array_equal(q_values(p)[order], q_values(p[order]))
    assert np.array_equal(q_values(np.append(p, np.nan))[:50], q_values(p))
    assert q_values(np.empty(0)).size == 0
