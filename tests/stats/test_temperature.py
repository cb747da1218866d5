from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieber.stats import temperature


def test_one_such_week_a_year_is_38_5() -> None:
    """A week that comes once a year in good health shows 38.5 °C, four such weeks a year 37.5 °C."""
    assert temperature.degrees(1 / 52.18) == pytest.approx(38.5)
    assert temperature.degrees(4 / 52.18) == pytest.approx(37.5)


def test_temperature_stays_within_the_scale() -> None:
    """However likely or unlikely a week is, the scale ends at 36 and 42."""
    assert temperature.degrees(1.0) == 36.0
    assert temperature.degrees(1e-12) == 42.0


def test_word_and_number_agree_at_the_border() -> None:
    """37.499… is cut to 37.4 and healthy; it is not rounded up to a temperature that has another word."""
    p = 4 ** -(37.4999 - 38.5) / 52.18

    assert temperature.shown(p, 0.9) == 37.4
    assert temperature.verdict(p, 0.9) == "healthy"


def test_a_small_sure_loss_is_capped() -> None:
    """A loss that is probably below ten percent is never called a fever, however certain it is."""
    assert temperature.shown(1e-6, 0.49) == 38.4
    assert temperature.verdict(1e-6, 0.49) == "elevated"
    assert temperature.is_capped(1e-6, 0.49)
    assert not temperature.is_capped(1e-6, 0.5)


def test_the_return_period_is_not_capped() -> None:
    """The return period follows p, also where the temperature ends."""
    assert temperature.return_period_days(1e-6) == pytest.approx(7e6)


@given(st.floats(1e-12, 1), st.floats(0, 1))
def test_the_word_follows_the_number(p: float, p_drop: float) -> None:
    """Verdict and shown temperature never contradict each other."""
    number, word = temperature.shown(p, p_drop), temperature.verdict(p, p_drop)

    expected = (
        "healthy" if number < 37.5 else "elevated" if number < 38.5 else "fever" if number < 39.5 else "high_fever"
    )

    assert word == expected
    assert number <= max(36.0, 38.5 - log(52.18 * p, 4)) + 1e-9
