"""Simple accounts by the dozen, as a file of posts has them."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl

END = datetime(2026, 9, 1, tzinfo=UTC)
KINDS = np.array(["photo", "reel"])


def many_posts(accounts: int, *, posts: int = 90, ill: int = 2, seed: int = 1) -> pl.DataFrame:
    """So many accounts with so many posts; the first `ill` of them have a third of their likes in the last month."""
    random = np.random.default_rng(seed)
    shape = (accounts, posts)
    now = END.timestamp() / 86_400
    day = (
        now - 0.2 - np.cumsum(random.exponential(1.0, shape) * random.uniform(1.5, 3.0, (accounts, 1)), axis=1)[:, ::-1]
    )
    level = random.normal(7.0, 1.0, (accounts, 1)) + 0.45 * random.normal(0.0, 1.0, shape)
    level[:ill] -= np.where(day[:ill] > now - 30, np.log(3.0), 0.0)
    number = np.repeat(np.arange(accounts), posts)
    return pl.DataFrame(
        {
            "account": [f"account_{i:03d}" for i in number],
            "platform": "instagram",
            "post_id": [str(i) for i in range(accounts * posts)],
            "posted_at": (day.ravel() * 86_400).astype(np.int64) * 1_000_000,
            "kind": KINDS[random.integers(0, 2, accounts * posts)],
            "likes": random.poisson(np.exp(level)).ravel(),
            "comments": random.poisson(np.exp(level - 3)).ravel(),
            "measured_at": END,
        }
    ).with_columns(
        pl.col("posted_at").cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
        pl.col("measured_at").cast(pl.Datetime("us", "UTC")),
    )
