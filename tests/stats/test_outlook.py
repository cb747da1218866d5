"""The forecast of a weekly level: right as often as it says, better than no change where it drifts."""

from math import sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from fieber.stats.outlook import FEWEST_SPANS, LASTING, ahead, interval_score

RUNS = 50
WORLDS = {
    "still": (0.0, 0.0, 0.0),
    "wanders": (0.02, 0.0, 0.0),
    "drifts": (0.0, 0.015, 0.01),
    "weeks of their own": (0.01, 0.0, 0.05),
    "all at once": (0.03, 0.015, 0.05),
}


def weeks(world: tuple[float, float, float], random: np.random.Generator, n: int = 56) -> NDArray[np.float64]:
    """A level that wanders, drifts for a while and has weeks of its own, measured with an error of 0.03."""
    wander, drift, alone = world
    level, slope, found = 0.0, drift * random.normal(), []
    for _ in range(n):
        found.append(level)
        slope = LASTING * slope + drift * sqrt(1 - LASTING**2) * random.normal()
        level += slope + wander * random.normal()
    return np.array(found) + alone * random.normal(size=n) + 0.03 * random.normal(size=n)


def outcomes() -> dict[str, list[tuple[bool, float, float]]]:
    """For each world whether the interval held, and how far the forecast and "no change" lay off."""
    found: dict[str, list[tuple[bool, float, float]]] = {}
    for name, world in WORLDS.items():
        random = np.random.default_rng([2026, len(name)])
        for _ in range(RUNS):
            value = weeks(world, random)
            told = ahead(value[:52], np.full(52, 0.03), spans=4, against=4, level=0.8)
            assert told is not None
            came = float(value[52:].mean() - value[48:52].mean())
            one = told.low <= came <= told.high, abs(told.middle - came), abs(came)
            found.setdefault(name, []).append(one)
    return found


@pytest.fixture(scope="module")
def told() -> dict[str, list[tuple[bool, float, float]]]:
    return outcomes()


def test_it_holds_as_often_as_it_says(told: dict[str, list[tuple[bool, float, float]]]) -> None:
    """Intervals of 80 % hold in 80 % of all worlds together, and in no world less than chance allows."""
    inside = {name: np.mean([one[0] for one in runs]) for name, runs in told.items()}

    error = sqrt(0.8 * 0.2 / RUNS)
    assert abs(np.mean(list(inside.values())) - 0.8) < 2.6 * error / sqrt(len(WORLDS)) + 0.02, inside
    assert all(0.8 - 3 * error < share for share in inside.values()), inside


def test_it_is_better_than_no_change(told: dict[str, list[tuple[bool, float, float]]]) -> None:
    """Over all worlds its middle lies nearer than "all stays as it is", and clearly so where there is a drift."""
    gain = {name: np.array([naive - own for _, own, naive in runs]) for name, runs in told.items()}
    everywhere = np.concatenate(list(gain.values()))

    assert everywhere.mean() > 2 * everywhere.std() / sqrt(len(everywhere))
    assert gain["drifts"].mean() > 2 * gain["drifts"].std() / sqrt(RUNS)


def test_too_few_weeks_say_nothing() -> None:
    """Fewer weeks than a drift can be told in, or weeks that nobody saw, give no forecast."""
    value, error = np.zeros(FEWEST_SPANS), np.full(FEWEST_SPANS, 0.05)
    unseen = np.where(np.arange(FEWEST_SPANS) == 3, np.inf, error)

    assert ahead(value, error, spans=4, against=4, level=0.8) is not None
    assert ahead(value[1:], error[1:], spans=4, against=4, level=0.8) is None
    assert ahead(value, unseen, spans=4, against=4, level=0.8) is None


def test_a_shift_of_the_level_changes_nothing() -> None:
    """What is foretold is a change: the same weeks a thousand times as high foretell the same."""
    value, error = weeks(WORLDS["drifts"], np.random.default_rng(4))[:52], np.full(52, 0.03)

    low, high = (ahead(value + up, error, spans=4, against=4, level=0.8) for up in (0.0, np.log(1000.0)))

    assert low is not None
    assert high is not None
    assert low.middle == pytest.approx(high.middle, abs=2e-3)


def test_less_is_known_of_what_is_measured_badly() -> None:
    """The interval is wider the larger the errors of the weeks."""
    value = weeks(WORLDS["still"], np.random.default_rng(4))[:52]

    good, bad = (ahead(value, np.full(52, error), spans=4, against=4, level=0.8) for error in (0.03, 0.2))

    assert good is not None
    assert bad is not None
    assert bad.high - bad.low > 2 * (good.high - good.low)


def test_nobody_gains_by_a_bolder_interval() -> None:
    """The score of a normal deviate is best for its own 80 % interval: narrower and wider ones are worse."""
    came = np.random.default_rng(1).normal(size=20_000)

    def mean_score(reach: float) -> float:
        return float(np.mean([interval_score(-reach, reach, x, level=0.8) for x in came]))

    assert mean_score(1.2816) < min(mean_score(0.9), mean_score(1.7))
