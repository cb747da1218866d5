"""Growth curves: what is published, what readings teach, and what one reading cannot teach."""

from __future__ import annotations

import numpy as np
import pytest

from fieber.stats import maturity
from fieber.stats.maturity import Curve, Pairs, Young

NO_PAIRS = Pairs(*(np.empty(0),) * 4)
NO_YOUNG = Young(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64), 1.0)
AGES = np.array([0.5, 1.0, 3.0, 7.0, 14.0])
WIDE = maturity.sourced(0.5, 0.4, doubt=1.3)


def truth(curve: Curve, random: np.random.Generator) -> Curve:
    """One curve drawn from what is known: all weight on one cell."""
    weight = np.zeros(len(curve.weight))
    weight[random.choice(len(weight), p=curve.weight)] = 1.0
    return Curve(curve.half_life, curve.shape, weight, curve.horizon, curve.on_ages)


def shares(curve: Curve, ages: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(maturity.log_share(curve, ages)[0]))


def read_twice(curve: Curve, random: np.random.Generator, n: int = 40) -> Pairs:
    """Posts of about 2,000 likes read at a random young age and some days later; each grows at its own pace."""
    first_age, later = random.uniform(0.2, 6.0, n), random.uniform(1.0, 10.0, n)
    final = random.poisson(2000 * np.exp(0.6 * random.normal(size=n)))
    pace = np.exp(maturity.POST_DOUBT * random.normal(size=n))
    start, end = (maturity.log_share(curve, age)[0] * pace for age in (first_age, first_age + later))
    second = random.binomial(final, np.exp(end))
    first = random.binomial(second, np.exp(start - end))
    return Pairs(first_age, first_age + later, first.astype(float), second.astype(float))


def read_young(curve: Curve, random: np.random.Generator, *, readings: int = 6, posts: int = 8) -> Young:
    """At each reading some posts below 7 days beside the level of old ones, which has moved a little since."""
    age, number = random.uniform(0.1, 7.0, readings * posts), np.repeat(np.arange(readings), posts)
    moved = maturity.SHIFT_SD * random.normal(size=readings)[number]
    gap = maturity.log_share(curve, age)[0] + moved + 0.5 * random.normal(size=len(age))
    return Young(age, gap, number, 0.5)


@pytest.mark.parametrize("shape", [0.25, 0.5, 1.0])
def test_a_share_rises_with_age_up_to_one(shape: float) -> None:
    """No counter shrinks with age; at the horizon and later it is full, and surely so."""
    ages = np.geomspace(0.01, 100.0, 60)
    mean, sd = maturity.log_share(maturity.sourced(0.7, shape, doubt=1.0), ages)

    assert (np.diff(mean) >= 0).all()
    assert (mean[ages >= 30] == 0).all()
    assert (sd[ages >= 30] == 0).all()
    assert (sd[ages < 20] > 0).all()


def test_a_share_of_an_equal_age_is_one() -> None:
    """Held against a post of the same age nothing is missing and nothing is doubtful; an older one has more."""
    mean, sd = maturity.log_share(WIDE, np.array([0.5, 1.0, 2.0]), reference=1.0)

    assert mean[1] == pytest.approx(0.0, abs=1e-12)
    assert sd[1] == pytest.approx(0.0, abs=1e-9)
    assert mean[0] < 0 < mean[2]
    assert sd[0] < maturity.log_share(WIDE, np.array([0.5]))[1][0]


def test_more_doubt_is_judged_later() -> None:
    """What is less well known is judged later; a curve that is known, as soon as most of the count is there."""
    known, doubtful = (maturity.judged_age(maturity.sourced(1.0, 0.5, doubt=d), at_least=0.0) for d in (0.05, 1.5))

    assert shares(maturity.sourced(1.0, 0.5, doubt=0.05), np.array([known]))[0] >= maturity.LEAST
    assert known < doubtful
    assert maturity.judged_age(maturity.sourced(1.0, 0.5, doubt=0.05), at_least=9.0) == 9.0


@pytest.mark.parametrize("teacher", ["pairs", "young"])
def test_what_is_learned_covers_the_truth(teacher: str) -> None:
    """Over curves drawn from the prior, the 90 % interval of the log share holds the truth in 85 to 97 %.

    Five ages of 200 accounts; the ages of one account go together, so the standard error is about 2 points.
    """
    random = np.random.default_rng(5)
    inside, wide, narrow = [], [], []
    for _ in range(200):
        real = truth(WIDE, random)
        pairs = read_twice(real, random) if teacher == "pairs" else NO_PAIRS
        young = read_young(real, random) if teacher == "young" else NO_YOUNG
        mean, sd = maturity.log_share(maturity.learn(WIDE, pairs=pairs, young=young), AGES)
        inside.append(np.abs(mean - maturity.log_share(real, AGES)[0]) <= 1.645 * np.maximum(sd, 1e-3))
        narrow.append(sd)
        wide.append(maturity.log_share(WIDE, AGES)[1])

    assert 0.85 <= np.mean(inside) <= 0.97
    assert np.mean(narrow) <= 0.5 * np.mean(wide)


def test_readings_of_slow_posts_teach_slowness() -> None:
    """From 40 posts read twice that gather half of their likes in three days, shares are known to five points."""
    random = np.random.default_rng(2)
    first_age, second_age = random.uniform(0.3, 5.0, 40), random.uniform(6.0, 20.0, 40)
    final = random.poisson(3000, 40)
    second = random.binomial(final, 1 - 2 ** (-second_age / 3))
    first = random.binomial(second, (1 - 2 ** (-first_age / 3)) / (1 - 2 ** (-second_age / 3)))
    pairs = Pairs(first_age, second_age, first.astype(float), second.astype(float))

    learned = maturity.learn(WIDE, pairs=pairs, young=NO_YOUNG)

    np.testing.assert_allclose(shares(learned, np.array([3.0, 7.0])), [0.5, 0.8], atol=0.05)
    assert maturity.judged_age(learned, at_least=1.0) < maturity.judged_age(WIDE, at_least=1.0)


def test_a_drop_is_not_learned_as_youth() -> None:
    """Where every post of the last days lies at half, published figures of fast growth are hardly doubted.

    A curve that takes the drop for youth would put the share at three days to one half.
    """
    fast = maturity.sourced(0.056, 0.52, doubt=0.7)
    random = np.random.default_rng(3)
    age = np.sort(random.uniform(0.05, 1.4, 14))
    gap = maturity.log_share(fast, age)[0] + np.log(0.5) + 0.6 * random.normal(size=14)

    learned = maturity.learn(fast, pairs=NO_PAIRS, young=Young(age, gap, np.zeros(14, dtype=np.int64), 0.6))

    assert shares(learned, np.array([3.0]))[0] >= shares(fast, np.array([3.0]))[0] - 0.05


def test_nothing_read_teaches_nothing() -> None:
    """Without pairs and young posts, with too few counts or only old posts, the curve stays what it was."""
    old = Pairs(np.array([40.0]), np.array([50.0]), np.array([100.0]), np.array([200.0]))
    few = Pairs(np.array([1.0]), np.array([2.0]), np.array([2.0]), np.array([9.0]))

    for pairs in (NO_PAIRS, old, few):
        np.testing.assert_allclose(maturity.learn(WIDE, pairs=pairs, young=NO_YOUNG).weight, WIDE.weight, atol=1e-12)
