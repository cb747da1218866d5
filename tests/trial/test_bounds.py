"""The bounds of power and test know everything, so nothing does better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from fieber.simulate.worlds import HEALTHY
from fieber.trial import clean, rare
from fieber.trial.accounts import accounts
from fieber.trial.chance import generator

if TYPE_CHECKING:
    from pathlib import Path

WORLDS = {world.name: world for world in HEALTHY}


def test_more_posts_make_a_halving_easier_to_see() -> None:
    """The all-knowing CUSUM finds more with a post every two weeks than with one a month."""
    monthly, fortnightly = (rare.power(rare.watch(WORLDS[name], 200))[name] for name in ("monthly", "fortnightly"))

    assert 0.2 < monthly.value < 0.45
    assert 0.55 < fortnightly.value < 0.8


def test_the_likelihood_ratio_speaks_against_a_halving_when_likes_are_many() -> None:
    """Many likes lower the ratio steadily, and its mean under health is below nothing."""
    ratios = rare._log_ratios(WORLDS["small"])
    drawn = generator("test", "rare").poisson(3.0 * np.exp(0.6 * generator("test", "noise").normal(size=4000)))

    assert (np.diff(ratios[:40]) < 0).all()
    assert ratios[drawn].mean() < 0


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """Clean cases of four accounts."""
    frames = []
    for name in ("anna", "bert", "carla", "dora"):
        random = generator("test", "clean", name)
        likes = np.rint(np.exp(7 + 0.7 * random.normal(size=420))).astype(np.int64)
        hours = pl.datetime_range(pl.datetime(2024, 1, 1), pl.datetime(2024, 12, 31), "20h", eager=True)[:420]
        frames.append(pl.DataFrame({"account": name, "platform": "facebook", "posted_at": hours, "likes": likes}))
    path: Path = tmp_path_factory.mktemp("clean") / "posts.csv"
    pl.concat(frames).write_csv(path)
    return pl.concat([clean.judge(one, 3) for one in accounts((path,))])


def test_nothing_beats_the_oracle_by_far(judged: pl.DataFrame) -> None:
    """On the same clean cases the oracle tells ×0.7 apart at least as well as the others, within their error."""
    lines = {line.method: line for line in clean.lines(judged, 50)}

    oracle = lines.pop(clean.ORACLE)

    assert set(lines) == {"fieber", "Mann-Whitney, adjusted", "t-test on logs"}
    for line in lines.values():
        assert line.auc[0.7].value <= oracle.auc[0.7].value + 2 * (line.auc[0.7].se or 0)


def test_every_method_judges_every_clean_case(judged: pl.DataFrame) -> None:
    """Each case has one score of each of the four methods."""
    counts = judged.group_by("account", "cut", "factor").len()["len"]

    assert counts.unique().to_list() == [4]
