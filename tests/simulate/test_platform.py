"""Who looks in when: hours, holidays and the weather of a made-up platform."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from fieber.simulate.platform import COMMON_SD, COUNTRIES, FORMAT_SD, PLATFORMS, clock, holidays, is_holiday, weather

EPOCH = date(1970, 1, 1)


def days_of(first: date, last: date) -> np.ndarray:
    return np.arange((first - EPOCH).days, (last - EPOCH).days)


def test_the_clock_is_local_and_one_on_average() -> None:
    """Evenings are good and the small hours bad, by the audience's own clock; a week's mean is 1."""
    week = (date(2026, 3, 2) - EPOCH).days + np.arange(168) / 24
    at_home, far_away = clock(week, 0), clock(week, -6)

    assert at_home.mean() == pytest.approx(1.0)
    assert at_home[18] > 1.2 * at_home[2]
    assert far_away[24] == pytest.approx(at_home[18])


@pytest.mark.parametrize("country", COUNTRIES)
def test_holidays_come_every_year(country: str) -> None:
    """Each country has the days around Christmas, and the same holidays each year."""
    days = days_of(date(2025, 1, 1), date(2027, 1, 1))
    found = is_holiday(days, country)

    assert found[(date(2025, 12, 25) - EPOCH).days - days[0]]
    assert found[:365].tolist() == found[365:730].tolist()
    assert all(start < stop for start, stop in holidays(int(days[0]), int(days[-1]), country))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_weather_is_of_the_day(platform: str) -> None:
    """A day has the same weather however long the record is; another seed or platform has another; its sd is known."""
    long, short = days_of(date(2016, 1, 1), date(2026, 1, 1)), days_of(date(2025, 1, 1), date(2026, 1, 1))
    sky = weather(PLATFORMS[platform], long, 1)

    assert np.array_equal(sky[-len(short) :], weather(PLATFORMS[platform], short, 1))
    assert not np.array_equal(sky, weather(PLATFORMS[platform], long, 2))
    # 520 weeks of which each keeps 0.8 of the last: 58 that are independent; an sd of them is known to 9 %
    assert sky.std() == pytest.approx(np.hypot(COMMON_SD, FORMAT_SD), rel=0.4)
