"""Diverse made-up accounts: whatever comes out keeps the contract."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checkup.accounts import START, at, one, steady, with_kinds, with_metrics
from tests.checkup.contract import broken

import fieber

CHECKER = Path(__file__).parents[3] / "shared" / "check" / "contract.py"


def accounts() -> list[pl.DataFrame]:
    """Posts, scatter, level and loss in many combinations, some with formats and further metrics."""
    grid = product((1, 14, 45, 120), (0.1, 0.5, 1.6), (2.0, 4000.0), (1.0, 0.3))
    frames = [
        steady(n, seed=seed, scatter=scatter, median=median, last_posts=n // 4, factor=factor)
        for seed, (n, scatter, median, factor) in enumerate(grid)
    ]
    richer = [with_kinds(with_metrics(frame, ("comments", "reach"))) for frame in frames if frame.height > 100]
    small = [steady(300, seed=s, scatter=0.04, last_posts=80, factor=0.94) for s in range(3)]
    return [*frames, *richer, *small, steady(40, median=1e-9)]


@cache
def found() -> tuple[fieber.Checkup, ...]:
    return tuple(one(fieber.check(posts, since=at(60))) for posts in accounts())


def test_every_account_keeps_the_rules() -> None:
    """No object breaks a rule, and the accounts are diverse enough to meet every verdict and every kind of silence."""
    objects = [each.to_dict() for each in found()]

    assert [rule for each in objects for rule in broken(each)] == []
    verdicts = Counter(vital["verdict"] for each in objects for vital in each["vitals"])
    reasons = {vital["reason"] for each in objects for vital in each["vitals"]}
    assert set(verdicts) == {"healthy", "elevated", "fever", "high_fever", "unknown"}
    assert {"too_few_posts", "too_noisy", "all_zero", "column_missing", "not_a_symptom", "too_short"} <= reasons
    assert any(vital["capped"] for each in objects for vital in each["vitals"])


def test_the_official_checker_finds_nothing() -> None:
    """The checker that judges the project has nothing to say about any of them."""
    if not CHECKER.exists():
        pytest.skip("the project's own contract checker does not lie beside this checkout")
    lines = "\n".join(each.to_json() for each in found())

    done = subprocess.run([sys.executable, CHECKER], input=lines, text=True, capture_output=True, check=False)

    assert done.returncode == 0, done.stdout
    assert f"{len(found())} findings, 0 breaches" in done.stdout


def test_the_rules_can_be_broken() -> None:
    """Our own check is no rubber stamp: each number that is bent is noticed."""
    healthy = next(each.to_dict() for each in found() if each.diagnosis.verdict == "healthy")
    bent: list[dict[str, Any]] = [
        {"temperature": 38.5},
        {"verdict": "fever"},
        {"capped": True},
        {"return_period_days": 1.0},
        {"reason": "too_noisy"},
        {"verdict": "unknown"},
        {"detectable_percent": -70.0},
    ]

    assert broken(healthy) == []
    for change in bent:
        assert broken(healthy | {"vitals": [healthy["vitals"][0] | change, *healthy["vitals"][1:]]}), change
    assert broken(healthy | {"temperature": 37.9})
    assert broken(healthy | {"verdict": "unknown"})


@given(
    likes=st.lists(st.none() | st.integers(-3, 10**12), min_size=1, max_size=45),
    hours=st.floats(0.01, 400),
    kinds=st.booleans(),
    hidden=st.booleans(),
)
@settings(deadline=None, max_examples=40)
def test_any_numbers_keep_the_rules(likes: list[int | None], hours: float, kinds: bool, hidden: bool) -> None:
    """Whatever the counts are, missing, negative or huge, the object keeps the rules and is valid JSON."""
    n = len(likes)
    posts = pl.DataFrame(
        {
            "posted_at": [at(hours * i / 24) for i in range(n)],
            "likes": pl.Series(likes, dtype=pl.Int64),
            "reach": pl.Series([None if count is None else abs(count) + 1 for count in likes], dtype=pl.Int64),
            "kind": ["reel" if kinds and i % 3 else "photo" for i in range(n)],
            "likes_hidden": [hidden and i % 5 == 0 for i in range(n)],
        }
    )

    told = one(fieber.check(posts, as_of=at(hours * n / 24 + 10)))

    assert broken(told.to_dict()) == []
    assert "NaN" not in told.to_json()


def test_all_the_same_keeps_the_rules() -> None:
    """An account without any scatter at all is healthy, and after a halving without scatter it has a fever."""
    times = [at(2.0 * i) for i in range(120)]
    same = pl.DataFrame({"posted_at": times, "likes": [1000] * 120})
    halved = pl.DataFrame({"posted_at": times, "likes": [1000] * 90 + [500] * 30})

    calm, ill = one(fieber.check(same)).to_dict(), one(fieber.check(halved)).to_dict()

    assert broken(calm) == broken(ill) == []
    assert calm["verdict"] == "healthy"
    assert ill["verdict"] in {"fever", "high_fever"}


def test_years_of_posts_at_one_moment() -> None:
    """Posts that all have the same time are no history; the answer is silence, not an error."""
    posts = pl.DataFrame({"posted_at": [START] * 60, "likes": np.random.default_rng(1).poisson(100, 60)})

    told = one(fieber.check(posts, as_of=at(100))).to_dict()

    assert broken(told) == []
    assert told["verdict"] == "unknown"
