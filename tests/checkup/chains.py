"""Made-up accounts whose whole way of a like is known: followers, reach near and far, likes per reach."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Happens = Literal["distribution", "content", "followers", "format_mix", "posting_less"]

START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 660
NOW = START + timedelta(days=DAYS + 2)
ALL = ("reach", "reach_followers", "reach_non_followers", "followers", "kind")
FAR = np.array([0.0, 1.0, -0.8])  # log of how much further each format carries
KINDS = np.array(["photo", "reel", "carousel"])


def account(
    happens: Happens | None = None, *, seed: int = 1, last_days: int = 56, per_week: float = 5.0
) -> pl.DataFrame:
    """Give the posts of one account, to which something happens in its last days; about 600 likes a post."""
    random = np.random.default_rng([seed, 7])
    at = _times(random, per_week, DAYS - last_days, half=happens == "posting_less")
    n = len(at)
    late = at >= DAYS - last_days
    shares = np.where((late & (happens == "format_mix"))[:, None], (0.5, 0.0, 0.5), (0.2, 0.6, 0.2))
    kind = (random.uniform(size=(n, 1)) > shares.cumsum(axis=1)).sum(axis=1)
    followers = np.where(late & (happens == "followers"), 9_000, 20_000)
    good = 0.3 * random.normal(size=n)
    near = 0.3 * np.exp(0.6 * good + 0.2 * random.normal(size=n))
    far = 0.4 * np.exp(good + 0.4 * random.normal(size=n) + FAR[kind])
    far[late & (happens == "distribution")] *= 0.3
    liked = np.where(late & (happens == "content"), 0.03, 0.06) * np.exp(0.2 * random.normal(size=n))
    own, others = random.poisson(followers * near), random.poisson(followers * far)
    return pl.DataFrame(
        {
            "account": "anna",
            "platform": "instagram",
            "post_id": [f"p{i}" for i in range(n)],
            "posted_at": [START + timedelta(days=float(day)) for day in at],
            "kind": KINDS[kind],
            "likes": random.poisson((own + others) * liked),
            "reach": own + others,
            "reach_followers": own,
            "reach_non_followers": others,
            "followers": followers,
            "measured_at": [NOW] * n,
        },
        schema_overrides={name: pl.Datetime("us", "UTC") for name in ("posted_at", "measured_at")},
    )


def with_only(posts: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The same posts of which the input tells only these columns beside the likes."""
    return posts.drop([name for name in ALL if name not in columns])


def days_of(posts: pl.DataFrame) -> pl.DataFrame:
    """The account's days as an export gives them: followers at the end, reach of the posts of the day."""
    daily = posts.group_by(day=pl.col("posted_at").dt.date()).agg(
        pl.col("followers").last(), pl.col("reach").sum(), pl.col("reach_non_followers").sum()
    )
    return daily.sort("day").with_columns(account=pl.lit("anna"), platform=pl.lit("instagram"))


def _times(random: np.random.Generator, per_week: float, since: float, *, half: bool) -> NDArray[np.float64]:
    """Days of posting, about evenly spread; half as many from a day on."""
    n = round(DAYS / 7 * per_week)
    at = (np.arange(n) + random.uniform(0.1, 0.9, n)) * 7 / per_week
    return at[(at < since) | (np.arange(n) % 2 == 0)] if half else at
