"""Made-up accounts for the tests of the pipeline: small frames with known answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import polars as pl

import fieber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.api import Checkup

START = datetime(2023, 1, 2, tzinfo=UTC)  # a Monday
SHARES = {"comments": 0.03, "shares": 0.01, "saves": 0.02, "views": 12.0, "reach": 9.0}


def steady(
    n: int = 160,
    *,
    seed: int = 1,
    median: float = 5000.0,
    scatter: float = 0.4,
    every_hours: float = 50.0,
    last_posts: int = 0,
    factor: float = 1.0,
) -> pl.DataFrame:
    """Give n posts at a steady level, one each `every_hours` and some minutes; the last `last_posts` times `factor`."""
    random = np.random.default_rng([seed, n])
    times = [START + timedelta(hours=every_hours * i, minutes=int(random.integers(0, 600))) for i in range(n)]
    level = median * np.exp(scatter * random.normal(size=n))
    if last_posts:
        level[-last_posts:] *= factor
    return pl.DataFrame(
        {
            "account": "anna",
            "platform": "instagram",
            "post_id": [f"p{i}" for i in range(n)],
            "posted_at": times,
            "likes": random.poisson(level),
        },
        schema_overrides={"posted_at": pl.Datetime("us", "UTC")},
    )


def with_metrics(posts: pl.DataFrame, names: Sequence[str] = tuple(SHARES), *, seed: int = 7) -> pl.DataFrame:
    """The same posts with further counters that follow the likes with some scatter of their own."""
    random = np.random.default_rng(seed)
    likes = posts["likes"].to_numpy()
    further = {
        name: random.poisson(likes * SHARES[name] * np.exp(0.2 * random.normal(size=len(likes)))) for name in names
    }
    return posts.with_columns(**{name: pl.Series(values) for name, values in further.items()})


def with_kinds(
    posts: pl.DataFrame, kinds: Sequence[str] = ("photo", "reel", "carousel"), *, seed: int = 5
) -> pl.DataFrame:
    """The same posts, each of a format drawn at random."""
    drawn = np.random.default_rng(seed).integers(0, len(kinds), posts.height)
    return posts.with_columns(kind=pl.Series([kinds[i] for i in drawn]))


def at(day: float) -> datetime:
    """The moment `day` days after the first possible post."""
    return START + timedelta(days=day)


def newest(posts: pl.DataFrame) -> datetime:
    """The moment of the latest post."""
    return cast("datetime", posts["posted_at"].max())


def one(found: Checkup | list[Checkup]) -> Checkup:
    """The only check-up that there should be."""
    assert not isinstance(found, list)
    return found


def vital(found: Checkup | list[Checkup], metric: str = "likes", kind: str | None = None) -> dict[str, Any]:
    """One vital of the contract object of the only account."""
    found_vitals: list[dict[str, Any]] = one(found).to_dict()["vitals"]
    (chosen,) = [each for each in found_vitals if (each["metric"], each["kind"]) == (metric, kind)]
    return chosen


def likes(posts: pl.DataFrame, **settings: Any) -> dict[str, Any]:
    """The vital of the likes, as `check` gives it with these settings."""
    return vital(fieber.check(posts, **settings))
