"""A change laid over its links: it adds up, lands where it belongs, and its intervals hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieber.stats.decompose import (
    Parts,
    Side,
    held_to,
    joined,
    logarithmic_mean,
    mix,
    points,
    points_per_log,
    within,
)
from fieber.stats.normal import student_95
from fieber.stats.rhythm import dispersion, rate_change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

USUAL: dict[str, Any] = {"followers": 20_000.0, "near": 0.3, "far": 0.3, "liked": 0.06, "shares": (0.4, 0.3, 0.3)}
RUNS = 200


def side(random: np.random.Generator, n: int, **changed: Any) -> Side:
    """Posts of three formats: followers times reach per follower, near and far, times likes per reach."""
    account = USUAL | changed
    kind = random.choice(3, n, p=account["shares"])
    good = 0.35 * random.normal(size=n)
    far_format = np.array([0.0, 1.0, -0.8])[kind]
    near = account["near"] * np.exp(0.6 * good + 0.25 * random.normal(size=n) + np.array([0.0, 0.1, -0.1])[kind])
    far = account["far"] * np.exp(good + 0.6 * random.normal(size=n) + far_format)
    followers = np.full(n, account["followers"]) * np.exp(0.01 * random.normal(size=n))
    own, others = random.poisson(followers * near) + 1, random.poisson(followers * far)
    reach = (own + others).astype(np.float64)
    liked = account["liked"] * np.exp(0.3 * random.normal(size=n) - 0.1 * far_format)
    likes = random.binomial(own + others, np.clip(liked, 0, 1))
    return Side(np.log1p(likes.astype(np.float64)), kind, np.ones(n), followers, reach, others / reach)


def test_every_pair_adds_up() -> None:
    """Two posts, by hand: 100 followers, reach 40 + 60, 10 likes, against 90 followers, reach 36 + 18, 4 likes."""
    before = Side(np.log([10.0, 10.0]), np.zeros(2, int), np.ones(2), *np.array([[100.0] * 2, [100.0] * 2, [0.6] * 2]))
    after = Side(np.log([4.0, 4.0]), np.zeros(2, int), np.ones(2), *np.array([[90.0] * 2, [54.0] * 2, [1 / 3] * 2]))

    found = within(before, after)
    change = dict(zip(found.names, found.change, strict=True))

    # per follower: .4 + .6 = 1 before, .4 + .2 = .6 after; the logarithmic mean of 1 and .6 is .4 / log(1 / .6)
    assert change["followers"] == pytest.approx(np.log(0.9))
    assert change["reach_followers"] == pytest.approx(0.0, abs=1e-12)
    assert change["reach_non_followers"] == pytest.approx(np.log(0.6))
    assert change["engagement_per_reach"] == pytest.approx(np.log(4 / 54) - np.log(10 / 100))
    assert change["rest"] == 0.0
    assert found.change.sum() == pytest.approx(np.log(0.4), abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n=st.tuples(st.integers(2, 40), st.integers(2, 40)),
    known=st.sampled_from(["nothing", "followers", "reach", "reach and followers", "reach and share", "all"]),
    total=st.floats(-3, 1),
)
def test_the_points_add_up_whatever_is_known(seed: int, n: tuple[int, int], known: str, total: float) -> None:
    """Whatever columns there are, however few posts, the points are the total to 1e-9."""
    random = np.random.default_rng(seed)
    sides = [side(random, size) for size in n]
    wanted = {"nothing": (), "all": ("followers", "reach", "share")}.get(known, tuple(known.split(" and ")))
    bare = [
        Side(one.level, one.kind, one.weight, **{name: getattr(one, name) for name in wanted if name != "and"})
        for one in sides
    ]

    parts = joined(held_to(within(*bare), total, 0.01), ("posting_rate",), np.array([0.1]), np.array([0.02]))
    percent, told, low, high = points(parts, level=4.0, offset=1.0)

    assert told.sum() == pytest.approx(percent, abs=1e-9)
    assert percent == pytest.approx(100 * np.expm1(total + 0.1) * np.exp(4) / (np.exp(4) - 1), rel=1e-6, abs=1e-3)
    assert (low <= told).all()
    assert (told <= high).all()


def test_views_of_a_metric_without_a_last_link_go_to_the_rest() -> None:
    """Where the last step has no name of its own, it is in the rest, with and without the share of non-followers."""
    sides = [side(np.random.default_rng(4), 30), side(np.random.default_rng(5), 12)]
    unsplit = [replace(one, share=None) for one in sides]

    whole = within(*sides, last="rest")
    half = within(*unsplit, last="rest")

    assert set(whole.names) == {"followers", "reach_followers", "reach_non_followers", "rest"}
    assert set(half.names) == {"followers", "rest"}
    assert whole.change.sum() == pytest.approx(half.change.sum(), abs=0.01)  # outliers are cut link by link


CHANGES = [
    ({"far": 0.1}, "reach_non_followers"),
    ({"near": 0.15}, "reach_followers"),
    ({"followers": 12_000.0}, "followers"),
    ({"liked": 0.035}, "engagement_per_reach"),
]


@pytest.mark.parametrize(("changed", "link"), CHANGES)
def test_a_change_lands_on_its_link(changed: dict[str, float], link: str) -> None:
    """On average a change is, within 5 %, on the link that was changed, and the others have next to nothing."""
    found = [
        within(side(np.random.default_rng([1, i]), 100), side(np.random.default_rng([2, i]), 40, **changed))
        for i in range(60)
    ]
    changes = np.array([one.change for one in found])
    mean = dict(zip(found[0].names, changes.mean(axis=0), strict=True))
    slack = 3 * float(changes.sum(axis=1).std()) / np.sqrt(len(found))

    whole = sum(mean.values())
    assert whole < -0.15
    assert abs(mean[link] - whole) < 0.05 * -whole + slack
    assert all(abs(value) < 0.02 + slack for name, value in mean.items() if name != link)


def test_other_formats_are_the_mix_and_nothing_else() -> None:
    """Where only the shares of the formats change, the mix has nearly the whole change and the links next to none."""
    pairs = [
        (side(np.random.default_rng([3, i]), 100), side(np.random.default_rng([4, i]), 60, shares=(0.5, 0.0, 0.5)))
        for i in range(60)
    ]
    mixed = np.mean([mix(*pair)[0] for pair in pairs])
    links = np.mean([within(*pair).change for pair in pairs], axis=0)
    raw = np.mean([pair[1].level.mean() - pair[0].level.mean() for pair in pairs])

    assert raw < -0.15
    assert mixed == pytest.approx(raw, abs=0.03)
    assert np.abs(links).max() < 0.05  # a format with 30 posts is believed by 20 / 22


@pytest.mark.parametrize("n", [12, 30, 80])
def test_the_intervals_hold(n: int) -> None:
    """The 90 % interval of each link holds the true change in 87 to 93 %, give or take three standard errors."""
    truth = np.array([0.0, 0.0, 0.0])
    names = ("reach_followers", "reach_non_followers", "engagement_per_reach")
    hits = []
    for i in range(RUNS):
        found = within(side(np.random.default_rng([5, i]), 100), side(np.random.default_rng([6, i]), n))
        at = [found.names.index(name) for name in names]
        error = np.sqrt(np.diag(found.covariance))[at] * student_95(found.degrees)
        hits.append(np.abs(found.change[at] - truth) <= error)

    covered = np.mean(hits, axis=0)
    slack = 3 * np.sqrt(0.9 * 0.1 / RUNS)
    assert (covered > 0.87 - slack).all()
    assert (covered < 0.93 + slack).all()


def test_the_interval_of_the_mix_holds() -> None:
    """So does that of the mix, where nothing has changed."""
    hits = []
    for i in range(RUNS):
        change, variance = mix(side(np.random.default_rng([7, i]), 100), side(np.random.default_rng([8, i]), 30))
        hits.append(abs(change) <= np.sqrt(variance) * student_95(29))

    assert abs(np.mean(hits) - 0.9) < 0.03 + 3 * np.sqrt(0.09 / RUNS)


@pytest.mark.parametrize("regular", [False, True])
def test_the_interval_of_the_rhythm_holds(*, regular: bool) -> None:
    """A change of rhythm is covered for those who post by chance, and for those who post by the clock."""
    random = np.random.default_rng(9)
    hits = []
    for _ in range(2 * RUNS):
        weeks = random.binomial(8, 0.5, 60) if regular else random.poisson(4.0, 60)
        step, variance = rate_change(
            (int(weeks[:50].sum()), int(weeks[50:].sum())), (350.0, 70.0), weeks[:50].astype(np.float64)
        )
        hits.append(abs(step) <= 1.645 * np.sqrt(variance))

    assert 0.86 < np.mean(hits) < 0.97


def test_who_posts_by_the_clock_scatters_less() -> None:
    """Weekly counts without scatter are the least that is believed, long waves are more than Poisson's."""
    wave = 4 + 3 * np.sin(np.arange(60) / 4)

    assert dispersion(np.full(60, 4.0)) == 0.25
    assert dispersion(wave) > 1.5
    assert dispersion(np.array([3.0, 4.0])) == 1.0
    assert dispersion(np.zeros(20)) == 1.0


def test_a_known_total_scales_the_links_and_leaves_the_rest() -> None:
    """Within a factor of two the links are scaled; beyond it, or with another sign, the rest takes what is left."""
    parts = Parts(("reach", "rest"), np.array([-0.4, 0.0]), np.diag([0.01, 0.0]), 20.0)

    assert held_to(parts, -0.5, 0.01).change == pytest.approx([-0.5, 0.0])
    assert held_to(parts, -1.0, 0.01).change == pytest.approx([-0.8, -0.2])
    assert held_to(parts, 0.1, 0.01).change == pytest.approx([-0.4, 0.5])
    # a total that is less sure than the parts makes them less sure; what nobody can place is as unsure as it is large
    assert held_to(parts, -0.4, 0.09).covariance[0, 0] == pytest.approx(0.09)
    assert held_to(parts, 0.1, 0.01).covariance[1, 1] == pytest.approx(0.25)


def test_the_logarithmic_mean_lies_between() -> None:
    """Known values, equal ones, zero, and nothing jumps where two are nearly equal."""
    a, b = np.array([1.0, 5.0, 0.0, 3.0]), np.array([np.e, 5.0, 2.0, 3.0 + 1e-9])

    assert logarithmic_mean(a, b) == pytest.approx([np.e - 1, 5.0, 0.0, 3.0], abs=1e-8)
    assert logarithmic_mean(b, a) == pytest.approx(logarithmic_mean(a, b))


def test_points_per_log_unit_reach_their_limits() -> None:
    """No change has the slope of the exponential; a halving has 50 points for log 2."""
    assert points_per_log(0.0, 5.0, 0.0) == pytest.approx(100, abs=1e-3)
    assert points_per_log(-np.log(2), 5.0, 0.0) == pytest.approx(50 / np.log(2))


@pytest.mark.parametrize(("degrees", "quantile"), [(3, 2.353), (5, 2.015), (10, 1.812), (30, 1.697), (1e9, 1.645)])
def test_students_quantiles(degrees: float, quantile: float) -> None:
    """The expansion gives the tabled 95 % points."""
    assert student_95(degrees) == pytest.approx(quantile, abs=0.02)


def test_long_sides_are_thinned_alike() -> None:
    """Thousands of posts give the same links as a part of them, in reasonable memory."""
    before, after = side(np.random.default_rng(10), 4000), side(np.random.default_rng(11), 900, far=0.1)

    change = dict(zip(within(before, after).names, within(before, after).change, strict=True))

    assert change["reach_non_followers"] < -0.3
    assert abs(change["engagement_per_reach"]) < 0.1
