"""Whom to look at first among many accounts, and how many fevers chance alone brings."""

from dataclasses import replace

import pytest
from tests.report import samples

from fieber.checkup.roster_summary import summarise
from fieber.stats import temperature


def test_what_stands_out_comes_first() -> None:
    """Fever before warmth, the rarer before the less rare, a slow loss before health, and last what cannot be said."""
    a, b, c, e, slow = (samples.every()[name] for name in ("A", "B", "C", "E", "slow_loss"))
    rarer = replace(c, account="rarer", p_value=(c.p_value or 1.0) / 10)
    given = [e, a, slow, b, c, rarer]

    summary = summarise(given)

    assert [given[i] for i in summary.order] == [rarer, c, b, slow, a, e]
    assert [given[i] for i in summary.to_call] == [rarer, c]
    assert [given[i] for i in summary.slow] == [slow]
    assert summary.counts == {"high_fever": 0, "fever": 2, "elevated": 1, "healthy": 2, "unknown": 1}


def test_chance_brings_one_fever_in_a_year_of_looks() -> None:
    """Of so many healthy accounts as a year has weeks, one has a fever at any look: the scale says so."""
    healthy = [samples.sample_a()] * 522

    assert summarise(healthy).expected_fevers == pytest.approx(10.0, abs=0.01)
    assert temperature.degrees(1 / temperature.WEEKS_PER_YEAR) == temperature.FEVER


def test_accounts_without_a_temperature_are_not_counted_among_the_judged() -> None:
    """Who cannot be judged is expected to bring no fever."""
    assert summarise([samples.sample_e()] * 60).expected_fevers == 0.0
