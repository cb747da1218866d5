"""Over a year of nights, what is told by chance stays within what is stated, whatever the size of the roster."""

from __future__ import annotations

from collections import deque
from functools import lru_cache

import numpy as np
import pytest

from fieber.simulate.worlds import HEALTHY, patient, series
from fieber.stats import thermometer
from fieber.stats.alarms import (
    CALM_DAYS,
    CROSSINGS,
    GROUP_CROSSINGS,
    WINDOW_DAYS,
    days_between,
    quiet_days,
    told_tonight,
)
from fieber.stats.temperature import WEEKS_PER_YEAR

FEVER, ELEVATED = 1 / WEEKS_PER_YEAR, 4 / WEEKS_PER_YEAR
NIGHTS = 52 * 7


@lru_cache(maxsize=1)
def healthy_nights() -> np.ndarray:
    """Give p of each night of a year, 25 healthy accounts of each of eight worlds: (accounts, nights)."""
    names = {"flat", "wild", "random walk", "autocorrelated", "heavy tails", "daily", "fortnightly", "viral hits"}
    looks = np.arange(400.0, 400.0 + NIGHTS, dtype=np.float64)
    rows = []
    for world in (one for one in HEALTHY if one.name in names):
        for seed in range(25):
            course = thermometer.take(series(patient(world, years=2.1, seed=31_000 + seed)), looks)
            rows.append(np.where(course.p_drop >= 0.5, np.nan_to_num(course.p, nan=1.0), 1.0))
    return np.array(rows)


def a_year(p: np.ndarray, share: float) -> list[tuple[int, int]]:
    """Run the rule night by night, told once until calm for a week; give night and account of each alarm."""
    told: list[tuple[int, int]] = []
    is_open, calm = np.zeros(len(p), dtype=bool), np.zeros(len(p))
    for night in range(p.shape[1]):
        now = p[:, night]
        candidates = np.flatnonzero(~is_open & (now <= FEVER))
        lately = sum(at > night - WINDOW_DAYS for at, _ in told)
        chosen = candidates[told_tonight(now[candidates], tests=len(p), lately=lately, share=share)]
        told += [(night, int(account)) for account in chosen]
        is_open[chosen] = True
        calm = np.where(is_open & (now > ELEVATED), calm + 1, 0)
        is_open &= calm < CALM_DAYS
    return told


def alarms_by_chance(tests: int, crossings: float, share: float, nights: int) -> int:
    """Run the rule over nights on which small p come as often as it assumes, and by nothing but chance."""
    random = np.random.default_rng([tests, round(100 * share)])
    alone = share * 7 / (crossings * tests * WINDOW_DAYS)  # the p that is told when nothing was told lately
    limit = min(1.0, 60 * alone)  # so many alarms in four weeks never come
    came = random.poisson(limit * crossings * tests / 7, nights)
    told: deque[tuple[int, int]] = deque()
    alarms = 0
    for night in np.flatnonzero(came).tolist():
        while told and told[0][0] <= night - WINDOW_DAYS:
            told.popleft()
        p = random.uniform(0.0, limit, came[night])
        lately = sum(n for _, n in told)
        n = int(told_tonight(p, tests=tests, lately=lately, share=share, crossings=crossings).sum())
        alarms += n
        told.append((night, n))
    return alarms


# accounts, fevers that are everybody's and best months; platforms; groups
@pytest.mark.parametrize(("tests", "crossings"), [(1_000, CROSSINGS), (30, CROSSINGS), (5, GROUP_CROSSINGS)])
@pytest.mark.parametrize(("share", "nights"), [(0.1, 400_000), (0.2, 200_000), (0.5, 60_000)])
def test_alarms_lie_as_far_apart_as_stated(tests: int, crossings: float, share: float, nights: int) -> None:
    """Where p are as often small as the rule assumes, what is stated comes true for each family, by chance alone."""
    alarms = alarms_by_chance(tests, crossings, share, nights)

    # alarms come in clusters of 1 / (1 - share), which makes their number so much more scattered than Poisson's
    error = 1 / ((1 - share) * np.sqrt(alarms))
    # two in one night make room for each other: their share of a night more than is stated
    assert nights / alarms == pytest.approx(quiet_days(share), rel=3 * error + share / WINDOW_DAYS)
    assert nights / alarms < 0.96 * WINDOW_DAYS / share, "and that each makes room for more is to be seen"


@pytest.mark.parametrize("accounts", [25, 80, 200])
def test_healthy_rosters_are_as_quiet_as_stated(accounts: int) -> None:
    """With nothing wrong anywhere, alarms are no more than is stated, and more than a third, whatever the size."""
    p = healthy_nights()
    random = np.random.default_rng(accounts)
    share, years = 0.5, 30
    alarms = [len(a_year(p[random.choice(len(p), accounts, replace=False)], share)) for _ in range(years)]

    stated = NIGHTS / quiet_days(share)
    error = np.std(alarms) / np.sqrt(years)
    assert np.mean(alarms) <= stated + 2 * error
    assert np.mean(alarms) >= stated / 3


def test_of_the_alarms_of_four_weeks_few_are_chance() -> None:
    """A third of 150 accounts falls on days of their own: of what is told in four weeks, a tenth at most is chance."""
    p = healthy_nights().copy()
    random = np.random.default_rng(8)
    chosen = random.choice(len(p), 150, replace=False)
    shares, found = [], 0
    for _ in range(8):
        rows = p[random.permutation(chosen)]
        falls = random.integers(0, NIGHTS - 60, 50)
        ill = np.arange(NIGHTS) >= falls[:, None]
        rows[:50] = np.where(ill, rows[:50] * np.exp(-random.uniform(4, 12, (50, 1))), rows[:50])
        told = a_year(rows, 0.1)
        chance = [night for night, account in told if not (account < 50 and ill[account, night])]
        found += len(told) - len(chance)
        for start in range(0, NIGHTS, WINDOW_DAYS):
            mine = sum(start <= night < start + WINDOW_DAYS for night, _ in told)
            wrong = sum(start <= night < start + WINDOW_DAYS for night in chance)
            shares.append(wrong / max(mine, 1))

    assert np.mean(shares) <= 0.1 + 2 * np.std(shares) / np.sqrt(len(shares))
    assert found > 8 * 15


def test_more_alarms_make_room_for_more() -> None:
    """A p that is not told alone is told beside many others, and in a smaller roster."""
    alone = np.array([2e-4])

    assert not told_tonight(alone, tests=100, lately=0).any()
    assert told_tonight(alone, tests=100, lately=5).all()
    assert told_tonight(alone, tests=10, lately=0).all()
    assert told_tonight(np.array([2e-4, 1e-9, 1e-9, 1e-9]), tests=100, lately=0).all()
    assert not told_tonight(np.empty(0), tests=5, lately=3).any()


def test_the_rarest_one_that_is_told_alone_comes_once_in_280_nights() -> None:
    """What is stated of an alarm fits the rule by which it is told."""
    for tests in (10, 1_000):
        limit = 0.1 * 7 / (2.0 * tests * WINDOW_DAYS)
        assert told_tonight(np.array([limit * 0.999]), tests=tests, lately=0).all()
        assert not told_tonight(np.array([limit * 1.001]), tests=tests, lately=0).any()
        assert days_between(limit, tests=tests) == pytest.approx(WINDOW_DAYS / 0.1)
