"""Treatments give the truth that they promise, and random numbers hang on their purpose alone."""

from __future__ import annotations

import numpy as np

from fieber.trial.chance import generator, seed_of
from fieber.trial.treatments import companion, thinned, young


def test_a_purpose_always_has_the_same_numbers() -> None:
    """The same purpose gives the same numbers, and another purpose gives others."""
    assert generator("a", 1).uniform() == generator("a", 1).uniform()
    assert generator("a", 1).uniform() != generator("a", 2).uniform()
    assert seed_of("a", "b") != seed_of("ab")


def test_thinning_keeps_the_share_and_leaves_the_rest_alone() -> None:
    """Posts in the window keep about the factor of their likes; posts before it keep all."""
    counts = np.full(200, 10_000)

    kept = thinned(counts, 0.7, slice(100, None), random=generator("test"))

    assert (kept[:100] == 10_000).all()
    # a hundred binomials: the mean share has a standard error of 0.00046
    assert abs(kept[100:].mean() / 10_000 - 0.7) < 5 * 0.00046
    assert (counts == 10_000).all()


def test_a_counter_has_half_of_its_likes_at_its_half_life() -> None:
    """Half of the likes have arrived after one half-life, none before the post, and nearly all after a month."""
    ages = np.repeat([-1.0, 0.5, 30.0], 100)

    read = young(np.full(300, 10_000), ages, 0.5, random=generator("test")).reshape(3, 100).mean(axis=1)

    assert read[0] == 0
    assert abs(read[1] - 5000) < 5 * 5  # standard error of the mean: 5
    assert read[2] == 10_000


def test_companions_are_correlated_with_the_likes() -> None:
    """Another counter shares the likes' noise and has its own besides."""
    random = generator("test")
    likes = np.rint(np.exp(8 + 0.6 * random.normal(size=5000))).astype(np.int64)

    comments = companion(likes, 0.05, 0.6, random=random)

    correlation = np.corrcoef(np.log1p(likes), np.log1p(comments))[0, 1]
    assert 0.65 < correlation < 0.76  # 0.707, less the scatter of small counts
