"""The yearly season: found where it comes back, not where a level only wanders."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fieber.stats import _yearly, season
from fieber.stats.season import YEAR, seasonal, without_season, yearly_profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SOURCE = Path(_yearly.__file__).parent / "_yearly.py"


def account(
    seed: int, *, years: float, swing: float, wander: float = 0.0, per_week: float = 4.0
) -> tuple[Floats, Floats]:
    """Log values and days of posts whose level swings once a year by `swing` log units up and down."""
    random = np.random.default_rng(seed)
    when = np.sort(random.uniform(0, years * YEAR, round(years * 52.18 * per_week)))
    level = swing * np.cos(2 * np.pi * when / YEAR) + wander * np.cumsum(random.normal(size=len(when)))
    return 7 + level + 0.6 * random.standard_t(5, len(when)), when


def test_a_season_of_three_years_is_found_with_its_size() -> None:
    """A swing of ± 35 % over three years is found in nearly every account, at about its size and in its months."""
    found = [yearly_profile(*account(seed, years=3.1, swing=0.3), 3.1 * YEAR) for seed in range(40)]

    known = [profile for profile in found if profile is not None]
    assert len(known) >= 34
    swings = [float(seasonal(profile, np.array([3 * YEAR]), 3.1 * YEAR)[0]) for profile in known]
    assert np.mean(swings) == pytest.approx(0.27, abs=0.06)  # shrunk by what is not sure


def test_few_wandering_accounts_have_a_season() -> None:
    """Where the level only wanders, a season is seen in few accounts: 1 % where it does not, 4 % where it does much."""
    seen = sum(
        yearly_profile(*account(seed, years=2.5, swing=0.0, wander=0.02), 2.5 * YEAR) is not None for seed in range(300)
    )

    assert seen <= 21  # Poisson with mean 12: more than 21 once in 200 runs


def test_less_than_two_cycles_know_no_season() -> None:
    """With 23 months nothing is said, however strong the swing."""
    assert yearly_profile(*account(1, years=1.95, swing=0.8), 1.95 * YEAR) is None


def test_later_posts_do_not_change_what_was_known() -> None:
    """The season known at a date is the same whatever comes after it."""
    value, when = account(3, years=4.0, swing=0.4)

    before = yearly_profile(value[when < 2.5 * YEAR], when[when < 2.5 * YEAR], 2.5 * YEAR)
    whole = yearly_profile(value, when, 2.5 * YEAR)

    assert before is not None
    assert whole is not None
    assert (before == whole).all()


def test_a_season_is_zero_over_the_year_and_comes_back() -> None:
    """The season adds up to nothing over a year, and next year's value is this year's."""
    profile = yearly_profile(*account(5, years=3.1, swing=0.5), 3.1 * YEAR)

    assert profile is not None
    days = np.arange(0, 365) / 365 * YEAR
    assert abs(seasonal(profile, days, 3 * YEAR).mean()) < 1e-9
    assert seasonal(profile, days, 3 * YEAR) == pytest.approx(seasonal(profile, days + YEAR, 3 * YEAR))


def test_compiled_and_uncompiled_find_the_same_season(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no compiler the season of one account and of many is the same, bit for bit."""
    value, when = account(7, years=3.4, swing=0.4)
    starts, looks = np.array([0, len(value)]), np.array([3.4 * YEAR])
    profile, rest = yearly_profile(value, when, 3.3 * YEAR), without_season(value, when, starts, looks)
    spec = importlib.util.spec_from_file_location("fieber.stats._yearly_uncompiled", SOURCE)
    assert spec
    assert spec.loader
    uncompiled = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(uncompiled)

    monkeypatch.setattr(season, "_yearly", uncompiled)

    assert profile is not None
    assert (rest != value).all()
    np.testing.assert_array_equal(yearly_profile(value, when, 3.3 * YEAR), profile)
    np.testing.assert_array_equal(without_season(value, when, starts, looks), rest)


def test_posts_older_than_five_years_say_nothing_of_the_season() -> None:
    """An account that last posted six years ago has no season."""
    value, when = account(9, years=3.0, swing=0.4)

    assert yearly_profile(value, when, 9.1 * YEAR) is None
