"""The healthy worlds are what they say: rates, medians and scatter within the error of the number of draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieber.simulate.healthy import healthy_patient
from fieber.simulate.worlds import HEALTHY, MATURITY_DAYS, Patient, World, patient, series

YEAR_DAYS = 365.25
every_world = pytest.mark.parametrize("world", HEALTHY, ids=lambda world: world.name)
PLAIN = World("plain", weekly_season=0.0, effects=0.0)


def drawn(world: World, seed: int = 1, years: float = 4.0) -> Patient:
    return patient(world, years=years, seed=seed)


def residuals(account: Patient) -> np.ndarray:
    """What is left of the logarithm when the level is taken out."""
    return np.log(np.maximum(account.likes, 1)) - account.level


@every_world
def test_the_same_seed_is_the_same_account(world: World) -> None:
    """An account is its world and its seed; another seed or another world is another account."""
    first, again, other = drawn(world), drawn(world), drawn(world, seed=2)

    for name in ("days", "likes", "kind", "level"):
        assert np.array_equal(getattr(first, name), getattr(again, name))
    assert not np.array_equal(first.days, other.days)
    assert not np.array_equal(first.days, drawn(replace(world, name=world.name + "!")).days)


def test_no_two_worlds_share_their_chance() -> None:
    """Worlds of other names draw other numbers from one seed, so that calibration runs are independent."""
    first = [drawn(replace(PLAIN, name=world.name)).days[0] for world in HEALTHY]

    assert len(set(first)) == len(HEALTHY)


@every_world
def test_it_is_an_account(world: World) -> None:
    """Posts are in order of time within the years, counts are not negative, formats are three."""
    account = drawn(world)

    assert len(account.days) == len(account.likes) == len(account.kind) == len(account.level)
    assert (np.diff(account.days) >= 0).all()
    assert 0 <= account.days[0] <= account.days[-1] <= 4 * YEAR_DAYS
    assert (account.likes >= 0).all()
    assert set(account.kind.tolist()) <= {0, 1, 2}
    assert np.isfinite(account.level).all()


@pytest.mark.parametrize(
    "world", [world for world in HEALTHY if not world.pauses_per_year], ids=lambda world: world.name
)
def test_posts_a_week(world: World) -> None:
    """The number of posts is Poisson with the world's rate: within four standard errors over ten accounts."""
    expected = 10 * 4 * YEAR_DAYS / 7 * world.posts_per_week

    posts = sum(len(drawn(world, seed).days) for seed in range(10))

    assert abs(posts - expected) < 4 * np.sqrt(expected)


@pytest.mark.parametrize("median", [30.0, 5000.0, 1e6])
@pytest.mark.parametrize("scatter", [0.1, 0.6])
def test_median_and_scatter(median: float, scatter: float) -> None:
    """Without effects, half the posts lie below the world's median, and the log of the counts has its scatter."""
    world = replace(PLAIN, median=median, scatter=scatter, posts_per_week=10.0)
    logs = np.concatenate([np.log(np.maximum(drawn(world, seed).likes, 0.5)) for seed in range(3)])
    sd = np.sqrt(scatter**2 + 1 / median)  # the scatter and Poisson's own
    n = len(logs)

    # the standard error of a median is 1.2533 sd / √n, that of an sd is sd / √(2 n); four of them
    assert abs(np.median(logs) - np.log(median)) < 4 * 1.2533 * sd / np.sqrt(n) + 1 / median
    assert logs.std() == pytest.approx(sd, abs=4 * sd / np.sqrt(2 * n) + 0.5 * scatter**2 / np.sqrt(median))


def test_heavy_tails_are_heavy() -> None:
    """The t law has more posts far out than the normal law; the skewed laws lean to their side, at the same mean."""

    def excess(noise: str) -> tuple[float, float, float]:
        world = replace(PLAIN, noise=noise, degrees=3.0, posts_per_week=100.0, median=1e6)
        standard = residuals(drawn(world)) / world.scatter
        return float((np.abs(standard) > 4).mean()), float(np.mean(standard**3)), float(standard.mean())

    normal, tails, up, down = (excess(noise) for noise in ("normal", "t", "skew_up", "skew_down"))

    assert tails[0] > 0.002 > normal[0]
    assert up[1] > 0.5 > abs(normal[1])
    assert down[1] < -0.5
    assert abs(up[2]) < 0.05
    assert abs(down[2]) < 0.05


def test_autocorrelation_is_the_worlds() -> None:
    """Neighbouring posts are correlated as asked, and the scatter stays what it was."""
    world = replace(PLAIN, autocorrelation=0.4, posts_per_week=50.0, median=1e6)
    left = residuals(drawn(world))
    n = len(left)

    found = np.corrcoef(left[:-1], left[1:])[0, 1]

    assert abs(found - 0.4) < 4 * np.sqrt((1 - 0.16) / n)
    # posts that are correlated tell less: the effective number is n (1 − φ²) / (1 + φ²)
    assert abs(left.std() - world.scatter) < 4 * world.scatter / np.sqrt(2 * n * 0.84 / 1.16)


def test_the_level_wanders_as_told() -> None:
    """Over a year the level of a random walk has the variance of 52 weeks; without wander it is the median."""
    walk = replace(PLAIN, wander_per_week=0.1, posts_per_week=20.0)
    ends = np.array([np.diff(drawn(walk, seed, years=1.0).level[[0, -1]])[0] for seed in range(60)])

    sd = 0.1 * np.sqrt(YEAR_DAYS / 7)
    assert abs(ends.std() - sd) < 4 * sd / np.sqrt(2 * 60)
    assert abs(ends.mean()) < 4 * sd / np.sqrt(60)
    assert np.ptp(drawn(PLAIN).level) == 0
    assert drawn(PLAIN).level[0] == pytest.approx(np.log(PLAIN.median))


@every_world
def test_no_world_falls_faster_than_a_healthy_account_may(world: World) -> None:
    """A healthy account drifts downwards by no more than 20 % a year."""
    assert np.exp(world.drift_per_year) >= 0.8


def test_drift_and_season() -> None:
    """A drift is so much a year; a yearly season swings by its amplitude and comes back."""
    falling = drawn(replace(PLAIN, drift_per_year=np.log(0.85)))
    season = drawn(replace(PLAIN, yearly_season=0.2, posts_per_week=20.0))

    slope = np.polyfit(falling.days / YEAR_DAYS, falling.level, 1)[0]
    assert np.exp(slope) == pytest.approx(0.85, abs=1e-6)
    assert np.ptp(season.level) == pytest.approx(0.4, abs=0.01)
    assert season.level.mean() == pytest.approx(np.log(PLAIN.median), abs=0.02)


def test_formats_and_their_drift() -> None:
    """Formats differ by the world's effect; with a drifting mix one becomes much more frequent."""
    world = replace(PLAIN, effects=0.5, posts_per_week=30.0, median=1e6)
    account, drifting = drawn(world), drawn(replace(world, mix_drift=True))
    means = [residuals(account)[account.kind == kind].mean() for kind in range(3)]

    early, late = np.array_split(drifting.kind == 1, 2)
    assert means[1] - means[0] == pytest.approx(0.5, abs=0.1)
    assert means[2] - means[0] == pytest.approx(-0.5, abs=0.1)
    assert late.mean() - early.mean() > 0.25


def test_hits_and_pauses_are_there() -> None:
    """Viral worlds have posts ten times above their level, worlds with pauses have gaps of two weeks and more."""
    viral = replace(PLAIN, viral_per_year=3.0, scatter=0.2)
    pausing = replace(PLAIN, pauses_per_year=2.0, posts_per_week=7.0)

    def far_above(world: World) -> int:
        return sum(int((residuals(drawn(world, seed)) > np.log(4)).sum()) for seed in range(5))

    def longest(world: World) -> float:
        return max(float(np.diff(drawn(world, seed).days).max()) for seed in range(5))

    assert far_above(viral) > 10
    assert far_above(replace(viral, viral_per_year=0.0)) == 0
    assert longest(pausing) > 30
    # of 7,300 gaps with mean 1, one is above 20 by chance in one of 66,000 cases
    assert longest(replace(pausing, pauses_per_year=0.0)) < 20


@given(st.integers(0, 10**6), st.floats(0.05, 3.0), st.floats(0.01, 5.0))
@settings(deadline=None, max_examples=30)
def test_any_short_life_has_a_post(seed: int, years: float, posts_per_week: float) -> None:
    """However short and rare, an account has at least one post and a series to judge."""
    account = patient(replace(PLAIN, posts_per_week=posts_per_week), years=years, seed=seed)

    assert len(account.days) >= 1
    assert len(series(account).value) == len(account.days)


def test_the_series_is_what_the_thermometer_takes() -> None:
    """Values are log(1 + likes), ripe two days after posting, with effect columns for weekday, hours and format."""
    account = drawn(PLAIN)
    taken, other = series(account), series(account, account.likes * 0)

    assert np.expm1(taken.value) == pytest.approx(account.likes)
    assert (taken.when - account.days).tolist() == pytest.approx([MATURITY_DAYS] * len(account.days))
    assert taken.codes.shape == (len(account.days), 3)
    for group, (low, high) in enumerate(((0, 7), (7, 13), (13, 16))):
        assert taken.codes[:, group].min() >= low
        assert taken.codes[:, group].max() < high
    assert taken.params == 16
    assert not other.value.any()


def test_an_account_that_only_paused() -> None:
    """Where pauses swallow every post, one post remains."""
    world = replace(PLAIN, posts_per_week=0.01, pauses_per_year=50.0)

    assert all(len(drawn(world, seed, years=0.5).days) >= 1 for seed in range(20))


def test_a_healthy_patient_is_an_account_of_a_world() -> None:
    """A simulated account can be watched like the accounts of the worlds; its level is that of its usual posts."""
    account, again, other = (healthy_patient(years=3.0, seed=seed) for seed in (4, 4, 5))
    taken = series(account)

    assert np.array_equal(account.likes, again.likes)
    assert not np.array_equal(account.likes[:20], other.likes[:20])
    assert len(account.days) == len(account.likes) == len(account.kind) == len(account.level) == len(taken.value)
    assert set(account.kind.tolist()) <= {0, 1, 2}
    assert 0 <= account.days[0] <= account.days[-1] <= 3 * YEAR_DAYS + 1
    # quality and luck are even-handed, so half of the posts lie above the usual one, within four errors
    above = (account.likes > np.exp(account.level)).mean()
    assert abs(above - 0.5) < 4 * 0.5 / np.sqrt(len(account.days))
