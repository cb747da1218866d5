"""The script that derives the population's priors finds what was planted in simulated accounts."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from fieber.checkup.series import add_ripeness
from fieber.model.tables import conform
from fieber.stats.population import effect_sds, gain_shares, scatter
from fieber.stats.prior import GAINS

SPEC = importlib.util.spec_from_file_location(
    "derive_priors", Path(__file__).parents[1] / "scripts" / "derive_priors.py"
)
assert SPEC is not None
assert SPEC.loader is not None
derive_priors: Any = importlib.util.module_from_spec(SPEC)
sys.modules["derive_priors"] = derive_priors  # where dataclasses look for their annotations
SPEC.loader.exec_module(derive_priors)

START = datetime(2021, 1, 4, tzinfo=UTC)
FORMATS = ("photo", "carousel", "video", "text")
PLANTED = {"weekday": 0.1, "hours": 0.2, "format": 0.6}
SCATTER, SCATTER_SD, GAIN = 0.8, 0.25, GAINS[6]
POSTS, ACCOUNTS = 500, 40


def account(seed: int) -> pl.DataFrame:
    """One account with effects, t noise of its own scale, and a level that wanders by `GAIN`."""
    random = np.random.default_rng([seed, 8])
    scale = SCATTER * np.exp(SCATTER_SD * random.normal())
    days = np.cumsum(random.exponential(0.7, POSTS))
    kind = random.integers(0, len(FORMATS), POSTS)
    weekday, block = np.floor(days).astype(int) % 7, np.floor(days % 1 * 6).astype(int)
    level = 9 + np.cumsum(np.sqrt(GAIN) * scale * random.normal(size=POSTS))
    for name, column, levels in (("weekday", weekday, 7), ("hours", block, 6), ("format", kind, len(FORMATS))):
        level += (PLANTED[name] * random.normal(size=levels))[column]
    noise = random.standard_t(7, POSTS) / 1.1
    posts = pl.DataFrame(
        {
            "platform": "facebook",
            "posted_at": [START + timedelta(days=float(day)) for day in days],
            "kind": [FORMATS[i] for i in kind],
            "likes": np.exp(level + scale * noise).astype(np.int64),
        }
    )
    return add_ripeness(conform(posts, "posts"), None).with_columns(ripe=pl.col("posted"))


@pytest.fixture(scope="module")
def half() -> list[Any]:
    """Forty accounts as they are measured."""
    return [derive_priors.measure(account(seed), "facebook", np.empty((0, 2))) for seed in range(ACCOUNTS)]


def test_effects_are_found(half: list[Any]) -> None:
    """The sd of each group's effects comes out within a quarter (format: 160 draws, standard error 6 %)."""
    found = effect_sds([one.observed for one in half])

    for name, planted in PLANTED.items():
        assert found[name] == pytest.approx(planted, rel=0.25), name
    assert found["advertised"] == 0.0


def test_scatter_and_wander_are_found(half: list[Any]) -> None:
    """Median scale within 15 %, its log-sd within a third, and the planted wander gets more than any other."""
    centre, spread, worth = scatter([one.observed for one in half])
    shares = gain_shares([one.observed for one in half], np.ones(len(GAINS)))

    assert centre == pytest.approx(SCATTER, rel=0.15)
    assert spread == pytest.approx(SCATTER_SD, rel=1 / 3)
    assert 4 <= worth <= 25
    assert abs(int(np.argmax(shares)) - 6) <= 1
    assert shares.sum() == pytest.approx(1.0)
    assert shares.min() > 0


def test_the_law_is_found(half: list[Any]) -> None:
    """Accounts that share one t law are worth many posts of it, and have no skew."""
    degrees, worth = derive_priors.noise_law(half)
    skew = derive_priors.skew(half)

    assert 4 <= degrees <= 10
    assert worth >= 100
    assert abs(skew[1]) <= 0.05


def test_shares_of_steps_are_found() -> None:
    """Of accounts of which half stayed, a third fell and a sixth rose, the shares come out within ten points."""
    random = np.random.default_rng(4)
    steps = np.where(random.uniform(size=900) < 0.5, 0.0, random.uniform(np.log(0.3), 0.0, 900))
    rising = random.uniform(size=900) < 1 / 6
    steps = np.where(rising, random.uniform(0.0, np.log(3.0), 900), steps)
    known = np.stack([steps + 0.1 * random.normal(size=900), np.full(900, 0.1)], axis=1)
    one = SimpleNamespace(steps=known)

    stayed, fell, rose = derive_priors.step_shares([one])

    assert stayed == pytest.approx(5 / 12, abs=0.1)
    assert fell == pytest.approx(5 / 12, abs=0.1)
    assert rose == pytest.approx(1 / 6, abs=0.1)
