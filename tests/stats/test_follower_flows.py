"""As many as usual, or not: false alarms, power, and what small inputs give."""

import numpy as np
import pytest

from fieber.stats.follower_flows import STRETCH, against_usual, balance_against_usual
from fieber.stats.follower_steps import steps

RUNS = 300
DAYS = np.arange(20_000.0, 20_392.0)
NOW = 20_392.0


def _gains(run: int, memory: float = 0.0) -> np.ndarray:
    random = np.random.default_rng([run, 4])
    state, course = 0.0, np.empty(len(DAYS))
    for day in range(len(DAYS)):
        state = memory * state + random.normal(0, 0.15)
        course[day] = state
    return random.poisson(100 * np.exp(course) * random.gamma(5, 0.2, len(DAYS))).astype(float)


@pytest.mark.parametrize("memory", [0.0, 0.9])
def test_as_usual_is_called_usual(memory: float) -> None:
    """Where nothing changed, about one look in ten is called more or fewer, also where good days come in runs."""
    found = [against_usual(DAYS, _gains(run, memory), now=NOW) for run in range(RUNS)]

    alarms = np.mean([rate is not None and rate.standing != "usual" for rate in found])
    assert alarms < 0.1 + 3 * np.sqrt(0.09 / RUNS)


def test_a_quarter_fewer_is_seen() -> None:
    """A loss of a quarter of the new followers is called fewer in four of five accounts without long runs."""
    fewer = 0
    for run in range(RUNS):
        gains = _gains(run)
        gains[-STRETCH:] *= 0.75
        rate = against_usual(DAYS, gains, now=NOW)
        fewer += rate is not None and rate.standing == "fewer"

    assert fewer / RUNS > 0.8


def test_rates_are_means_of_days() -> None:
    """Ten a day before, seven lately; the usual is that of the stretches before."""
    gains = np.where(DAYS < NOW - STRETCH, 10.0, 7.0)

    rate = against_usual(DAYS, gains, now=NOW)

    assert rate is not None
    assert (rate.lately, rate.usual, rate.standing) == (7.0, 10.0, "fewer")


def test_unknown_days_are_not_zero() -> None:
    """Days without a number do not lower the rate; too many of them give none."""
    gains = np.full(len(DAYS), 10.0)
    gains[-7:] = np.nan
    rate = against_usual(DAYS, gains, now=NOW)
    gains[-STRETCH:] = np.nan

    assert rate is not None
    assert rate.lately == 10.0
    assert against_usual(DAYS, gains, now=NOW) is None


def test_without_a_past_there_is_no_usual() -> None:
    """Two months give a rate, and nothing to hold it against."""
    rate = against_usual(DAYS[-60:], np.full(60, 3.0), now=NOW)

    assert rate is not None
    assert (rate.lately, rate.usual, rate.standing) == (3.0, None, None)


def test_nobody_coming_is_a_rate_too() -> None:
    """An account that nobody follows is as usual with nobody."""
    rate = against_usual(DAYS, np.zeros(len(DAYS)), now=NOW)

    assert rate is not None
    assert (rate.lately, rate.usual, rate.standing) == (0.0, 0.0, "usual")


def test_the_balance_is_read_from_snapshots_of_weeks() -> None:
    """Fourteen more a week, then none: the balance is two a day as a rule and zero lately."""
    day = np.arange(19_944.0, NOW + 1, 7.0)
    count = 1000 + 2 * (np.minimum(day, NOW - STRETCH) - day[0])

    rate = balance_against_usual(day, count, now=NOW)

    assert rate is not None
    assert rate.lately == pytest.approx(0.0)
    assert rate.usual == pytest.approx(2.0)
    assert rate.standing == "fewer"


def test_a_night_that_takes_three_percent_is_a_step() -> None:
    """The step is found on its day with its size; the ordinary days around it are none."""
    random = np.random.default_rng(2)
    count = 50_000 + np.cumsum(random.poisson(100, 200) - random.poisson(80, 200)).astype(float)
    count[120:] -= 1500

    found = steps(np.arange(200.0), np.asarray(count, dtype=np.float64))

    assert [(step.first, step.last) for step in found] == [(120, 120)]
    assert found[0].people == pytest.approx(-1500, abs=80)
    assert found[0].share == pytest.approx(-0.03, abs=0.003)


def test_days_that_only_scatter_are_no_fall() -> None:
    """In two hundred healthy account-years, at most two nights are called a fall."""
    falls = 0
    for run in range(200):
        lost = np.random.default_rng(run).poisson(80, len(DAYS))
        count = np.asarray(50_000 + np.cumsum(_gains(run, 0.9) - lost), dtype=np.float64)
        falls += sum(step.people < 0 for step in steps(DAYS, count))

    assert falls <= 2


def test_a_gap_is_no_step() -> None:
    """A month without numbers brings its change at once; that is not one night."""
    count = 1000.0 + np.arange(120.0)
    day = np.concatenate([np.arange(60.0), np.arange(100.0, 160.0)])
    count[60:] += 500

    assert steps(day, count) == ()
