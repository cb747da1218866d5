"""The yearly season: found where it comes back, not where a level only wanders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fieber.stats.season import YEAR, seasonal, yearly_profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


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
