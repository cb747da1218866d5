"""How often an account posts is reported and is never a symptom."""

from __future__ import annotations

import numpy as np
import pytest
from tests.checkup.accounts import at, one, steady, vital

import fieber
from fieber.checkup.rate import posting_rate


def every(days: float, n: int, start: float = 0.5) -> np.ndarray:
    return start + days * np.arange(n)


def test_it_is_never_a_symptom() -> None:
    """Posts a week have normal, recent and change, but no temperature, and never carry the headline."""
    posts = steady(150)
    quiet = posts.filter(posts["posted_at"] <= at(200))
    found = vital(fieber.check(quiet, as_of=at(240)), "posting_rate")
    told = one(fieber.check(quiet, as_of=at(240))).diagnosis

    assert (found["verdict"], found["reason"], found["temperature"]) == ("unknown", "not_a_symptom", None)
    assert found["p_value"] is found["return_period_days"] is None
    assert found["change"]["high"] < -50
    assert told.carried_by is not None
    assert told.vitals[told.carried_by].metric != "posting_rate"
    assert told.vitals[-1].metric == "posting_rate"


def test_a_steady_rhythm_by_hand() -> None:
    """One post a day is seven a week: in the last four weeks, in the 52 before them, and no change."""
    found = posting_rate(every(1.0, 400), 400.0)

    assert found.normal is not None
    assert found.recent is not None
    assert found.change is not None
    assert (found.normal.median, found.normal.low, found.normal.high, found.normal.n) == (7.0, 7.0, 7.0, 52)
    assert (found.recent.median, found.recent.n) == (7.0, 28)
    assert abs(found.change.percent) < 2
    assert found.change.low < 0 < found.change.high


@pytest.mark.parametrize("factor", [0.25, 0.5, 2.0])
def test_a_change_of_rhythm_is_in_its_interval(factor: float) -> None:
    """After a change of rhythm four weeks ago the interval holds the true change."""
    posted = np.concatenate([every(0.5, 400), 200.0 + every(0.5 / factor, int(56 * factor))])

    found = posting_rate(posted, 228.0)

    assert found.change is not None
    assert found.change.low <= 100 * (factor - 1) <= found.change.high
    assert found.change.percent == pytest.approx(100 * (factor - 1), abs=4)


@pytest.mark.parametrize(("weeks", "known"), [(11.9, False), (12.1, True)])
def test_twelve_weeks_are_needed(weeks: float, known: bool) -> None:
    """A shorter history has no usual rhythm."""
    found = (
        posting_rate(every(2.0, 300, start=0.0), 7 * weeks) if known else posting_rate(every(2.0, 3, 0.0), 7 * weeks)
    )

    assert (found.reason == "not_a_symptom") == known
    assert (found.normal is not None) == known
    assert found.reason in {"not_a_symptom", "too_short"}


def test_no_posts_no_rhythm() -> None:
    """Without a post there is nothing to tell."""
    assert posting_rate(np.array([]), 1000.0).reason == "too_short"


def test_scattered_weeks_widen_the_interval() -> None:
    """Who posts in bursts has a wider interval than who posts evenly, at the same mean."""
    even = posting_rate(every(1.0, 392), 392.0)
    bursts = posting_rate(np.repeat(every(14.0, 28), 14) + np.tile(np.arange(14) / 1000, 28), 392.0)

    assert even.change is not None
    assert bursts.change is not None
    assert bursts.change.high - bursts.change.low > 1.5 * (even.change.high - even.change.low)
