"""Claims held against records small enough to check by hand."""

from __future__ import annotations

import doctest
import math
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fieber.complaint import change, dates, distress, grammar, verdict
from fieber.complaint.verdict import LevelVerdict, expected_best, hold_drop, hold_level
from fieber.model.diagnosis import Change, Normal

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

AS_OF = datetime(2026, 9, 1, tzinfo=UTC)


def daily(n: int, end: str = "2026-08-31") -> NDArray[np.datetime64]:
    """Give n days up to `end`, oldest first."""
    return np.datetime64(end, "D") - np.arange(n)[::-1].astype("timedelta64[D]")


def test_always_is_true_with_one_exception_in_ten() -> None:
    """Nine of ten posts at the claim, rounding forgiven, are "always"."""
    values = np.array([50e3, 46e3, 51e3, 52e3, 48e3, 50e3, 61e3, 47e3, 55e3, 1e3])

    held = hold_level(50_000, daily(10), values, as_of=AS_OF, qualifier="always")

    assert (held.verdict, held.count, held.share) == ("true", 9, 0.9)
    assert held.last == datetime(2026, 8, 30, tzinfo=UTC)
    assert held.best[:2] == (61e3, 55e3)


def test_reached_once_is_an_exception() -> None:
    """One post of forty at the claim is an exception, with its date."""
    values = np.full(40, 8_800.0)
    values[10] = 50_000.0

    held = hold_level(50_000, daily(40), values, as_of=AS_OF, qualifier="always")

    assert (held.verdict, held.count, held.share, held.median) == ("exception", 1, 1 / 40, 8_800.0)
    assert held.last == datetime(2026, 8, 2, tzinfo=UTC)


def test_what_held_long_ago_was_once_true() -> None:
    """A level held for sixty posts and then lost was once true, until the last stretch that held it."""
    times = np.concatenate([daily(60, "2024-06-30"), daily(60)])
    values = np.concatenate([np.full(60, 50_000.0), np.full(60, 9_000.0)])

    held = hold_level(50_000, times, values, as_of=AS_OF, qualifier="always")

    assert held.verdict == "was_once_true"
    assert held.until is not None
    assert datetime(2024, 6, 1, tzinfo=UTC) < held.until < datetime(2026, 8, 1, tzinfo=UTC)


def test_never_reached_is_never() -> None:
    """No post near the claim: not in the record."""
    held = hold_level(50_000, daily(20), np.full(20, 9_000.0), as_of=AS_OF, qualifier="usually")

    assert (held.verdict, held.count, held.last) == ("never", 0, None)


@pytest.mark.parametrize(
    ("qualifier", "verdict"),
    [("usually", "true"), (None, "true"), ("always", "exception"), ("at least", "exception"), ("once", "true")],
)
def test_the_qualifier_decides_how_many_posts_it_takes(qualifier: str | None, verdict: str) -> None:
    """Six of ten posts at the claim are usual, but not always."""
    values = np.tile([100.0, 100.0, 100.0, 20.0, 100.0, 20.0, 100.0, 20.0, 100.0, 20.0], 6)

    assert hold_level(100, daily(60), values, as_of=AS_OF, qualifier=qualifier).verdict == verdict


def test_at_most_looks_from_the_other_side() -> None:
    """A claim of "at most 200" is true where nine of ten posts are at or below it."""
    values = np.array([100.0, 150.0, 199.0, 201.0, 90.0, 10.0, 180.0, 170.0, 160.0, 900.0])

    assert hold_level(200, daily(10), values, as_of=AS_OF, qualifier="at most").verdict == "true"
    assert hold_level(50, daily(10), values, as_of=AS_OF, qualifier="at most").verdict == "exception"


def test_an_average_is_a_mean() -> None:
    """One hit lifts the mean to the claim, though the median is far below."""
    values = np.full(10, 100.0)
    values[3] = 9_100.0

    assert hold_level(1_000, daily(10), values, as_of=AS_OF, qualifier="average").verdict == "true"
    assert hold_level(1_000, daily(10), values, as_of=AS_OF, qualifier="usually").verdict == "exception"


def test_about_forgives_a_quarter() -> None:
    """A claim of "about 1,000" is reached by 800, "1,000" is not."""
    values = np.full(10, 800.0)

    assert hold_level(1_000, daily(10), values, as_of=AS_OF, approx=True).verdict == "true"
    assert hold_level(1_000, daily(10), values, as_of=AS_OF).verdict == "never"


@pytest.mark.parametrize(
    ("qualifier", "approx", "post", "reached"),
    [
        (None, False, 900.0, True), (None, False, 899.0, False), (None, True, 750.0, True), (None, True, 749.0, False),
        ("at most", False, 1100.0, True), ("at most", False, 1101.0, False), ("at most", True, 1250.0, True),
        ("at most", True, 1251.0, False), ("average", False, 900.0, True), ("average", False, 899.0, False),
    ],
)  # fmt: skip
def test_people_round_by_a_tenth(qualifier: str | None, approx: bool, post: float, reached: bool) -> None:
    """A tenth off the claimed number still counts, and with "about" a quarter; not one like more."""
    held = hold_level(1_000, daily(10), np.full(10, post), as_of=AS_OF, qualifier=qualifier, approx=approx)

    assert (held.verdict == "true") is reached


@pytest.mark.parametrize(
    ("qualifier", "needed"),
    [("always", 18), ("at least", 18), ("usually", 10), (None, 10), ("once", 1)],
)
def test_how_many_of_twenty_posts_it_takes(qualifier: str | None, needed: int) -> None:
    """Nine in ten for "always", half for "usually", one for "once"; one fewer is too few."""
    for reached in (needed, needed - 1):
        values = np.where((np.arange(20) * 7) % 20 < reached, 100.0, 10.0)
        held = hold_level(100, daily(20), values, as_of=AS_OF, qualifier=qualifier)
        assert (held.verdict == "true") is (reached == needed)
        assert (held.count, held.share) == (reached, reached / 20)


def test_always_speaks_of_the_last_year() -> None:
    """Eight posts of the last 365 days are asked alone; where there are only seven, the last eight of all are."""
    last_year = np.datetime64("2026-09-01") - np.array([364, 300, 250, 200, 150, 100, 50, 1])
    times = np.concatenate([daily(20, "2025-09-01"), np.sort(last_year)])  # the former: 365 days before, and earlier

    eight = hold_level(100, times, np.where(np.arange(28) < 20, 10.0, 100.0), as_of=AS_OF, qualifier="always")
    seven = hold_level(100, times[:-1], np.where(np.arange(27) < 20, 10.0, 100.0), as_of=AS_OF, qualifier="always")

    assert (eight.verdict, eight.count) == ("true", 8)
    assert (seven.verdict, seven.count) == ("exception", 7)


def test_a_time_of_another_zone_is_the_same_moment() -> None:
    """A post five minutes before `as_of` is seen and one five minutes later is not, in whatever zone it is told."""
    times = np.append(daily(10), [np.datetime64("2026-08-31T23:55"), np.datetime64("2026-09-01T00:05")])
    there = AS_OF.astimezone(timezone(timedelta(hours=5, minutes=30)))

    for moment in (AS_OF, there, AS_OF.replace(tzinfo=None)):
        assert hold_level(1, times, np.ones(12), as_of=moment).n == 11


@pytest.mark.parametrize(
    ("every", "held", "once_true"),
    [(4, 30, True), (4, 26, False), (1, 30, False), (1, 82, True), (1, 81, False)],
)
def test_a_level_was_held_for_thirty_posts_and_ninety_days(every: int, held: int, once_true: bool) -> None:
    """Of both the longer counts, and one post in ten is forgiven: 27 of 30 posts, or 82 of 91 days."""
    values = np.concatenate([np.full(100, 10.0), np.full(held, 100.0), np.full(200, 10.0)])
    times = np.datetime64("2026-08-31") - np.arange(values.size)[::-1] * np.timedelta64(every, "D")

    told = hold_level(100, times, values, as_of=AS_OF, qualifier="always")

    assert told.verdict == ("was_once_true" if once_true else "exception")
    if held == 30 and once_true:  # the last three weak posts of a stretch are forgiven
        assert told.until == datetime(2026, 8, 31, tzinfo=UTC) - timedelta(days=every * (200 - 3))


@pytest.mark.parametrize(("n", "size", "forgiven"), [(24, 8, 0), (30, 10, 1)])
def test_of_a_short_record_a_third_is_a_stretch(n: int, size: int, forgiven: int) -> None:
    """Where fewer than ninety posts are known, a third of them, and at least eight; of ten posts one is forgiven."""
    months = np.datetime64("2026-08-31") - np.arange(n)[::-1] * np.timedelta64(30, "D")

    def told(held: int) -> LevelVerdict:
        values = np.where(np.arange(n) < held, 100.0, 10.0)
        return hold_level(100, months, values, as_of=AS_OF, qualifier="always")

    assert told(size).verdict == "was_once_true"
    assert told(size).until == datetime(2026, 8, 31, tzinfo=UTC) - timedelta(days=30 * (n - size - forgiven))
    assert told(size - forgiven - 1).verdict == "exception"


def test_the_record_is_told_beside_the_verdict() -> None:
    """Middle 80 %, median, the ten best and how far the best stands out, against what such a scatter makes expect."""
    values = np.exp(0.7 * np.linspace(-2.0, 2.0, 21))

    held = hold_level(1.0, daily(21), values[::-1], as_of=AS_OF)

    assert held.n == 21
    assert held.median == pytest.approx(1.0)
    assert held.low == pytest.approx(math.exp(-0.7 * 1.6))
    assert held.high == pytest.approx(math.exp(0.7 * 1.6))
    assert held.best == pytest.approx(tuple(values[::-1][:10]))
    assert held.best_multiple == pytest.approx(math.exp(1.4))
    assert held.expected_best == pytest.approx(expected_best(21, 0.7 * 1.6 / 1.2815515655446004))


def test_a_record_without_scatter_or_without_a_median_expects_nothing() -> None:
    """Where all posts are alike, or half of them have nothing, no multiple of the median is told."""
    alike = hold_level(1, daily(10), np.full(10, 5.0), as_of=AS_OF)
    nothing = hold_level(1, daily(10), np.array([0.0] * 6 + [9.0] * 4), as_of=AS_OF)

    assert (alike.expected_best, alike.best_multiple) == (None, 1.0)
    assert (nothing.expected_best, nothing.best_multiple, nothing.median) == (None, None, 0.0)


def test_too_little_cannot_say() -> None:
    """Seven posts, unknown values, or a claim without a number: nobody can say."""
    unknown = np.full(20, np.nan)

    assert hold_level(10, daily(7), np.full(7, 10.0), as_of=AS_OF).verdict == "cannot_say"
    assert hold_level(10, daily(20), unknown, as_of=AS_OF).verdict == "cannot_say"
    assert hold_level(None, daily(20), np.full(20, 10.0), as_of=AS_OF).verdict == "cannot_say"


def test_posts_after_as_of_are_unseen_and_order_does_not_matter() -> None:
    """A hit that comes later, and rows in any order, change nothing."""
    times = np.append(daily(20), np.datetime64("2026-12-01"))
    values = np.append(np.full(20, 10.0), 999.0)
    shuffled = np.random.default_rng(1).permutation(21)

    seen = hold_level(900, times, values, as_of=AS_OF)

    assert (seen.verdict, seen.n, seen.best[0]) == ("never", 20, 10.0)
    assert hold_level(900, times[shuffled], values[shuffled], as_of=AS_OF) == seen


def test_the_engines_normal_is_told() -> None:
    """Where the engine knows the usual range, the verdict tells that one."""
    held = hold_level(
        50, daily(20), np.arange(20.0) + 1, as_of=AS_OF, normal=Normal(median=12.0, low=5.0, high=30.0, n=380)
    )

    assert (held.median, held.low, held.high) == (12.0, 5.0, 30.0)


def test_expected_best_is_the_known_mean_of_a_maximum() -> None:
    """For one and two posts the mean of the highest is known in closed form."""
    for sigma in (0.0, 0.5, 1.0, 1.5):
        one = math.exp(sigma**2 / 2)
        two = 2 * one * 0.5 * math.erfc(-sigma / 2)

        assert expected_best(1, sigma) == pytest.approx(one, rel=1e-6)
        assert expected_best(2, sigma) == pytest.approx(two, rel=1e-6)


def test_expected_best_agrees_with_simulation() -> None:
    """The mean best of 104 simulated posts is within five standard errors."""
    best = np.exp(0.7 * np.random.default_rng(7).standard_normal((20_000, 104))).max(axis=1)
    error = best.std() / math.sqrt(best.size)

    assert abs(best.mean() - expected_best(104, 0.7)) < 5 * error


@pytest.mark.parametrize(
    ("claimed", "low", "high", "verdict"),
    [
        (-50, -58, -25, "true"),
        (-70, -58, -25, "exception"),
        (-10, -58, -25, "true"),
        (-50, -20, 15, "never"),
        (-10, -38, 39, "cannot_say"),
        (None, -58, -25, "true"),
        (None, -8, 12, "never"),
        (None, -38, 39, "cannot_say"),
        (None, -10, 12, "cannot_say"),
        (None, -9, 12, "never"),
        (None, -30, 0, "cannot_say"),
        (-30, -30, -1, "true"),
        (-31, -30, -1, "exception"),
        (-30, -30, 5, "cannot_say"),
        (-31, -30, 5, "never"),
    ],
)
def test_a_claimed_loss_is_held_against_the_interval(
    claimed: float | None, low: float, high: float, verdict: str
) -> None:
    """The interval of the measured loss decides."""
    assert hold_drop(claimed, Change(percent=(low + high) / 2, low=low, high=high)) == verdict


def test_without_a_measurement_a_loss_cannot_be_judged() -> None:
    """No interval, no verdict."""
    assert hold_drop(-50, None) == "cannot_say"


@pytest.mark.parametrize("module", [change, dates, distress, grammar, verdict])
def test_examples_in_docstrings_hold(module: ModuleType) -> None:
    """What the docstrings show is what comes out."""
    results = doctest.testmod(module)

    assert results.attempted > 0
    assert results.failed == 0
