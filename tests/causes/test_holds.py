"""Each cause on one account where it holds, beside accounts of its rivals: the first is never one of theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from tests.causes.accounts import NOW, ages, daily, healthy, late, scaled, weights_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

N, EVERY = 170, 2.5
COUNTS = ("likes", "comments", "saves", "reach", "reach_followers", "reach_non_followers")


def times(
    factor: NDArray[np.float64], frame: pl.DataFrame | None = None, *, names: tuple[str, ...] = COUNTS
) -> pl.DataFrame:
    """Every post's counts times its own factor."""
    table = healthy() if frame is None else frame
    by = pl.Series(factor)
    return table.with_columns((pl.col(name) * by).round().cast(pl.Int64) for name in names)


def hit() -> pl.DataFrame:
    age = ages()
    place = int(np.argmin(np.abs(age - 50)))
    glow = np.where(age < age[place], np.exp(0.9 * np.exp(-np.maximum(age[place] - age, 0) / 12)), 1.0)
    glow[place] = 40.0
    return times(glow)


def season() -> pl.DataFrame:
    wave = np.exp(0.6 * np.cos(2 * np.pi * (ages(340) - 160) / 365.25))
    return times(wave, healthy(340))


def mixture() -> pl.DataFrame:
    rng = np.random.default_rng(5)
    kind = np.where(rng.uniform(size=N) < np.where(late(), 0.1, 0.75), "reel", "photo")
    return times(np.where(kind == "reel", 2.2, 1.0), healthy(kind=kind))


def at_night() -> pl.DataFrame:
    moved = [
        NOW - timedelta(days=float(age)) + timedelta(hours=14 if night else 0)
        for age, night in zip(ages(), late(), strict=True)
    ]
    return times(np.where(late(), 0.65, 1.0), healthy(posted_at=moved))


def flagged(column: str) -> pl.DataFrame:
    rng = np.random.default_rng(6)
    with_it = (rng.uniform(size=N) < 0.5) & ~late()
    return times(np.where(with_it, 2.3, 1.0), healthy().with_columns(pl.Series(column, with_it)))


def more_posts() -> pl.DataFrame:
    extra = healthy(50, every=1.0, seed=9).filter(pl.col("posted_at") > NOW - timedelta(days=38))
    both = pl.concat([healthy(), extra]).sort("posted_at")
    recent = (both["posted_at"] > NOW - timedelta(days=38)).to_numpy()
    return times(np.where(recent, 0.55, 1.0), both)


def gap() -> pl.DataFrame:
    return healthy().filter(
        (pl.col("posted_at") < NOW - timedelta(days=75)) | (pl.col("posted_at") > NOW - timedelta(days=32))
    )


def jumped(factor: float) -> pl.DataFrame:
    return healthy(followers=np.where(late(), factor, 1.0) * (20_000.0 + 5 * np.arange(N)))


def read_early() -> pl.DataFrame:
    fresh = late(days=28)
    read = [
        NOW if not now else NOW - timedelta(days=float(age)) + timedelta(hours=6)
        for age, now in zip(ages(), fresh, strict=True)
    ]
    return times(np.where(fresh, 0.4, 1.0), healthy(measured_at=read))


HOLDS: dict[str, Callable[[], pl.DataFrame]] = {
    "noise": healthy,
    "after_viral_hit": hit,
    "season": season,
    "format_mix": mixture,
    "posting_time": at_night,
    "posting_more": more_posts,
    "pause": gap,
    "slow_decline": lambda: times(np.exp(-1.2 * np.linspace(0, 1, N)), names=("likes", "comments", "saves")),
    "young_posts": read_early,
    "metric_change": lambda: scaled(healthy(), late(), reach=0.6, reach_followers=0.6, reach_non_followers=0.6),
    "hidden_likes": lambda: healthy(likes_hidden=late(days=40)),
    "distribution": lambda: scaled(healthy(), late(), reach_non_followers=0.15).with_columns(
        likes=pl.when(pl.Series(late())).then(pl.col("likes") * 0.55).otherwise("likes").cast(pl.Int64),
        reach=pl.col("reach_followers") + pl.col("reach_non_followers"),
    ),
    "content": lambda: scaled(healthy(), late(), likes=0.5, comments=0.5, saves=0.5),
    "followers_bought": lambda: jumped(1.4),
    "followers_purged": lambda: jumped(0.9),
    "counter_bug": lambda: scaled(healthy(), late(), likes=0.5),
    "fewer_collabs": lambda: flagged("collab"),
    "paid_ended": lambda: flagged("paid"),
    "one_off_event": lambda: times(np.where((ages() > 40) & (ages() < 90), 2.4, 1.0)),
    "saturation": lambda: (
        scaled(healthy(), np.ones(N, dtype=bool))
        .with_columns(
            reach_non_followers=(pl.col("reach_non_followers") * np.exp(-1.6 * np.clip(np.linspace(-0.5, 1, N), 0, 1)))
            .round()
            .cast(pl.Int64)
        )
        .with_columns(reach=pl.col("reach_followers") + pl.col("reach_non_followers"))
    ),
}


@pytest.mark.parametrize("cause", HOLDS)
def test_it_is_first_where_it_holds(cause: str) -> None:
    """The cause that was put in is the heaviest, and none of its rivals is."""
    found = weights_of(HOLDS[cause]())

    assert next(iter(found)) == cause, found


def test_usual_churn_is_told_from_a_purge() -> None:
    """Fewer new followers and as many lost as ever are the usual churn, not a clean-up."""
    rng = np.random.default_rng(3)
    day = np.arange(420)
    gained, lost = rng.poisson(np.where(day > 330, 14, 40)), rng.poisson(np.full(420, 22))
    days = daily({"followers": 20_000 + np.cumsum(gained - lost), "follows": gained, "unfollows": lost})

    found = weights_of(healthy(), days=days)

    assert found.get("usual_churn", 0.0) > found.get("followers_purged", 0.0)
    assert next(iter(found)) == "usual_churn", found


def test_few_counts_are_no_counter_bug() -> None:
    """With 13 likes and three other reactions a post, a real fall of all of them is never called a wrong counter."""
    n, every = 62, 11.0
    told = []
    for seed in range(14):
        rng = np.random.default_rng([seed, 7])
        factor = np.where(late(n, every=every, days=40.0), 0.4, 1.0) * np.exp(rng.normal(0, 0.4, n))
        counts = {name: rng.poisson(usual * factor) for name, usual in {"likes": 13, "comments": 0.6}.items()}
        counts |= {name: rng.poisson(1.2 * factor) for name in ("saves", "shares")}
        posts = healthy(n, every=every, seed=seed, **counts)
        reached = {"reach": 170, "reach_followers": 80, "reach_non_followers": 90}
        told.append(weights_of(posts.with_columns(pl.lit(value).alias(name) for name, value in reached.items())))

    assert max(found.get("counter_bug", 0.0) for found in told) < 0.5
