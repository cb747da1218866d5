"""The season in the temperature: what comes back every year is no drop, and hides none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fieber.simulate.worlds import HEALTHY, patient, series
from fieber.stats import thermometer
from fieber.stats.thermometer import Series
from fieber.stats.told import onset

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

YEAR = 365.25
FEVER = 1 / 52.18
CALM = replace(next(world for world in HEALTHY if world.name == "calm"), posts_per_week=4.0)


def seasonal(seed: int, *, years: float, drop_from: float = np.inf, factor: float = 1.0) -> Series:
    """An account at its best at the start of every year and a third of that at mid-year; one loss, if asked for."""
    account = patient(CALM, years=years, seed=seed)
    swing = np.exp(0.5 * np.cos(2 * np.pi * account.days / YEAR))
    return series(account, np.round(account.likes * swing * np.where(account.days >= drop_from, factor, 1)).astype(int))


def since(whole: Series, day: float) -> Series:
    """Only the posts from a day on."""
    kept = whole.when >= day
    return replace(whole, value=whole.value[kept], when=whole.when[kept], codes=np.ascontiguousarray(whole.codes[kept]))


def test_the_fall_of_every_year_is_no_loss_where_the_season_is_known() -> None:
    """In autumn a healthy account is told a loss where 23 months are known, none after three years.

    Fevers are rare with both: an account whose season is unknown passes for one whose level wanders that much.
    """
    looks = 3 * YEAR + 5 + 7 * np.arange(2.0, 26.0)
    known, unknown, fevers = [], [], []
    for seed in range(40):
        whole = seasonal(seed, years=3.6)
        course = thermometer.take(whole, looks)
        known.append(course.median.mean())
        fevers.append((course.p <= FEVER).mean())
        unknown.append(thermometer.take(since(whole, looks[-1] - 1.95 * YEAR), looks).median.mean())

    assert abs(np.mean(known)) <= 0.03
    assert np.mean(unknown) <= np.log(0.9)
    assert np.mean(fevers) <= FEVER + 3 * np.std(fevers, ddof=1) / np.sqrt(len(fevers))


def test_a_drop_in_the_rising_half_is_found_sooner_with_a_known_season() -> None:
    """A loss of 30 % while every year rises shows 38.5 within sixteen weeks more often, and weeks earlier."""
    start = 3.55 * YEAR
    looks = start + 2 + 7 * np.arange(1.0, 17.0)
    sooner = []
    for seed in range(40):
        whole = seasonal(seed, years=3.9, drop_from=start, factor=0.7)
        weeks = []
        for one in (whole, since(whole, looks[-1] - 1.95 * YEAR)):
            low = np.flatnonzero(thermometer.take(one, looks).p <= FEVER)
            weeks.append(low[0] if len(low) else len(looks))
        sooner.append(weeks[1] - weeks[0])

    assert np.mean(sooner) >= 1 + 2 * np.std(sooner, ddof=1) / np.sqrt(len(sooner))


@pytest.mark.parametrize("end", [1.99, 2.5, 3.0, 3.4])
def test_no_look_ahead_across_an_anniversary(end: float) -> None:
    """A history cut before, on or after an anniversary gives the head of the whole history's curve."""
    whole = seasonal(3, years=4.2)
    n = int((whole.when <= whole.when[0] + end * YEAR).sum())
    head = Series(whole.value[:n], whole.when[:n], np.ascontiguousarray(whole.codes[:n]), whole.params)
    looks = np.append(np.arange(0, whole.when[n - 1], 14.0), whole.when[n - 1])

    early, late = thermometer.take(head, looks), thermometer.take(whole, np.append(looks, whole.when[-1]))

    assert late.season.any()
    np.testing.assert_array_equal(early.p, late.p[:-1])
    np.testing.assert_array_equal(early.median, late.median[:-1])


def test_many_seasonal_accounts_at_once_are_as_one_by_one() -> None:
    """Accounts of three and a half years get bit for bit the season, p and interval of their own call."""
    drawn = [seasonal(seed, years=3.5) for seed in range(5)]
    starts = np.cumsum([0, *(len(one.value) for one in drawn)])
    value, when, codes = (np.concatenate([getattr(one, name) for one in drawn]) for name in ("value", "when", "codes"))
    looks = np.array([one.when[-1] + 1 for one in drawn])

    many = thermometer.take_many(Series(value, when, codes, 16), starts, looks)

    courses = [thermometer.take(one, looks[i : i + 1]) for i, one in enumerate(drawn)]
    assert sum(bool(course.season.any()) for course in courses) >= 4
    for name in ("p", "window", "seen", "median", "low", "high", "p_drop", "detectable", "level"):
        np.testing.assert_array_equal(getattr(many, name), [getattr(course, name)[0] for course in courses])
    for i, course in enumerate(courses):
        assert tuple(many.onset[i]) == onset(course, int(course.window[0]), min(float(course.median[0]), -0.05))
