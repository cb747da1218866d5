"""What is said of the last posts: the price of having chosen them, spells of other days, and where a scan is silent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fieber.simulate.worlds import HEALTHY, patient, series
from fieber.stats import thermometer
from fieber.stats.prior import PRIOR
from fieber.stats.thermometer import Series
from fieber.stats.told import onset, told

WORLDS = {world.name: world for world in HEALTHY}
YEAR = 365.25
UNCHOSEN = replace(PRIOR, chosen=1.0)


def test_an_interval_pays_for_the_window_being_chosen() -> None:
    """The scan's interval is wider than if its window had been told; p, P(drop) and a told date stay as they are."""
    wider = []
    for seed in range(20):
        one = series(patient(WORLDS["flat"], years=1.5, seed=seed))
        looks = one.when[-1:]
        paid, unpaid = (thermometer.take(one, looks, prior=prior) for prior in (PRIOR, UNCHOSEN))
        wider.append(float((paid.high - paid.low)[0] / (unpaid.high - unpaid.low)[0]))
        assert (paid.p[0], paid.p_drop[0], paid.window[0]) == (unpaid.p[0], unpaid.p_drop[0], unpaid.window[0])
        assert told(paid, 20) == told(unpaid, 20)

    assert min(wider) > 1
    assert 1.1 <= np.mean(wider) <= np.sqrt(PRIOR.chosen)


def test_looks_on_a_hit_count_at_the_others() -> None:
    """After a spell of three months p, a share of all looks, is smaller by the share of days spent in it."""
    account = patient(WORLDS["calm"], years=2.0, seed=4)
    in_spell = (account.days >= 300) & (account.days < 385)
    one = series(account, np.where(in_spell, account.likes * 6, account.likes))
    looks = np.array([290.0, one.when[-1]])

    counted, uncounted = (
        thermometer.take(one, looks, prior=replace(PRIOR, ordinary=days)).p for days in (PRIOR.ordinary, 1e15)
    )

    assert counted[0] == uncounted[0]
    age = float(looks[-1] - one.when[0])
    assert counted[1] / uncounted[1] == pytest.approx(1 - 80 / (age + PRIOR.ordinary), abs=0.03)


def test_a_told_date_is_judged_where_the_scan_is_silent() -> None:
    """Forty posts in sixteen days are too young for a scan, but a date that was told is tested, and a halving seen."""
    random = np.random.default_rng(6)
    value = 7 + 0.25 * random.normal(size=40)
    value[-15:] -= 1.0
    young = Series(value, 0.4 * np.arange(40, dtype=np.float64), np.empty((40, 0), dtype=np.int32), 0)

    course = thermometer.take(young, young.when[-1:])
    result = told(course, 15)

    assert np.isnan(course.p[0])
    assert np.isnan(course.median[0])
    assert result
    assert result.p < 0.01
    assert result.low < -0.4
    assert result.high < 0
    assert onset(course, 15, result.median)[0] == pytest.approx(25, abs=1)


@pytest.mark.parametrize("likes", ["none", "one in the middle", "one at the end", "photos never, reels always"])
def test_an_account_of_zeros_has_finite_numbers(likes: str) -> None:
    """Hundreds of posts without a like, with one, or without any in one format: nothing overflows, nothing is lost."""
    posts = 3000
    count = np.zeros(posts)
    codes = np.tile(np.array([0, 7, 13], dtype=np.int32), (posts, 1))
    codes[:, 0] = np.arange(posts) % 7
    if likes == "one in the middle":
        count[posts // 2] = 1
    elif likes == "one at the end":
        count[-1] = 1
    elif likes == "photos never, reels always":
        codes[:, 2] = np.where(np.arange(posts) % 50, 13, 14)
        count[::50] = np.random.default_rng(1).poisson(200, len(count[::50]))
    looks = np.arange(100.0, posts, 300)

    course = thermometer.take(Series(np.log1p(count), np.arange(posts, dtype=np.float64), codes, 16), looks)

    for name in ("p", "median", "low", "high", "p_drop", "detectable", "level"):
        assert np.isfinite(getattr(course, name)).all(), name
    assert np.isfinite(course.memory.evidence(course.counted)).all()
    assert ((course.p > 0) & (course.p <= 1)).all()


def test_the_way_down_from_a_long_spell_is_no_drop() -> None:
    """Whoever tells a date on the fading tail of a spell of three months is held against the level before the spell."""
    random = np.random.default_rng(3)
    days = np.arange(0, 430, 1.2)
    value = 6 + 0.4 * random.normal(size=len(days))
    value += np.log1p(np.where(days >= 320, 20 * 0.5 ** ((days - 320) / 12), 0))
    one = Series(value, days, np.empty((len(days), 0), dtype=np.int32), 0)

    result = told(thermometer.take(one, one.when[-1:]), int((days >= 385).sum()))

    assert result is not None
    assert result.high > 0
    assert result.level == pytest.approx(6, abs=0.3)
