"""The account's one temperature: the smallest p, paid for the number of vitals and their dependence."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import at, one, steady, vital, with_kinds, with_metrics

import fieber
from fieber.checkup.headline import overall


def headline(posts: pl.DataFrame) -> tuple[float, float, int]:
    """P of the headline, smallest p of the vitals with a temperature, and how many these are."""
    told = one(fieber.check(posts)).diagnosis
    shown = [each.p_value for each in told.vitals if each.temperature is not None and each.p_value is not None]
    assert told.p_value is not None
    return told.p_value, min(shown), len(shown)


def test_one_vital_is_the_headline() -> None:
    """With a single vital nothing is paid."""
    p, smallest, n = headline(steady(150))

    assert n == 1
    assert p == pytest.approx(smallest)


def test_the_same_vital_twice_costs_little() -> None:
    """A metric that says the same as the likes is hardly paid for; one that is independent is paid in full."""
    posts = steady(300, seed=4)
    same = posts.with_columns(comments=pl.col("likes"))
    other = posts.with_columns(comments=steady(300, seed=99)["likes"])

    p_same, smallest_same, _ = headline(same)
    p_other, smallest_other, _ = headline(other)

    def number(p: float, smallest: float) -> float:
        return float(np.log1p(-p) / np.log1p(-smallest))

    assert 1 <= number(p_same, smallest_same) < 1.6
    assert 1.8 < number(p_other, smallest_other) <= 2 + 1e-9


def test_it_lies_between_one_and_all_of_them() -> None:
    """With metrics and formats, p lies between that of the smallest vital and that of as many independent ones."""
    p, smallest, n = headline(with_kinds(with_metrics(steady(240, seed=8))))

    assert n > 15
    assert smallest < p < 1 - (1 - smallest) ** n


def test_the_headline_has_the_cap_of_the_vital_that_carries_it() -> None:
    """When a sure but small loss carries the headline, the headline is capped as well."""
    told = one(fieber.check(steady(300, scatter=0.05, last_posts=60, factor=0.94))).diagnosis

    assert (told.temperature, told.verdict) == (38.4, "elevated")
    assert told.p_value is not None
    assert told.p_value < 1 / 52.18
    assert told.return_period_days == pytest.approx(7 / told.p_value)


def test_a_vital_without_a_temperature_carries_nothing() -> None:
    """A vital too noisy to say never carries the headline; it is paid for, since with a fever it would have."""
    posts = steady(120, scatter=0.3)
    noisy = steady(120, seed=5, scatter=1.7)["likes"]
    both = posts.with_columns(comments=noisy)

    assert vital(fieber.check(both), "comments")["reason"] == "too_noisy"
    together, alone = (one(fieber.check(table)).diagnosis for table in (both, posts))
    assert together.p_value is not None
    assert alone.p_value is not None
    assert alone.p_value <= together.p_value <= 1 - (1 - alone.p_value) ** 2 + 1e-9
    assert together.carried_by == 0
    assert one(fieber.check(posts.with_columns(likes=noisy))).diagnosis.verdict == "unknown"


def test_days_and_posts_are_independent() -> None:
    """A vital of days has no post in common with one of posts; both are paid for in full."""
    posts = steady(150)
    random = np.random.default_rng(3)
    days = pl.DataFrame({"day": [at(i).date() for i in range(300)], "follows": random.poisson(60, 300)})
    told = one(fieber.check(posts, days=days)).diagnosis

    known = [each.p_value for each in told.vitals if each.p_value is not None]
    assert {each.metric for each in told.vitals if each.p_value is not None} == {"likes", "followers_gained"}
    assert told.p_value == pytest.approx(1 - (1 - min(known)) ** 2)


def test_without_a_vital_there_is_no_headline() -> None:
    """Nothing judged gives no p and no carrier at any look."""
    p, carriers = overall([], np.array([1.0, 8.0]))

    assert np.isnan(p).all()
    assert carriers.tolist() == [-1, -1]
