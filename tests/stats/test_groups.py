"""Effects and scatter by group: each format has its own scatter, each group of effects its own prior."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fieber.stats import thermometer
from fieber.stats.expectation import adjusted, expected
from fieber.stats.prior import PRIOR, Prior
from fieber.stats.thermometer import Series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PHOTO, REEL = 14, 15
ONE_SCATTER = replace(PRIOR, same=1e12)  # the scatter of all formats is that of each


def two_formats(seed: int, *, posts: int = 300, weak: int = 0, loss: float = 0.0) -> Series:
    """Every second post a Reel that scatters twice as much as a photo; at the end, if asked for, some weak Reels."""
    random = np.random.default_rng(seed)
    reel = (np.arange(posts) % 2 == 1) | (np.arange(posts) >= posts - weak)
    value = 8 + np.where(reel, 0.8, 0.4) * random.normal(size=posts)
    value[posts - weak :] -= loss
    when = 2.0 * np.arange(posts, dtype=np.float64)
    codes = np.stack([(when % 7).astype(int), np.full(posts, 9), np.where(reel, REEL, PHOTO)], axis=1)
    return Series(value, when, codes.astype(np.int32), 16)


def test_a_weak_run_of_a_format_that_scatters_is_less_unusual() -> None:
    """Eight weak Reels of an account whose Reels scatter twice as much have a higher p than by one scatter for all."""
    higher = []
    for seed in range(40):
        one = two_formats(seed, weak=8, loss=0.6)
        own, shared = (thermometer.take(one, one.when[-1:], prior=prior).p[0] for prior in (PRIOR, ONE_SCATTER))
        higher.append(np.log(own / shared))

    assert np.mean(higher) >= 3 * np.std(higher, ddof=1) / np.sqrt(len(higher))


def test_the_normal_range_is_as_wide_as_the_format_scatters() -> None:
    """The middle 80 % of Reels is nearly twice as wide as that of photos, and each holds about 80 % of its own."""
    ratios = []
    inside: dict[int, list[float]] = {PHOTO: [], REEL: []}
    for seed in range(30):
        one = two_formats(seed)
        _, low, high = expected(thermometer.take(one, one.when[-1:]))
        late = np.arange(len(one.value)) >= 100
        widths = {}
        for kind, found in inside.items():
            these = late & (one.codes[:, 2] == kind)
            widths[kind] = np.median((high - low)[these])
            found.append(((one.value >= low) & (one.value <= high))[these].mean())
        ratios.append(widths[REEL] / widths[PHOTO])

    assert 1.6 <= np.mean(ratios) <= 2.1
    for found in inside.values():
        assert abs(np.mean(found) - 0.8) <= 0.04


def learned(group: int, groups: int, prior: Prior = PRIOR) -> float:
    """Difference learned between two columns of one group, of posts that differ by 0.6 every second time."""
    random = np.random.default_rng(5)
    posts = 40
    second = np.arange(posts) % 2
    codes = np.tile(np.arange(groups) * 2, (posts, 1))
    codes[:, group] += second
    value = 8 + 0.6 * second + 0.3 * random.normal(size=posts)
    one = Series(value, 2.0 * np.arange(posts, dtype=np.float64), codes.astype(np.int32), 2 * groups)
    effect = value - adjusted(thermometer.take(one, one.when[-1:], prior=prior))
    return float(effect[-1] - effect[-2]) * (1 if second[-1] else -1)


def test_each_group_of_effects_is_drawn_to_zero_by_its_own_prior() -> None:
    """The same pattern counts least as weekdays, more as hours, most as formats, and in between as collaborations."""
    weekday, hours, collaboration, kind = (learned(group, 4) for group in range(4))

    assert 0 < weekday < hours < collaboration < kind < 0.75
    assert weekday < 0.8 * kind


@pytest.mark.parametrize(
    ("group", "narrow"),
    [
        (0, replace(PRIOR, weekday=0.02)),
        (1, replace(PRIOR, hours=0.02)),
        (2, replace(PRIOR, effect=0.02)),
        (3, replace(PRIOR, format=0.02)),
    ],
    ids=["weekday", "hours", "effect", "format"],
)
def test_a_group_listens_to_its_own_prior_only(group: int, narrow: Prior) -> None:
    """A narrower prior of one group lowers what that group learns; groups that do not vary stay as they are."""
    assert learned(group, 4, narrow) < 0.6 * learned(group, 4)
