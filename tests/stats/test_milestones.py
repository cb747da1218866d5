"""Where followers go: what the intervals and the chances promise, on followers that no model of ours made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.stats.follower_worlds import WORLDS

from fieber.stats.milestones import (
    can_forecast,
    followers_ahead,
    futures,
    passage,
    slope,
    stalled_since,
)

if TYPE_CHECKING:
    from tests.stats.follower_worlds import World

RUNS = 16
HORIZONS = (30, 90)
MARKED = ("steady", "losing", "wandering drift", "new regimes", "sluggish, heavy tails", "a purge in the past")
STEADY = next(world for world in WORLDS if world.name == "steady")


@pytest.fixture(scope="module")
def held() -> dict[str, np.ndarray]:
    """Give for every world which forecasts held: (runs, horizons)."""
    return {world.name: np.array([_holds(world, run) for run in range(RUNS)]) for world in WORLDS}


def _holds(world: World, run: int) -> list[bool]:
    day, count, ahead = world.series(np.random.default_rng([run, len(world.name), 11]), max(HORIZONS))
    future = futures(day, count, now=0.0, seed=run)
    return [_within(followers_ahead(future, days), float(ahead[days - 1])) for days in HORIZONS]


def _within(interval: np.ndarray, value: float) -> bool:
    return bool(interval[0] <= value <= interval[-1])


@pytest.mark.slow
def test_the_interval_holds_eight_times_in_ten(held: dict[str, np.ndarray]) -> None:
    """Over all kinds of accounts, the 80 % interval holds 75 to 85 % of what came after 30 and after 90 days."""
    shares = np.array([runs.mean(axis=0) for runs in held.values()])
    error = np.sqrt(0.8 * 0.2 / (len(held) * RUNS))

    assert np.all(shares.mean(axis=0) > 0.75 - 2 * error)
    assert np.all(shares.mean(axis=0) < 0.85 + 2 * error)


@pytest.mark.slow
def test_no_kind_of_account_is_far_from_it(held: dict[str, np.ndarray]) -> None:
    """In each world 70 to 90 % are promised; none lies three standard errors outside of that."""
    below, above = (3 * np.sqrt(share * (1 - share) / RUNS) for share in (0.7, 0.9))

    low = {
        name: runs.mean(axis=0).round(2).tolist() for name, runs in held.items() if (runs.mean(0) < 0.7 - below).any()
    }
    high = {name: runs.mean(axis=0).tolist() for name, runs in held.items() if (runs.mean(0) > 0.9 + above).any()}

    assert (low, high) == ({}, {})


@pytest.mark.slow
def test_chances_of_reaching_a_mark_come_true() -> None:
    """Of marks that are reached with a chance of so much, so many are reached, by a calibrated bet on each."""
    chance, came = [], []
    for number, world in enumerate(one for one in WORLDS if one.name in MARKED):
        for run in range(12):
            random = np.random.default_rng([number, run, 5])
            day, count, ahead = world.series(random, 90)
            away = float(np.exp(random.uniform(0.002, 0.05)))
            mark = count[-1] * (away if run % 3 else 1 / away)
            chance.append(passage(futures(day, count, now=0.0), mark, now_at=count[-1]).within_90_days)
            came.append((ahead >= mark).any() if mark > count[-1] else (ahead <= mark).any())
    told, true = np.array(chance), np.array(came, dtype=float)

    error = np.sqrt((told * (1 - told)).sum()) / len(told)
    assert abs(true.mean() - told.mean()) < 3 * error + 0.03
    assert ((told - true) ** 2).mean() < 0.5 * true.mean() * (1 - true.mean())


def test_the_slope_holds_the_rate_behind_it() -> None:
    """The 90 % interval of the slope holds the drift of an account whose drift is known, nine times in ten."""
    held = 0
    for run in range(40):
        random = np.random.default_rng([run, 2])
        day, rate = np.arange(-364.0, 1.0), random.normal(0, 20)
        count = 50_000 + np.cumsum(rate + 60 * random.standard_t(4, len(day)))
        future = futures(day, count, now=0.0)
        found = slope(future.drift, day, count)
        held += found.low <= rate <= found.high

    assert 0.9 - 3 * np.sqrt(0.09 / 40) <= held / 40


def test_the_slope_is_the_count_divided_by_the_days() -> None:
    """Lately 20 more a day: (1560 − 1000) ÷ 28."""
    day = np.arange(-56.0, 1.0)
    count = np.where(day <= -28, 1000.0, 1000.0 + 20 * (day + 28))

    found = slope(futures(day, count, now=0.0).drift, day, count)

    assert found.per_day == pytest.approx(20.0)
    assert found.low < found.per_day < found.high


def test_a_mark_below_is_reached_from_above() -> None:
    """An account that loses a tenth of a percent a day passes a mark one percent below it within the quarter."""
    day = np.arange(-200.0, 1.0)
    count = np.round(100_000 * np.exp(-0.001 * (day + 200)))

    found = passage(futures(day, count, now=0.0), 0.99 * count[-1], now_at=count[-1])

    assert found.within_90_days > 0.9
    assert found.middle is not None
    assert 5 < found.middle < 20


def test_chances_grow_with_time_and_fall_with_distance() -> None:
    """A year holds more chances than a quarter; a mark farther away is reached less often; dates are in order."""
    day, count, _ = STEADY.series(np.random.default_rng(8), 1)
    future = futures(day, count, now=0.0)

    found = [passage(future, factor * count[-1], now_at=count[-1]) for factor in (1.005, 1.02, 1.1)]

    assert all(one.within_90_days <= one.within_a_year for one in found)
    assert [one.within_90_days for one in found] == sorted((one.within_90_days for one in found), reverse=True)
    dates = [one for one in (found[0].soon, found[0].middle, found[0].late) if one is not None]
    assert dates == sorted(dates)


def test_a_mark_farther_than_a_year_has_no_date() -> None:
    """Who stands still at 1,000 reaches a million on no day that can be told."""
    day = np.arange(-100.0, 1.0)
    count = 1000.0 + (day % 3)

    found = passage(futures(day, count, now=0.0), 1e6, now_at=count[-1])

    assert (found.within_a_year, found.soon, found.middle, found.late) == (0.0, None, None, None)


def test_the_same_seed_gives_the_same_futures() -> None:
    """Twice is once, and an old last snapshot leaves the interval wider than a fresh one."""
    day, count, _ = STEADY.series(np.random.default_rng(3), 1)

    once, again = (followers_ahead(futures(day, count, now=0.0), 30) for _ in range(2))
    stale = followers_ahead(futures(day, count, now=60.0), 30)

    assert np.array_equal(once, again)
    assert stale[-1] - stale[0] > once[-1] - once[0]


@pytest.mark.parametrize(
    ("day", "now"), [([0.0, 40.0], 41.0), ([0.0, 5.0, 20.0], 21.0), ([0.0, 30.0, 60.0], 300.0), ([], 0.0)]
)
def test_too_little_is_no_forecast(day: list[float], now: float) -> None:
    """Two snapshots, three weeks, or a last one of last year say nothing about the next quarter."""
    assert not can_forecast(np.array(day), now=now)


def test_whoever_asks_all_the_same_is_told() -> None:
    """Futures without enough snapshots are refused."""
    with pytest.raises(ValueError, match="snapshots"):
        futures(np.array([0.0, 1.0]), np.array([5.0, 6.0]), now=2.0)


def test_growth_that_stopped_is_dated() -> None:
    """Growth for a year and then none for four months: stalled for about so long; growth all along: not at all."""
    random = np.random.default_rng(1)
    day = np.arange(-480.0, 1.0)
    noise = np.cumsum(random.normal(0, 8, len(day)))
    grows = 20_000 + 60 * (day + 480) + noise
    stops = 20_000 + 60 * np.minimum(day + 480, 360) + noise

    since = stalled_since(futures(day, stops, now=0.0).drift, day, stops)

    assert since is not None
    assert -190 < since < -60
    assert stalled_since(futures(day, grows, now=0.0).drift, day, grows) is None
